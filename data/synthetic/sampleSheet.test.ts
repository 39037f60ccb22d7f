import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { sampleSheet } from "./sampleSheet.ts";

it("the committed picture shows the digits as they are drawn now (else: npx tsx data/synthetic/writeSampleSheet.ts)", () => {
  const committed = PNG.sync.read(readFileSync(join(__dirname, "samples.png")));
  const now = sampleSheet();
  expect([committed.width, committed.height]).toEqual([now.width, now.height]);
  // Pixels, not files: zlib may pack them differently in another version of Node.
  expect(committed.data.equals(now.data)).toBe(true);
});
