// The cost after each epoch, for training and held-out examples.

import { colours } from "./colours.js";
import { short, tick as shortest } from "./numbers.js";
import { Surface } from "./surface.js";

const LEFT = 44; // for the numbers
const BELOW = 16;
const FEW = 1.7; // powers of ten that are too few for marks at powers alone
const WIDE = 30; // a scale by powers of ten where the greatest cost is so many times the least

export class Curve {
  constructor(canvas, words) {
    this.words = words;
    this.costs = []; // pairs of the training cost and the held-out one; the first are those of the untrained network
    [this.least, this.greatest] = [Infinity, 0];
    this.surface = new Surface(canvas, (...on) => this.paint(...on));
  }

  /** Takes a frame's new rows, also those of a frame that is never drawn. */
  receive({ history_from: from, arrays }) {
    this.costs.length = Math.min(this.costs.length, from);
    if (!from) [this.least, this.greatest] = [Infinity, 0];
    const rows = arrays.history ?? [];
    for (let at = 0; at + 1 < rows.length; at += 2) this.costs.push([rows[at], rows[at + 1]]);
    for (const value of rows.filter(Number.isFinite)) {
      this.least = Math.min(this.least, value);
      this.greatest = Math.max(this.greatest, value);
    }
  }

  draw() {
    this.surface.draw();
  }

  paint(context, width, height) {
    const { ink, faint, line, training, heldOut } = colours();
    const { least, greatest } = this;
    const byPowers = least > 0 && greatest > WIDE * least;
    this.words.textContent = byPowers ? "cost, powers of ten" : "cost by epoch";
    const box = { left: LEFT, top: 6, width: width - LEFT - 6, height: height - BELOW - 12 };
    const scale = byPowers ? powers(least, greatest) : plain(greatest);
    context.font = "11px system-ui, sans-serif";
    context.fillStyle = faint;
    context.strokeStyle = line;
    context.lineWidth = 1;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const tick of scale.ticks) {
      const y = Math.round(box.top + box.height * (1 - scale.share(tick))) + 0.5;
      context.beginPath();
      context.moveTo(box.left, y);
      context.lineTo(box.left + box.width, y);
      context.stroke();
      context.fillText(shortest(tick), box.left - 6, y);
    }
    context.textBaseline = "bottom";
    context.textAlign = "left";
    context.fillText("0", box.left, height);
    context.textAlign = "right";
    if (this.costs.length > 1)
      context.fillText(`epoch ${this.costs.length - 1}`, box.left + box.width, height);
    context.fillStyle = ink;
    this.paintLine(context, box, scale, 1, heldOut, [5, 4]);
    this.paintLine(context, box, scale, 0, training, []);
  }

  paintLine(context, box, scale, part, colour, dashes) {
    const count = this.costs.length;
    const every = Math.max(1, Math.floor(count / box.width)); // not more points than pixels
    context.beginPath();
    let pen = "moveTo";
    let [x, y] = [0, 0];
    for (
      let epoch = 0;
      epoch < count;
      epoch += epoch + every < count ? every : Math.max(1, count - 1 - epoch)
    ) {
      const value = this.costs[epoch][part];
      if (!Number.isFinite(value)) {
        pen = "moveTo";
        continue;
      }
      x = box.left + (count > 1 ? epoch / (count - 1) : 0) * box.width;
      y = box.top + box.height * (1 - scale.share(value));
      context[pen](x, y);
      pen = "lineTo";
    }
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.setLineDash(dashes);
    context.stroke();
    context.setLineDash([]);
    if (pen === "moveTo") return;
    context.beginPath();
    context.arc(x, y, 3, 0, 2 * Math.PI);
    context.fill();
  }

  /** What the curve shows, in words. */
  get description() {
    if (this.costs.length < 2) return "Cost by epoch: no epoch has passed";
    const [first, last] = [this.costs[0], this.costs.at(-1)];
    const part = (name, at) => `${name} from ${short(first[at])} to ${short(last[at])}`;
    return `Cost over ${this.costs.length - 1} epochs: ${part("training", 0)}, ${part("held out", 1)}`;
  }
}

function plain(greatest) {
  const most = greatest || 1;
  const unit = 10 ** Math.floor(Math.log10(most));
  const step =
    [0.1, 0.2, 0.25, 0.5, 1, 2].map((part) => part * unit).find((part) => most / part <= 4.5) ?? 5 * unit;
  const ticks = [];
  for (let tick = 0; tick <= most * 1.001; tick += step) ticks.push(tick);
  return { ticks, share: (value) => Math.min(value / most, 1) };
}

function powers(least, greatest) {
  const [low, high] = [Math.log10(least), Math.log10(greatest)];
  const step = Math.max(1, Math.ceil((high - low) / 5));
  const parts = high - low < FEW ? [1, 2, 5] : [1];
  const ticks = [];
  for (let power = Math.floor(low); power <= high; power += step)
    ticks.push(...parts.map((part) => part * 10 ** power));
  const within = ticks.filter((tick) => tick >= least && tick <= greatest);
  return { ticks: within, share: (value) => (Math.log10(Math.max(value, least)) - low) / (high - low) };
}
