/** @jest-config-loader esbuild-register */
import { availableParallelism } from "node:os";
import type { Config } from "jest";
import { compilerOptions } from "./tsconfig.json";

/** Runs the tests of this project (`*.test.ts`). `npm run grade` runs the grading suites (`*.spec.ts`), one submission at a time. */
const config: Config = {
  testMatch: ["**/*.test.ts"],
  testEnvironment: "node",
  // Dynamic imports become calls of require: Jest supports no others without a Node flag.
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
  // Some tests only wait, for a process or for time to pass. More workers keep the cores busy meanwhile.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
};

export default config;
