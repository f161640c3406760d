// A student's own CSV file: it stays in this browser, and only its name goes into the address.

const KEPT = "neurokata-csv";
const MOST = 500_000; // bytes

/** The text of the file that is kept under this name, if there is one. */
export function kept(name) {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT));
    return found?.name === name ? found.text : undefined;
  } catch {
    return undefined;
  }
}

/** The name of the file that is kept. */
export function keptName() {
  try {
    return JSON.parse(localStorage.getItem(KEPT))?.name ?? "";
  } catch {
    return "";
  }
}

/** Reads a file and keeps it; what cannot be kept is told by an error with a sentence. */
export async function keep(file) {
  if (file.size > MOST) throw new Error(`${file.name} has more than 500 kB; a few hundred rows are enough`);
  const name = file.name.replace(/[^\p{L}\p{N}. -]/gu, "_").slice(0, 60); // it goes into the address
  const text = await file.text();
  try {
    localStorage.setItem(KEPT, JSON.stringify({ name, text }));
  } catch {
    throw new Error(`the browser has no room to keep ${name}`);
  }
  return name;
}
