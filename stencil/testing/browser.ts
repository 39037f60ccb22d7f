/** A real browser for tests of pages: Debian's Chromium, controlled by Playwright. */
import { existsSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";

// Wine shows the files of the host system, but cannot start its programs.
const executablePath =
  process.platform === "win32"
    ? undefined
    : ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** Replaces `describe`. Without a browser, skips the tests and says why. */
export const describeInBrowser: jest.Describe = executablePath
  ? describe
  : (((name: string, tests: () => void) =>
      describe.skip(`${name} (needs Chromium: apt-get install chromium)`, tests)) as jest.Describe);

/** Keeps the browser off the network, which no test needs. */
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

/** The looks of a page: light and dark, on a desktop and on a phone. */
export const looks = (["light", "dark"] as const).flatMap((colorScheme) =>
  [1200, 390].map((width) => ({ colorScheme, width })),
);

/** The problems of a page in one look, a line each. */
export async function complaints(
  page: Page,
  { colorScheme, width }: (typeof looks)[number],
): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  // Our pages have no frames, and passed rules need no details. Both options together reduce the time to a third.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`),
    ...(Number(overflow) > 0 ? [`the page is ${overflow} px wider than the window`] : []),
  ];
}
