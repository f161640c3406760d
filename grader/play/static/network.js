// The network: a column of units for each layer, each unit a button with the map of its output.

import { colours } from "./colours.js";
import { element } from "./elements.js";
import { Heatmap } from "./heatmap.js";
import { FEATURES, mapOf } from "./inputs.js";
import { Lines } from "./lines.js";
import { counted, layerName, short } from "./numbers.js";

export const MOST_LAYERS = 6;
export const MOST_UNITS = 16;
const TALL = 10; // units from which they are drawn smaller
const SHOWN = 16; // of a layer's units; only the pixels of digits are more

export class Network {
  /** `on` has toggled(feature), selected(layer, unit), resized(layer, by) and looked(place, name). */
  constructor(graph, on) {
    this.graph = graph;
    this.on = on;
    this.built = "";
    graph.addEventListener("keydown", (event) => this.move(event));
    new ResizeObserver(() => this.measure()).observe(graph);
  }

  /** Draws a frame: builds the columns anew only where the layers or inputs are others. */
  draw(frame, experiment, points) {
    const key = JSON.stringify([frame.layers, frame.inputs, experiment.features, points.classes]);
    Object.assign(this, { frame, experiment });
    if (key !== this.built) {
      this.built = key;
      this.build(frame, experiment.features.split(","), points);
    }
    this.paint();
  }

  build({ layers, inputs, arrays }, active, { toggled, classes }) {
    const focus = named(document.activeElement?.closest("#graph button"));
    const canvas = unheard(element("canvas", "lines"));
    this.lines = new Lines(canvas);
    const columns = layers.map((size, layer) => this.column(layer, size, layers));
    this.units = layers.map(() => []);
    if (toggled) {
      for (const feature of FEATURES) columns[0].append(this.feature(feature, active));
    } else if (layers[0] > SHOWN) {
      columns[0].append(this.pixels(layers[0]));
    } else {
      inputs.forEach((name) => columns[0].append(this.input(name)));
    }
    for (let layer = 1; layer < layers.length; layer += 1) {
      for (let unit = 1; unit <= Math.min(layers[layer], SHOWN); unit += 1) {
        columns[layer].append(
          this.unit(
            layer,
            unit,
            layers,
            layer + 1 === layers.length && layers[layer] > 1 ? classes[unit - 1] : "",
          ),
        );
      }
    }
    this.graph.classList.toggle("pictures", Boolean(arrays.images));
    this.graph.classList.toggle("tall", Math.max(...layers.slice(1)) > TALL);
    this.graph.replaceChildren(canvas, ...columns);
    const units = [...this.graph.querySelectorAll("button.unit")];
    const current = units.find((each) => named(each) === focus) ?? units[0];
    units.forEach((each) => (each.tabIndex = each === current ? 0 : -1));
    if (focus) [...this.graph.querySelectorAll("button")].find((each) => named(each) === focus)?.focus();
    this.describe();
    this.measure();
  }

  /** There is no network to draw. */
  clear() {
    this.graph.replaceChildren();
    this.frame = this.units = this.places = null;
    this.built = "";
  }

  column(layer, size, layers) {
    const column = element("div", "column");
    column.setAttribute("role", "group");
    const hidden = layer > 0 && layer < layers.length - 1;
    const name = layer === 0 ? "Inputs" : hidden ? `Hidden ${layer}` : "Output";
    column.setAttribute(
      "aria-label",
      `${layer === 0 ? "inputs" : layerName(layer, layers)}: ${counted(size, "unit")}`,
    );
    const head = element("div", "head");
    head.append(element("b", "", name));
    if (hidden) {
      const sizes = element("div", "sizes");
      sizes.append(
        this.resizer(layer, -1, size > 1, `One unit fewer in hidden layer ${layer}`),
        element("span", "", String(size)),
        this.resizer(layer, +1, size < MOST_UNITS, `One unit more in hidden layer ${layer}`),
      );
      head.append(sizes);
    } else {
      head.append(element("span", "size", counted(size, "unit")));
    }
    const badge = element("span", "layer-badge");
    if (layer > 0) head.append(badge);
    column.append(head);
    return column;
  }

  resizer(layer, by, possible, label) {
    const button = element("button", "", by > 0 ? "+" : "−");
    button.type = "button";
    button.disabled = !possible;
    button.dataset.resizes = `${layer} ${by}`;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => this.on.resized(layer, by));
    return button;
  }

  feature(feature, active) {
    const on = active.includes(feature.key);
    const button = this.button(`0.${feature.key}`, feature.name);
    button.classList.toggle("off", !on);
    button.setAttribute("aria-pressed", String(on));
    button.setAttribute("aria-label", `input ${feature.name}`);
    button.addEventListener("click", () => this.on.toggled(feature.key));
    const shown = {
      button,
      map: new Heatmap(button.querySelector("canvas")),
      values: on ? null : mapOf(feature),
    };
    if (on) this.units[0].push(shown);
    else
      shown.map.diverging(shown.values, 0, shown.values.shape[1], shown.values.shape[2], colours().diverging);
    return button;
  }

  input(name) {
    const box = element("div", "unit input");
    const canvas = unheard(element("canvas"));
    box.append(element("span", "name", name), canvas);
    this.units[0].push({ button: box, map: new Heatmap(canvas) });
    return box;
  }

  pixels(count) {
    const box = element("div", "unit pixels", counted(count, "pixel"));
    this.units[0] = Array.from({ length: count }, () => ({ button: box }));
    return box;
  }

  unit(layer, unit, layers, title) {
    const button = this.button(`${layer}.${unit}`);
    if (title) button.append(element("span", "name", title));
    const name = `${layerName(layer, layers)}, unit ${unit}`;
    button.dataset.name = name;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => this.on.selected(layer, unit));
    const place = layers.slice(0, layer).reduce((sum, size) => sum + size, 0) + unit - 1;
    const look = () => this.on.looked(place, name);
    const away = () => this.on.looked(null, "");
    button.addEventListener("pointerenter", look);
    button.addEventListener("pointerleave", away);
    button.addEventListener("focus", () => button.matches(":focus-visible") && look()); // not where it was only pressed
    button.addEventListener("blur", away);
    this.units[layer].push({ button, map: new Heatmap(button.querySelector("canvas")), place });
    return button;
  }

  button(place, name = "") {
    const button = element("button", "unit");
    button.type = "button";
    button.dataset.place = place;
    if (name) button.append(element("span", "name", name));
    button.append(unheard(element("canvas")), element("i", "bias"));
    return button;
  }

  /** One stop of the Tab key for all units; the arrow keys go on from there. */
  move(event) {
    const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    const from = event.target.closest("button.unit");
    if (!from || !steps[event.key]) return;
    event.preventDefault();
    const columns = [...this.graph.querySelectorAll(".column")]
      .map((column) => [...column.querySelectorAll("button.unit")])
      .filter((column) => column.length);
    const column = columns.findIndex((each) => each.includes(from));
    const [across, down] = steps[event.key];
    const next = columns[column + across];
    const row = columns[column].indexOf(from) + down;
    const to = next?.[Math.min(Math.max(row, 0), next.length - 1)];
    if (!to) return;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }

  /** Where the units stand, for the ends of the lines; asked only when that may have changed. */
  measure() {
    if (!this.units || !this.graph.clientWidth) return;
    const box = this.graph.getBoundingClientRect();
    this.places = this.units.map((units) =>
      units.map(({ button }) => {
        const at = (button.querySelector?.("canvas") ?? button).getBoundingClientRect();
        return { x: at.x + at.width / 2 - box.x, y: at.y + at.height / 2 - box.y, reach: at.width / 2 };
      }),
    );
    this.paint();
  }

  paint() {
    const { frame, units, places } = this;
    if (!frame || !units) return;
    const { neurons, images, biases } = frame.arrays;
    const { diverging } = colours();
    let place = 0;
    let bias = 0;
    for (let layer = 0; layer < units.length; layer += 1) {
      const maps = images && layer === 1 ? images : neurons;
      for (let unit = 0; unit < frame.layers[layer]; unit += 1, place += 1) {
        const shown = units[layer][unit];
        const at = maps === images ? unit : place;
        if (shown?.map && maps && at < maps.shape[0]) {
          const [, rows, columns] = maps.shape;
          shown.map.diverging(maps, at * rows * columns, rows, columns, diverging);
        }
        if (layer > 0) tint(shown?.button, biases?.[bias++]);
      }
    }
    if (places) this.lines.draw(places, frame.layers, frame.arrays.weights, chosen(this.experiment.neuron));
  }

  /** Names each unit by what it holds now: asked for now and then, not for each frame. */
  describe() {
    const { frame, units } = this;
    if (!frame || !units) return;
    const selected = this.experiment.neuron;
    const { weights, biases } = frame.arrays;
    let [start, bias] = [0, 0];
    for (let layer = 1; layer < frame.layers.length; layer += 1) {
      const [above, size] = [frame.layers[layer - 1], frame.layers[layer]];
      for (let unit = 0; unit < size; unit += 1, bias += 1) {
        const button = units[layer][unit]?.button;
        if (!button) continue;
        let strongest = 0;
        const weight = (input) => weights?.[start + input * size + unit] ?? 0;
        for (let input = 1; input < above; input += 1) {
          if (Math.abs(weight(input)) > Math.abs(weight(strongest))) strongest = input;
        }
        const from =
          layer === 1 ? (frame.inputs[strongest] ?? `input ${strongest + 1}`) : `unit ${strongest + 1}`;
        const holds = weights
          ? `: bias ${short(biases[bias], 2)}, strongest input ${from} ${short(weight(strongest), 2)}`
          : "";
        button.setAttribute("aria-label", `${button.dataset.name}${holds}`);
        button.setAttribute("aria-pressed", String(selected === button.dataset.place));
      }
      start += above * size;
    }
  }

  /** Says under each layer's name whether its gradients agree with central differences. */
  badge({ layers = [] }) {
    const badges = this.graph.querySelectorAll(".layer-badge");
    badges.forEach((badge, at) => {
      const found = layers.find(({ layer }) => layer === at + 1);
      const agrees = found?.agrees ?? null;
      badge.className = `layer-badge ${agrees === null ? "" : agrees ? "agrees" : "differs"}`;
      badge.replaceChildren(
        ...(agrees === null ? [] : [agrees ? "✓" : "✗", element("span", "word", " gradient")]),
      );
      badge.title = found && found.error !== null ? `relative error ${short(found.error)}` : "";
    });
  }
}

/** The layer and unit of a selected neuron, from its text in the address. */
export function chosen(neuron) {
  const [layer, unit] = (neuron ?? "").split(".").map(Number);
  return layer && unit ? { layer, unit } : null;
}

// What a button does, by which it is found again where the columns were built anew.
function named(button) {
  return button?.dataset.place ?? button?.dataset.resizes;
}

// What is drawn here is told by the buttons' names and the table of weights.
function unheard(canvas) {
  canvas.ariaHidden = "true";
  return canvas;
}

function tint(button, bias) {
  const mark = button?.querySelector?.(".bias");
  if (!mark || bias === undefined) return;
  const { plus, minus } = colours();
  mark.style.backgroundColor = bias < 0 ? minus : plus;
  mark.style.opacity = String(Math.min(1, 0.25 + Math.abs(bias)));
}
