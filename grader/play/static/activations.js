// The student's activations and their derivatives as curves.

import { colours } from "./colours.js";
import { element } from "./elements.js";
import { short, tick } from "./numbers.js";
import { Surface } from "./surface.js";

const FORMULAS = { identity: "z", sigmoid: "1 / (1 + e⁻ᶻ)", tanh: "tanh z", relu: "max(0, z)" };

export class Activations {
  constructor(place) {
    this.place = place;
    this.surfaces = [];
  }

  receive({ activations, arrays }) {
    const { z, values, derivatives } = arrays;
    const count = z.length;
    this.surfaces = [];
    const cards = activations.map(({ name, note }, number) => {
      const part = (array) => array.subarray(number * count, (number + 1) * count);
      const [own, slope] = [part(values), part(derivatives)];
      const canvas = element("canvas");
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", description(name, z, own, slope));
      this.surfaces.push(new Surface(canvas, (...on) => paint(z, own, slope, ...on)));
      const title = element("h3", "", name, element("small", "", FORMULAS[name] ?? ""));
      return element(
        "article",
        "card",
        title,
        canvas,
        element("p", "legend", key("train", name), key("held", `${name}_derivative`)),
        ...waiting(name, own, slope),
        ...(note ? [element("p", "aside words", note)] : []),
      );
    });
    this.place.replaceChildren(...cards);
  }

  draw() {
    this.surfaces.forEach((surface) => surface.draw());
  }
}

/** What a card waits for, where a curve cannot be drawn. */
function waiting(name, own, slope) {
  const drawn = { [name]: own, [`${name}_derivative`]: slope };
  const lacking = Object.keys(drawn).filter((each) => !drawn[each].some(Number.isFinite));
  if (!lacking.length) return [];
  return [element("p", "aside", `Waits for ${lacking.join(" and ")} in exercises/activations.py.`)];
}

function key(kind, text) {
  return element("span", "", element("i", `line ${kind}`), text);
}

function paint(z, own, slope, context, width, height) {
  const { faint, line, plus, minus } = colours();
  const finite = [...own, ...slope].filter(Number.isFinite);
  const [low, high] = [Math.min(-0.2, ...finite), Math.max(1, ...finite)].map((end) =>
    Math.max(-2, Math.min(2, end)),
  );
  const x = (value) => 8 + ((value - z[0]) / (z.at(-1) - z[0])) * (width - 16);
  const y = (value) => height - 20 - ((value - low) / (high - low)) * (height - 36);
  context.font = "11px system-ui, sans-serif";
  context.fillStyle = faint;
  context.strokeStyle = line;
  context.beginPath();
  for (const level of [-1, 0, 1].filter((each) => each >= low && each <= high)) {
    context.moveTo(8, y(level));
    context.lineTo(width - 8, y(level));
    context.fillText(tick(level), 8, y(level) - 3);
  }
  context.moveTo(x(0), 4);
  context.lineTo(x(0), height - 16);
  context.stroke();
  context.fillText(tick(z[0]), 8, height - 2);
  context.textAlign = "right";
  context.fillText(`z = ${tick(z.at(-1))}`, width - 8, height - 2);
  context.textAlign = "left";
  context.save();
  context.beginPath();
  context.rect(0, 4, width, height - 20);
  context.clip();
  for (const [values, colour, dashes] of [
    [slope, minus, [6, 4]],
    [own, plus, []],
  ]) {
    context.beginPath();
    let pen = "moveTo";
    values.forEach((value, at) => {
      if (Number.isFinite(value)) context[pen](x(z[at]), y(value));
      pen = Number.isFinite(value) ? "lineTo" : "moveTo";
    });
    context.strokeStyle = colour;
    context.lineWidth = 2.5;
    context.setLineDash(dashes);
    context.stroke();
  }
  context.restore();
}

function description(name, z, own, slope) {
  const places = [0, Math.floor(z.length / 2), z.length - 1];
  const told = (values) => places.map((at) => `${short(values[at], 2)} at ${short(z[at], 2)}`).join(", ");
  const parts = [
    [name, own],
    ["its derivative", slope],
  ];
  return parts
    .map(([title, values]) => `${title}: ${values.some(Number.isFinite) ? told(values) : "not written yet"}`)
    .join("; ");
}
