// The experiment that holds, as strings by name, and its copy in the page's address and history.

import { fragmentOf, settingsIn } from "./address.js";

const OWN = ["view", "neuron", "sweep_rates", "sweep_layers"];

export class Experiment {
  /** `opened` is called where another experiment is to start, `shown` where only the view is another. */
  constructor(opened, shown) {
    this.defaults = {};
    this.settings = settingsIn(location.hash);
    this.opened = opened;
    this.shown = shown;
    // Back, forward, and an address that was edited by hand.
    addEventListener("hashchange", () => {
      const next = { ...this.defaults, ...settingsIn(location.hash) };
      const same = Object.keys(next).every((key) => key === "view" || next[key] === this.settings[key]);
      this.settings = next;
      if (same) this.shown();
      else this.opened();
    });
  }

  /** Takes the experiment as the server understood it; what only the page knows stays where it was not asked. */
  understood(settings, asked) {
    const own = asked ? {} : Object.fromEntries(OWN.map((key) => [key, this.settings[key] ?? settings[key]]));
    this.settings = { ...settings, ...own };
    this.write();
  }

  /** Another experiment: it begins at its seed, and the way back leads to this one. */
  change(changes) {
    this.settings = { ...this.settings, step: "0", ...changes };
    this.write("pushState");
    this.opened();
  }

  /** Notes what is no other experiment: how far it has come, what is looked at. */
  note(name, value, how = "replaceState") {
    if (this.settings[name] === value) return;
    this.settings = { ...this.settings, [name]: value };
    this.write(how);
  }

  write(how = "replaceState") {
    const fragment = fragmentOf(this.settings, this.defaults);
    if (fragment === location.hash && how === "replaceState") return;
    history[how](null, "", `${location.pathname}${location.search}${fragment}`);
  }

  get layers() {
    return (this.settings.layers ?? "").split(",").filter(Boolean).map(Number);
  }
}
