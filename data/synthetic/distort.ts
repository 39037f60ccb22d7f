import { bell, type Random, uniform } from "./random.ts";
import { type ControlPoint, flatten, type Stroke } from "./strokes.ts";

// Local names, because Jest, in which the grader runs, makes each look-up of a global 20 times slower.
const { floor, max, min } = Math;

// How much handwriting varies, in the units of skeletons.ts (a box of 10 x 14). Together with the pen of render.ts, these numbers
// determine how hard the digits are, which calibration.sweep.ts checks.
const JITTER = 0.1; // standard deviation of a control point
const PRESSURE = 0.15; // standard deviation of the line's relative width
const ELASTIC = 0.6; // standard deviation of the elastic field's nodes
const NODES = 3; // of the elastic field, along each axis
const SLANT = { low: -0.4, high: 0.7 }; // sideways per unit of height: more to the right, as in most handwriting
const ROTATION = 0.23; // largest, as the tangent of half the angle: 26 degrees
const STRETCH = 0.35; // largest relative change of the width

/** Varies a skeleton: shakes the control points, bends them by an elastic field, and maps them affinely. */
export function distort(skeleton: ControlPoint[][], random: Random): Stroke[] {
  const elastic = elasticField(random);
  const affine = affineMap(random);
  return skeleton.map((points) => {
    const shaken = points.map((point) => ({
      x: point.x + JITTER * bell(random),
      y: point.y + JITTER * bell(random),
      corner: point.corner,
      pressure: 1 + PRESSURE * bell(random),
    }));
    return flatten(shaken).map((point) => {
      const { x, y } = affine(elastic(point));
      return { x, y, pressure: point.pressure };
    });
  });
}

interface Point {
  x: number;
  y: number;
}

/** A random slant, stretch and rotation about the middle of the box. */
function affineMap(random: Random): (point: Point) => Point {
  const stretch = 1 + uniform(random, -STRETCH, STRETCH);
  const slant = uniform(random, SLANT.low, SLANT.high);
  // Uses the tangent of the half angle instead of sine and cosine, which differ in the last bit between versions of V8.
  const half = uniform(random, -ROTATION, ROTATION);
  const cos = (1 - half * half) / (1 + half * half);
  const sin = (2 * half) / (1 + half * half);
  return ({ x, y }) => {
    const down = y - 7;
    const right = (x - 5) * stretch - down * slant;
    return { x: cos * right - sin * down, y: sin * right + cos * down };
  };
}

/** A smooth random displacement of points: random vectors on a grid, interpolated. */
function elasticField(random: Random): (point: Point) => Point {
  const dx = Array.from({ length: NODES * NODES }, () => ELASTIC * bell(random));
  const dy = Array.from({ length: NODES * NODES }, () => ELASTIC * bell(random));
  return ({ x, y }) => {
    const u = gridPosition(x / 10);
    const v = gridPosition(y / 14);
    const node = v.index * NODES + u.index;
    const blend = (d: number[]) =>
      (d[node] * (1 - u.weight) + d[node + 1] * u.weight) * (1 - v.weight) +
      (d[node + NODES] * (1 - u.weight) + d[node + NODES + 1] * u.weight) * v.weight;
    return { x: x + blend(dx), y: y + blend(dy) };
  };
}

/** The grid cell at `share` (0 to 1 across the box), and the position in it, eased so that cells join smoothly. */
function gridPosition(share: number): { index: number; weight: number } {
  const position = min(max(share, 0), 1) * (NODES - 1);
  const index = min(floor(position), NODES - 2);
  const t = position - index;
  return { index, weight: t * t * (3 - 2 * t) };
}
