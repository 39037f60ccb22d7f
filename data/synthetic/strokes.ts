/** A point of the pen's path; `pressure` multiplies the width of the line there. */
export interface PenPoint {
  x: number;
  y: number;
  pressure: number;
}

/** The path of the pen between touching and leaving the paper: a polyline. */
export type Stroke = PenPoint[];

export interface ControlPoint {
  x: number;
  y: number;
  corner: boolean;
}

/** Reads the notation of skeletons.ts: `"1,2 3,4! 5,6 / 7,8 9,10"`. */
export function parsePen(pen: string): ControlPoint[][] {
  return pen.split(" / ").map((stroke) =>
    stroke.split(" ").map((point) => {
      const [x, y] = point.replace("!", "").split(",").map(Number);
      return { x, y, corner: point.endsWith("!") };
    }),
  );
}

const STEPS = 5;

/** The curve through all control points as a polyline: Catmull-Rom splines, interrupted at the corners. */
export function flatten(points: (ControlPoint & PenPoint)[]): Stroke {
  const stroke: Stroke = [{ x: points[0].x, y: points[0].y, pressure: points[0].pressure }];
  for (let i = 0; i + 1 < points.length; i++) {
    const from = points[i];
    const to = points[i + 1];
    const before = i > 0 && !from.corner ? points[i - 1] : from;
    const after = i + 2 < points.length && !to.corner ? points[i + 2] : to;
    for (let step = 1; step <= STEPS; step++) {
      const t = step / STEPS;
      stroke.push({
        x: catmullRom(before.x, from.x, to.x, after.x, t),
        y: catmullRom(before.y, from.y, to.y, after.y, t),
        pressure: from.pressure + (to.pressure - from.pressure) * t,
      });
    }
  }
  return stroke;
}

/** Between p1 (t = 0) and p2 (t = 1), with the tangents (p2 - p0)/2 and (p3 - p1)/2. */
function catmullRom(p0: number, p1: number, p2: number, p3: number, t: number): number {
  const linear = p2 - p0;
  const quadratic = 2 * p0 - 5 * p1 + 4 * p2 - p3;
  const cubic = 3 * (p1 - p2) + p3 - p0;
  return p1 + 0.5 * t * (linear + t * (quadratic + t * cubic));
}
