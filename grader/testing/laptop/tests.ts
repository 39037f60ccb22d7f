/** Runs the project's own tests that depend on the platform. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { house } from "../overlay.ts";
import { output, type Step } from "./steps.ts";
import { isWine } from "./wine.ts";

export const folders = ["stencil/tensor", "grader/report", "grader/submission", "grader/sandbox"];

/** @param skipped full names of tests to skip, or their beginnings */
export function testsOf(folder: string, skipped: string[]): Step {
  return {
    name: `jest ${folder}`,
    async run(place) {
      // Wine 8 sometimes loses the end of a process, in another test each time, and a test that waits for it never ends.
      for (let again = 0; ; again++) {
        try {
          const passed = await runOnce(place, folder, skipped, again > 0);
          return again ? `${passed} in the files that failed at first, on try ${again + 1}` : passed;
        } catch (error) {
          if (!isWine || again === 2) throw error;
        }
      }
    },
  };
}

async function runOnce(
  place: string,
  folder: string,
  skipped: string[],
  onlyFailures: boolean,
): Promise<string> {
  const file = join(place, "jest.json");
  rmSync(file, { force: true });
  const jest = join(house, "node_modules/jest/bin/jest.js");
  const names = skipped.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const args = [folder, "--json", "--outputFile", file, "--testTimeout", "120000"];
  if (onlyFailures) args.push("--onlyFailures");
  if (names.length) args.push("--testNamePattern", `^(?!(${names.join("|")}))`);
  const failure = await output(process.execPath, [jest, ...args]).catch((error: Error) => error);
  if (!existsSync(file)) throw failure instanceof Error ? failure : new Error(failure);
  const { testResults, numPassedTests, numPendingTests } = JSON.parse(readFileSync(file, "utf8"));
  const failed = testResults.flatMap(
    ({
      name,
      message,
      assertionResults,
    }: {
      name: string;
      message: string;
      assertionResults: Assertion[];
    }) => {
      const own = assertionResults.filter(({ status }) => status === "failed");
      if (own.length) return own.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0]}`);
      return message && assertionResults.length === 0 ? [`${name}: ${message}`] : [];
    },
  );
  if (failed.length) throw new Error(`${failed.length} failed\n${failed.join("\n").slice(0, 5000)}`);
  return `${numPassedTests} passed${numPendingTests ? `, ${numPendingTests} left out` : ""}`;
}

interface Assertion {
  fullName: string;
  status: string;
  failureMessages: string[];
}
