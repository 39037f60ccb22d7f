/** The Jest environment of the grading suites: Node's, plus the run that they belong to. */
import { TestEnvironment } from "jest-environment-node";
import { handOver, takeOver } from "../run/handOver.ts";

export default class SuiteEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    handOver(takeOver(globalThis), this.global);
  }
}
