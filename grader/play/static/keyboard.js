// Single keys for what is done most; never while something is typed or chosen.

const KEPT = "neurokata-keys";

/** `actions` has a function by key; `guide` is the dialog that explains them. */
export function listen(actions, guide, openGuide) {
  const box = guide.querySelector("[name=keys]");
  box.checked = localStorage.getItem(KEPT) !== "off";
  box.addEventListener("change", () => localStorage.setItem(KEPT, box.checked ? "on" : "off"));
  openGuide.addEventListener("click", () => guide.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || guide.open || !box.checked) return;
    if (event.target.closest("input, select, textarea")) return;
    if (event.key === " " && event.target.closest("button, a, summary")) return; // it presses that
    const action = event.key === "?" ? () => guide.showModal() : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
