// The functions that this page calls: those not there yet are what unlocks the rest of it.

import { byId, element } from "./elements.js";

const WORDS = { missing: "is missing", unwritten: "is not written yet", raises: "raises an error" };

const FIRST = 3; // that are shown while nothing trains; the others are folded away

/** Lists what is missing, with its file, what it unlocks and where help is. */
export function listMissing({ functions, stages }) {
  const missing = functions.filter(({ status }) => status !== "there");
  const list = byId("locked");
  list.hidden = !missing.length;
  list.open = !stages.training && !missing.every(broken); // an alert tells of these
  list.classList.toggle("first", list.open);
  byId("locked-words").textContent = stages.training
    ? "Your network trains. These functions add more:"
    : stages.network
      ? "Your network computes, but it cannot learn yet. Each function that you write adds something here:"
      : "The page works with your own functions. Each that you write and save adds something here, at once:";
  const next = stages.training ? [] : missing.filter(({ imported }) => imported).slice(0, FIRST);
  byId("next").replaceChildren(...next.map((each, at) => entry(each, at ? "Then" : "Begin with")));
  byId("rest-words").textContent = `All ${missing.length}, by file`;
  byId("rest").open = !next.length || missing.length <= FIRST;
  const units = new Map();
  for (const each of missing) units.set(each.unit, [...(units.get(each.unit) ?? []), each]);
  byId("missing").replaceChildren(
    ...[...units].map(([unit, each]) => {
      const absent = each.every(({ status, imported }) => status === "missing" && !imported);
      const alike = absent || each.every(broken);
      const entries = alike
        ? [element("p", "aside", absent ? each[0].note : "cannot be imported as it is")]
        : each.map((one) => entry(one));
      return element(
        "li",
        "",
        element("h3", "", element("code", "", `exercises/${unit}.py`)),
        element(alike ? "div" : "ul", "entries", ...entries),
      );
    }),
  );
}

/** Whether a function is there only once its file can be imported. */
function broken({ status, imported }) {
  return status === "raises" && !imported;
}

/** One function, or, after `before`, what to write first for it. */
function entry({ unit, function: name, status, note, unlocks, lacks }, before) {
  const full = `${unit}.${name}`;
  const code = (text) => element("code", "name", text);
  let words = [code(name), ` ${WORDS[status] ?? status}`];
  if (before && status !== "raises") words = [`${before} `, code(lacks || full)];
  else if (lacks) words = [code(name), " needs ", code(lacks), ", which is not written yet"];
  const item = element("li", "", element("p", "", ...words, unlocks ? `; unlocks: ${unlocks}` : ""));
  if (note && status === "raises") item.append(element("p", "aside words", note));
  item.append(element("p", "aside", element("code", "", `grader hint ${lacks || full}`)));
  return item;
}
