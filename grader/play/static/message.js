// A binary message: 4 bytes with the header's length, the header as JSON, then its arrays.

const TYPES = { f4: Float32Array, u1: Uint8Array, i4: Int32Array };

/** The header of a message with its arrays by name: each a typed array that also has its shape. */
export function unpacked(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const body = buffer.slice(4 + length); // A typed array must start at a multiple of its item's size.
  const arrays = {};
  for (const { name, type, shape, offset } of header.arrays) {
    const count = shape.reduce((product, size) => product * size, 1);
    arrays[name] = new TYPES[type](body, offset, count);
    arrays[name].shape = shape;
  }
  return { ...header, arrays };
}
