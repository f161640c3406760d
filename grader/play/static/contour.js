// The line on which a grid of numbers crosses a level: where the network is undecided.

/** Adds the line's pieces to a path, in a box of the given width and height. */
export function addContour(path, values, size, level, width, height) {
  const x = (column) => ((column + 0.5) / size) * width;
  const y = (row) => ((row + 0.5) / size) * height;
  for (let row = 0; row + 1 < size; row += 1) {
    for (let column = 0; column + 1 < size; column += 1) {
      const at = row * size + column;
      const first = values[at] >= level;
      if (
        first === values[at + 1] >= level &&
        first === values[at + size] >= level &&
        first === values[at + size + 1] >= level
      )
        continue;
      // The corners around a square, above the level or not: the line goes in and out between unlike ones.
      const corners = [values[at], values[at + 1], values[at + size + 1], values[at + size]];
      const above = corners.map((value) => value >= level);
      let pen = "moveTo";
      for (let side = 0; side < 4; side += 1) {
        const next = (side + 1) % 4;
        if (above[side] === above[next]) continue;
        const share = (level - corners[side]) / (corners[next] - corners[side]);
        const [across, down] = [
          [share, 0],
          [1, share],
          [1 - share, 1],
          [0, 1 - share],
        ][side];
        path[pen](x(column + across), y(row + down));
        pen = pen === "moveTo" ? "lineTo" : "moveTo";
      }
    }
  }
}
