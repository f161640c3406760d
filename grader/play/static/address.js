// The experiment as the page's address holds it: what differs from the default, after the #.

/** The settings in a fragment, as strings; what cannot be decoded stays as it is written. */
export function settingsIn(fragment) {
  const pairs = fragment
    .replace(/^#/, "")
    .split("&")
    .filter((pair) => pair.includes("="));
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      return [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))];
    }),
  );
}

/** The fragment of an experiment; empty for the default. */
export function fragmentOf(experiment, defaults) {
  const pairs = Object.entries(experiment)
    .filter(([key, value]) => Object.hasOwn(defaults, key) && value !== defaults[key])
    .map(([key, value]) => `${encoded(key)}=${encoded(value)}`);
  return pairs.length ? `#${pairs.join("&")}` : "";
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// Commas and semicolons are allowed in a fragment, and lists are easier to read with them.
function encoded(text) {
  return encodeURIComponent(text).replaceAll("%2C", ",").replaceAll("%3B", ";");
}
