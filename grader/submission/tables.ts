/** Finds tables of numbers and long texts in a source: weights or labels that were not learned have to stand somewhere. */
import ts from "typescript";
import type { TypeProblem } from "./typecheck.ts";

/** Nobody writes so many numbers by hand; the longest list of the solution has four. */
const maxNumbers = 200;
/** The longest text of the solution, an error message, has 120 characters. */
const maxText = 2_000;

export function literalTables(file: string, source: ts.SourceFile): TypeProblem[] {
  let numbers = 0;
  let longest = 0;
  let where: ts.Node = source;
  const visit = (node: ts.Node): void => {
    if (ts.isNumericLiteral(node)) {
      numbers += 1;
      if (numbers === 1) where = node;
    }
    if (ts.isStringLiteralLike(node) && node.text.length > longest) {
      longest = node.text.length;
      if (longest > maxText) where = node;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const line = source.getLineAndCharacterOfPosition(where.getStart(source)).line + 1;
  if (longest > maxText) return [{ file, line, message: `a text of ${longest} characters` }];
  return numbers > maxNumbers ? [{ file, line, message: `${numbers} numbers` }] : [];
}
