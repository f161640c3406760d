// The fields of the experiment: each shows what holds, and asks for a change.

const RATES = ["0.0001", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10", "1000000"];
const STRENGTHS = ["0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1"];
const DROPOUTS = ["0", "0.1", "0.2", "0.3", "0.5", "0.8"];
const CHOICES = {
  learning_rate: RATES,
  strength: STRENGTHS,
  dropout: DROPOUTS,
  penalty: ["none", "l1", "l2"],
};
const WORDS = { l1: "L1", l2: "L2" };
const FIELDS = [
  "learning_rate",
  "activation",
  "penalty",
  "strength",
  "dropout",
  "seed",
  "noise",
  "held_out",
  "batch_size",
  "samples",
];

export class Settings {
  constructor(changed) {
    this.fields = Object.fromEntries(FIELDS.map((name) => [name, document.querySelector(`[name=${name}]`)]));
    for (const [name, field] of Object.entries(this.fields)) {
      field.addEventListener(
        "change",
        () =>
          field.checkValidity() &&
          field.value !== "" &&
          changed({ [name]: field.type === "number" ? String(field.valueAsNumber) : field.value }),
      );
      const value = field.parentElement.querySelector("b");
      if (value) field.addEventListener("input", () => (value.textContent = shown(name, field.value)));
    }
    for (const [name, values] of Object.entries(CHOICES)) offer(this.fields[name], values);
  }

  /** What there is to choose from, and what the functions that are written allow. */
  allow({ activations, stages }) {
    offer(this.fields.activation, activations);
    lock(
      this.fields.penalty,
      stages.penalties,
      "Write l1_penalty, l1_gradients, l2_penalty and l2_gradients in regularization.py to use this",
    );
    lock(
      this.fields.dropout,
      stages.dropout,
      "Write dropout and dropout_backward in regularization.py to use this",
    );
    this.stages = stages;
  }

  show(experiment, { plane, drawn }) {
    for (const [name, field] of Object.entries(this.fields)) {
      const value = experiment[name];
      if (
        field instanceof HTMLSelectElement &&
        ![...field.options].some((option) => option.value === value)
      ) {
        const same = [...field.options].find((option) => Number(option.value) === Number(value));
        if (same) same.value = value;
        else field.append(new Option(WORDS[value] ?? value, value));
      }
      if (document.activeElement !== field || field.type !== "number") field.value = value;
      const words = field.parentElement.querySelector("b");
      if (words) words.textContent = shown(name, value);
    }
    this.fields.strength.disabled = experiment.penalty === "none" || this.stages?.penalties === false;
    for (const name of ["noise", "samples"]) this.fields[name].closest("label").hidden = !drawn;
    document.body.classList.toggle("no-plane", !plane);
  }
}

function offer(select, values) {
  const chosen = select.value;
  select.replaceChildren(...values.map((value) => new Option(WORDS[value] ?? value, value)));
  if (values.includes(chosen)) select.value = chosen;
}

function lock(field, allowed, why) {
  field.disabled = !allowed;
  field.closest("label").title = allowed ? "" : why;
}

function shown(name, value) {
  return name === "held_out" ? `${Math.round(100 * Number(value))} %` : value;
}
