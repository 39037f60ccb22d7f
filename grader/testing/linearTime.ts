/**
 * Passes long texts from a submission through everything that reads it. Code that takes more than linear time would
 * take hours here. Meanwhile the grader answers no signal and enforces no time limit.
 */

import { assignment } from "../assignment/index.ts";
import { formatGradebook } from "../batch/gradebook.ts";
import { toRow } from "../batch/row.ts";
import { keepOutput, newAccount } from "../checks/limit.ts";
import { unwrittenMethod } from "../checks/unwritten.ts";
import { compareReports } from "../report/compare.ts";
import { describe as describeFailure, explain } from "../report/describe.ts";
import type { Failure } from "../report/failure.ts";
import { renderGithubClassroom } from "../report/formats/githubClassroom.ts";
import { renderGradescope } from "../report/formats/gradescope.ts";
import { renderPage } from "../report/formats/html.ts";
import { renderJson } from "../report/formats/json.ts";
import { renderJunit } from "../report/formats/junit.ts";
import { renderMarkdown } from "../report/formats/markdown.ts";
import { cut, plain, plainLine } from "../report/plain.ts";
import type { CheckReport, Report } from "../report/report.ts";
import { studentView } from "../report/studentView.ts";
import { loadRubric } from "../rubric.ts";
import { framesOf } from "../run/locateError.ts";
import { chooseFiles, cleanName } from "../submission/entries.ts";
import { resolveImport } from "../submission/importPolicy.ts";
import { formatComparison } from "../terminal/comparison.ts";
import { formatCheck, formatSummary } from "../terminal/format.ts";
import { affectedSuites } from "../watch/affected.ts";
import { makeReport } from "./reports.ts";

const length = 250_000;
/** Processor time for these characters on a slow machine. Quadratic time would take some 10^11 steps. */
const limitMs = 5_000;

export const kinds: Record<string, string> = {
  blanks: " ",
  "line feeds": "\n",
  "blanks and line feeds": " \n",
  "carriage returns": "\r\n",
  tabs: "\t",
  "line separators": "\u2028",
  quotes: '"',
  apostrophes: "'",
  backticks: "`",
  "single backticks": "` ",
  brackets: "[",
  parentheses: "(",
  braces: "{",
  digits: "1",
  "numbers in brackets": "[\n  1,\n",
  backslashes: "\\",
  folders: "a/",
  "folders above": "../",
  dots: ".",
  colons: ":",
  "colons and blanks": ": ",
  hashes: "#",
  "hashes and words": "##a",
  letters: "a",
  names: "a.ts:1:1 ",
  frames: "    at f (beras/core.ts:1:1)\n",
  "half characters": "\ud800",
  "low surrogates": "\udc00",
  "combining marks": "\u0301",
  "bidirectional control characters": "\u202e",
  "zero-width spaces": "\u200b",
  escapes: "\x1b",
  "color codes": "\x1b[31m",
  "unterminated escape codes": "\x1b]8;;",
  "parameters of escape codes": "\x1b[1;1;1;1;1;1",
  semicolons: ";",
  "equals signs": "=",
  ampersands: "&",
  "angle brackets": "<",
  "ends of CDATA": "]]>",
  imports: "import ",
  "unterminated imports": 'from "../',
  sentences: " is not implemented yet",
};

const facts = { key: "k", isFault: false, isTakenOver: false };
const rubric = loadRubric(assignment);
const checks = new Map(rubric.checks.map((check) => [check.id, check]));

const failures = (text: string): Failure[] => [
  { code: "threw", name: text, message: text, frames: [] },
  { code: "wrong-type", name: "output", expected: "a Tensor", received: text },
  { code: "unexpected", message: text, expected: text, received: text },
  { code: "unfinished", what: text },
  { code: "file", message: text },
  { code: "crashed", reason: { code: "process-ended" } },
];

/** A report in which every text is this one, uncut. */
function reportOf(text: string): Report {
  const report = makeReport({ name: text, failures: { "losses.mse.forward": failures(text)[0] } });
  const texts = { message: text, expected: text, received: text, hint: text, output: text };
  const where = { file: text, line: 1, method: text };
  const checks = report.checks.map(
    (check): CheckReport =>
      check.status === "passed" ? check : { ...check, ...texts, where, status: "failed" },
  );
  const warnings = [{ check: "losses.mse.forward", message: text, evidence: text }];
  return { ...report, message: text, submission: { ...report.submission, name: text }, checks, warnings };
}

const readers: Record<string, (text: string) => unknown> = {
  cut: (text) => cut(text, 1e6),
  plain: (text) => [plain(text), plain(text, 1e7)],
  plainLine: (text) => [plainLine(text), plainLine(text, 1e7)],
  "failures in words": (text) =>
    failures(text).map((failure) => [describeFailure(failure, "Dense.forward"), explain(failure)]),
  "the report": (text) =>
    failures(text).map((failure) =>
      makeReport({
        name: text,
        failures: { "losses.mse.forward": failure },
        output: { "losses.mse.forward": text },
        lines: { "losses.mse.forward": 9e9 },
        warnings: [{ check: "losses.mse.forward", message: text, evidence: text }],
      }),
    ),
  "the place of an error": (text) => {
    const sourceMaps = new Map([
      ["beras/core.ts", '{"version":3,"sources":["core.ts"],"names":[],"mappings":""}'],
    ]);
    return framesOf(text, sourceMaps);
  },
  "an unwritten method": (text) => unwrittenMethod(text, { assignment, checks }),
  "what is printed": (text) => keepOutput(newAccount(), { text, lines: 1 }),
  "an import": (text) =>
    [text, `./${text}`].map((specifier) =>
      resolveImport(assignment, specifier, "beras/core.ts", () => false),
    ),
  "a source file, for watch mode": (text) =>
    affectedSuites(["beras/core.ts"], new Map([["beras/layers.ts", text]]), rubric, "cs1470"),
  "an entry of an archive": (text) => {
    try {
      const name = cleanName(text, "alice.zip") ?? text;
      const entry = { name, kind: "file", bytes: 1, packedBytes: 1 } as const;
      return chooseFiles(assignment, [entry], { folder: "", flat: null, marker: null }, "alice.zip");
    } catch (error) {
      return error;
    }
  },
};

/** Everything that reads a report. */
const views: Record<string, (report: Report, of: typeof assignment) => unknown> = {
  json: renderJson,
  html: renderPage,
  markdown: renderMarkdown,
  junit: renderJunit,
  gradescope: renderGradescope,
  "github-classroom": renderGithubClassroom,
  "a check on a terminal": ({ checks }) => checks.map((check) => formatCheck(check)),
  "the score on a terminal": (report) => formatSummary(studentView(report), "report.json", assignment),
  "a comparison of reports": (report) =>
    formatComparison(compareReports(report, makeReport({ name: "bob" }))),
  "a gradebook": (report) => {
    const { name } = report.submission;
    const students = [{ name, sid: name, email: name }];
    return formatGradebook([toRow({ name: "alice", path: "", students }, report, facts)], rubric);
  },
};

/** Ends in a text that no pattern matches, so that each pattern tries to backtrack. */
const textOf = (part: string) => `${part.repeat(length / part.length)}\0x`;

/** Tests some of the kinds of text. */
export function testLinearTime(chosen: string[]): void {
  let columns: number;
  beforeAll(() => {
    columns = process.stdout.columns;
    // Lines wrap only on a terminal.
    process.stdout.columns = 40;
  });
  afterAll(() => {
    process.stdout.columns = columns;
  });

  test.each(chosen)(
    "a quarter of a megabyte of %s",
    async (kind) => {
      const slow: string[] = [];
      const measure = (name: string, read: () => unknown) => {
        const before = process.cpuUsage();
        read();
        const ms = process.cpuUsage(before).user / 1000;
        if (ms > limitMs) slow.push(`${name}: ${Math.round(ms)} ms`);
      };
      const text = textOf(kinds[kind]);
      for (const [name, read] of Object.entries(readers)) measure(name, () => read(text));
      // A report holds at most 10,000 characters of each text. This one holds ten times as many.
      const report = reportOf(plain(text, 1e5));
      for (const [name, view] of Object.entries(views)) measure(name, () => view(report, assignment));
      expect(slow).toEqual([]);
    },
    120_000,
  );
}
