// Every weight as a number: what the lines of the network show, for those who cannot see them.

import { element } from "./elements.js";
import { layerName, short } from "./numbers.js";

const MOST = 32; // inputs of a layer that are listed

export class Weights {
  constructor(details) {
    this.details = details;
    this.place = details.querySelector(".wide");
    details.addEventListener("toggle", () => this.draw(this.frame));
  }

  /** Writes the tables anew, if they are open. */
  draw(frame) {
    this.frame = frame;
    if (!this.details.open || !frame?.arrays.weights) return;
    const { layers, inputs, arrays } = frame;
    const tables = [];
    let [weight, bias] = [0, 0];
    for (let layer = 1; layer < layers.length; layer += 1) {
      const [above, size] = [layers[layer - 1], layers[layer]];
      const table = element(
        "table",
        "",
        element("caption", "", `Weights into the ${layerName(layer, layers)}`),
      );
      const units = Array.from({ length: size }, (_, unit) => heading(`unit ${unit + 1}`, "col"));
      table.append(element("thead", "", element("tr", "", heading("from", "col"), ...units)));
      const body = element("tbody");
      const row = (name, values) => {
        const cells = [...values].map((value) => element("td", "", short(value)));
        body.append(element("tr", "", heading(name, "row"), ...cells));
      };
      for (let input = 0; input < Math.min(above, MOST); input += 1) {
        const name = layer === 1 ? (inputs[input] ?? `input ${input + 1}`) : `unit ${input + 1}`;
        row(name, arrays.weights.subarray(weight + input * size, weight + (input + 1) * size));
      }
      if (above > MOST) body.append(element("tr", "", heading(`and ${above - MOST} inputs more`, "row")));
      row("bias", arrays.biases.subarray(bias, bias + size));
      table.append(body);
      tables.push(table);
      weight += above * size;
      bias += size;
    }
    this.place.replaceChildren(...tables);
  }
}

function heading(text, scope) {
  const cell = element("th", "", text);
  cell.scope = scope;
  return cell;
}
