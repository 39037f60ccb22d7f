/** Runs the suites with Jest, in this process: they only judge, and never run a submission's code themselves. */
import { join } from "node:path";
import { runCLI } from "jest";

const suites = join(__dirname, "../suites");
const house = join(__dirname, "../..");

/**
 * Runs the suites of the run that was provided.
 * @returns what went wrong with the suites themselves, a line each: no verdict of theirs is among it
 */
export async function runSuites(): Promise<string[]> {
  const config = {
    rootDir: house,
    roots: [suites],
    testMatch: [join(suites, "all.ts")],
    testEnvironment: join(suites, "support/environment.ts"),
    setupFilesAfterEnv: [join(suites, "support/matchers.ts")],
    transform: { "\\.ts$": ["ts-jest", { diagnostics: false, tsconfig: join(house, "tsconfig.json") }] },
    cacheDirectory: join(house, "node_modules/.cache/beras/jest"),
  };
  const { results } = await runCLI(
    {
      config: JSON.stringify(config),
      reporters: [],
      runInBand: true,
      watchman: false,
      silent: true,
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

function firstLine(text: string): string {
  return text.split("\n", 1)[0];
}
