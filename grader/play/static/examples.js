// A few held-out digits with what the network takes them for, where there is no plane to draw on.

import { element } from "./elements.js";
import { Heatmap } from "./heatmap.js";

export class Examples {
  constructor(place) {
    this.place = place;
    this.cards = [];
  }

  receive(points) {
    const { images, labels } = points.arrays;
    this.points = points;
    this.place.hidden = !images;
    this.cards = [];
    if (images) {
      for (let at = 0; at < images.shape[0]; at += 1) {
        const [canvas, words] = [element("canvas"), element("figcaption")];
        this.cards.push({ map: new Heatmap(canvas), words, truth: labels ? points.classes[labels[at]] : "" });
      }
    }
    this.place.replaceChildren(
      ...this.cards.map(({ map, words }) => element("figure", "", map.canvas, words)),
    );
    this.paint();
  }

  paint() {
    const { images } = this.points?.arrays ?? {};
    if (!images) return;
    const [, rows, columns] = images.shape;
    const dark = document.documentElement.dataset.theme === "dark";
    const grey = (value) => 0xff000000 | ((dark ? value : 255 - value) * 0x010101);
    this.cards.forEach(({ map }, card) =>
      map.paint(rows, columns, (at) => grey(images[card * rows * columns + at])),
    );
  }

  draw({ arrays: { predictions } }) {
    this.cards.forEach(({ words, truth }, at) => {
      const taken = predictions ? this.points.classes[predictions[at]] : undefined;
      const right = taken === truth;
      const text = taken === undefined ? truth : right ? `✓ ${taken}` : `✗ ${taken}, is ${truth}`;
      if (words.textContent === text) return;
      words.textContent = text;
      words.className = taken === undefined || right ? "" : "wrong";
    });
  }
}
