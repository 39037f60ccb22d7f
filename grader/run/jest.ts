/** Runs the suites with Jest, in this process: they only judge, and never run a submission's code themselves. */
import { accessSync, constants, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import { handOver } from "./handOver.ts";
import type { CheckRun } from "./suiteRun.ts";

const { runCLI } = loadJest();

/** On a terminal, Jest prints while it begins, into the middle of our screen. In CI it does not, and looks only when it is loaded. */
function loadJest(): typeof import("@jest/core") {
  const { CI } = process.env;
  if (process.stdout.isTTY) process.env.CI = "true";
  try {
    return require("@jest/core");
  } finally {
    if (CI === undefined) delete process.env.CI;
    else process.env.CI = CI;
  }
}

const checks = join(__dirname, "../checks");
const house = join(__dirname, "../..");

/**
 * What the suites' arithmetic looks up all the time. Jest hands it to each module as a parameter: in a `vm` context every look-up
 * of a global goes through an interceptor.
 */
const globals = [
  "Array",
  "Error",
  "Float32Array",
  "Float64Array",
  "Map",
  "Math",
  "Number",
  "Object",
  "Set",
  "Symbol",
];

/**
 * Runs the suites on a submission.
 * @returns what went wrong with the suites themselves, a line each: no verdict of theirs is among it
 */
export type RunSuites = (run: CheckRun) => Promise<string[]>;

/** In a context of their own. */
export const runSuites: RunSuites = (run) => {
  handOver(run, globalThis);
  return runFile("suites");
};

let judge: Promise<RunSuites> | undefined;

/**
 * In a context that stays: to load the suites takes longer than many checks, and fresh code is slow. For suites that keep no
 * state, in the project's own proofs and in watch mode.
 */
export const runKeptSuites: RunSuites = async (run) => {
  judge ??= new Promise((resolve, reject) => {
    handOver(resolve, globalThis);
    runFile("keptSuites").then((faults) => reject(new Error(faults[0] ?? "the suites have ended")), reject);
  });
  return (await judge)(run);
};

async function runFile(name: string): Promise<string[]> {
  const config = {
    rootDir: house,
    roots: [checks],
    // Not by its path: a pattern made of one goes wrong where a folder is called "[x]", or "node_modules".
    testRegex: [`[/\\\\]${name}\\.ts$`],
    testPathIgnorePatterns: [],
    transformIgnorePatterns: [],
    haste: { retainAllFiles: true },
    testEnvironment: join(checks, "environment.ts"),
    setupFilesAfterEnv: [join(checks, "matchers.ts")],
    transform: { "\\.ts$": join(__dirname, "transform.cjs") },
    cacheDirectory: cacheFolder(),
    sandboxInjectedGlobals: globals,
  };
  const { results } = await runCLI(
    {
      config: JSON.stringify(config),
      reporters: [],
      runInBand: true,
      watchman: false,
      silent: true,
      // Otherwise Jest ends the process, and there is no report.
      passWithNoTests: true,
      _: [],
      $0: "grade",
    },
    [house],
  );
  return results.testResults.flatMap((file) => [
    ...(file.testExecError ? [firstLine(file.testExecError.message)] : []),
    ...file.testResults.flatMap((test) =>
      test.failureMessages.map((message) => `${test.title}: ${firstLine(message)}`),
    ),
  ]);
}

/** Kept between runs; where that may not be written, a folder of this run's own. (Without a cache Jest fails.) */
function cacheFolder(): string {
  const kept = join(house, "node_modules/.cache/grader/jest");
  try {
    mkdirSync(kept, { recursive: true });
    accessSync(kept, constants.W_OK);
    return kept;
  } catch {
    const folder = makeTemporaryFolder("cache");
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0];
}
