/**
 * Runs everything that must work on any laptop, and prints a table: `node grader/start.cjs grader/testing/laptop/main.ts
 * [NAME...]`. Names select the steps that begin with them. `.ci/windows` runs this under Wine.
 */
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolder } from "../../removeFolder.ts";
import { commands } from "./steps.ts";
import { folders, testsOf } from "./tests.ts";
import { isWine, notUnderWine } from "./wine.ts";

async function main(wanted: string[]): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), "beras-laptop-"));
  const skipped = isWine ? Object.keys(notUnderWine) : [];
  const steps = [...commands, ...folders.map((folder) => testsOf(folder, skipped))].filter(
    ({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)),
  );
  console.log(`Node ${process.version}, ${process.platform}-${process.arch}${isWine ? " (Wine)" : ""}\n`);
  const failures: string[] = [];
  for (const [i, { name, run }] of steps.entries()) {
    const startedAt = performance.now();
    const own = join(place, String(i));
    mkdirSync(own);
    const row = (result: string, what: string) => {
      const seconds = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
      console.log(`${result.padEnd(8)}${name.padEnd(32)}${seconds.padStart(8)}  ${what}`);
    };
    try {
      row("ok", await run(own));
    } catch (error) {
      const { message } = error as Error;
      failures.push(`${name}: ${message}`);
      row("failed", message.split("\n")[0].slice(0, 100));
    }
  }
  if (isWine) for (const [name, why] of Object.entries(notUnderWine)) console.log(`skipped ${name}: ${why}`);
  for (const failure of failures) console.error(`\n${failure}`);
  removeFolder(place);
  process.exitCode = failures.length ? 1 : 0;
}

main(process.argv.slice(2));
