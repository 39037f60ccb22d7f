/** Runs the suites in the order of the rubric, so that whatever a check requires has been judged before it. */
import { basename } from "node:path";
import Sequencer from "@jest/test-sequencer";
import type { Test } from "jest-runner";
import { providedRun } from "../../run/suiteRun.ts";

export default class RubricSequencer extends Sequencer {
  override sort(tests: Test[]): Test[] {
    const order = [...new Set([...providedRun().checks.values()].map((check) => check.suite))];
    const position = (test: Test) => order.indexOf(basename(test.path, ".spec.ts"));
    return [...tests].sort((a, b) => position(a) - position(b));
  }
}
