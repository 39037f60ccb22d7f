/** From a failure as data to what people read. */
import * as tensor from "#tensor";
import type { Assignment } from "../assignment.ts";
import type { Located } from "../run/place.ts";
import { inPlaceOf } from "../submission/python.ts";
import { say } from "../wording/catalogue.ts";
import { diagnoses, hints } from "../wording/diagnoses.ts";
import { engineErrors } from "../wording/engine.ts";
import { failures, type Words } from "../wording/failures.ts";
import { labels, statusLabels } from "../wording/labels.ts";
import type { Failure } from "./failure.ts";
import { formatPlace } from "./place.ts";
import type { CheckReport } from "./report.ts";

/** A message of the engine is not longer. */
const maxMessage = 300;

/**
 * @param method what the check judges, such as "Queue.push"
 * @param located where an error came from
 */
export function describe(failure: Failure, method?: string, located?: Located): Words {
  const sentence = failures[failure.code] as (parameters: Failure, context: object) => Words;
  return sentence(failure, { subject: method ?? "The submission", located });
}

/**
 * The hint that a failure itself gives; null if there is none.
 * @param explanations the assignment's known mistakes
 */
export function explain(failure: Failure, explanations: Assignment["explanations"] = {}): string | null {
  if (failure.code === "timeout") return hints.timeout;
  if (isNothing(failure)) return hints.nothing;
  if (failure.code === "unexpected" && failure.hint !== undefined) return failure.hint;
  if (failure.code === "threw") {
    const [, name] = failure.message.match(/^(\w+) is not defined$/) ?? [];
    // An error without a frame came up where the check used a result.
    if (!name) return failure.frames.length ? ofEngine(failure.message) : null;
    return Object.hasOwn(tensor, name) ? hints["not-imported"]({ name }) : inPlaceOf(name);
  }
  const diagnosis = "diagnosis" in failure ? failure.diagnosis : null;
  if (!diagnosis) return null;
  return diagnosis.code === "known" ? (explanations[diagnosis.mistake] ?? null) : say(diagnoses, diagnosis);
}

const isNothing = (failure: Failure) => failure.code === "wrong-type" && failure.received === "undefined";

/** Null for an error with a message of its own. */
function ofEngine(message: string): string | null {
  for (const [pattern, sentence] of engineErrors) {
    const [found, ...parts] = message.slice(0, maxMessage).match(pattern) ?? [];
    if (found !== undefined) return sentence(...parts);
  }
  return null;
}

/** What went wrong, for tools: codes of the catalogue, from the general to the particular. */
export function codesOf(failure: Failure): string[] {
  const codes: (string | undefined)[] = [failure.code];
  if (failure.code === "wrong-type") codes.push(failure.kind);
  if (failure.code === "unexpected") codes.push(...(failure.details ?? []));
  if (isNothing(failure) || (failure.code === "unexpected" && failure.hint !== undefined)) codes.push("told");
  if (failure.code === "file") codes.push(failure.problem);
  if (failure.code === "crashed" || failure.code === "not-run") codes.push(failure.reason.code);
  const diagnosis = "diagnosis" in failure ? failure.diagnosis : null;
  codes.push(diagnosis?.code === "known" ? diagnosis.mistake : diagnosis?.code);
  return [...new Set(codes.filter((code) => code !== undefined))];
}

/** Whether the check's own hint, which is about what is computed, helps with a failure. */
export function isAboutNumbers([code, ...details]: string[]): boolean {
  return !["timeout", "file", "crashed", "throw-left"].includes(code) && !details.includes("told");
}

/** What the compiler and the grader see in the code, a line each; "" if they see nothing. */
function codeText({ code = [] }: CheckReport): string {
  return code.map(({ file, line, message }) => `${file}:${line} ${message}`).join("\n");
}

export interface Detail {
  key: keyof typeof labels | "message";
  label: string;
  text: string;
}

/**
 * All that a report says about a check, in order. Every format shows these rows.
 * @param printed what to show of the output
 */
export function detailsOf(check: CheckReport, printed = check.output): Detail[] {
  const rows: [Detail["key"], string | null | undefined][] = [
    ["message", check.message],
    ["expected", check.expected],
    ["received", check.received],
    ["code", codeText(check)],
    ["where", formatPlace(check.where)],
    ["hint", check.hint],
    ["read", check.read],
    ["decided", check.decided],
    ["printed", printed],
  ];
  return rows.flatMap(([key, text]) => {
    const label = key === "message" ? statusLabels[check.status] : labels[key];
    return text ? [{ key, label, text }] : [];
  });
}
