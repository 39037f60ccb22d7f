/** A check in plain text, for formats that show no more than that. */
import { formatPlace } from "../place.ts";
import { cut } from "../plain.ts";
import type { CheckReport } from "../report.ts";
import { codeText } from "../wording.ts";

const labels = {
  failed: "Found",
  error: "Error",
  timeout: "Timeout",
  todo: "To do",
  skipped: "Skipped",
  "not-run": "Not run",
} as Record<string, string>;
/** Services have limits of their own; what a submission printed is all that can be long. */
const maxOutput = 2000;

/** What went wrong and what to try, a line or more each; "" for a check that passed, unless a person has decided about it. */
export function explain(check: CheckReport): string {
  if (check.status === "passed" && !check.decided) return "";
  const output = check.output?.trimEnd() ?? "";
  const printed = output.length > maxOutput ? `${cut(output, maxOutput)}\n...` : output;
  return [
    [labels[check.status] ?? "", check.message],
    ["Expected", check.expected],
    ["Received", check.received],
    ["Code", codeText(check)],
    ["Where", formatPlace(check.where)],
    ["Hint", check.hint],
    ["Decided", check.decided],
    ["Printed", printed],
  ]
    .filter(([, text]) => text)
    .map(([label, text]) => `${label?.padEnd(9)} ${text?.replaceAll("\n", `\n${" ".repeat(10)}`)}`)
    .join("\n");
}
