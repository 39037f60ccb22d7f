/** report.html, written by the real command and looked at in a real browser. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { complaints, describeInBrowser, launchBrowser, looks } from "../../../stencil/testing/browser.ts";
import { trainingsOf } from "../../assignment/training/section/data.ts";
import { type Graded, gradeFolder } from "../../testing/command.ts";
import { replacing, temporaryFolder, writeSubmission } from "../../testing/overlay.ts";
import { tinyDataset } from "../../testing/tinyDataset.ts";

const hostile = `<script>alert(1)</script><img src=x onerror="alert('2')">`;

let graded: Graded;
let file: string;
let page: string;
beforeAll(async () => {
  const folder = writeSubmission(temporaryFolder(), "solution", {
    "beras/layers.ts": replacing("x.matmul(this.w).add(this.b)", "x.matmul(this.w)"),
    "beras/losses.ts": replacing(
      "return [yPred.sub(yTrue).mul(2 / yPred.size)]",
      `console.log(${JSON.stringify(hostile)}); return [yPred.sub(yTrue).mul(1 / yPred.size)]`,
    ),
  });
  const { folder: data } = tinyDataset();
  graded = await gradeFolder(folder, ["--format", "html", "--only", "layers", "losses", "accuracy"], {
    env: { MNIST_DIR: data },
  });
  file = join(folder, "report.html");
  page = readFileSync(file, "utf8");
}, 120_000);

test("the report holds the numbers of the pictures, and not too many", () => {
  const { lost, report } = graded;
  const [output] = lost["layers.dense.forward"].comparisons!;
  expect(output).toMatchObject({ name: "output", kind: "values", shape: [4, 2] });
  expect(output.differing).toHaveLength(8);
  expect(output.expected[3]).toBe(-1.3565);

  const [gradient] = lost["losses.mse.inputGradients"].comparisons!;
  expect(gradient.kind).toBe("gradient");
  // Half of what it should be, at each place.
  gradient.expected.forEach((numeric, i) => {
    expect(gradient.received[i]).toBeCloseTo(Number(numeric) / 2, 5);
  });

  const { confusion, right, wrong } = trainingsOf(report).simple!.predictions!;
  expect(confusion.flat().reduce((a, b) => a + b)).toBe(report.dataset!.test);
  const share = confusion.reduce((sum, row, label) => sum + row[label], 0) / report.dataset!.test;
  expect(share).toBe(trainingsOf(report).simple!.testAccuracy);
  expect(right.every(({ label, predicted }) => label === predicted)).toBe(true);
  expect(wrong.every(({ label, predicted }) => label !== predicted)).toBe(true);
  expect(JSON.stringify(report).length).toBeLessThan(100_000);
});

test("the page needs nothing else, runs nothing, and shows what a submission prints as text", () => {
  expect(page.replace(/ xmlns(:\w+)?="[^"]*"/g, "")).not.toMatch(/https?:|<script|<link|src="(?!data:)/);
  expect(page).toContain("default-src &#39;none&#39;");
  expect(page).toContain("&lt;script&gt;alert(1)");
});

describeInBrowser("in a browser", () => {
  let browser: Browser;
  let tab: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    tab = await (await browser.newContext()).newPage();
    await tab.goto(pathToFileURL(file).href);
  });
  afterAll(() => browser.close());

  test("the first thing to fix is named, and leads to its numbers", async () => {
    await tab.click("text=Dense.forward computes x · W + b");
    const cells = tab.locator('[id="layers.dense.forward"] figure:nth-of-type(2) td');
    expect(await cells.count()).toBe(8);
    expect(await cells.first().getAttribute("class")).toContain("differs");
  });

  test("derivatives, curves, samples and mix-ups are drawn", async () => {
    const names = await tab
      .locator("svg")
      .evaluateAll((all) => all.map((svg) => svg.getAttribute("aria-label")));
    expect(names).toEqual([
      "12 derivatives, analytic against numeric: 0 agree, 12 do not",
      expect.stringMatching(/^Loss of the simple model: [\d.]+ in epoch 1, [\d.]+ in epoch 10$/),
      expect.stringMatching(/^Training accuracy of the simple model/),
      expect.stringMatching(/^Confusion matrix of the simple model; most often, \d was taken for \d/),
    ]);
    const { right, wrong } = trainingsOf(graded.report).simple!.predictions!;
    expect(await tab.locator(".gallery img").count()).toBe(right.length + wrong.length);
  });

  test.each(looks)("nothing to complain of: $colorScheme, $width px", async (look) => {
    expect(await complaints(tab, look)).toEqual([]);
  });
});
