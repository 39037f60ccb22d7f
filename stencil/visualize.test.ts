/** The pictures, drawn in a process of their own (the plotting library is ESM, which Jest does not load) and read again here. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { createStudentFolder, type StudentFolder } from "./testing/studentFolder.ts";

/**
 * Runs in the student folder. `samples(n, wrong)` are n images of 2 x 2 pixels: the first pixel holds the label, the second
 * what the model will say, in tenths. The model reads it off; the first `wrong` samples it gets wrong.
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
/** Everything that can be read in the picture. */
const texts = (name: string) =>
  [...svg(name).matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text).filter(Boolean);

describe("visualizeMetrics", () => {
  test("a dot an epoch in each of the two curves, and the last values written out", () => {
    expect(count(svg("three.svg"), /<circle/g)).toBe(6);
    expect(texts("three.svg")).toEqual(
      expect.arrayContaining(["loss", "accuracy", "epoch", "0.125", "81.3%"]),
    );
  });

  test("validation data are curves of their own; batches are a thin line, in no more points than a screen shows", () => {
    expect(count(svg("overfitting.svg"), /<circle/g)).toBe(8);
    expect(texts("overfitting.svg")).toEqual(expect.arrayContaining(["0.250", "0.750", "80.0%", "65.0%"]));
    const [, points] = svg("overfitting.svg").match(/stroke-opacity="0.35"[^>]*><path d="([^"]*)"/)!;
    expect(count(points, /[ML]/g)).toBeGreaterThan(200);
    expect(count(points, /[ML]/g)).toBeLessThan(401);
  });

  test("a single epoch can be seen", () => {
    expect(count(svg("one.svg"), /<circle/g)).toBe(2);
    expect(texts("one.svg")).toEqual(expect.arrayContaining(["0.500", "25.0%"]));
  });

  test("a training that exploded: what is not finite is counted, the rest is drawn", () => {
    expect(count(svg("exploded.svg"), /<circle/g)).toBe(2 + 3);
    expect(texts("exploded.svg")).toContain("not finite in 1 of 3 epochs");
    expect(svg("exploded.svg")).not.toMatch(/NaN|Infinity/);
  });
});

describe("visualizeImages", () => {
  const captions = (name: string) => texts(name).filter((text) => /^(label|predicted) \d$/.test(text));

  test("ten right and ten wrong, out of 500", () => {
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

  test("as many as there are, when they are fewer", () => {
    expect(texts("few.svg")[0]).toBe("Random samples: 37 right, 3 wrong");
    expect(count(svg("few.svg"), /<image/g)).toBe(10 + 3);
  });

  test("all right, and fewer than ten of them", () => {
    expect(count(svg("four.svg"), /<image/g)).toBe(4);
    expect(texts("four.svg")).toContain("no sample was wrong");
  });

  test("the same samples for the same seed, others for another", () => {
    expect(svg("a.svg")).toBe(svg("b.svg"));
    expect(captions("a.svg")).not.toEqual(captions("c.svg"));
  });

  test("the images are PNGs, dark ink on light paper", () => {
    const [, url] = svg("four.svg").match(/<image[^>]*href="data:image\/png;base64,([^"]*)"/)!;
    const { width, height, data } = PNG.sync.read(Buffer.from(url, "base64"));
    expect([width, height]).toEqual([2, 2]);
    // RGBA; the third pixel of every sample is 0, the fourth is 1.
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

  test("operations, values, and J: what comes back along two arrows adds up in the box", () => {
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
      // Along the arrows: 6 from the square; 1 from each input of the sum.
      expect(read.filter((text) => text === "6")).toHaveLength(1);
    } finally {
      written.remove();
    }
  });

  test("before gradient is written, the picture shows values, and says why there is no more", () => {
    expect(draw(program)).toMatchObject({ status: 0, stderr: "" });
    expect(texts("tape.svg")).toEqual(expect.arrayContaining(["Square", "input [1,1]", "3", "9", "12"]));
    expect(texts("tape.svg")[1]).toBe("without J: GradientTape.gradient is not implemented yet");
  });
});

test("a picture is one self-contained file, in a folder that is made for it, and its path is returned", () => {
  const { stdout } = draw(`console.log(visualizeMetrics({ loss: [1], acc: [1] }, "new/folder/m.svg"));`);
  expect(stdout.trim()).toMatch(/^\/.*\/new\/folder\/m\.svg$/);
  expect(readdirSync(join(folder.root, "new/folder"))).toEqual(["m.svg"]);
  for (const name of ["many.svg", "three.svg"]) {
    expect(svg(name)).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg(name).replace(/xmlns(:xlink)?="[^"]*"/g, "")).not.toMatch(/https?:|<script|<style/);
  }
});
