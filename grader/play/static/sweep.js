// Trial and error as one picture: a small boundary for each learning rate and each choice of hidden layers.

import { colours } from "./colours.js";
import { byId, element } from "./elements.js";
import { Heatmap } from "./heatmap.js";
import { percent, short } from "./numbers.js";

const EPOCHS = 50;
const VARIED = new Set(["learning_rate", "layers", "step", "neuron", "view", "sweep_rates", "sweep_layers"]);

export class Sweep {
  /** `asked` takes rates and layers as texts; `stopped` none; `opened` a change of settings. */
  constructor({ asked, stopped, opened }) {
    this.table = byId("sweep");
    this.form = byId("sweep-settings");
    this.progress = byId("sweep-progress");
    this.stop = byId("sweep-stop");
    this.opened = opened;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      asked({
        sweep_rates: this.form.elements.sweep_rates.value.replaceAll(" ", ""),
        sweep_layers: this.form.elements.sweep_layers.value.replaceAll(" ", ""),
      });
    });
    this.stop.addEventListener("click", () => {
      stopped();
      this.rest();
    });
  }

  show(settings, title) {
    const { seed, sweep_rates: rates, sweep_layers: layers } = settings;
    const same = JSON.stringify(Object.entries(settings).filter(([key]) => !VARIED.has(key)));
    if (this.same !== same) {
      this.table.replaceChildren(); // what it shows was trained on other data or otherwise
      this.cells = [];
    }
    this.same = same;
    byId("sweep-data").textContent = `${title}, seed ${seed}`;
    const { sweep_rates: ratesField, sweep_layers: layersField } = this.form.elements;
    if (document.activeElement !== ratesField) ratesField.value = rates;
    if (document.activeElement !== layersField) layersField.value = layers;
  }

  /** An empty table for what was asked; what the server is to be told. */
  begin({ sweep_rates: rates, sweep_layers: layers }) {
    this.rates = rates.split(",");
    this.layers = layers.split(";");
    const corner = element("th", "", element("span", "unseen", "hidden layers by learning rate"));
    const heads = this.rates.map((rate) => heading("col", `rate ${rate}`));
    const rows = this.layers.map((sizes) => {
      const cells = this.rates.map(() => element("td", "", element("div", "cell waiting")));
      return element("tr", "", heading("row", sizes || "none"), ...cells);
    });
    this.table.replaceChildren(
      element("thead", "", element("tr", "", corner, ...heads)),
      element("tbody", "", ...rows),
    );
    this.cells = [];
    this.progress.max = this.rates.length * this.layers.length;
    this.progress.value = 0;
    this.progress.hidden = this.stop.hidden = false;
    return { rates: this.rates.map(Number), layers: this.layers, epochs: EPOCHS };
  }

  receive(cell) {
    const place = this.table.tBodies[0]?.rows[cell.row]?.cells[cell.column + 1];
    if (!place) return;
    const map = new Heatmap(element("canvas"));
    this.paintCell(map, cell);
    const [rate, layers] = [this.rates[cell.column], this.layers[cell.row]];
    const open = element("button", "cell", map.canvas, ...verdict(cell));
    open.type = "button";
    open.setAttribute(
      "aria-label",
      `Open learning rate ${rate} with hidden layers ${layers || "none"}: ${spoken(cell)}`,
    );
    open.addEventListener("click", () =>
      this.opened({ learning_rate: rate, layers, step: String(cell.step), view: "train", neuron: "" }),
    );
    place.replaceChildren(open);
    this.cells.push({ map, cell, open });
    this.markBest();
    this.progress.value = cell.done;
    if (cell.done === cell.of) this.rest();
  }

  /** Marks the cell with the least held-out cost so far. */
  markBest() {
    const costs = this.cells.map(({ cell }) => (cell.diverged ? Infinity : (cell.held_out_cost ?? Infinity)));
    const least = Math.min(...costs);
    this.cells.forEach(({ open }, at) =>
      open.classList.toggle("best", costs[at] === least && least < Infinity),
    );
  }

  paintCell(map, { arrays: { boundary, confidence } }) {
    if (!boundary) return;
    const [rows, columns] = boundary.shape;
    const { diverging, sure } = colours();
    if (confidence) map.paint(rows, columns, (at) => sure[boundary[at] % sure.length][confidence[at]]);
    else map.diverging(boundary, 0, rows, columns, diverging);
  }

  draw() {
    for (const { map, cell } of this.cells ?? []) this.paintCell(map, cell);
  }

  /** The sweep is through, or stopped. */
  rest() {
    this.progress.hidden = this.stop.hidden = true;
    this.table.querySelectorAll(".waiting").forEach((each) => each.classList.remove("waiting"));
  }
}

function heading(scope, text) {
  const cell = element("th", "", text);
  cell.scope = scope;
  return cell;
}

function verdict({ diverged, held_out_accuracy: accuracy, cost, held_out_cost: heldOut }) {
  if (diverged) return [element("b", "", "diverged"), element("small", "", `cost ${short(cost, 2)}`)];
  const first = accuracy === null ? `cost ${short(cost, 2)}` : percent(accuracy);
  return [element("b", "", first), element("small", "", `held-out cost ${short(heldOut, 2)}`)];
}

function spoken({ diverged, held_out_accuracy: accuracy, cost, held_out_cost: heldOut }) {
  if (diverged) return "diverged";
  const right = accuracy === null ? "" : `, held-out accuracy ${percent(accuracy)}`;
  return `cost ${short(cost, 2)}, held-out cost ${short(heldOut, 2)}${right}`;
}
