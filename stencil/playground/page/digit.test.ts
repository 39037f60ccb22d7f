import { side, toDigit } from "./digit.ts";
import { toShares } from "./probabilities.ts";

const width = 280;

/** A sheet with a filled rectangle on it. */
function sheet(left: number, top: number, w: number, h: number): Float32Array {
  return Float32Array.from({ length: width * width }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x >= left && x < left + w && y >= top && y < top + h ? 1 : 0;
  });
}

function extent(digit: Float32Array): { columns: number[]; rows: number[] } {
  const inked = [...digit.entries()].filter(([, ink]) => ink > 0.5).map(([i]) => i);
  const [xs, ys] = [inked.map((i) => i % side), inked.map((i) => Math.floor(i / side))];
  return { columns: [Math.min(...xs), Math.max(...xs)], rows: [Math.min(...ys), Math.max(...ys)] };
}

describe("a drawing becomes an image like those of MNIST", () => {
  test.each([
    ["large", sheet(20, 20, 240, 240)],
    ["small, in a corner", sheet(230, 5, 40, 40)],
  ])("%s: 20 pixels wide, in the middle", (_, ink) => {
    expect(extent(toDigit(ink, width)!)).toEqual({ columns: [4, 23], rows: [4, 23] });
  });

  test("a stroke keeps its proportions, so that a 1 does not become a block", () => {
    const { columns, rows } = extent(toDigit(sheet(50, 40, 24, 200), width)!);
    expect(rows).toEqual([4, 23]);
    expect(columns[1] - columns[0] + 1).toBe(2);
    expect(columns).toEqual([13, 14]);
  });

  test("the center of mass is in the middle, not that of the outline", () => {
    // With a thick foot, the center of mass is low, so the image is moved up.
    const foot = sheet(80, 200, 120, 40);
    const ink = sheet(130, 20, 20, 200).map((value, i) => Math.max(value, foot[i]));
    expect(extent(toDigit(ink, width)!).rows[0]).toBeLessThan(4);
  });

  test("an empty sheet gives no digit", () => {
    expect(toDigit(new Float32Array(width * width), width)).toBeNull();
  });
});

describe("outputs become shares that add up to 1", () => {
  test("probabilities stay as they are", () => {
    expect(toShares([0.25, 0.75])).toEqual({ shares: [0.25, 0.75], areScaled: false });
  });
  test("other outputs are scaled; negative ones and NaN count as 0", () => {
    expect(toShares([-1, 0.5, 1.5])).toEqual({ shares: [0, 0.25, 0.75], areScaled: true });
    expect(toShares([Number.NaN, -1])).toEqual({ shares: [0, 0], areScaled: true });
  });
});
