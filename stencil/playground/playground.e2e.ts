/** Tests the playground as users run it: the real server and the real page in a real browser. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { complaints, describeInBrowser, launchBrowser, looks } from "../testing/browser.ts";
import { createStudentFolder, type StudentFolder } from "../testing/studentFolder.ts";

let folder: StudentFolder;
let server: ChildProcess;
let url: string;

/** Starts the program. Resolves when it has printed the page's address, or has ended. */
function start(args: string[]): Promise<{ child: ChildProcess; text: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "code/playground/main.ts", ...args], {
    cwd: folder.root,
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        text += chunk;
        if (text.includes("http")) resolve({ child, text });
      });
    }
    child.on("close", () => resolve({ child, text }));
  });
}

/** Rewrites a student file. Returns a function that restores it. */
function edit(file: string, from: string, to: string): () => void {
  const path = join(folder.code, file);
  const before = readFileSync(path, "utf8");
  expect(before).toContain(from);
  writeFileSync(path, before.replace(from, to));
  return () => writeFileSync(path, before);
}

beforeAll(async () => {
  folder = createStudentFolder("solution");
  // The same weights and batches every time.
  edit(
    "assignment.ts",
    'from "#tensor";',
    'from "#tensor";\nimport { random } from "#tensor";\n\nrandom.seed(7);',
  );
  const { child, text } = await start([]);
  server = child;
  [url] = text.match(/http:\/\/127\.0\.0\.1:\d+\//) ?? [text];
}, 240_000);
afterAll(async () => {
  const gone = new Promise((resolve) => server.once("close", resolve));
  server.kill();
  await gone;
  folder.remove();
});

describe("the server", () => {
  test("rejects requests with another host name", async () => {
    const status = await new Promise((resolve) => {
      request(url, { headers: { host: "evil.example" } }, ({ statusCode }) => resolve(statusCode)).end();
    });
    expect(status).toBe(403);
  });

  test("rejects requests from other pages", async () => {
    const status = await new Promise((resolve) => {
      const options = { path: "/pages/notebook", method: "PUT", headers: { origin: "http://evil.example" } };
      request(new URL(url), options, ({ statusCode }) => resolve(statusCode)).end("mine");
    });
    expect(status).toBe(403);
    expect(existsSync(join(folder.root, "hw2"))).toBe(false);
  });

  test.each([
    ["/pages/constructor", 404],
    ["/pages/exploration", 200],
    ["/data/../package.json", 404],
    ["/data/constructor", 404],
    ["/nothing", 404],
    ["/data/test-labels", 200],
  ])("%s: %d", async (path, status) => {
    const got = await new Promise((resolve) => {
      request(new URL(url), { path }, ({ statusCode }) => resolve(statusCode)).end();
    });
    expect(got).toBe(status);
  });

  test.each([
    [["--port", "many"], /^--port expects a number/],
    [["--color"], /^Unknown option '--color'/],
  ])("%j is reported in one clear line", async (args, message) => {
    const { child, text } = await start(args);
    expect(text.trim().split("\n")).toHaveLength(1);
    expect(text).toMatch(message);
    expect(child.exitCode).toBe(2);
  });

  test("a port in use is reported in one clear line", async () => {
    const { child, text } = await start(["--port", new URL(url).port]);
    expect(text).toMatch(/^Port \d+ is in use: leave out --port to use a free one\n$/);
    expect(child.exitCode).toBe(2);
  });
});

describeInBrowser("in a browser", () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    page = await (await browser.newContext()).newPage();
    await page.goto(url);
    await page.waitForSelector("#start:enabled");
  });
  afterEach(() => page.context().close());

  const textOf = (id: string) => page.locator(`#${id}`).innerText();
  const percent = async () => Number.parseFloat(await textOf("test-accuracy"));
  /** Waits until an element shows this text. */
  const shows = (id: string, text: RegExp) =>
    page.locator(`#${id}`, { hasText: text }).waitFor({ timeout: 180_000 });
  const trouble = async () => {
    await page.waitForSelector("#trouble:visible", { timeout: 60_000 });
    return textOf("trouble");
  };

  async function drawOne(): Promise<void> {
    await page.locator("#sheet").scrollIntoViewIfNeeded();
    const { x, y, width } = (await page.locator("#sheet").boundingBox())!;
    await page.mouse.move(x + width * 0.52, y + width * 0.15);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.48, y + width * 0.85, { steps: 12 });
    await page.mouse.up();
  }

  test("training raises accuracy, and a drawn 1 is read as a 1", async () => {
    await page.selectOption("[name=model]", "build");
    await page.click("#start");
    await shows("status", /Done/);
    // Guessing gets 10%.
    expect(await percent()).toBeGreaterThan(85);
    expect(await textOf("layers")).toBe("Dense 784 × 32 → LeakyReLU → Dense 32 × 10 → LeakyReLU");
    expect(await page.locator("#weights canvas").count()).toBe(32);
    await drawOne();
    await shows("answer", /^I read a 1\.$/);
    // The activations of the hidden layer, and the gradient at the input: more ink helps in some places, less in others.
    expect(await page.locator("#weights .answers").count()).toBe(32);
    const pixels = (await page.evaluate(
      'Array.from(document.getElementById("pull").getContext("2d").getImageData(0, 0, 28, 28).data)',
    )) as number[];
    const reddest = (sign: number) =>
      Math.max(...pixels.map((red, i) => (i % 4 ? 0 : sign * (red - pixels[i + 2]))));
    expect([reddest(1) > 100, reddest(-1) > 100]).toEqual([true, true]);
    const values = await page.locator("#shares .value").allInnerTexts();
    expect(Number.parseInt(values[1], 10)).toBe(Math.max(...values.map((text) => Number.parseInt(text, 10))));

    await page.click("#clear");
    expect(await textOf("answer")).toBe("");
    await page.click("#sample");
    await shows("answer", /^I read a \d\.$/);
  }, 240_000);

  test("the simple model's ten images show their digits, and the previous run stays as a dashed line", async () => {
    await page.fill("[name=epochs]", "1");
    await page.click("#start");
    await shows("status", /Done/);
    expect(await page.locator("#weights figcaption").allInnerTexts()).toEqual([..."0123456789"]);
    expect(await page.locator("#before").isVisible()).toBe(false);
    await page.selectOption("[name=model]", "build");
    await page.click("#start");
    await shows("before", /^previous run: simple$/);
    await shows("status", /step \d+/);
    expect(
      await page.locator("#accuracy path[stroke-dasharray], #accuracy [stroke-dasharray]").count(),
    ).toBeGreaterThan(0);
  }, 240_000);

  test("a training can be stopped, and continues where it stopped", async () => {
    await page.fill("[name=epochs]", "1000");
    await page.selectOption("[name=model]", "build");
    const step = async () => Number((await textOf("status")).match(/step (\d+)/)?.[1] ?? 0);
    await page.click("#start");
    await shows("status", /step \d+/);
    await page.click("#start");
    await page.waitForSelector("#start:text('Go on')");
    const stopped = await step();
    await page.waitForTimeout(300);
    expect(await step()).toBe(stopped);
    await page.click("#start");
    await shows("status", new RegExp(`step (?!${stopped}:)\\d+`));
  }, 240_000);

  test("an unfinished method is named, with its place", async () => {
    const undo = edit(
      "beras/layers.ts",
      "return x.matmul(this.w).add(this.b);",
      'throw Object.assign(new Error("Dense.forward is not implemented yet"), { name: "NotImplementedError" });',
    );
    await page.click("#start");
    expect(await trouble()).toMatch(
      /^Dense\.forward is not implemented yet\. Write it in beras\/layers\.ts, line \d+ and press Start again/,
    );
    undo();
    // No reload is needed: the files are read again.
    await page.click("#start");
    await shows("status", /step \d+/);
    expect(await page.locator("#trouble").isVisible()).toBe(false);
  }, 240_000);

  test.each([
    [
      "in a method",
      "return x.matmul(this.w)",
      "while (true) {}\n return x.matmul(this.w)",
      "SequentialModel.call",
    ],
    [
      "at the top of a file",
      "export class Dense",
      "while (true) {}\nexport class Dense",
      "importing your files",
    ],
  ])(
    "an endless loop %s does not freeze the page",
    async (_, from, to, where) => {
      const undo = edit("beras/layers.ts", from, to);
      await page.clock.install();
      await page.click("#start");
      // The page still reacts to the mouse while the worker runs the loop.
      await drawOne();
      expect(await textOf("answer")).toContain("Start a training first");
      await page.clock.fastForward(7_000);
      expect(await trouble()).toContain(`Nothing came back from ${where} for 6 seconds`);
      expect(await textOf("start")).toBe("Start");
      undo();
    },
    60_000,
  );

  test("syntax errors and exceptions are shown with their line", async () => {
    const undoSyntax = edit("beras/losses.ts", "return yPred", "return return yPred");
    await page.click("#start");
    expect(await trouble()).toMatch(/^Your code does not compile: .* \(code\/beras\/losses\.ts, line \d+\)$/);
    undoSyntax();
    const undo = edit("beras/layers.ts", "x.matmul(this.w)", "x.matmul(this.w.T)");
    await page.click("#start");
    await page.waitForSelector("#trouble:has-text('ValueError')");
    expect(await trouble()).toMatch(
      /^ValueError: matmul: shapes .* do not align.* \(beras\/layers\.ts, line \d+\)$/,
    );
    undo();

    writeFileSync(
      join(folder.code, "my-helpers.ts"),
      "export const product = (a: any, b: any) =>\n  a.matmul(b.T);\n",
    );
    const undoHelper = edit("beras/layers.ts", "x.matmul(this.w)", "product(x, this.w)");
    const undoImport = edit(
      "beras/layers.ts",
      "import ",
      'import { product } from "../my-helpers.ts";\nimport ',
    );
    await page.click("#start");
    await page.waitForSelector("#trouble:has-text('my-helpers')");
    expect(await trouble()).toMatch(/^ValueError: matmul: .* \(my-helpers\.ts, line 2\)$/);
    undoImport();
    undoHelper();
  }, 240_000);

  /** Runs the cells up to the n-th. Returns the output of each. */
  async function runCells(n: number): Promise<string[]> {
    await page
      .locator(".cell button")
      .nth(n - 1)
      .click();
    await page.waitForSelector(".cell button:disabled", { state: "detached" });
    return (await page.locator(".cell .output").allInnerTexts()).map((text) => text.trimEnd());
  }

  test.each(["exploration", "python"])(
    "/%s: its code runs, and prints what the page shows",
    async (name) => {
      await page.goto(url + name);
      await page.waitForSelector(".cell");
      const shown = await page.locator(".cell .output").allInnerTexts();
      expect(shown.every(Boolean)).toBe(true);
      expect(await runCells(shown.length)).toEqual(shown);
      expect(await page.locator(".output.promised").count()).toBe(0);
      // Tests two looks here. The notebook, which is built in the same way, is tested in all looks.
      for (const look of [looks[0], looks[3]]) expect(await complaints(page, look)).toEqual([]);
    },
    240_000,
  );

  test("a cell can be changed, and its exceptions and syntax errors are shown below it with their place", async () => {
    await page.goto(`${url}exploration`);
    const [first, second] = [0, 1].map((i) => page.locator(".cell textarea").nth(i));
    await first.fill(
      'import { tensor } from "#tensor";\nconsole.log(new Map([["a", [1, "b"]]]), tensor([1, 2]), -0);',
    );
    expect((await runCells(1))[0]).toBe("Map(1) { 'a' => [ 1, 'b' ] } [1. 2.] -0");
    await second.fill('\nconsole.log("before");\ntensor([1]).matmul(tensor([1, 2]));');
    expect((await runCells(2))[1]).toMatch(/^before\nValueError: matmul: /);
    await second.fill("const = 3;");
    expect((await runCells(2))[1]).toMatch(/^This does not compile: Expected identifier .* \(line 1\)$/);
  }, 240_000);

  test("the notebook saves code and answers in hw2/NOTEBOOK.md, and loads them again", async () => {
    await page.goto(`${url}notebook`);
    await page.getByLabel("Your answer").first().fill("It is y(1 - y).\n\nSo I think.");
    await page.locator("#kept", { hasText: "Saved in hw2/NOTEBOOK.md." }).waitFor();
    const kept = readFileSync(join(folder.root, "hw2/NOTEBOOK.md"), "utf8");
    expect(kept).toContain("```answer\nIt is y(1 - y).\n\nSo I think.\n```\n");
    const pristine = readFileSync(join(__dirname, "../NOTEBOOK.md"), "utf8");
    expect(kept.replace("It is y(1 - y).\n\nSo I think.\n", "")).toBe(pristine);
    await page.reload();
    expect(await page.getByLabel("Your answer").first().inputValue()).toBe("It is y(1 - y).\n\nSo I think.");
    for (const look of looks) expect(await complaints(page, look)).toEqual([]);
  }, 240_000);

  test("axe finds no problem in any look, while it trains and draws", async () => {
    await page.fill("[name=epochs]", "1");
    await page.selectOption("[name=model]", "build");
    await page.click("#start");
    await shows("status", /Done/);
    await drawOne();
    for (const look of looks) expect(await complaints(page, look)).toEqual([]);

    for (const width of [1400, 800, 400]) {
      await page.setViewportSize({ width, height: 900 });
      // The charts follow the window, and the sheet leaves room for the answer.
      await page.waitForFunction(
        `[...document.querySelectorAll(".charts svg")].every((svg) => svg.clientWidth >= svg.parentElement.clientWidth)`,
      );
      expect((await page.locator("#sheet").boundingBox())!.width).toBeLessThan(400);
    }
  }, 240_000);
});
