/** `npm run mutants`: proves that the grader finds every known mistake and every mutant, and accepts every right style. */

import { resolve } from "node:path";
import type { CommandModule } from "yargs";
import { writeWhole } from "../../data/writeWhole.ts";
import type { Assignment } from "../assignment.ts";
import { shardOption, takeShard } from "../proofs/shard.ts";
import { checksOf, loadRubric, widestTrack } from "../rubric.ts";
import { UsageError } from "../submission/errors.ts";
import { progressBar } from "../terminal/progressBar.ts";
import { loadProofs } from "./staffParts.ts";

interface MutantsArguments {
  name: string[];
  combinations: number;
  seed: number;
  shard?: string;
  out?: string;
}

export const mutantsCommand = (assignment: Assignment): CommandModule<object, MutantsArguments> => ({
  command: "mutants [name...]",
  describe: "Prove that the grader finds every known mistake and mutant, and accepts every right style",
  builder: (yargs) =>
    yargs
      .positional("name", {
        type: "string",
        array: true,
        default: [],
        describe: "Only mistakes, styles and mutants whose name begins with this",
      })
      .option("combinations", {
        type: "number",
        default: 24,
        describe: "Number of random combinations of right styles",
      })
      .option("seed", { type: "number", default: 1, describe: "Seed of these combinations" })
      .option("shard", shardOption)
      .option("out", { type: "string", describe: "File for the kill matrix, as JSON" }) as never,
  handler: async (args) => {
    process.exitCode = await run(assignment, args);
  },
});

async function run(
  assignment: Assignment,
  { name: names, combinations, seed, shard, out }: MutantsArguments,
): Promise<number> {
  const proofs = await loadProofs(assignment);
  const [
    { sweep },
    { idleChecks },
    { formatMatrix, matrixData },
    { judgeSolution },
    { allSuites, quickSuites },
    { generateMutants, compiling },
    { judgeAll },
    { measureCoverage },
    { closedHoles, generatedData, generatedProblems },
    { formatKills, formatSurvivors },
  ] = await Promise.all([
    import("../proofs/mutants/sweep.ts"),
    import("../proofs/mutants/verdict.ts"),
    import("../proofs/mutants/matrix.ts"),
    import("../proofs/mutants/solution.ts"),
    import("../proofs/mutants/gradeChanged.ts"),
    import("../proofs/mutants/generated/generate.ts"),
    import("../proofs/mutants/generated/judge.ts"),
    import("../proofs/mutants/coverage.ts"),
    import("../proofs/mutants/generated/verdict.ts"),
    import("../proofs/mutants/generated/table.ts"),
  ]);
  const isChosen = ({ name }: { name: string }) =>
    names.length === 0 || names.some((prefix) => name.startsWith(prefix));
  const [named, namedStyles] = [proofs.mistakes.filter(isChosen), proofs.styles.filter(isChosen)];
  const made = await generateMutants(assignment, proofs);
  const namedMutants = made.filter(isChosen);
  const isWhole = names.length === 0 && shard === undefined;
  if (named.length + namedStyles.length + namedMutants.length === 0)
    throw new UsageError(
      `There is no mistake, no style and no mutant whose name begins with ${names.join(" or ")}`,
    );
  const chosen = { mistakes: takeShard(named, shard), variants: takeShard(namedStyles, shard) };
  // Each part runs its share of the combinations, from a different seed.
  const numbers = names.length ? [] : takeShard([...Array(combinations).keys()], shard);
  const firstSeed = seed + (numbers[0] ?? 0);

  // The slow suites may take as long as twenty mistakes.
  const lost = await judgeSolution(assignment, isWhole ? allSuites(assignment) : quickSuites(assignment));
  if (lost.length) {
    console.error(`Refused: the solution fails ${lost.length} of its checks\n  ${lost.join("\n  ")}`);
    return 1;
  }

  const startedAt = performance.now();
  const lists = proofs.survivors;
  const coverage = await measureCoverage(assignment);
  const mutants = compiling(assignment, takeShard(namedMutants, shard));
  const bar = progressBar();
  const { judged, problems } = await sweep({
    assignment,
    coverage,
    ...chosen,
    allVariants: proofs.styles,
    combinations: numbers.length,
    seed: firstSeed,
    onProgress: (done, total, name) => bar.update(done, total + mutants.length, name),
  });
  const before = chosen.mistakes.length + chosen.variants.length + numbers.length;
  const verdicts = await judgeAll(assignment, coverage, mutants, (done, total, name) =>
    bar.update(before + done, before + total, name),
  );
  bar.stop();
  problems.push(...generatedProblems(verdicts, made, lists));
  const rubric = loadRubric(assignment);
  const ids = checksOf(rubric, widestTrack(rubric)).map(({ id }) => id);
  if (isWhole) problems.push(...idleChecks(judged, ids));

  if (judged.length) console.log(formatMatrix(judged, ids));
  if (verdicts.length) {
    console.log(`\n${formatSurvivors(assignment, verdicts, lists)}\n\n${formatKills(verdicts, lists)}`);
  }
  const closed = closedHoles(verdicts, lists);
  if (closed.length) {
    console.log(`\nHoles in survivors.ts that are closed now: remove them\n  ${closed.join("\n  ")}`);
  }
  if (out) {
    await writeWhole(
      resolve(out),
      `${JSON.stringify({ seed, mistakes: matrixData(judged), generated: generatedData(verdicts, lists), problems }, null, 2)}\n`,
    );
  }
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const styles = numbers.length
    ? `, alone and in ${numbers.length} random combinations (seed ${firstSeed})`
    : "";
  console.log(
    `\n${judged.length} mistakes, ${chosen.variants.length} right styles${styles}, ${verdicts.length} mutants made by a program, in ${seconds} s`,
  );
  if (problems.length === 0) {
    console.log(
      "Every mistake fails exactly the checks that it should, every right style has full marks, every mutant is killed or listed.",
    );
    return 0;
  }
  console.error(`\n${problems.length} problems:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
  return 1;
}
