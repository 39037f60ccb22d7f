/** `npm run fuzz`: damages the solution and the stencil at random, and looks for faults of the grader. */
import { availableParallelism } from "node:os";
import type { CommandModule } from "yargs";
import type { Assignment } from "../assignment.ts";
import { UsageError } from "../submission/errors.ts";
import { loadProofs } from "./staffParts.ts";

interface FuzzArguments {
  runs: number;
  seed: number;
  minutes: number;
}

export const fuzzCommand = (assignment: Assignment): CommandModule<object, FuzzArguments> => ({
  command: "fuzz",
  describe: "Grade randomly damaged submissions, and look for faults of the grader",
  builder: (yargs) =>
    yargs
      .option("runs", { type: "number", default: 1000, describe: "Number of submissions" })
      .option("seed", {
        type: "number",
        default: 1,
        describe: "Seed of the damages",
      })
      .option("minutes", {
        type: "number",
        default: 30,
        describe: "Stop after this time, even if submissions are left",
      })
      .check(({ runs, minutes }) => {
        if (!Number.isInteger(runs) || (runs as number) < 1)
          throw new UsageError("--runs expects a whole number above 0");
        if (!((minutes as number) > 0)) throw new UsageError("--minutes expects a number above 0");
        return true;
      }) as never,
  handler: async ({ runs, seed, minutes }) => {
    const { damages } = await loadProofs(assignment);
    const [{ sampleDamaged }, { violations }, { WarmGrader }] = await Promise.all([
      import("../proofs/fuzz/damage.ts"),
      import("../proofs/fuzz/invariants.ts"),
      import("../run/warmGrader.ts"),
    ]);
    const submissions = sampleDamaged(assignment.files, damages, runs, seed);
    const deadline = performance.now() + minutes * 60_000;
    console.log(`Grading ${runs} damaged submissions (--seed ${seed})`);
    let next = 0;
    let graded = 0;
    let broken = 0;
    const work = async () => {
      const grader = new WarmGrader(assignment);
      while (next < runs && performance.now() < deadline) {
        const i = next++;
        const found = await violations(assignment, submissions[i], grader);
        graded += 1;
        if (graded % 100 === 0) console.log(`${graded} graded`);
        if (found.length === 0) continue;
        broken += 1;
        console.log(`\nNumber ${i}: ${JSON.stringify(submissions[i])}\n  ${found.join("\n  ")}`);
      }
      grader.close();
    };
    await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
    if (graded < runs) console.log(`\nThe time is up: ${runs - graded} were not graded`);
    console.log(`\n${graded} damaged submissions, ${broken} broke an invariant`);
    process.exitCode = broken > 0 || graded < runs ? 1 : 0;
  },
});
