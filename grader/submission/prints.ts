/** Finds the calls that print something. */
import ts from "typescript";
import { concernedBy } from "./owners.ts";
import type { TypeProblem } from "./typecheck.ts";

export function prints(file: string, source: ts.SourceFile): TypeProblem[] {
  const found: TypeProblem[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const { expression } = node;
      const isConsole =
        ts.isPropertyAccessExpression(expression) &&
        ts.isIdentifier(expression.expression) &&
        expression.expression.text === "console";
      const start = node.getStart(source);
      if (isConsole)
        found.push({
          file,
          line: source.getLineAndCharacterOfPosition(start).line + 1,
          message: `${expression.getText(source)} in ${concernedBy(source, start)[0] ?? "the file itself"}`,
          methods: concernedBy(source, start),
        });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
