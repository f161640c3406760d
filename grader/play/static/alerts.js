// What went wrong, with the line where it did; and what the page has to say in passing.

import { button, byId, element } from "./elements.js";
import { short } from "./numbers.js";

const TITLES = {
  "endless loop": "A call did not come to an end",
  crash: "Your code was ended by a crash",
  error: "Your code could not be used",
  missing: "Not there yet",
  import: "A file of yours cannot be imported",
  setting: "This cannot be used",
  csv: "This CSV cannot be used",
  note: "Note",
  busy: "Another window has the trainer",
  lost: "The connection to grader play is gone",
};
const ADVICE = "Try a smaller learning rate.";
const MOST = 4;
const SEEN = 7000; // milliseconds that a notice stays

export class Alerts {
  constructor() {
    this.place = byId("alerts");
    this.line = byId("notice");
  }

  /** Shows a problem; one of a kind at a time. */
  problem({ kind, message, where = [], unit, function: name }, action) {
    this.clear(kind);
    const box = this.box(kind, TITLES[kind] ?? "Something went wrong", element("p", "words", message));
    if (where.length)
      box.append(
        element("ul", "where", ...where.map((line) => element("li", "", element("code", "", line)))),
      );
    if (unit && name && kind !== "setting") {
      box.append(element("p", "aside", "A hint: ", element("code", "", `grader hint ${unit}.${name}`)));
    }
    if (action) box.append(button("strong", action.label, action.pressed));
  }

  /** The banner of a cost that is no number any more. */
  diverged(found, cost) {
    const key = found && JSON.stringify(found);
    if (this.told === key) return;
    this.told = key;
    this.clear("diverged");
    if (!found) return;
    const what = found.what === "nan" ? "NaN" : "infinite";
    const where = `In epoch ${found.epoch} (step ${found.step}), at learning rate ${found.learning_rate}`;
    const clipped =
      cost === null || found.what === "nan"
        ? ""
        : ` A right answer has probability 0; clipped as in costs.py, the cost is ${short(cost)}.`;
    this.box(
      "diverged",
      "Training diverged",
      element("p", "", `${where}, the cost became ${what}, and training has stopped.${clipped} ${ADVICE}`),
    );
  }

  box(kind, title, ...children) {
    const box = element("section", "alert", element("h2", "", title), ...children);
    box.dataset.kind = kind;
    const close = button("close", "×", () => box.remove());
    close.setAttribute("aria-label", `Dismiss: ${title}`);
    box.prepend(close);
    this.place.append(box);
    while (this.place.childElementCount > MOST) this.place.firstElementChild.remove();
    return box;
  }

  clear(...kinds) {
    for (const box of [...this.place.children]) if (kinds.includes(box.dataset.kind)) box.remove();
  }

  /** A line that goes away by itself. */
  notice(words) {
    this.line.textContent = words;
    this.line.classList.add("seen");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.line.classList.remove("seen"), SEEN);
  }
}
