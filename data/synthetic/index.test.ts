import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drawDigit, drawDigits } from "./index.ts";
import { createRandom } from "./random.ts";
import { SKELETONS } from "./skeletons.ts";

describe("drawDigit", () => {
  it("draws white on black: the background is exactly 0, the middle of a line is white", () => {
    const { images } = drawDigits(500, "white on black");
    const share = (test: (byte: number) => boolean) => images.filter(test).length / images.length;
    // MNIST: 81% background, 6% white.
    expect(share((byte) => byte === 0)).toBeGreaterThan(0.65);
    expect(share((byte) => byte >= 250)).toBeGreaterThan(0.04);
  });

  it("leaves a margin like MNIST's, and centers the digit by mass", () => {
    const random = createRandom("centred");
    for (let n = 0; n < 200; n++) {
      const image = drawDigit(n % 10, random);
      let mass = 0;
      let x = 0;
      let y = 0;
      image.forEach((byte, i) => {
        mass += byte;
        x += byte * ((i % 28) + 0.5);
        y += byte * (Math.floor(i / 28) + 0.5);
      });
      // The center is computed from strokes and counts overlapping ink twice: it is up to 1.3 pixels off in 14,000 digits.
      expect(Math.abs(x / mass - 14)).toBeLessThan(1.5);
      expect(Math.abs(y / mass - 14)).toBeLessThan(1.5);
    }
  });

  it("draws every style of every digit, differently each time", () => {
    SKELETONS.forEach((styles, digit) => {
      expect(styles.length).toBeGreaterThanOrEqual(3);
      const random = createRandom(`digit ${digit}`);
      const images = Array.from({ length: 20 }, () => drawDigit(digit, random).toString());
      expect(new Set(images).size).toBe(20);
    });
  });
});

describe("drawDigits", () => {
  it("begins with the same digits for any count", () => {
    const few = drawDigits(5, "prefix");
    const more = drawDigits(10, "prefix");
    expect(more.images.subarray(0, few.images.length)).toEqual(few.images);
    expect(more.labels.subarray(0, 5)).toEqual(few.labels);
  });
});

it("uses only exact arithmetic, because sines, powers and similar functions may differ in the last bit", () => {
  const sources = readdirSync(__dirname).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const code = sources.map((name) => readFileSync(join(__dirname, name), "utf8")).join("\n");
  const used = [...code.matchAll(/const \{ (.*) \} = Math;|Math\.(\w+)/g)].flatMap(
    ([, names, name]) => name ?? names.split(", "),
  );
  expect([...new Set(used)].sort()).toEqual(["ceil", "floor", "max", "min", "sqrt"]);
  expect(code).not.toContain(" ** ");
});
