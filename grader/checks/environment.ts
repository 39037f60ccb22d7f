/** The Jest environment of the grading suites: Node's environment and the run. */
import { TestEnvironment } from "jest-environment-node";
import { handOver, takeOver } from "../run/handOver.ts";

export default class SuiteEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    handOver(takeOver(globalThis), this.global);
  }
}
