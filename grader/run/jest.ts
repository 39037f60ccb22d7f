/** Runs the suites with Jest, in this process: they only judge, and never run a submission's code themselves. */
import { join } from "node:path";
import { runCLI } from "jest";

const suites = join(__dirname, "../suites");
const house = join(__dirname, "../..");

/**
 * @param names the suites to run, by the names of their spec files
 * @returns what went wrong with the suites themselves, a line each: no verdict of theirs is among it
 */
export async function runSuites(names: string[]): Promise<string[]> {
  const config = {
    rootDir: house,
    roots: [suites],
    testMatch: names.map((name) => `${suites}/${name}.spec.ts`),
    testEnvironment: join(suites, "support/environment.ts"),
    testSequencer: join(suites, "support/sequencer.cjs"),
    setupFilesAfterEnv: [join(suites, "support/matchers.ts")],
    transform: { "\\.ts$": ["ts-jest", { diagnostics: false, tsconfig: join(house, "tsconfig.json") }] },
    cacheDirectory: join(house, "node_modules/.cache/beras/jest"),
    reporters: [],
  };
  const { results } = await runCLI(
    { config: JSON.stringify(config), runInBand: true, watchman: false, silent: true, _: [], $0: "grade" },
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
