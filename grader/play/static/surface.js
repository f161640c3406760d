// A canvas that keeps as many pixels as the screen shows of it, and draws itself anew when that changes.

/** A canvas with its context in CSS pixels; `paint` draws all of it. */
export class Surface {
  constructor(canvas, paint) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.paint = paint;
    this.width = this.height = 0;
    new ResizeObserver(() => this.fit()).observe(canvas);
  }

  fit() {
    const density = Math.min(devicePixelRatio, 2);
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if (!width || !height) return;
    this.canvas.width = Math.round(width * density);
    this.canvas.height = Math.round(height * density);
    [this.width, this.height, this.density] = [width, height, density];
    this.draw();
  }

  draw() {
    if (!this.width) return;
    this.context.setTransform(this.density, 0, 0, this.density, 0, 0);
    this.context.clearRect(0, 0, this.width, this.height);
    this.paint(this.context, this.width, this.height);
  }
}
