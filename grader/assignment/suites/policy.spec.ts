/** The rules of the assignment, told from the text of the submission and from what it did while it was graded. */

import { CheckError, check, run } from "../../checks/check.ts";
import { plainLine } from "../../report/plain.ts";
import { shownName } from "../../report/wording.ts";
import type { TypeProblem, TypeReport } from "../../submission/typecheck.ts";
import { givenMethods } from "../givenMethods.ts";
import { submission } from "./submission.ts";

/** Something to debug with. */
const maxLines = 200;
/** What Keras prints. One line a batch would be hundreds of times that. */
const maxLinesPerEpoch = 2;
const shownProblems = 5;
const maxProblem = 300;

function fail(expected: string, problems: string[]): void {
  if (problems.length === 0) return;
  const shown = problems.slice(0, shownProblems).map((problem) => plainLine(problem, maxProblem));
  if (problems.length > shown.length) shown.push(`and ${problems.length - shown.length} more`);
  throw new CheckError({ code: "unexpected", message: null, expected, received: shown.join("\n") });
}

check("policy.files", async () => {
  // Importing them once tells which of them cannot be imported.
  await submission.evaluate(() => null);
  const imports = run.loadProblems().map(({ module, kind, thrown, reason }) => {
    const why = {
      timeout: "it does not come to an end",
      crashed: reason,
      threw:
        thrown?.name === "#SubmissionFileError"
          ? thrown.message
          : `it throws ${shownName(thrown?.name ?? "") || "an error"}: ${thrown?.message}`,
    }[kind];
    return `${module} cannot be imported: ${why}`;
  });
  fail("ten files that compile and can be imported", [
    ...run.fileProblems.map(({ message }) => message),
    ...imports,
  ]);
});

check("policy.imports", async () => {
  fail(
    "imports of #tensor and of the assignment's own files only",
    run.importProblems.map(({ file, line, reason }) => `${file}:${line} ${reason}`),
  );
});

check("policy.signatures", async () => {
  const { signatures } = await typeReport();
  // A file that is missing or does not compile, or imports what there is not, costs other checks; it has no signatures to
  // judge.
  const broken = new Set([...run.fileProblems, ...run.importProblems].map(({ file }) => file));
  fail(
    "the classes and methods of the assignment",
    lines(signatures.filter(({ file }) => !broken.has(file))),
  );
});

check("policy.types", async () => {
  const { types } = await typeReport();
  fail("no errors from the TypeScript compiler", lines(types));
});

check("policy.vectorised", async () => {
  const { loops, tables } = await typeReport();
  for (const { file, line, message } of tables) {
    run.warn({
      check: "policy.vectorised",
      message: `${file} holds a table of numbers or a long text: is it something that should have been learned?`,
      evidence: `${message}, from line ${line} on`,
    });
  }
  fail("calls on whole tensors", lines(loops));
});

check("policy.printing", async () => {
  const { lines, epochs } = run.printed();
  if (lines <= maxLines + maxLinesPerEpoch * epochs) return;
  const { prints } = await typeReport();
  const own = prints.filter(({ methods = [] }) => !methods.some((name) => Object.hasOwn(givenMethods, name)));
  fail(`at most ${maxLines} lines, and ${maxLinesPerEpoch} for each epoch of training`, [
    `${lines.toLocaleString("en")} lines, ${epochs.toLocaleString("en")} epochs`,
    ...own.map(({ file, line, message }) => `${file}:${line} ${message}`),
  ]);
});

async function typeReport(): Promise<TypeReport> {
  const report = await run.typecheck();
  if (report !== "timeout") return report;
  throw new CheckError({
    code: "crashed",
    reason: "the TypeScript compiler did not come to an end with these files",
  });
}

function lines(problems: TypeProblem[]): string[] {
  return problems.map(({ file, line, message }) => `${file}${line ? `:${line}` : ""} ${message}`);
}
