import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { sampleSheet } from "./sampleSheet.ts";

it("the committed picture shows the current digits (to update it: npm run samples)", () => {
  const committed = PNG.sync.read(readFileSync(join(__dirname, "samples.png")));
  const now = sampleSheet();
  expect([committed.width, committed.height]).toEqual([now.width, now.height]);
  // Compares pixels, because versions of Node may compress files differently.
  expect(committed.data.equals(now.data)).toBe(true);
});
