// The inputs that may be made of x and y, as the network's first column offers them.

/** Every feature by its key in the address, with its name and its map for those that are switched off. */
export const FEATURES = [
  { key: "x", name: "x", value: (x) => x },
  { key: "y", name: "y", value: (x, y) => y },
  { key: "xx", name: "x²", value: (x) => x * x },
  { key: "yy", name: "y²", value: (x, y) => y * y },
  { key: "xy", name: "x·y", value: (x, y) => x * y },
  { key: "sinx", name: "sin x", value: (x) => Math.sin(Math.PI * x) },
  { key: "siny", name: "sin y", value: (x, y) => Math.sin(Math.PI * y) },
];

const SIZE = 24;

/** The bytes of a feature's map, for x and y from −1 to 1, as the server writes them. */
export function mapOf({ value }) {
  const bytes = new Uint8Array(SIZE * SIZE);
  const place = (at) => (2 * at) / (SIZE - 1) - 1;
  for (let at = 0; at < bytes.length; at += 1) {
    const [x, y] = [place(at % SIZE), -place(Math.floor(at / SIZE))];
    bytes[at] = Math.round(128 + 127 * value(x, y));
  }
  bytes.shape = [1, SIZE, SIZE];
  return bytes;
}
