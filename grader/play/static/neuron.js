// One unit's formula with today's numbers: what comes in, what each is multiplied by, what goes out.

import { element } from "./elements.js";
import { layerName, short } from "./numbers.js";

const MOST = 16; // rows of the table; a unit that sees 64 pixels shows its strongest
const LONGEST = 3; // the product from which a bar is as long as it gets

export class Neuron {
  constructor(place, closed) {
    this.place = place;
    this.closed = closed;
  }

  draw({ neuron, layers }) {
    if (!neuron) {
      if (this.place.childElementCount) this.place.replaceChildren();
      return;
    }
    const key = `${neuron.layer}.${neuron.unit} ${neuron.inputs.length}`;
    if (this.key !== key || !this.place.childElementCount) this.build(neuron, layers, key);
    this.write(neuron);
  }

  build(neuron, layers, key) {
    this.key = key;
    const title = element("h3", "", `${capital(layerName(neuron.layer, layers))}, unit ${neuron.unit}`);
    const close = element("button", "close", "×");
    close.type = "button";
    close.setAttribute("aria-label", "Close the unit’s formula");
    close.addEventListener("click", this.closed);
    const head = element("div", "heading", title, close);
    this.formula = element("p", "formula");
    this.at = element("p", "aside");
    const names = ["input", "value", "weight", "product"].map((name) => {
      const cell = element("th", "", name);
      cell.scope = "col";
      return cell;
    });
    this.rows = Array.from({ length: Math.min(neuron.inputs.length, MOST) + 1 }, () => {
      const name = element("th");
      name.scope = "row";
      const cells = [element("td"), element("td"), element("td")];
      const bar = element("i", "term");
      const track = element("td", "track", bar);
      track.setAttribute("aria-hidden", "true");
      return { row: element("tr", "", name, ...cells, track), cells: [name, ...cells], bar };
    });
    const table = element(
      "table",
      "terms",
      element("thead", "", element("tr", "", ...names)),
      element("tbody", "", ...this.rows.map(({ row }) => row)),
    );
    table.setAttribute("aria-label", "What adds up to z");
    this.result = element("p", "result");
    this.place.replaceChildren(head, this.formula, element("div", "wide", table), this.result, this.at);
  }

  write(neuron) {
    const { inputs, values, weights, bias, sum, activation, output } = neuron;
    const order = inputs.map((_, at) => at);
    if (order.length > MOST) order.sort((one, other) => Math.abs(weights[other]) - Math.abs(weights[one]));
    this.rows.slice(0, -1).forEach(({ cells }, row) => {
      const at = order[row];
      const product = values[at] === null || weights[at] === null ? null : values[at] * weights[at];
      fill(cells, [inputs[at], short(values[at]), short(weights[at]), short(product)]);
      stretch(this.rows[row].bar, product);
    });
    fill(this.rows.at(-1).cells, ["bias", "", "", short(bias)]);
    stretch(this.rows.at(-1).bar, bias);
    const left = order.length > MOST ? ` The ${MOST} strongest of ${order.length} inputs are listed.` : "";
    this.formula.textContent = neuron.formula;
    this.at.textContent = `With the numbers of ${neuron.at}.${left}`;
    this.result.textContent = `z = ${short(sum)},  ${activation}(z) = ${short(output)}`;
  }
}

function fill(cells, texts) {
  cells.forEach((cell, at) => {
    if (cell.textContent !== texts[at]) cell.textContent = texts[at];
  });
}

// To the right of the middle for what adds to the sum, to the left for what takes from it.
function stretch(bar, product) {
  const share = Math.min(Math.abs(product ?? 0) / LONGEST, 1) / 2;
  bar.style.width = `${100 * share}%`;
  bar.style.left = `${product < 0 ? 50 - 100 * share : 50}%`;
  bar.classList.toggle("minus", product < 0);
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
