/** The rules of the assignment, told from the text of the submission and from what it did while it was graded. */

import { CheckError, check, run } from "../../checks/check.ts";
import { plainLine } from "../../report/plain.ts";
import { type LoadProblem, originOf } from "../../sandbox/protocol.ts";
import type { TypeProblem, TypeReport } from "../../submission/typecheck.ts";
import { givenMethods } from "../givenMethods.ts";
import { expectations, importSentence, rules, ruleWarnings } from "../rules.ts";
import { submission } from "./submission.ts";

/** Something to debug with. */
const maxLines = 200;
/** What Keras prints. One line a batch would be hundreds of times that. */
const maxLinesPerEpoch = 2;
const shownProblems = 5;
const maxProblem = 300;

interface Problem {
  code: string;
  message: string;
}

function fail(expected: string, problems: Problem[]): void {
  if (problems.length === 0) return;
  const shown = problems.slice(0, shownProblems).map(({ message }) => plainLine(message, maxProblem));
  if (problems.length > shown.length) shown.push(rules.more({ count: problems.length - shown.length }));
  const details = problems.map(({ code }) => code);
  throw new CheckError({ code: "unexpected", message: null, expected, received: shown.join("\n"), details });
}

check("policy.files", async () => {
  // Importing them once tells which of them cannot be imported.
  await submission.evaluate(() => null);
  fail(expectations.files, [...run.fileProblems, ...run.loadProblems().map(toProblem)]);
});

function toProblem({ module: file, kind, thrown, reason }: LoadProblem): Problem {
  if (reason) return { code: reason.code, message: importSentence({ code: "crashed", file, reason }) };
  if (kind === "timeout") {
    const reason = { code: "endless-import" } as const;
    return { code: "import-endless", message: importSentence({ code: "crashed", file, reason }) };
  }
  const { name = "", message = "" } = thrown ?? {};
  const origin = originOf({ name });
  return origin
    ? { code: origin.problem, message: importSentence({ code: "broken", file, message }) }
    : { code: "import-failed", message: importSentence({ code: "threw", file, name, message }) };
}

check("policy.imports", async () => {
  const problems = run.importProblems.map(({ code, file, line, reason }) => ({
    code,
    message: rules.at({ file, line, message: reason }),
  }));
  fail(expectations.imports, problems);
});

check("policy.signatures", async () => {
  const { signatures } = await typeReport();
  // A file that is missing or does not compile, or imports what there is not, costs other checks; it has no signatures to
  // judge.
  const broken = new Set([...run.fileProblems, ...run.importProblems].map(({ file }) => file));
  fail(expectations.signatures, linesOf(signatures.filter(({ file }) => !broken.has(file))));
});

check("policy.types", async () => {
  const { types } = await typeReport();
  fail(expectations.types, linesOf(types));
});

check("policy.vectorised", async () => {
  if ((await run.typecheck()) === "timeout") {
    run.warn({
      check: "policy.vectorised",
      code: "not-read",
      message: ruleWarnings.notRead,
      evidence: ruleWarnings.notReadEvidence,
    });
  }
  const { loops, tables } = await typeReport();
  for (const { file, line, message } of tables) {
    run.warn({
      check: "policy.vectorised",
      code: "table",
      message: ruleWarnings.table({ file }),
      evidence: ruleWarnings.tableEvidence({ what: message, line }),
      where: { file, line, method: null },
    });
  }
  fail(expectations.vectorised, linesOf(loops));
});

check("policy.printing", async () => {
  const { lines, epochs } = run.printed();
  if (lines <= maxLines + maxLinesPerEpoch * epochs) return;
  const { prints } = await typeReport();
  const own = prints.filter(({ methods = [] }) => !methods.some((name) => Object.hasOwn(givenMethods, name)));
  fail(expectations.printing({ maxLines, perEpoch: maxLinesPerEpoch }), [
    { code: "printing", message: rules.printed({ lines, epochs }) },
    ...linesOf(own),
  ]);
});

async function typeReport(): Promise<TypeReport> {
  const report = await run.typecheck();
  if (report !== "timeout") return report;
  throw new CheckError({ code: "crashed", reason: { code: "endless-types" } });
}

function linesOf(problems: TypeProblem[]): Problem[] {
  return problems.map(({ code, ...problem }) => ({ code, message: rules.at(problem) }));
}
