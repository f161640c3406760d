// The functions that this page calls: those not there yet are what unlocks the rest of it.

import { byId, element } from "./elements.js";

const WORDS = { missing: "is missing", unwritten: "is not written yet", raises: "raises an error" };

/** Lists what is missing, with its file, what it unlocks and where help is. */
export function listMissing({ functions, stages }) {
  const missing = functions.filter(({ status }) => status !== "there");
  const list = byId("locked");
  list.hidden = !missing.length;
  list.open = !stages.training;
  list.classList.toggle("first", !stages.training);
  byId("locked-words").textContent = stages.training
    ? "Your network trains. These functions add more:"
    : stages.network
      ? "Your network computes, but it cannot learn yet. Each function that you write adds something here:"
      : "The page works with your own functions. Each that you write and save adds something here, at once:";
  const units = new Map();
  for (const each of missing) units.set(each.unit, [...(units.get(each.unit) ?? []), each]);
  byId("missing").replaceChildren(
    ...[...units].map(([unit, each]) => {
      const [first] = each;
      const alike = first.status === "raises" && each.every(({ note }) => note === first.note); // it cannot be imported
      const entries = alike ? [element("p", "aside words", first.note)] : each.map(entry);
      return element(
        "li",
        "",
        element("h3", "", element("code", "", `exercises/${unit}.py`)),
        element(alike ? "div" : "ul", "entries", ...entries),
      );
    }),
  );
}

function entry({ unit, function: name, status, note, unlocks }) {
  const item = element(
    "li",
    "",
    element(
      "p",
      "",
      element("code", "name", name),
      ` ${WORDS[status] ?? status}`,
      unlocks ? `: ${unlocks}` : "",
    ),
  );
  if (note && status === "raises") item.append(element("p", "aside words", note));
  item.append(element("p", "aside", element("code", "", `grader hint ${unit}.${name}`)));
  return item;
}
