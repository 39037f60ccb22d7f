import { join } from "node:path";
import { PNG } from "pngjs";
import { writeWholeSync } from "../writeWhole.ts";
import { sampleSheet } from "./sampleSheet.ts";

// A script: `npx tsx data/synthetic/writeSampleSheet.ts` draws samples.png anew.
writeWholeSync(join(__dirname, "samples.png"), PNG.sync.write(sampleSheet(), { colorType: 0 }));
