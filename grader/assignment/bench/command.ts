/** `npm run bench`: how fast the tensor module is, and what is built on it. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CommandModule } from "yargs";
import { writeWhole } from "../../../data/writeWhole.ts";

export const benchCommand: CommandModule<object, { out: string; quick: boolean; readme: boolean }> = {
  command: "bench",
  describe: "Measure the tensor module against plain loops, and against other libraries if there are any",
  builder: (yargs) =>
    yargs
      .option("out", { type: "string", default: "bench.json", describe: "Where to write the figures" })
      .option("quick", {
        type: "boolean",
        default: false,
        describe: "Only see whether all of it runs; the figures mean nothing",
      })
      .option("readme", { type: "boolean", default: false, describe: "Write the table of README.md" }),
  handler: async ({ out, quick, readme }) => {
    const { bench } = await import("./bench.ts");
    const effort = await import("./effort.ts");
    const { formatSection } = await import("./table.ts");
    const report = await bench(quick ? effort.quick : effort.full, (section) =>
      console.log(formatSection(section)),
    );
    await writeWhole(resolve(out), `${JSON.stringify(report, null, 2)}\n`);
    if (readme) {
      const path = join(__dirname, "../../../README.md");
      const { withFigures } = await import("./readme.ts");
      await writeWhole(path, withFigures(readFileSync(path, "utf8"), report));
    }
    const { data, numpy, libraries } = report;
    console.log(
      `Medians of repeated runs. "vs": how many times as fast (for memory: how many times less). GF/s: 10^9 operations a second.`,
    );
    console.log(
      `Node ${report.node}, ${report.processor}; in use here: ${report.implementation}; ${data.images} images of ${data.name}`,
    );
    if (numpy) {
      console.log(`NumPy ${numpy.version}, ${numpy.blas}`);
      for (const [name, settings] of Object.entries(numpy.settings)) console.log(`  ${name}: ${settings}`);
    } else {
      console.log("There is no python3 with NumPy to compare with.");
    }
    for (const [name, version] of Object.entries(libraries)) {
      console.log(
        version
          ? `${name} ${version}, its WebAssembly backend`
          : `${name} is left out: it is not installed, or does not run on Node ${report.node}.`,
      );
    }
    console.log(`Figures: ${out}`);
  },
};
