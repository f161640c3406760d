// The page as one picture: network, boundary, curve and what was set.

import { colours } from "./colours.js";
import { byId } from "./elements.js";
import { percent, short } from "./numbers.js";

const [WIDTH, HEIGHT, EDGE, SCALE] = [1280, 760, 36, 2];
const FONT = "system-ui, sans-serif";

/** Composes the picture and hands it to the browser as a file. */
export function savePicture(settings, frame, defaults) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH * SCALE, HEIGHT * SCALE];
  const context = canvas.getContext("2d");
  context.scale(SCALE, SCALE);
  const { paper, ink, faint } = colours();
  context.fillStyle = paper;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  write(context, `${settings.dataset}, epoch ${frame.epoch}`, EDGE, EDGE + 22, `700 26px ${FONT}`, ink);
  const results = [
    `training cost ${short(frame.cost)}`,
    `held-out cost ${short(frame.held_out_cost)}`,
    ...(frame.held_out_accuracy === null ? [] : [`held-out accuracy ${percent(frame.held_out_accuracy)}`]),
  ];
  write(context, results.join("   "), EDGE, EDGE + 52, `16px ${FONT}`, ink);
  const told = Object.entries(settings).filter(
    ([key, value]) =>
      !["view", "step", "neuron", "csv"].includes(key) && (value !== defaults[key] || ALWAYS.includes(key)),
  );
  wrap(
    context,
    told.map(([key, value]) => `${key.replaceAll("_", " ")} ${value || "none"}`),
    HEIGHT - EDGE - 22,
    faint,
  );
  drawGraph(context, { x: EDGE, y: 110, width: 720, height: HEIGHT - 210 });
  const plane = byId("boundary");
  if (plane.offsetParent) fit(context, plane, { x: 800, y: 40, width: 440, height: 440 });
  fit(context, byId("curve"), { x: 800, y: 490, width: 440, height: 170 });
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `neurokata-${settings.dataset}-epoch-${frame.epoch}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }, "image/png");
}

const ALWAYS = ["learning_rate", "activation", "layers", "seed"];

function drawGraph(context, box) {
  const graph = byId("graph");
  const from = graph.getBoundingClientRect();
  if (!from.width) return;
  const scale = Math.min(box.width / from.width, box.height / from.height, 1.4);
  for (const canvas of graph.querySelectorAll("canvas")) {
    const at = canvas.getBoundingClientRect();
    if (!canvas.width || !at.width) continue;
    const place = [
      box.x + (at.x - from.x) * scale,
      box.y + (at.y - from.y) * scale,
      at.width * scale,
      at.height * scale,
    ];
    context.save();
    context.globalAlpha = canvas.closest(".off") ? 0.3 : 1;
    if (!canvas.classList.contains("lines")) {
      context.beginPath();
      context.roundRect(...place, 6 * scale);
      context.clip();
    }
    context.drawImage(canvas, ...place);
    context.restore();
  }
  context.textBaseline = "middle";
  for (const name of graph.querySelectorAll(".unit:not(.off) .name")) {
    const at = name.getBoundingClientRect();
    const place = [box.x + (at.x - from.x) * scale, box.y + (at.y + at.height / 2 - from.y) * scale];
    write(context, name.textContent.slice(0, 16), ...place, `${13 * scale}px ${FONT}`, colours().ink);
  }
  context.textBaseline = "alphabetic";
}

function fit(context, canvas, { x, y, width, height }) {
  if (!canvas.width) return;
  const scale = Math.min(width / canvas.width, height / canvas.height);
  context.drawImage(canvas, x, y, canvas.width * scale, canvas.height * scale);
}

function write(context, text, x, y, font, colour) {
  context.font = font;
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function wrap(context, parts, y, colour) {
  let line = "";
  let down = y;
  context.font = `14px ${FONT}`;
  for (const part of [...parts, null]) {
    const longer = line ? `${line}   ${part}` : part;
    if (part !== null && context.measureText(longer).width < WIDTH - 2 * EDGE) {
      line = longer;
      continue;
    }
    write(context, line, EDGE, down, `14px ${FONT}`, colour);
    line = part;
    down += 20;
  }
}
