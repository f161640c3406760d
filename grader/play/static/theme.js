// Light or dark: as the system has it, until the student switches it.

const KEPT = "neurokata-theme";
const SYSTEM = matchMedia("(prefers-color-scheme: dark)");

/** Sets the theme, follows the system and the switch, and calls `changed` after each change. */
export function followTheme(button, changed) {
  const apply = () => {
    const theme = kept() ?? (SYSTEM.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", `Switch to the ${theme === "dark" ? "light" : "dark"} theme`);
  };
  SYSTEM.addEventListener("change", () => {
    apply();
    changed();
  });
  button.addEventListener("click", () => {
    localStorage.setItem(KEPT, document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    apply();
    changed();
  });
  apply();
}

function kept() {
  const theme = localStorage.getItem(KEPT);
  return theme === "dark" || theme === "light" ? theme : null;
}
