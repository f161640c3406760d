// Puts the page together: what comes from `grader play` goes to the parts that draw it, and what is pressed goes back.

import { Activations } from "./activations.js";
import { Alerts } from "./alerts.js";
import { Boundary } from "./boundary.js";
import { Connection } from "./connection.js";
import { Curve } from "./curve.js";
import { Datasets, titleOf } from "./datasets.js";
import { byId } from "./elements.js";
import { Examples } from "./examples.js";
import { Experiment } from "./experiment.js";
import { keep, kept, keptName } from "./file.js";
import { listMissing } from "./functions.js";
import { showGradient } from "./gradient.js";
import { FEATURES } from "./inputs.js";
import { listen } from "./keyboard.js";
import { chosen, MOST_LAYERS, MOST_UNITS, Network } from "./network.js";
import { Neuron } from "./neuron.js";
import { counted, percent, short } from "./numbers.js";
import { savePicture } from "./picture.js";
import { Settings } from "./settings.js";
import { Speech } from "./speech.js";
import { Sweep } from "./sweep.js";
import { followTheme } from "./theme.js";
import { Weights } from "./weights.js";

const WORDS_EVERY = 1000; // milliseconds between two updates of what is there for screen readers only
const NEW_LAYER = 4; // units

let hello = null;
let points = null;
let frame = null; // the newest one
let undrawn = 0; // frames that came since the last drawing
let scheduled = false; // whether a drawing is under way
let lastWords = 0;
let awaited = 0; // answers to `open` that are under way
let arriving = 0; // the step to which the server trains by itself after `open`

const alerts = new Alerts();
const speech = new Speech(byId("spoken"));
const experiment = new Experiment(() => open(), showView);
const boundary = new Boundary(byId("boundary"), byId("plane-words"), byId("classes"));
const examples = new Examples(byId("examples"));
const curve = new Curve(byId("curve"), byId("curve-words"));
const weights = new Weights(byId("weights"));
const activations = new Activations(byId("activations"));
const settings = new Settings(change);
const datasets = new Datasets(chooseData, readFile);
const neuron = new Neuron(byId("neuron"), () => selectUnit(null));
const network = new Network(byId("graph"), {
  toggled: toggleFeature,
  selected: (layer, unit) =>
    selectUnit(experiment.settings.neuron === `${layer}.${unit}` ? null : { layer, unit }),
  resized: resizeLayer,
  looked: (place, name) => boundary.look(place, name),
});
const sweep = new Sweep({
  asked(asked) {
    for (const [name, value] of Object.entries(asked)) experiment.note(name, value);
    connection.say("sweep", sweep.begin(experiment.settings));
  },
  stopped: () => connection.say("pause"),
  opened: change,
});

const connection = new Connection({
  connected() {
    awaited = undrawn = 0;
    alerts.clear("lost", "busy");
    open();
  },
  lost() {
    running(false);
    alerts.problem({
      kind: "lost",
      message:
        "Start grader play again and open the address that it prints; this page tries again by itself.",
    });
  },
  hello(message) {
    hello = message;
    byId("waiting").hidden = true;
    byId("bar").inert = document.querySelector("main").inert = false;
    alerts.clear("endless loop", "crash", "error", "missing", "import");
    tellFaults(message.faults);
    byId("no-network").hidden = message.stages.network;
    if (!message.stages.network) {
      frame = null;
      network.clear();
    }
    experiment.defaults = message.defaults;
    settings.allow(message);
    datasets.offer(message);
    listMissing(message);
    for (const id of ["play", "step", "epoch"]) byId(id).disabled = !message.stages.training;
    byId("sweep-settings").querySelector("[type=submit]").disabled = !message.stages.training;
  },
  points(message) {
    const asked = awaited > 0;
    awaited = Math.max(0, awaited - 1);
    if (awaited) return; // a newer experiment was asked for meanwhile
    const set = hello.datasets.find(({ name }) => name === message.dataset);
    const drawn = !["iris", "digits", "csv"].includes(message.dataset);
    points = { ...message, toggled: set.plane }; // its inputs can be switched on and off
    const { dataset: wanted } = experiment.settings;
    experiment.understood(message.experiment, asked);
    arriving = Number(message.experiment.step);
    if (!asked) sayUnit(); // a file was saved, and the server began again by itself
    if (message.notes.length) alerts.problem({ kind: "note", message: message.notes.join("\n") });
    settings.show(experiment.settings, { plane: set.plane, drawn });
    datasets.show(experiment.settings, points, experiment.settings.csv || keptName());
    if (wanted === "csv" && message.dataset !== "csv") datasets.askForFile();
    sweep.show(experiment.settings, titleOf(set));
    boundary.receive(points);
    examples.receive(points);
    showDepth();
    showView();
  },
  frame(message) {
    if (awaited) {
      connection.say("drawn");
      return;
    }
    curve.receive(message); // its new rows come only once, also where a newer frame is drawn in its place
    frame = message;
    undrawn += 1;
    schedule();
  },
  curves: (message) => activations.receive(message),
  cell: (message) => sweep.receive(message),
  note: ({ message }) => alerts.notice(message),
  problem(message) {
    const ofTable = awaited && message.kind === "setting" && experiment.settings.dataset === "csv";
    arriving = awaited = 0;
    running(false);
    sweep.rest();
    alerts.problem(
      ofTable ? { ...message, kind: "csv" } : message,
      message.kind === "busy" ? { label: "Use it here", pressed: () => connection.call() } : null,
    );
  },
});

/** What keeps files from being imported, in one alert. */
function tellFaults(faults) {
  if (!faults.length) return;
  const message = faults.map((fault) => fault.message).join("\n");
  alerts.problem({ kind: "import", message, where: faults.flatMap(({ where }) => where) });
}

/** Starts the experiment that holds. */
function open() {
  const { dataset, csv } = experiment.settings;
  const text = dataset === "csv" ? kept(csv) : undefined;
  sweep.rest();
  alerts.diverged(null);
  alerts.clear("endless loop", "crash", "error", "missing", "setting", "csv", "note");
  awaited += 1;
  connection.say("open", { experiment: experiment.settings, ...(text === undefined ? {} : { csv: text }) });
}

/** Another experiment; one that was running runs on from its start. */
function change(changes) {
  const playing = frame?.running ?? false;
  experiment.change(changes);
  if (playing) connection.say("play");
}

function schedule() {
  if (!scheduled) requestAnimationFrame(draw);
  scheduled = true;
}

/** Draws the newest frame; the server sends others as it hears that they were drawn. */
function draw() {
  scheduled = false;
  try {
    if (points && frame) show();
  } finally {
    for (; undrawn > 0; undrawn -= 1) connection.say("drawn");
  }
}

function show() {
  running(frame.running);
  byId("epochs").textContent = frame.epoch;
  byId("steps").textContent = frame.step;
  byId("cost").textContent = short(frame.cost);
  byId("held-out-cost").textContent = short(frame.held_out_cost);
  byId("accuracy").textContent = percent(frame.accuracy);
  byId("held-out-accuracy").textContent = percent(frame.held_out_accuracy);
  if (!byId("view-train").hidden) {
    network.draw(frame, experiment.settings, points);
    boundary.draw(frame);
    examples.draw(frame);
    curve.draw();
    neuron.draw(frame);
  }
  network.badge(frame.gradient);
  showGradient(byId("gradient"), frame.gradient, (words) => speech.say(words));
  alerts.diverged(frame.diverged, frame.cost);
  const halted = !frame.running && (frame.step >= arriving || frame.diverged);
  if (halted) {
    arriving = 0;
    experiment.note("step", String(frame.step));
  }
  if (halted || performance.now() - lastWords > WORDS_EVERY) describe();
}

/** Brings up to date what stands for the pictures. */
function describe() {
  lastWords = performance.now();
  byId("boundary").setAttribute("aria-label", boundary.description);
  byId("curve").setAttribute("aria-label", curve.description);
  network.describe();
  weights.draw(frame);
  const accuracy =
    frame.held_out_accuracy === null ? "" : `, held-out accuracy ${percent(frame.held_out_accuracy)}`;
  const costs = `cost ${short(frame.cost)}, held out ${short(frame.held_out_cost)}`;
  const words = `Epoch ${frame.epoch}, step ${frame.step}: ${costs}${accuracy}`;
  if (frame.running) speech.mention(words);
  else if (frame.step && !arriving) speech.say(`Paused. ${words}`);
}

function running(is) {
  if (frame) frame.running = is;
  document.body.classList.toggle("running", is);
  byId("play").setAttribute("aria-label", is ? "Pause" : "Play");
}

function selectUnit(unit) {
  experiment.note("neuron", unit ? `${unit.layer}.${unit.unit}` : "");
  sayUnit();
}

function sayUnit() {
  connection.say("neuron", chosen(experiment.settings.neuron) ?? {});
}

function toggleFeature(feature) {
  const active = experiment.settings.features.split(",");
  const next = active.includes(feature) ? active.filter((each) => each !== feature) : [...active, feature];
  if (!next.length) return alerts.notice("A network needs at least one input: this one stays.");
  const inOrder = FEATURES.map(({ key }) => key).filter((each) => next.includes(each));
  return change({ features: inOrder.join(","), neuron: "" });
}

function resizeLayer(layer, by) {
  const layers = experiment.layers;
  layers[layer - 1] = Math.min(Math.max(layers[layer - 1] + by, 1), MOST_UNITS);
  change({ layers: layers.join(","), neuron: "" });
}

function showDepth() {
  const { layers } = experiment;
  byId("depth").textContent = counted(layers.length, "hidden layer");
  byId("shallower").disabled = !layers.length;
  byId("deeper").disabled = layers.length >= MOST_LAYERS;
}

function chooseData(changes) {
  if (changes.dataset === "csv" && !keptName()) return datasets.askForFile();
  if (changes.dataset === "csv") return change({ ...changes, csv: keptName() });
  return change(changes);
}

async function readFile(file) {
  try {
    change({ dataset: "csv", csv: await keep(file), columns: "0,1", neuron: "" });
  } catch (error) {
    alerts.problem({ kind: "csv", message: error.message });
  }
}

function showView() {
  const view = experiment.settings.view ?? "train";
  for (const button of byId("views").children) {
    if (button.dataset.view === view) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
    byId(`view-${button.dataset.view}`).hidden = button.dataset.view !== view;
  }
  document.body.dataset.view = view;
  byId("bar").hidden = view !== "train";
  if (view === "train") schedule();
}

function press(what) {
  arriving = 0;
  sweep.rest();
  alerts.diverged(null); // it is told again if it holds still
  connection.say(what);
}
const actions = {
  " ": () => press(frame?.running || arriving ? "pause" : "play"),
  s: () => press("step"),
  e: () => press("epoch"),
  r: () => press("reset"),
};
for (const [id, key] of [
  ["play", " "],
  ["step", "s"],
  ["epoch", "e"],
  ["reset", "r"],
]) {
  byId(id).addEventListener("click", actions[key]);
}
byId("deeper").addEventListener("click", () =>
  change({ layers: [...experiment.layers, NEW_LAYER].join(","), neuron: "" }),
);
byId("shallower").addEventListener("click", () =>
  change({ layers: experiment.layers.slice(0, -1).join(","), neuron: "" }),
);
byId("views").addEventListener("click", ({ target }) => {
  if (!target.dataset.view) return;
  experiment.note("view", target.dataset.view, "pushState");
  showView();
});
byId("copy").addEventListener("click", async () => {
  if (frame) experiment.note("step", String(frame.step));
  try {
    await navigator.clipboard.writeText(location.href);
    alerts.notice("The address of this experiment is copied.");
  } catch {
    alerts.notice("The browser does not let the page copy: take the address from the address bar.");
  }
});
byId("picture").addEventListener(
  "click",
  () => frame && savePicture(experiment.settings, frame, experiment.defaults),
);
byId("skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address's fragment is the experiment
  byId("network").focus();
});
addEventListener("click", ({ target }) => {
  if (!target.closest("#exports summary")) byId("exports").open = false;
});
byId("exports").addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  byId("exports").open = false;
  byId("exports").querySelector("summary").focus();
});
listen(actions, byId("guide"), byId("help"));
followTheme(byId("theme"), () => {
  datasets.paint();
  activations.draw();
  sweep.draw();
  if (points) boundary.receive(points);
  examples.paint();
  schedule();
});
