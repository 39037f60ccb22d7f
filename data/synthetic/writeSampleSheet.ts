import { join } from "node:path";
import { PNG } from "pngjs";
import writeFileAtomic from "write-file-atomic";
import { sampleSheet } from "./sampleSheet.ts";

// A script: `npx tsx data/synthetic/writeSampleSheet.ts` draws samples.png anew.
writeFileAtomic.sync(join(__dirname, "samples.png"), PNG.sync.write(sampleSheet(), { colorType: 0 }));
