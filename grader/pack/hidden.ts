/** Removes the hidden checks from the package for students: their rows in the rubric, and their code in the suites. */
import { pointsByTrack, type RubricFile } from "../rubric.ts";
import { ts } from "../typescript.ts";

/** Removes these checks and their points from the text of the rubric, and suites without other checks. */
export function withoutRows(rubric: string, hidden: Set<string>): string {
  const file = JSON.parse(rubric) as RubricFile;
  const graded = file.suites
    .flatMap(({ checks }) => checks)
    .filter(({ kind = "graded" }) => kind === "graded");
  const ids = Object.keys(file.tracks);
  const given = graded
    .filter(({ id }) => !hidden.has(id))
    .map(({ points = 0 }) => pointsByTrack(points, ids));
  const tracks = Object.fromEntries(
    ids.map((id) => [id, { total: given.reduce((sum, points) => sum + (points[id] ?? 0), 0) }]),
  );
  const suites = file.suites
    .map((suite) => ({ ...suite, checks: suite.checks.filter(({ id }) => !hidden.has(id)) }))
    .filter(({ checks }) => checks.length > 0);
  return `${JSON.stringify({ ...file, tracks, suites }, null, 2)}\n`;
}

/** Removes the statements `check("some.id", ...)` with these ids from the text of a suite. */
export function withoutChecks(suite: string, hidden: Set<string>): string {
  const source = ts.createSourceFile("suite.ts", suite, ts.ScriptTarget.Latest);
  return source.statements
    .filter((statement) => !hidden.has(checkOf(statement) ?? ""))
    .map((statement) => statement.getFullText(source))
    .join("")
    .concat(suite.slice(source.statements.at(-1)?.end ?? 0));
}

function checkOf(statement: ts.Statement): string | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const { expression, arguments: args } = statement.expression;
  const isCheck = ts.isIdentifier(expression) && expression.text === "check";
  return isCheck && args[0] && ts.isStringLiteral(args[0]) ? args[0].text : undefined;
}
