// Numbers as the page writes them: short, with a real minus, and a word for what is no number.

const MOST_DECIMALS = 4;

/** A number with so many significant digits. */
export function short(value, digits = 3) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(digits - 1) : fixed(value, digits);
  return text.replace("-", "−").replace("e+", "e").replace("e-", "e−");
}

/** A number on an axis: as short as it can be told. */
export function tick(value) {
  return short(Number(value.toPrecision(2)), 3)
    .replace(/(\.\d*?)0+(?=e|$)/, "$1")
    .replace(/\.(?=e|$)/, "");
}

function fixed(value, digits) {
  const power = Math.floor(Math.log10(Math.abs(value) || 1));
  return value.toFixed(Math.min(Math.max(0, digits - 1 - power), MOST_DECIMALS));
}

/** A share as a percentage. */
export function percent(share) {
  return share === null || share === undefined
    ? "–"
    : `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`;
}

/** A count with its noun. */
export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The noun of a layer, counted from 1; the last is the output layer. */
export function layerName(layer, layers) {
  return layer === layers.length - 1 ? "output layer" : `hidden layer ${layer}`;
}
