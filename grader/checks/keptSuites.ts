/**
 * The other file that Jest runs: it ends with the process. Suites are loaded when a run first needs them, and judge one run after
 * another.
 */
import { join } from "node:path";
import { takeOver } from "../run/handOver.ts";
import type { RunSuites } from "../run/jest.ts";
import { checkRun, collectChecks, handIn, isDue } from "./check.ts";

/** In the order in which their suites declare them. */
const declared: Parameters<Parameters<typeof collectChecks>[0]>[] = [];
collectChecks((...check) => void declared.push(check));

const judgeRun: RunSuites = async (run) => {
  handIn(run);
  const faults: string[] = [];
  for (const suite of run.suites) require(join(run.assignment.suites, `${suite}.spec.ts`));
  for (const suite of run.suites) {
    for (const [row, judge] of declared) {
      if (checkRun.hasEnded) return faults;
      if (row.suite !== suite || !isDue(row)) continue;
      await judge().catch((error: Error) => {
        faults.push(`${row.title}: ${error.message.split("\n", 1)[0]}`);
      });
    }
  }
  return faults;
};

const isReady = takeOver<(judge: RunSuites) => void>(globalThis);
test("runs", () => new Promise<void>(() => isReady(judgeRun)), 2 ** 31 - 1);
