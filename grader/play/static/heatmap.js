// A grid of bytes as a small picture; the pixels are reused from frame to frame.

export class Heatmap {
  constructor(canvas = document.createElement("canvas")) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.image = null;
  }

  /** Paints rows × columns pixels, row by row; `pixel(at)` is the colour of one. */
  paint(rows, columns, pixel) {
    if (this.image?.width !== columns || this.image?.height !== rows) {
      this.canvas.width = columns;
      this.canvas.height = rows;
      this.image = this.context.createImageData(columns, rows);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    for (let at = 0; at < this.pixels.length; at += 1) this.pixels[at] = pixel(at);
    this.context.putImageData(this.image, 0, 0);
  }

  /** Paints bytes on the scale from orange (0) by neutral (128) to blue (255). */
  diverging(values, start, rows, columns, table) {
    this.paint(rows, columns, (at) => table[values[start + at]]);
  }
}
