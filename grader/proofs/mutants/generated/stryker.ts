/** Generates mutants with StrykerJS's instrumenter between the solution's markers. */
import { Instrumenter } from "@stryker-mutator/instrumenter";
import type { Draft } from "./mutant.ts";
import { markedRanges } from "./site.ts";

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, fatal() {} };
const levels = ["Trace", "Debug", "Info", "Warn", "Error", "Fatal"].map((level) => [
  `is${level}Enabled`,
  () => false,
]);

export async function strykerDrafts(file: string, text: string): Promise<Draft[]> {
  const instrumenter = new Instrumenter({ ...silent, ...Object.fromEntries(levels) });
  const options = { plugins: null, excludedMutations: [], ignorers: [], noHeader: true };
  const { mutants } = await instrumenter.instrument([{ name: file, content: text, mutate: true }], options);
  const ranges = markedRanges(text);
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = ({ line, column }: { line: number; column: number }) => lineStarts[line] + column;
  return mutants
    .map(({ mutatorName, replacement, location }) => ({
      operator: `stryker/${mutatorName}`,
      edits: [{ start: offset(location.start), end: offset(location.end), text: replacement }],
    }))
    .filter(({ edits: [{ start, end }] }) => ranges.some(([first, last]) => start >= first && end <= last));
}
