/** Draws the pictures in a process (Jest cannot load the plotting library, which is ESM), and reads them here. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { createStudentFolder, type StudentFolder } from "./testing/studentFolder.ts";

/**
 * Runs in the student folder. `samples(n, wrong)` makes n images of 2 x 2 pixels: the first pixel holds the label, the second
 * the model's prediction, both in tenths. The predictions of the first `wrong` samples are wrong.
 */
const prelude = `
import { eye, random, tensor, type Tensor } from "#tensor";
import { Model } from "./beras/model.ts";
import { Diffable, GradientTape } from "./beras/core.ts";
import { visualizeImages, visualizeMetrics, visualizeTape } from "./visualize.ts";

class Reader extends Model {
  override forward(x: Tensor): Tensor {
    return eye(10).gather(Array.from({ length: x.shape[0] }, (_, i) => Math.round(10 * x.at(i, 1))));
  }
  override batchStep(): never {
    throw new Error("not here");
  }
}
const reader = new Reader([]);

function samples(n: number, wrong: number): [Reader, Tensor, Tensor] {
  const label = (i: number) => i % 10;
  const rows = Array.from({ length: n }, (_, i) => [label(i) / 10, label(i < wrong ? i + 1 : i) / 10, 0, 1]);
  return [reader, tensor(rows).reshape(n, 4), eye(10).gather(rows.map((_, i) => label(i)))];
}
`;

let folder: StudentFolder;
beforeAll(() => {
  folder = createStudentFolder("stencil");
  const { status, stderr } = draw(`
    visualizeMetrics({ loss: [0.5, 0.25, 0.125], acc: [0.6, 0.7, 0.8125] }, "three.svg");
    visualizeMetrics({ loss: [0.5], acc: [0.25] }, "one.svg");
    visualizeMetrics({
      loss: [0.5, 0.25], acc: [0.7, 0.8], valLoss: [0.6, 0.75], valAcc: [0.7, 0.65],
      perBatch: Array.from({ length: 1000 }, (_, i) => ({ loss: 1 - i / 2000, acc: 0.5 })),
    }, "overfitting.svg");
    visualizeMetrics({ loss: [3, 1e12, Number.NaN], acc: [0.1, 0.1, 0.1] }, "exploded.svg");
    random.seed(1);
    visualizeImages(...samples(800, 400), "many.svg");
    visualizeImages(...samples(40, 3), "few.svg");
    visualizeImages(...samples(4, 0), "four.svg");
    for (const [file, seed] of [["a", 7], ["b", 7], ["c", 8]] as const) {
      random.seed(seed);
      visualizeImages(...samples(800, 400), file + ".svg");
    }
  `);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
afterAll(() => folder.remove());

function draw(code: string) {
  writeFileSync(join(folder.code, "draw.ts"), prelude + code);
  return folder.run("code/draw.ts");
}

const svg = (name: string) => readFileSync(join(folder.root, name), "utf8");
const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;
/** All texts in the picture. */
const texts = (name: string) =>
  [...svg(name).matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text).filter(Boolean);

describe("visualizeMetrics", () => {
  test("both curves have a dot per epoch, and show their last values", () => {
    expect(count(svg("three.svg"), /<circle/g)).toBe(6);
    expect(texts("three.svg")).toEqual(
      expect.arrayContaining(["loss", "accuracy", "epoch", "0.125", "81.3%"]),
    );
  });

  test("validation data have their own curves, and batches a thin line with no more points than a screen can show", () => {
    expect(count(svg("overfitting.svg"), /<circle/g)).toBe(8);
    expect(texts("overfitting.svg")).toEqual(expect.arrayContaining(["0.250", "0.750", "80.0%", "65.0%"]));
    const [, points] = svg("overfitting.svg").match(/stroke-opacity="0.35"[^>]*><path d="([^"]*)"/)!;
    expect(count(points, /[ML]/g)).toBeGreaterThan(200);
    expect(count(points, /[ML]/g)).toBeLessThan(401);
  });

  test("a single epoch is visible", () => {
    expect(count(svg("one.svg"), /<circle/g)).toBe(2);
    expect(texts("one.svg")).toEqual(expect.arrayContaining(["0.500", "25.0%"]));
  });

  test("after a diverged training, values that are not finite are counted, and the rest is drawn", () => {
    expect(count(svg("exploded.svg"), /<circle/g)).toBe(2 + 3);
    expect(texts("exploded.svg")).toContain("not finite in 1 of 3 epochs");
    expect(svg("exploded.svg")).not.toMatch(/NaN|Infinity/);
  });
});

describe("visualizeImages", () => {
  const captions = (name: string) => texts(name).filter((text) => /^(label|predicted) \d$/.test(text));

  test("shows ten right and ten wrong predictions out of 500", () => {
    const [, right, wrong] = svg("many.svg").match(/<title>Random samples: (\d+) right, (\d+) wrong/)!;
    expect(Number(right) + Number(wrong)).toBe(500);
    expect(count(svg("many.svg"), /<image/g)).toBe(20);
    const labels = captions("many.svg").filter((text) => text.startsWith("label"));
    const predictions = captions("many.svg").filter((text) => text.startsWith("predicted"));
    const asLabels = predictions.map((text) => text.replace("predicted", "label"));
    expect(asLabels.slice(0, 10)).toEqual(labels.slice(0, 10));
    asLabels.slice(10).forEach((prediction, i) => {
      expect(prediction).not.toBe(labels[10 + i]);
    });
  });

  test("shows all if there are fewer", () => {
    expect(texts("few.svg")[0]).toBe("Random samples: 37 right, 3 wrong");
    expect(count(svg("few.svg"), /<image/g)).toBe(10 + 3);
  });

  test("shows fewer than ten right predictions, and no wrong one", () => {
    expect(count(svg("four.svg"), /<image/g)).toBe(4);
    expect(texts("four.svg")).toContain("no sample was wrong");
  });

  test("draws the same samples for the same seed, and others for another", () => {
    expect(svg("a.svg")).toBe(svg("b.svg"));
    expect(captions("a.svg")).not.toEqual(captions("c.svg"));
  });

  test("embeds the images as PNGs, dark ink on light paper", () => {
    const [, url] = svg("four.svg").match(/<image[^>]*href="data:image\/png;base64,([^"]*)"/)!;
    const { width, height, data } = PNG.sync.read(Buffer.from(url, "base64"));
    expect([width, height]).toEqual([2, 2]);
    // RGBA. The third pixel of every sample is 0, the fourth is 1.
    expect([...data.subarray(8)]).toEqual([255, 255, 255, 255, 0, 0, 0, 255]);
  });
});

describe("visualizeTape", () => {
  const program = `
    class Square extends Diffable {
      override forward(x: Tensor): Tensor { return x.square(); }
      override inputGradients(): Tensor[] { return [this.inputs[0].mul(2).reshape(1, 1)]; }
    }
    class Add extends Diffable {
      override forward(a: Tensor, b: Tensor): Tensor { return a.add(b); }
      override inputGradients(): Tensor[] { return this.inputs.map(() => eye(1)); }
    }
    using tape = new GradientTape();
    const x = tensor([[3]]);
    visualizeTape(tape, new Add().call(new Square().call(x), x), "tape.svg");
  `;

  test("shows operations, values, and J: the parts of two arrows add up in the box", () => {
    const written = createStudentFolder("solution");
    try {
      writeFileSync(join(written.code, "draw.ts"), prelude + program);
      expect(written.run("code/draw.ts")).toMatchObject({ status: 0, stderr: "" });
      const picture = readFileSync(join(written.root, "tape.svg"), "utf8");
      const read = [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
      expect(read.filter((text) => /^[A-Z]/.test(text))).toEqual([
        "What the tape has recorded",
        "Square",
        "Add",
      ]);
      expect(read.slice(read.indexOf("input [1,1]"))).toEqual([
        ...["input [1,1]", "3", "7"],
        ...["output [1,1]", "9", "1"],
        ...["target [1,1]", "12", "1"],
      ]);
      // On the arrows: 6 from the square; 1 from each input of the sum.
      expect(read.filter((text) => text === "6")).toHaveLength(1);
    } finally {
      written.remove();
    }
  });

  test("until gradient is implemented, the picture shows only values, and says why", () => {
    expect(draw(program)).toMatchObject({ status: 0, stderr: "" });
    expect(texts("tape.svg")).toEqual(expect.arrayContaining(["Square", "input [1,1]", "3", "9", "12"]));
    expect(texts("tape.svg")[1]).toBe("without J: GradientTape.gradient is not implemented yet");
  });
});

test("writes one self-contained file, makes its folder, and returns its path", () => {
  const { stdout } = draw(`console.log(visualizeMetrics({ loss: [1], acc: [1] }, "new/folder/m.svg"));`);
  expect(stdout.trim()).toMatch(/^\/.*\/new\/folder\/m\.svg$/);
  expect(readdirSync(join(folder.root, "new/folder"))).toEqual(["m.svg"]);
  for (const name of ["many.svg", "three.svg"]) {
    expect(svg(name)).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg(name).replace(/xmlns(:xlink)?="[^"]*"/g, "")).not.toMatch(/https?:|<script|<style/);
  }
});
