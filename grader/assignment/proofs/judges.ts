/**
 * Runs checks without a whole grading run, for sweeps. The real suites judge the real sandbox in this process, so that a
 * thousand seeds or hundreds of submissions take only minutes.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { collectChecks, handIn } from "../../checks/check.ts";
import { loadRubric } from "../../rubric.ts";
import type { CheckResult, CheckRun, Context } from "../../run/suiteRun.ts";
import { Sandbox } from "../../sandbox/sandbox.ts";
import { compileSubmission } from "../../submission/compile.ts";
import { type StudentFile, studentFiles } from "../contract.ts";
import { assignment } from "../index.ts";

const rubric = loadRubric(assignment);
const judges = new Map<string, () => Promise<void>>();

export const run = {
  assignment,
  seed: "",
  track: "cs2470",
  suites: rubric.suites.map(({ id }) => id),
  checks: new Map(rubric.checks.map((check) => [check.id, check])),
  results: new Map<string, CheckResult>(),
  drawSeed: (purpose) => `${run.seed}/${purpose}`,
  begin: () => {},
  fault: () => {},
  record: (result) => void run.results.set(result.id, result),
  isSelected: () => true,
  called: () => {},
  framesOf: () => [],
  lookUp: async () => ({ place: null, thrownIn: null, caller: null, isFound: false, code: [] }),
  warn: () => {},
  hasWarned: () => true,
} as Partial<CheckRun> as CheckRun;

/** Loads all checks. Call it first, in a `beforeAll`. */
export function loadJudges(): void {
  handIn(run);
  require("../../checks/matchers.ts");
  collectChecks(({ id }, judge) => void judges.set(id, judge));
  for (const id of run.suites) require(`../suites/${id}.spec.ts`);
}

/** Runs `use` with a sandbox that holds the solution, with the files in `changed` replaced. */
export async function withSubmission(
  changed: Partial<Record<StudentFile, string>>,
  use: (judge: (id: string) => Promise<CheckResult | undefined>) => Promise<void>,
): Promise<void> {
  const files = new Map<string, string>(
    studentFiles.map((file) => [
      file,
      changed[file] ?? readFileSync(join(assignment.solution, file), "utf8"),
    ]),
  );
  const code = await compileSubmission({ assignment, root: assignment.solution, files });
  const sandbox = new Sandbox(code);
  await sandbox.open("seeds");
  run.open = async () =>
    ({ call: sandbox.call.bind(sandbox), close: async () => {} }) as Pick<Context, "call" | "close">;
  // Results of an earlier submission must not count as prerequisites.
  run.results.clear();
  try {
    await use(async (id) => {
      const judge = judges.get(id);
      if (!judge) throw new Error(`there is no check ${id}`);
      await judge();
      return run.results.get(id);
    });
  } finally {
    await sandbox.close();
  }
}
