import { writeWholeSync } from "../../data/writeWhole.ts";
import { schemaFiles } from "./files.ts";

// The script behind `npm run schemas`.
for (const [file, text] of schemaFiles()) writeWholeSync(file, text);
