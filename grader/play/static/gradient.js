// Whether the student's gradients agree with central differences on this batch, in one sentence.

/** Writes the badge of all layers; `told` hears it where they do not agree. */
export function showGradient(badge, { agrees, note }, told) {
  const words = agrees
    ? "Gradients agree with central differences"
    : capital(note || "Gradients are not checked yet");
  const text = agrees === null ? words : `${agrees ? "✓" : "✗"} ${words}`;
  badge.className = `badge ${agrees === null ? "" : agrees ? "agrees" : "differs"}`;
  if (badge.textContent === text) return;
  badge.textContent = text;
  if (agrees === false) told(words);
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
