/** `npm run similarity`: writes a class for Dolos and JPlag. */
import { join, relative, resolve, sep } from "node:path";
import type { CommandModule } from "yargs";
import type { Assignment } from "../assignment.ts";

interface SimilarityArguments {
  folder: string;
  out: string;
}

export const similarityCommand = (assignment: Assignment): CommandModule<object, SimilarityArguments> => ({
  command: "similarity <folder>",
  describe: "Write a class for programs that compare code: Dolos and JPlag",
  builder: (yargs) =>
    yargs
      .positional("folder", {
        type: "string",
        demandOption: true,
        describe: "Contains the submissions, as for `grade:batch`",
      })
      .option("out", {
        type: "string",
        demandOption: true,
        requiresArg: true,
        describe: "A new folder for the files",
      }) as never,
  handler: async ({ folder, out }) => {
    const { findSubmissions } = await import("../batch/find.ts");
    const { openClass } = await import("../batch/openClass.ts");
    const { writeForOthers } = await import("../batch/similarity/forOthers.ts");
    const opened = await openClass(resolve(folder));
    try {
      const { submissions } = findSubmissions(assignment, opened.folder, resolve(out), folder);
      const { count, leftOut } = await writeForOthers(assignment, submissions, resolve(out));
      const shown = (name: string) => relative(process.cwd(), resolve(join(out, name))).replaceAll(sep, "/");
      for (const line of leftOut) console.log(`Left out: ${line}`);
      console.log(`${count} ${count === 1 ? "submission" : "submissions"}, and the stencil as shared code:`);
      console.log(`  dolos run -l typescript ${shown("dolos.zip")}`);
      console.log(
        `  java -jar jplag.jar -l typescript -bc ${shown("jplag/stencil")} ${shown("jplag/submissions")}`,
      );
    } finally {
      opened.close();
    }
  },
});
