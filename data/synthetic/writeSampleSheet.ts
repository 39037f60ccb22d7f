import { join } from "node:path";
import { PNG } from "pngjs";
import { writeWholeSync } from "../writeWhole.ts";
import { sampleSheet } from "./sampleSheet.ts";

// The script behind `npm run samples`.
writeWholeSync(join(__dirname, "samples.png"), PNG.sync.write(sampleSheet(), { colorType: 0 }));
