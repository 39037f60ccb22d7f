/** `npm run hostile`: grades every hostile and broken submission, and reports unexpected results. */
import { availableParallelism } from "node:os";
import type { CommandModule } from "yargs";
import type { Assignment } from "../assignment.ts";
import { shardOption, takeShard } from "../proofs/shard.ts";
import { UsageError } from "../submission/errors.ts";
import { loadProofs } from "./staffParts.ts";

interface HostileArguments {
  name: string[];
  quick: boolean;
  times: number;
  shard?: string;
}

export const hostileCommand = (assignment: Assignment): CommandModule<object, HostileArguments> => ({
  command: "hostile [name..]",
  describe: "Grade the hostile and broken submissions, and compare with the expected results",
  builder: (yargs) =>
    yargs
      .positional("name", {
        type: "string",
        array: true,
        default: [],
        describe: "Only submissions whose name begins with this",
      })
      .option("quick", {
        type: "boolean",
        default: false,
        describe: "Only submissions that take little time",
      })
      .option("times", {
        type: "number",
        default: 1,
        describe: "Number of repetitions. A result that varies counts as wrong",
      })
      .option("shard", shardOption) as never,
  handler: async ({ name: names, quick, times, shard }) => {
    const [{ default: pMap }, { progressBar }, { loadCases }, { runCase }, { formatRuns }] =
      await Promise.all([
        import("p-map"),
        import("../terminal/progressBar.ts"),
        import("../proofs/hostile/case.ts"),
        import("../proofs/hostile/run.ts"),
        import("../proofs/hostile/table.ts"),
      ]);
    const { hostile: parts } = await loadProofs(assignment);
    const cases = loadCases(parts);
    const unknown = names.find((prefix) => !cases.some(({ name }) => name.startsWith(prefix)));
    if (unknown) throw new UsageError(`There is no hostile submission whose name begins with ${unknown}`);
    const isChosen = ({ name }: { name: string }) =>
      names.length === 0 || names.some((prefix) => name.startsWith(prefix));
    const chosen = takeShard(
      cases.filter((hostile) => isChosen(hostile) && (!quick || hostile.quick)),
      shard,
    );
    const startedAt = performance.now();
    const all = Array.from({ length: times }, () => chosen).flat();
    const bar = progressBar();
    let done = 0;
    const runs = await pMap(
      all,
      async (hostile) => {
        const run = { ...(await runCase(assignment, parts, hostile)), tries: hostile.tries };
        bar.update(++done, all.length, hostile.name);
        return run;
      },
      { concurrency: Math.min(2, availableParallelism()) },
    );
    bar.stop();
    console.log(formatRuns(runs));
    const wrong = runs.filter(({ problems }) => problems.length > 0).length;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    console.log(
      `\n${runs.length - wrong} of ${runs.length} hostile submissions gave the expected result (${seconds} s)`,
    );
    process.exitCode = wrong > 0 ? 1 : 0;
  },
});
