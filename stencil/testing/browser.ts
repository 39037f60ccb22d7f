/** A real browser for tests of pages: Debian's Chromium, driven by Playwright. */
import { existsSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";

// Wine shows the files of the system around it; but it cannot start its programs.
const executablePath =
  process.platform === "win32"
    ? undefined
    : ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** Use it where `describe` would stand: without a browser these tests are skipped, and say why. */
export const describeInBrowser: jest.Describe = executablePath
  ? describe
  : (((name: string, tests: () => void) =>
      describe.skip(`${name} (needs Chromium: apt-get install chromium)`, tests)) as jest.Describe);

/** Nothing in the tests asks anything of the network, and the browser must not, either. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags });
}

/** How people look at a page: by day and by night, on a desk and on a phone. */
export const looks = (["light", "dark"] as const).flatMap((colorScheme) =>
  [1200, 390].map((width) => ({ colorScheme, width })),
);

/** What a page leaves to be desired, in this look: a line each. */
export async function complaints(
  page: Page,
  { colorScheme, width }: (typeof looks)[number],
): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  // Our pages have no frames; and what is right need not be located. Both together take a third of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`),
    ...(Number(overflow) > 0 ? [`the page is ${overflow} px wider than the window`] : []),
  ];
}
