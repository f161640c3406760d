// A shape for each class, so that no class is told by its colour alone.

const TURN = 2 * Math.PI;

const SHAPES = [
  (path, x, y, r) => polygon(path, x, y, r * 1.25, 4, 0), // diamond
  (path, x, y, r) => {
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, TURN);
  },
  (path, x, y, r) => polygon(path, x, y, r * 1.3, 3, 0), // triangle
  (path, x, y, r) => polygon(path, x, y, r * 1.2, 4, TURN / 8), // square
  (path, x, y, r) => polygon(path, x, y, r * 1.3, 3, TURN / 2), // triangle on its tip
  (path, x, y, r) => polygon(path, x, y, r * 1.15, 6, 0),
];

/** Adds the shape of a class to a path. */
export function addShape(path, number, x, y, radius) {
  SHAPES[number % SHAPES.length](path, x, y, radius);
}

function polygon(path, x, y, radius, corners, turned) {
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = turned - TURN / 4 + (corner * TURN) / corners;
    path[corner ? "lineTo" : "moveTo"](x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  path.closePath();
}
