/** Finds the calls that print something. */
import { ts } from "../typescript.ts";
import { prints as sentences } from "../wording/code.ts";
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
          code: "print",
          message: sentences.print({
            call: expression.getText(source),
            method: concernedBy(source, start)[0],
          }),
          methods: concernedBy(source, start),
        });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
