/** class.html in a real browser: a class with long names, many mistakes and hostile texts. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { complaints, describeInBrowser, launchBrowser, looks } from "../../../stencil/testing/browser.ts";
import { warnings } from "../../assignment/warnings.ts";
import { house, temporaryFolder } from "../../testing/overlay.ts";

const file = join(temporaryFolder(), "class.html");
// A program, because Jest cannot load the plotting library.
execFileSync(process.execPath, ["--import", "tsx", join(house, "grader/testing/writeClassPage.ts"), file], {
  cwd: house,
});

describeInBrowser("class.html", () => {
  let browser: Browser;
  let tab: Page;
  const errors: string[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
    tab = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
    tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    tab.on("pageerror", (error) => errors.push(error.message));
    tab.on("dialog", (dialog) => {
      errors.push(dialog.message());
      dialog.dismiss();
    });
    await tab.goto(pathToFileURL(file).href);
  }, 60_000);
  afterAll(() => browser.close());

  const shown = () => tab.locator("#submissions tbody tr:visible");

  test("runs its own script and no other", () => {
    expect(errors).toEqual([]);
  });

  test("breaks no word at 1200 px", async () => {
    await tab.setViewportSize({ width: 1200, height: 900 });
    expect(await tab.evaluate(brokenWords)).toEqual([]);
  });

  test("a check's title shows who did not pass it, with a link to the check in each report", async () => {
    await tab.getByRole("link", { name: "layers.dense.forward" }).first().click();
    expect(await shown().count()).toBe(30);
    const link = shown().first().locator("td").last().locator("a");
    expect(await link.textContent()).toBe("failed: no-bias");
    expect(await link.getAttribute("href")).toBe("reports/benjamin-alexander-1.html#layers.dense.forward");

    await tab.getByLabel("Result").selectOption("passed");
    expect(await shown().count()).toBe(30);
    await tab.getByLabel("Search").fill("314159");
    expect(await shown().count()).toBe(15);
    expect(await tab.locator(".filter output").textContent()).toBe("15 of 60 shown");
    await tab.getByLabel("Search").fill("");
    await tab.getByLabel("Check").selectOption("");
    expect(await shown().count()).toBe(60);
  });

  test("sorts a column by its numbers, both ways", async () => {
    const score = tab.locator("#submissions th").filter({ hasText: "Score" });
    const scores = async () =>
      (await shown().locator("td:nth-child(5)").allTextContents()).map(Number.parseFloat);
    await score.getByRole("button").click();
    const up = await scores();
    expect(up).toEqual([...up].sort((a, b) => a - b));
    expect(await score.getAttribute("aria-sort")).toBe("ascending");
    await score.getByRole("button").click();
    expect(await scores()).toEqual([...up].reverse());
  });

  test("counts the mistakes of the class, the most frequent first, and explains warnings", async () => {
    const mistake = tab.locator("section", { hasText: "What went wrong" }).locator("tbody tr");
    expect(await mistake.first().textContent()).toMatch(/^30\s*50%\s*Dense\.forward.*no-bias/);
    const warning = tab.locator("section", { hasText: "They change no score" });
    const text = (await warning.textContent()) ?? "";
    expect(text).toContain(warnings["runs-layers-again"].meaning);
    expect(text).toMatch(/beras\/core\.ts:31\s+GradientTape\.gradient\s*9312 times in one call/);
  });

  test.each(looks)("has no problem on $width px, $colorScheme", async (look) => {
    expect(await complaints(tab, look)).toEqual([]);
  });
});

/** Runs in the page: the words that go on in a second line. A line may end between signs. */
const brokenWords = `[...document.querySelectorAll("td, th, h1, h2, h3, p, dt, dd, label")].flatMap((element) => {
  const found = [];
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    for (const { index, 0: word } of node.data.matchAll(/[\\w.]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (tops.size > 1) found.push(word);
    }
  }
  return found;
})`;
