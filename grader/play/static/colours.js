// The colours of what is drawn, for the light page and the dark one: orange and blue, which differ to every eye.

const THEMES = {
  light: {
    paper: "#ffffff",
    ink: "#1a2530",
    faint: "#56636f",
    line: "#d5dce3",
    low: [240, 140, 40],
    middle: [250, 249, 246],
    high: [50, 125, 220],
    plus: "#1f6fd0",
    minus: "#cf6a00",
    outline: "#ffffff",
    contour: "#1a2530",
    training: "#1a2530",
    heldOut: "#a1288f",
    classes: [
      "#b85c00",
      "#0d55ad",
      "#00795a",
      "#a8246e",
      "#6b5d00",
      "#5b3fc4",
      "#b3261e",
      "#006d85",
      "#5c5c5c",
      "#3f7a00",
    ],
  },
  dark: {
    paper: "#161d26",
    ink: "#e8edf2",
    faint: "#a4b1be",
    line: "#36424f",
    low: [224, 122, 30],
    middle: [27, 35, 45],
    high: [62, 141, 240],
    plus: "#57a6ff",
    minus: "#ff9c42",
    outline: "#0c1117",
    contour: "#e8edf2",
    training: "#e8edf2",
    heldOut: "#f08be0",
    classes: [
      "#ffb066",
      "#7dbbff",
      "#3fd0a4",
      "#f390c8",
      "#e3d04e",
      "#b6a1ff",
      "#ff8b82",
      "#5fd2ec",
      "#c4c4c4",
      "#a5dc62",
    ],
  },
};

/** The colours of a theme with its tables: from a byte to a pixel, as ImageData has it in memory. */
function dressed(theme) {
  const side = (end) => (share) => theme.middle.map((from, at) => from + (end[at] - from) * share ** 0.85);
  const [down, up] = [side(theme.low), side(theme.high)];
  const diverging = table((byte) => (byte < 128 ? down((128 - byte) / 128) : up((byte - 128) / 127)));
  const sure = theme.classes.map((text) => {
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
    return table((byte) => {
      const share = 0.12 + 0.5 * (byte / 255);
      return [red, green, blue].map((to, at) => theme.middle[at] + (to - theme.middle[at]) * share);
    });
  });
  return { ...theme, diverging, sure };
}

function table(colour) {
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let byte = 0; byte < 256; byte += 1) bytes.set([...colour(byte), 255], 4 * byte);
  return new Uint32Array(bytes.buffer);
}

const READY = { light: dressed(THEMES.light), dark: dressed(THEMES.dark) };

/** The colours that hold now. */
export function colours() {
  return READY[document.documentElement.dataset.theme];
}

/** The colour of a class, for as many classes as there may be. */
export function classColour(number) {
  const { classes } = colours();
  return classes[number % classes.length];
}
