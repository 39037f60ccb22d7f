/**
 * The file that Jest runs: the suites of this run in the rubric's order, so that prerequisites are judged first. All suites
 * share one file and one context. A file for each would cost a second.
 */
import { join } from "node:path";
import { takeOver } from "../run/handOver.ts";
import type { CheckRun } from "../run/suiteRun.ts";
import { checkRun, handIn } from "./check.ts";

handIn(takeOver<CheckRun>(globalThis));
for (const suite of checkRun.suites) {
  describe(suite, () => {
    require(join(checkRun.assignment.suites, `${suite}.spec.ts`));
  });
}
