/** Formats the calls of a check in the sandbox, with their inputs and results: for a disputed verdict. */
import { inspect } from "node:util";
import { describe } from "../report/describe.ts";
import { plain } from "../report/plain.ts";
import type { CheckCall } from "../run/suiteRun.ts";
import { pc } from "./colors.ts";

/** Longer values are cut: a training gets 60,000 images, and people compare much shorter values. */
const maxText = 4000;
const options = { depth: 4, maxArrayLength: 60, maxStringLength: 400, breakLength: 100 };

export function formatCall({ check, source, args, outcome }: CheckCall): string {
  const rows: [string, string][] = [["Runs", dedent(source)]];
  if (args !== undefined) rows.push(["With", inspect(args, options)]);
  rows.push(
    outcome.kind === "returned"
      ? ["Returned", inspect(outcome.value, options)]
      : ["Failed", describe(outcome.failure).message ?? outcome.failure.code],
  );
  const lines = rows.map(([label, text]) => {
    const words = plain(text, maxText).replaceAll("\n", `\n${" ".repeat(16)}`);
    return `      ${pc.dim(label.padEnd(9))} ${words}`;
  });
  return [`    ${check}`, ...lines].join("\n");
}

/** Removes the indentation that the code has in its suite. */
function dedent(source: string): string {
  const [first, ...rest] = source.split("\n");
  const indents = rest.filter((line) => line.trim()).map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const depth = Math.min(...indents, 100);
  return [first, ...rest.map((line) => line.slice(depth))].join("\n");
}
