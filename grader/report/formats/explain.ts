/** A check in plain text, for formats that show no more than that. */
import { detailsOf } from "../describe.ts";
import { cut } from "../plain.ts";
import type { CheckReport } from "../report.ts";

/** Services have limits of their own; what a submission printed is all that can be long. */
const maxOutput = 2000;

/** What went wrong and what to try, a line or more each; "" for a check that passed, unless a person has decided about it. */
export function explain(check: CheckReport): string {
  if (check.status === "passed" && !check.decided) return "";
  const output = check.output?.trimEnd() ?? "";
  const printed = output.length > maxOutput ? `${cut(output, maxOutput)}\n...` : output;
  return detailsOf(check, printed)
    .map(({ label, text }) => `${label.padEnd(9)} ${text.replaceAll("\n", `\n${" ".repeat(10)}`)}`)
    .join("\n");
}
