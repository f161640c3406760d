// The weights as lines between units: thick is large, blue and unbroken is positive, orange and dashed negative.

import { colours } from "./colours.js";
import { Surface } from "./surface.js";

const WIDTHS = [0.4, 0.7, 1.1, 1.6, 2.3, 3.2, 4.4, 6];
const FULL = 2.5; // the size of a weight from which a line is as thick as it gets

export class Lines {
  constructor(canvas) {
    this.surface = new Surface(canvas, (...on) => this.paint(...on));
  }

  /** `places` has, for each layer, its units' {x, y, reach}: the centre and half the width. */
  draw(places, layers, weights, selected) {
    Object.assign(this, { places, layers, weights, selected });
    this.pixels = places?.[0]?.length > 1 && places[0][0].y === places[0][1].y; // drawn as one box
    this.surface.draw();
  }

  paint(context) {
    if (!this.weights?.length || !this.places) return;
    const bundles = new Map(); // as few strokes as may be: one a colour and width
    let at = 0;
    if (this.pixels) this.paintPixels(context);
    for (let layer = 1; layer < this.layers.length; layer += 1) {
      const [from, to] = [this.places[layer - 1], this.places[layer]];
      for (let input = 0; input < this.layers[layer - 1]; input += 1) {
        for (let unit = 0; unit < this.layers[layer]; unit += 1, at += 1) {
          if (!from?.[input] || !to?.[unit] || (this.pixels && layer === 1)) continue;
          const weight = this.weights[at];
          const { layer: chosen, unit: which } = this.selected ?? {};
          const aside = this.selected && (chosen !== layer || which !== unit + 1);
          const key = `${weight < 0 ? 1 : 0}${aside ? 1 : 0}${thickness(weight)}`;
          if (!bundles.has(key)) bundles.set(key, new Path2D());
          addLine(bundles.get(key), from[input], to[unit]);
        }
      }
    }
    const { plus, minus } = colours();
    for (const [key, path] of [...bundles].sort()) {
      const width = WIDTHS[Number(key[2])];
      context.strokeStyle = key[0] === "1" ? minus : plus;
      context.globalAlpha = key[1] === "1" ? 0.13 : Math.min(1, 0.35 + 0.16 * Number(key[2]));
      context.lineWidth = width;
      context.setLineDash(key[0] === "1" ? [4 + width, 3 + width / 2] : []);
      context.stroke(path);
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  /** The many weights of a picture's pixels are one line to each unit; the unit shows them. */
  paintPixels(context) {
    const path = new Path2D();
    for (const unit of this.places[1]) addLine(path, this.places[0][0], unit);
    context.strokeStyle = colours().faint;
    context.lineWidth = 1;
    context.globalAlpha = 0.5;
    context.stroke(path);
  }
}

function thickness(weight) {
  const share = Math.min(Math.abs(weight) / FULL, 1);
  return Number.isFinite(weight) ? Math.round(Math.sqrt(share) * (WIDTHS.length - 1)) : WIDTHS.length - 1;
}

function addLine(path, from, to) {
  const [start, end] = [from.x + from.reach, to.x - to.reach];
  const bend = (end - start) / 2;
  path.moveTo(start, from.y);
  path.bezierCurveTo(start + bend, from.y, end - bend, to.y, end, to.y);
}
