/** @jest-config-loader esbuild-register */
import type { Config } from "jest";

/** Tests of this project (`*.test.ts`). The grading suites (`*.spec.ts`) are run by `npm run grade`, one submission at a time. */
const config: Config = {
  testMatch: ["**/*.test.ts"],
  testEnvironment: "node",
  transform: { "\\.ts$": "./grader/run/transform.cjs" },
  setupFiles: ["./grader/testing/plainText.ts"],
  testTimeout: 30_000,
  // Most tests wait for processes of their own; both cores of a small machine should be busy with them.
  maxWorkers: "100%",
};

export default config;
