// The choice of data: a radio button with a picture for each set, the columns of a table, one's own file.

import { byId, element } from "./elements.js";
import { drawThumbnail } from "./thumbnails.js";

/** The short title of a set. */
export function titleOf({ title }) {
  return title.split(/[,(]/)[0].trim();
}

export class Datasets {
  /** `chosen` takes a change of settings; `read` takes a file. */
  constructor(chosen, read) {
    this.place = byId("datasets");
    this.columns = byId("columns");
    this.lacking = byId("lacking");
    this.file = byId("file");
    this.name = byId("csv-name");
    this.chosen = chosen;
    const input = this.file.querySelector("input");
    input.addEventListener("change", () => input.files[0] && read(input.files[0]));
  }

  /** The sets that there are, from `hello`. */
  offer({ datasets, columns }) {
    this.names = columns;
    const key = JSON.stringify(datasets);
    if (this.offered === key) return; // so that the focus stays where it is
    this.offered = key;
    this.place.querySelectorAll("label").forEach((label) => label.remove());
    this.radios = datasets.map(({ name, title, available, note }) => {
      const radio = element("input");
      Object.assign(radio, { type: "radio", name: "dataset", value: name, disabled: !available });
      radio.addEventListener("change", () => this.chosen({ dataset: name, neuron: "" }));
      if (!available) radio.setAttribute("aria-describedby", "lacking");
      const label = element(
        "label",
        "thumbnail",
        radio,
        element("canvas"),
        element("span", "", titleOf({ title })),
      );
      label.title = note || title;
      this.place.append(label);
      return radio;
    });
    const lacking = new Set(datasets.filter(({ available }) => !available).map(({ note }) => note));
    this.lacking.textContent = [...lacking].join("\n");
    this.paint();
  }

  paint() {
    for (const radio of this.radios ?? []) drawThumbnail(radio.nextSibling, radio.value);
  }

  /** Shows what is chosen; `points` may name the columns of a file. */
  show(experiment, points, csvName) {
    for (const radio of this.radios ?? []) radio.checked = radio.value === experiment.dataset;
    const own = experiment.dataset === "csv";
    this.file.hidden = !own;
    this.name.hidden = !own;
    this.name.textContent = csvName
      ? `${csvName}: kept in this browser. The last column is the class or the value.`
      : "Numbers in columns, a heading above, the class or the value in the last.";
    const names = own ? points?.columns : this.names?.[experiment.dataset];
    this.columns.hidden = !names?.length;
    if (names?.length) this.showColumns(names, experiment.columns.split(","));
  }

  /** Asks for a file, before there is one to train on. */
  askForFile() {
    this.file.hidden = this.name.hidden = false;
    this.file.querySelector("input").focus();
  }

  showColumns(names, chosen) {
    const key = JSON.stringify([names, chosen]);
    if (this.key === key) return;
    this.key = key;
    const selects = ["Across", "Up"].map((title, at) => {
      const select = element("select");
      names.forEach((name, number) => select.append(new Option(name, String(number))));
      select.value = chosen[at];
      select.addEventListener("change", () =>
        this.chosen({ columns: selects.map(({ value }) => value).join(",") }),
      );
      select.dataset.column = String(at);
      return select;
    });
    this.columns.replaceChildren(
      ...selects.map((select, at) => element("label", "", ["Across", "Up"][at], " ", select)),
    );
  }
}
