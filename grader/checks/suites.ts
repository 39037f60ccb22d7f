/**
 * What Jest is given to run: the suites of this run, in the order of the rubric, so that whatever a check requires has
 * been judged before it. As one test file they share a context; one for each would cost a second in all.
 */
import { join } from "node:path";
import { takeOver } from "../run/handOver.ts";
import { handIn, run } from "./check.ts";

handIn(takeOver(globalThis));
for (const suite of run.suites) {
  describe(suite, () => {
    require(join(run.assignment.suites, `${suite}.spec.ts`));
  });
}
