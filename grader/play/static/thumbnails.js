// A small picture of each data set, drawn here so that the choice is seen before a set is asked for.

import { classColour, colours } from "./colours.js";
import { addShape } from "./shapes.js";

const SIZE = 48;
const SCALE = 2;

/** [x, y, class] triples with x and y from −1 to 1; a number that is no class is a value. */
const POINTS = {
  circle: () => [...ring(0.2, 8, 1), ...ring(0.4, 10, 1), ...ring(0.85, 24, 0)],
  xor: () => grid(6).map(([x, y]) => [x + Math.sign(x) * 0.08, y + Math.sign(y) * 0.08, x * y > 0 ? 1 : 0]),
  gaussians: () => [...cloud(-0.42, -0.42, 0), ...cloud(0.42, 0.42, 1)],
  spiral: () =>
    [0, 1].flatMap((turn) =>
      range(18).map((at) => {
        const angle = turn * Math.PI + at * 0.3;
        return [0.052 * (at + 1) * Math.sin(angle), 0.052 * (at + 1) * Math.cos(angle), turn];
      }),
    ),
  moons: () =>
    [0, 1].flatMap((moon) =>
      range(14).map((at) => {
        const angle = (at / 13) * Math.PI;
        const [x, y] = [0.6 * Math.cos(angle), 0.75 * Math.sin(angle)];
        return moon ? [0.28 - x, 0.28 - y, 1] : [x - 0.28, y - 0.28, 0];
      }),
    ),
  plane: () => grid(6).map(([x, y]) => [x, y, (x + y + 2) / 4]),
  iris: () => [...cloud(-0.5, -0.5, 0), ...cloud(0.05, 0.1, 1), ...cloud(0.5, 0.55, 2)],
};

// A handwritten three, a row a string of bits.
const DIGIT = [
  "00111100",
  "01100110",
  "00000110",
  "00011100",
  "00000110",
  "00000110",
  "01100110",
  "00111100",
];

/** Draws the picture of a set on a canvas. */
export function drawThumbnail(canvas, dataset) {
  canvas.width = canvas.height = SIZE * SCALE;
  canvas.ariaHidden = "true";
  const context = canvas.getContext("2d");
  context.scale(SCALE, SCALE);
  const { middle, ink, faint, diverging } = colours();
  context.fillStyle = `rgb(${middle.join(" ")})`;
  context.fillRect(0, 0, SIZE, SIZE);
  if (dataset === "digits") return drawDigit(context, ink);
  if (!POINTS[dataset]) return drawTable(context, faint);
  for (const [x, y, target] of POINTS[dataset]()) {
    context.beginPath();
    addShape(
      context,
      dataset === "plane" ? 1 : target,
      SIZE / 2 + x * SIZE * 0.43,
      SIZE / 2 - y * SIZE * 0.43,
      1.9,
    );
    context.fillStyle =
      dataset === "plane" ? shade(diverging[Math.round(255 * target)]) : classColour(target);
    context.fill();
  }
}

function drawDigit(context, ink) {
  context.fillStyle = ink;
  DIGIT.forEach((row, y) =>
    [...row].forEach((bit, x) => {
      context.globalAlpha = bit === "1" ? 0.85 : 0.06;
      context.fillRect(8 + 4 * x, 8 + 4 * y, 4, 4);
    }),
  );
}

function drawTable(context, faint) {
  context.strokeStyle = faint;
  context.lineWidth = 1.5;
  context.strokeRect(9, 11, 30, 26);
  context.beginPath();
  for (const y of [19.5, 28]) {
    context.moveTo(9, y);
    context.lineTo(39, y);
  }
  for (const x of [19, 29]) {
    context.moveTo(x, 11);
    context.lineTo(x, 37);
  }
  context.stroke();
}

function range(count) {
  return Array.from({ length: count }, (_, at) => at);
}

function ring(radius, count, target) {
  return range(count).map((at) => {
    const angle = (2 * Math.PI * (at + radius)) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle), target];
  });
}

function grid(size) {
  const place = (at) => (2 * at + 1) / size - 1;
  return range(size * size).map((at) => [0.88 * place(at % size), 0.88 * place(Math.floor(at / size))]);
}

// A sunflower's seeds look like a cloud without a random number.
function cloud(x, y, target) {
  return range(16).map((at) => {
    const [radius, angle] = [0.085 * Math.sqrt(at), at * 2.4];
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle), target];
  });
}

function shade(pixel) {
  return `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
}
