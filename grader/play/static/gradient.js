// Whether the student's gradients agree with central differences on this batch, in one sentence.

/** Writes the badge of all layers. */
export function showGradient(badge, { agrees, note, layers = [] }, told) {
  const wrong = layers.filter((layer) => layer.agrees === false).map(({ layer }) => layer);
  const where = wrong.length ? ` in layer ${wrong.join(" and ")}` : "";
  const words =
    agrees === null ? note || "Gradients are not checked yet"
    : agrees ? "Gradients agree with central differences"
    : `Gradients differ from central differences${where}${note ? `: ${note}` : ""}`;
  const mark = agrees === null ? "" : agrees ? "✓ " : "✗ ";
  badge.className = `badge ${agrees === null ? "" : agrees ? "agrees" : "differs"}`;
  if (badge.textContent === mark + words) return;
  badge.textContent = mark + words;
  if (agrees === false) told(words);
}
