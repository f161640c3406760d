// The plane of the data: what the network says at each place, and the examples on top.

import { classColour, colours } from "./colours.js";
import { addContour } from "./contour.js";
import { Heatmap } from "./heatmap.js";
import { percent, tick } from "./numbers.js";
import { addShape } from "./shapes.js";
import { Surface } from "./surface.js";

const RANGE = [-1, 1]; // of the values of a regression
const RADIUS = 4;
const MARGIN = 22; // for the numbers on the axes

export class Boundary {
  constructor(canvas, words, legend) {
    this.words = words;
    this.legend = legend;
    this.map = new Heatmap();
    this.surface = new Surface(canvas, (...on) => this.paint(...on));
    this.unit = null; // a unit whose map is shown in the place of the output
  }

  /** New data: `points` is the message. */
  receive(points) {
    this.points = points;
    this.frame = null;
    this.showLegend();
    this.surface.draw();
  }

  draw(frame) {
    this.frame = frame;
    this.surface.draw();
  }

  /** Shows the map of one unit, by its place in `frame.arrays.neurons`; null shows the output. */
  look(unit, name) {
    this.unit = unit;
    this.words.textContent = unit === null ? "" : `The output of ${name}`;
    this.surface.draw();
  }

  paint(context, width, height) {
    const { points } = this;
    if (!points?.arrays.points) return;
    const box = { width: width - MARGIN, height: height - MARGIN };
    context.save();
    context.translate(MARGIN, 0);
    context.beginPath();
    context.roundRect(0, 0, box.width, box.height, 6);
    context.clip();
    this.paintMap(context, box);
    this.paintPoints(context, box);
    context.restore();
    this.paintAxes(context, box, height);
  }

  paintMap(context, { width, height }) {
    const arrays = this.frame?.arrays ?? {};
    const { diverging, sure, contour } = colours();
    let [values, start, size] = [arrays.boundary, 0, arrays.boundary?.shape[0]];
    const looking = this.unit !== null && arrays.neurons && this.unit < arrays.neurons.shape[0];
    if (looking) {
      size = arrays.neurons.shape[1];
      [values, start] = [arrays.neurons, this.unit * size * size];
    }
    if (!values || !size) return;
    const { confidence } = arrays;
    if (confidence && !looking) {
      this.map.paint(size, size, (at) => sure[values[at] % sure.length][confidence[at]]);
    } else {
      this.map.diverging(values, start, size, size, diverging);
    }
    context.drawImage(this.map.canvas, 0, 0, width, height);
    if (looking || confidence || this.points.kind === "regression") return;
    context.beginPath();
    addContour(context, values, size, 127.5, width, height);
    context.strokeStyle = contour;
    context.lineWidth = 1.25;
    context.stroke();
  }

  paintPoints(context, { width, height }) {
    const { arrays, bounds, kind, training } = this.points;
    const [left, right, bottom, top] = bounds;
    const { outline, diverging } = colours();
    const groups = new Map(); // one path a colour, shape and part
    const [least, greatest] = kind === "regression" ? RANGE : [0, 1];
    for (let at = 0; at < arrays.targets.length; at += 1) {
      const target = arrays.targets[at];
      const heldOut = at >= training;
      const level = Math.round((7 * (target - least)) / (greatest - least));
      const key = `${kind === "regression" ? level : target} ${heldOut}`;
      if (!groups.has(key)) groups.set(key, { path: new Path2D(), target, heldOut });
      const x = ((arrays.points[2 * at] - left) / (right - left)) * width;
      const y = ((top - arrays.points[2 * at + 1]) / (top - bottom)) * height;
      addShape(groups.get(key).path, kind === "regression" ? 1 : target, x, y, RADIUS);
    }
    for (const { path, target, heldOut } of groups.values()) {
      const byte = Math.min(255, Math.max(0, Math.round((255 * (target - least)) / (greatest - least))));
      const colour = kind === "regression" ? pixelColour(diverging[byte]) : classColour(target);
      context.lineWidth = heldOut ? 4 : 2;
      context.strokeStyle = kind === "regression" ? colours().ink : outline;
      context.stroke(path);
      if (heldOut) {
        context.lineWidth = 1.75;
        context.strokeStyle = colour;
        context.fillStyle = outline;
        context.fill(path);
        context.stroke(path);
      } else {
        context.fillStyle = colour;
        context.fill(path);
      }
    }
  }

  paintAxes(context, { width, height }, whole) {
    const [left, right, bottom, top] = this.points.bounds;
    const [across, up] = this.points.axes;
    context.fillStyle = colours().faint;
    context.font = "11px system-ui, sans-serif";
    context.textBaseline = "bottom";
    const write = (text, x, y, align) => {
      context.textAlign = align;
      context.fillText(text, x, y);
    };
    write(tick(left), MARGIN, whole - 4, "left");
    write(tick(right), MARGIN + width, whole - 4, "right");
    write(cut(across), MARGIN + width / 2, whole - 4, "center");
    context.rotate(-Math.PI / 2);
    write(tick(bottom), -height, MARGIN - 5, "left");
    write(tick(top), 0, MARGIN - 5, "right");
    write(cut(up), -height / 2, MARGIN - 5, "center");
  }

  showLegend() {
    const { classes, kind, held_out: heldOut } = this.points;
    const entries =
      kind === "regression" ? [scale()] : classes.map((name, number) => this.entry(name, number, false));
    if (heldOut) entries.push(this.entry("hollow: held out", 1, true));
    this.legend.replaceChildren(...entries);
  }

  entry(name, number, hollow) {
    const [item, canvas, text] = ["li", "canvas", "span"].map((tag) => document.createElement(tag));
    canvas.width = canvas.height = 28;
    canvas.ariaHidden = "true";
    const context = canvas.getContext("2d");
    addShape(context, number, 14, 14, 8);
    context.lineWidth = 3.5;
    context.fillStyle = context.strokeStyle = hollow ? colours().faint : classColour(number);
    context[hollow ? "stroke" : "fill"]();
    text.textContent = name;
    item.append(canvas, text);
    return item;
  }

  /** What the picture shows, in words. */
  get description() {
    const { axes, bounds, training, held_out: heldOut } = this.points;
    const [left, right, bottom, top] = bounds.map(tick);
    const where = `${axes[0]} from ${left} to ${right}, ${axes[1]} from ${bottom} to ${top}`;
    const accuracy = this.frame?.held_out_accuracy;
    const share =
      accuracy === null || accuracy === undefined
        ? ""
        : `; ${percent(accuracy)} of the held-out ones are on their side`;
    return `Decision boundary over ${where}: ${training} examples for training, ${heldOut} held out${share}`;
  }
}

/** The legend of values: from the least to the greatest. */
function scale() {
  const [item, canvas] = ["li", "canvas"].map((tag) => document.createElement(tag));
  canvas.className = "scale";
  canvas.ariaHidden = "true";
  new Heatmap(canvas).diverging(
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    0,
    1,
    256,
    colours().diverging,
  );
  item.append(String(RANGE[0]).replace("-", "−"), canvas, String(RANGE[1]));
  return item;
}

function pixelColour(pixel) {
  return `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
}

function cut(name) {
  return name.length > 24 ? `${name.slice(0, 23)}…` : name;
}
