import { place } from "./place.ts";
import { SKELETONS } from "./skeletons.ts";
import { flatten, parsePen } from "./strokes.ts";

const withPressure = (pen: string) => parsePen(pen)[0].map((point) => ({ ...point, pressure: 1 }));

describe("parsePen", () => {
  it("reads points, corners and lifted pens", () => {
    expect(parsePen("1,2 3.5,4! / 5,6")).toEqual([
      [
        { x: 1, y: 2, corner: false },
        { x: 3.5, y: 4, corner: true },
      ],
      [{ x: 5, y: 6, corner: false }],
    ]);
  });

  it("reads every skeleton, and none leaves its box of 10 x 14", () => {
    for (const point of SKELETONS.flat().flatMap(parsePen).flat()) {
      expect(point.x).toBeGreaterThanOrEqual(0);
      expect(point.x).toBeLessThanOrEqual(10);
      expect(point.y).toBeGreaterThanOrEqual(0);
      expect(point.y).toBeLessThanOrEqual(14);
    }
  });
});

describe("flatten", () => {
  it("passes through every control point", () => {
    const points = withPressure("0,0 3,1 4,5 9,9");
    const curve = flatten(points);
    for (const { x, y } of points) expect(curve).toContainEqual({ x, y, pressure: 1 });
  });

  it("is straight between two points, and straight on both sides of a corner", () => {
    for (const { x } of flatten(withPressure("0,0 0,5! 5,5")).slice(0, 6)) expect(x).toBeCloseTo(0, 12);
  });

  it("bends towards the neighbours where there is no corner", () => {
    expect(Math.min(...flatten(withPressure("0,0 0,5 5,5")).map(({ x }) => x))).toBeLessThan(0);
  });
});

describe("place", () => {
  const bar = [
    [
      { x: 3, y: 10, pressure: 1 },
      { x: 3, y: 30, pressure: 1 },
    ],
  ];

  it("scales the longer side, ink included, to the length of the box, around the middle", () => {
    const placed = place(bar, 2, 12, 14);
    // 20 + 2 * 2 units become 12 pixels: half a pixel per unit.
    expect(placed.radius).toBe(1);
    expect(placed.strokes).toEqual([
      [
        { x: 14, y: 9, pressure: 1 },
        { x: 14, y: 19, pressure: 1 },
      ],
    ]);
  });

  it("centers by mass: the side with more ink is closer to the middle", () => {
    const corner = [
      ...bar,
      [
        { x: 3, y: 30, pressure: 1 },
        { x: 13, y: 30, pressure: 1 },
      ],
    ];
    const [[top, bottom]] = place(corner, 0, 20, 14).strokes;
    // Masses 20 and 10 with midpoints at y = 20 and y = 30: the center is at 70/3.
    expect(top.y).toBeCloseTo(14 - 40 / 3, 12);
    expect(bottom.y).toBeCloseTo(14 + 20 / 3, 12);
  });
});
