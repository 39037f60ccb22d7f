/** @jest-config-loader esbuild-register */
import { availableParallelism } from "node:os";
import type { Config } from "jest";
import { compilerOptions } from "./tsconfig.json";

/** Tests of this project (`*.test.ts`). The grading suites (`*.spec.ts`) are run by `npm run grade`, one submission at a time. */
const config: Config = {
  testMatch: ["**/*.test.ts"],
  testEnvironment: "node",
  // Dynamic imports become calls of require: Jest has no others without a flag of Node's.
  transform: {
    "\\.ts$": [
      "ts-jest",
      {
        diagnostics: false,
        tsconfig: { ...compilerOptions, module: "commonjs", moduleResolution: "bundler" },
      },
    ],
  },
  setupFiles: ["./grader/testing/plainText.ts"],
  testTimeout: 30_000,
  testSequencer: "./grader/testing/slowFirst.cjs",
  // Some tests wait, for a process or for a second to pass; the cores should be busy meanwhile.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
};

export default config;
