/** Finds loops over the entries of tensors that one call on the whole tensor can replace. For advice only. */
import { ts } from "../typescript.ts";
import { loops } from "../wording/code.ts";
import type { TypeProblem } from "./typecheck.ts";

/** Finds nested loops that read or write single entries (`data[i]`, `at(i, j)`): unvectorised code, in NumPy's words. */
export function elementLoops(file: string, source: ts.SourceFile): TypeProblem[] {
  const problems: TypeProblem[] = [];
  const visit = (node: ts.Node, depth: number): void => {
    const isLoop =
      ts.isForStatement(node) ||
      ts.isForOfStatement(node) ||
      ts.isWhileStatement(node) ||
      ts.isForInStatement(node);
    if (isLoop && depth === 1 && touchesEntries(node)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      problems.push({
        file,
        line,
        code: "entry-loop",
        message: loops["entry-loop"],
      });
      return;
    }
    ts.forEachChild(node, (child) => visit(child, depth + (isLoop ? 1 : 0)));
  };
  visit(source, 0);
  return problems;
}

function touchesEntries(loop: ts.Node): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isElementAccessExpression(node) && !ts.isStringLiteralLike(node.argumentExpression)) {
      // `layer.weights[i]` is a whole tensor out of a list, `x.data[i]` a number.
      const { expression } = node;
      if (!ts.isPropertyAccessExpression(expression) || expression.name.text === "data") found = true;
    }
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === "at"
    )
      found = true;
    if (!found) ts.forEachChild(node, visit);
  };
  visit(loop);
  return found;
}
