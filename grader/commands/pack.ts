/** `npm run pack -- submission`: makes the zip file to hand in. The staff also has commands for other packages. */
import { extname, relative, resolve, sep } from "node:path";
import type { CommandModule } from "yargs";
import { type Assignment, type Track, trackIds } from "../assignment.ts";
import { inProject } from "../inProject.ts";
import { UsageError } from "../submission/errors.ts";
import { staffPackages } from "./staff.ts";

interface PackArguments {
  track?: Track;
  /** The assignment names an option. */
  [option: string]: unknown;
  what: string;
  folder: string;
  documents: string;
  out?: string;
}

export const packCommand = (assignment: Assignment): CommandModule<object, PackArguments> => {
  const packages = staffPackages(assignment);
  const dataset = assignment.packaging?.dataset;
  return {
    command: "pack <what> [folder]",
    describe: "Make a zip file, such as the submission to hand in",
    builder: (yargs) =>
      (dataset ? yargs.option(dataset.option, { type: "boolean", describe: dataset.describe }) : yargs)
        .positional("what", {
          type: "string",
          demandOption: true,
          choices: ["submission", ...Object.keys(packages)],
        })
        .positional("folder", {
          type: "string",
          default: inProject(assignment.stencil),
          describe: "The folder with a submission's code",
        })
        .option("documents", {
          type: "string",
          default: assignment.handIn.documents.replace(/\/$/, "") || ".",
          describe: `The folder with a submission's ${documentsOf(assignment)}`,
        })
        .option("track", {
          choices: trackIds(assignment),
          requiresArg: true,
          describe: "For a service: grade all submissions on this track",
        })
        .option("out", { type: "string", requiresArg: true, describe: "The file to write" })
        .check(({ what, ...args }) => {
          const options = ["track", ...(dataset ? [dataset.option] : [])];
          if (options.some((name) => args[name]) && ["submission", "student"].includes(what as string))
            throw new UsageError(
              `${options.map((name) => `--${name}`).join(" and ")} ${options.length > 1 ? "are" : "is"} for packages that grade at a service`,
            );
          return true;
        }) as never,
    handler: async ({ what, folder, documents, out, track, ...args }) => {
      const { packSubmission } = await import("../pack/submission.ts");
      const { writeZip } = await import("../pack/zip.ts");
      const file = resolve(
        out ?? (what === "submission" ? "submission.zip" : `${assignment.name}-${what}.zip`),
      );
      const { files, missing } =
        what === "submission"
          ? await packSubmission(assignment, folder, resolve(documents))
          : {
              files: await packages[what]({ track, dataset: dataset && !!args[dataset.option] }),
              missing: [],
            };
      const bytes = await writeZip(file, files);
      if (what === "submission") for (const name of files.keys()) console.log(`  ${name}`);
      for (const line of missing) console.log(`  Missing: ${line}`);
      const shown = relative(process.cwd(), file).replaceAll(sep, "/");
      console.log(`${shown}: ${files.size} files, ${Math.ceil(bytes / 1024)} kB`);
      if (what === "submission") console.log(`Grade it as it is: npm run grade -- ${shown}`);
    },
  };
};

/** "NOTES.pdf (or .md) and README.md" */
function documentsOf({ handIn }: Assignment): string {
  const one = ([first, ...others]: readonly string[]) =>
    others.length ? `${first} (or ${others.map(extname).join(", ")})` : first;
  return handIn.documentNames
    .map(one)
    .join(", ")
    .replace(/, (?=[^,]*$)/, " and ");
}
