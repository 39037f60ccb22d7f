/** Makes the report from the results of the checks. A check that is not known to have passed earns nothing. */
import { implementation } from "#tensor";
import type { Assignment, Track } from "../assignment.ts";
import { codesOf, describe, explain, isAboutNumbers } from "../report/describe.ts";
import type { Failure } from "../report/failure.ts";
import { type HintStages, toldAt } from "../report/hints.ts";
import type { Place } from "../report/place.ts";
import { plain, plainLine } from "../report/plain.ts";
import { graderVersion } from "../report/provenance.ts";
import type { CheckReport, CodeMessage, Ignored, Report, ReportStatus, Warning } from "../report/report.ts";
import { totals } from "../report/totals.ts";
import { checksOf, isSelected, loadRubric, type Rubric, type RubricCheck } from "../rubric.ts";
import { isolationLayers } from "../sandbox/launch.ts";
import type { Submission } from "../submission/locate.ts";
import type { TypeProblem } from "../submission/typecheck.ts";
import type { Message } from "../wording/catalogue.ts";
import { float32Advice } from "../wording/diagnoses.ts";
import type { omissions } from "../wording/failures.ts";
import { output as outputTexts } from "../wording/output.ts";
import { messages } from "../wording/report.ts";
import { lacksMarker } from "./otherTrack.ts";
import type { CheckResult, Findings, Found } from "./suiteRun.ts";

const maxOutput = 10_000;

interface Parts extends Findings {
  rubric: Rubric;
  submission: Pick<Submission, "assignment" | "name" | "track" | "hasMarker" | "files" | "notes">;
  /** The hash of all files that were read. */
  hash: string;
  ignored: Ignored;
  seed: string;
  limits: Report["limits"];
  only: string[];
  hintStages?: HintStages;
  isInspected?: boolean;
  startedAt: Date;
  durationMs: number;
  status: ReportStatus;
  message: string | null;
}

export function assembleReport(parts: Parts): Report {
  const { rubric, submission, only, startedAt, status, results } = parts;
  const checks = checksOf(rubric, submission.track).map((row) => {
    const result = results.get(row.id);
    if (result)
      return toCheckReport(row, submission.track, result, rubric, submission.assignment.explanations);
    const reason: Message<typeof omissions> = !isSelected(only, row)
      ? { code: "not-selected", only }
      : { code: status === "timed-out" ? "out-of-time" : "left-out" };
    const notRun: CheckResult = {
      lines: 0,
      epochs: 0,
      id: row.id,
      status: "not-run",
      failure: { code: "not-run", reason },
      durationMs: 0,
      output: "",
      ...(parts.hintStages && { hintStage: parts.hintStages.get(row.id) ?? 0 }),
    };
    return toCheckReport(row, submission.track, notRun, rubric);
  });
  return {
    schemaVersion: 2,
    status,
    message: parts.message ? plainLine(parts.message) : only.length ? messages.selected({ only }) : null,
    submission: {
      name: plainLine(submission.name),
      track: submission.track,
      hash: parts.hash,
      ignored: parts.ignored,
      ...(submission.notes.length ? { notes: submission.notes.map((note) => plainLine(note)) } : {}),
      ...(lacksMarker(submission, rubric) ? { lacksMarker: true } : {}),
    },
    ...totals(checks, rubric.extraCredit.aboveTotal),
    dataset: parts.dataset,
    seed: parts.seed,
    limits: parts.limits,
    grader: { version: graderVersion(), rubric: rubric.hash },
    environment: environment(parts.isInspected),
    startedAt: startedAt.toISOString(),
    durationMs: parts.durationMs,
    suites: rubric.suites.filter(({ id }) => checks.some(({ suite }) => suite === id)),
    checks,
    // The report must not depend on which of two trainings ends first.
    warnings: inOrder(checks, parts.warnings).map((warning) => toWarning(warning, submission.assignment)),
    ...(rubric.showsWarnings ? { showsWarnings: true } : {}),
    sections: inOrder(checks, parts.sections),
    manual: rubric.manual
      .filter(({ tracks }) => tracks.includes(submission.track))
      .map(({ id, title }) => ({ id, title })),
  };
}

/** Sorts parts of checks in the order of the checks. */
function inOrder<Part extends { check: string }>(checks: CheckReport[], parts: Part[]): Part[] {
  return checks.flatMap(({ id }) => parts.filter(({ check }) => check === id));
}

/**
 * The report on something that cannot be graded at all.
 * @param code of the catalogue, for tools
 */
export function rejectedReport(
  assignment: Assignment,
  name: string,
  track: Track | null,
  seed: string,
  message: string,
  code?: string,
): Report {
  return {
    schemaVersion: 2,
    status: "rejected",
    message: plainLine(message),
    ...(code !== undefined && { code }),
    submission: { name: plainLine(name), track, hash: null },
    score: 0,
    maxScore: 0,
    percent: 0,
    dataset: null,
    seed,
    limits: null,
    grader: { version: graderVersion(), rubric: loadRubric(assignment).hash },
    environment: environment(),
    startedAt: new Date().toISOString(),
    durationMs: 0,
    checks: [],
    warnings: [],
    sections: [],
    manual: [],
  };
}

/** The report if the grader itself has failed or its data is damaged. It contains no verdicts. */
export function faultReport(...about: Parameters<typeof rejectedReport>): Report {
  return { ...rejectedReport(...about), status: "fault", score: null, percent: null };
}

/** One check of the report. */
export function toCheckReport(
  row: RubricCheck,
  track: Track,
  result: CheckResult,
  rubric: Pick<Rubric, "checks">,
  explanations?: Assignment["explanations"],
): CheckReport {
  const maxPoints = row.points[track] ?? 0;
  const words = result.failure
    ? describe(result.failure, row.method, result.found)
    : { message: null, expected: null, received: null };
  const where = result.failure && placeOf(result.failure, row, result.found);
  // An error of another method: what helps with that one is the hint of its own check.
  const isElsewhere = result.failure?.code === "threw" && where?.method !== row.method;
  const judge = isElsewhere ? rubric.checks.find(({ method }) => method && method === where?.method) : null;
  const advising = judge ?? row;
  return {
    id: row.id,
    ...(row.visibility && { visibility: row.visibility }),
    suite: row.suite,
    title: row.title,
    kind: row.kind,
    points: result.status === "passed" ? maxPoints : 0,
    maxPoints,
    status: result.status,
    durationMs: result.durationMs,
    ...(result.failure && { codes: codesOf(result.failure).map((code) => plainLine(code, 100)) }),
    message: plainOrNull(words.message),
    ...(result.status === "todo" && unwrittenOf(result)),
    expected: plainOrNull(words.expected),
    received: plainOrNull(words.received),
    ...(result.found?.code.length && { code: result.found.code.map(toCodeMessage) }),
    where,
    ...(result.failure ? hintsFor(result.failure, advising, result.hintStage, explanations) : { hint: null }),
    ...(result.hintStage && { hintStage: result.hintStage }),
    ...(result.isFloat32 && result.status === "passed" && { advice: float32Advice }),
    ...outputOf(result),
    ...(result.comparisons?.length ? { comparisons: result.comparisons } : {}),
    ...(result.graph && { graph: result.graph }),
  };
}

/** The place of the error, or else of the failure, or else of the check. Names are the submission's. */
function placeOf(failure: Failure, row: RubricCheck, found?: Found): Place | null {
  const place: Partial<Place> = found?.place ?? whereItSays(failure) ?? row;
  const { file = null, line = null, method = null } = place;
  if (!file && !method) return null;
  return toPlainPlace({ file, line, method });
}

const toPlainPlace = ({ file, line, method }: Place): Place => ({
  file: file && plainLine(file),
  line,
  method: method && plainLine(method),
});

function whereItSays(failure: Failure): Partial<Place> | undefined {
  if (failure.code === "throw-left") return { ...failure, method: failure.what };
  return failure.code === "unexpected" ? failure.at : undefined;
}

function toCodeMessage({ file, line, message }: TypeProblem): CodeMessage {
  return { file: plainLine(file), line, message: plainLine(message) };
}

/** What explains the mistake; then what to try; then where to read. */
function hintsFor(
  failure: Failure,
  { hint, read }: RubricCheck,
  stage: number | undefined,
  explanations: Assignment["explanations"],
): Pick<CheckReport, "hint" | "read"> {
  const { whatToTry, whereToRead } = toldAt(stage);
  const advice = whatToTry && isAboutNumbers(codesOf(failure)) ? hint : null;
  const text = [explain(failure, explanations), advice].filter(Boolean).join(" ");
  return { hint: text || null, ...(whereToRead && advice && read && { read }) };
}

function unwrittenOf({ failure }: CheckResult): Pick<CheckReport, "unwritten"> {
  return failure && "what" in failure ? { unwritten: plainLine(failure.what, 200) } : {};
}

/** Cleans a warning, which contains names of the submission's files, and says how to follow it. */
function toWarning(
  { message, evidence, where, ...warning }: Warning,
  { warnings = {} }: Assignment,
): Warning {
  return {
    ...warning,
    message: plainLine(message),
    evidence: plainLine(evidence),
    ...(where && { where: toPlainPlace(where) }),
    ...(warning.code !== undefined && Object.hasOwn(warnings, warning.code) && warnings[warning.code]),
  };
}

function plainOrNull(text: string | null): string | null {
  return text === null ? null : plain(text);
}

function outputOf({ output, lines }: CheckResult): Pick<CheckReport, "output" | "outputLines"> {
  if (!output) return { output: null };
  const kept = output.split("\n").length - 1;
  // The output was cut when it was collected, if the count is right. It comes from the sandbox.
  if (!Number.isSafeInteger(lines) || lines <= kept) return { output: plain(output, maxOutput) };
  return {
    output: plain(`${output.trimEnd()}\n${outputTexts["lines-in-all"]({ count: lines })}\n`, maxOutput),
    outputLines: lines,
  };
}

function environment(isInspected = false): Report["environment"] {
  return {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    tensor: implementation(),
    isolation: isolationLayers(isInspected),
  };
}
