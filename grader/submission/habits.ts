/**
 * Finds what the compiler lets pass, and what does something else than it does in Python. True of the line, whatever is wrong
 * with it: shown with a failing check, and nowhere else.
 */
import ts from "typescript";
import { concernedBy } from "./owners.ts";
import type { TypeProblem } from "./typecheck.ts";

/** The class whose values have no operators and change only where a method says so. */
const tensorName = "Tensor";

export function habits(file: string, source: ts.SourceFile, checker: ts.TypeChecker): TypeProblem[] {
  const found: TypeProblem[] = [];
  const visit = (node: ts.Node): void => {
    const message = habitOf(node, source, checker);
    if (message) {
      const start = node.getStart(source);
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      found.push({ file, line, message, methods: concernedBy(source, start) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function habitOf(node: ts.Node, source: ts.SourceFile, checker: ts.TypeChecker): string | null {
  const text = (part: ts.Node) => cut(part.getText(source));
  const isTensor = (part: ts.Node) => checker.getTypeAtLocation(part).symbol?.name === tensorName;
  if (ts.isElementAccessExpression(node)) {
    const { expression, argumentExpression: key } = node;
    if (
      ts.isPrefixUnaryExpression(key) &&
      key.operator === ts.SyntaxKind.MinusToken &&
      ts.isNumericLiteral(key.operand)
    )
      return `${text(node)} is undefined: no index counts from the end; ${text(expression)}.at(${text(key)}) does`;
    if (isTensor(withoutCasts(key)))
      return `the keys of an object are texts, so tensors that print alike share one: a Map keeps them apart (new Map(), .get, .set)`;
  }
  if (ts.isBinaryExpression(node)) {
    const { left, right, operatorToken } = node;
    const operator = operatorToken.getText(source);
    if (/^[=!]==?$/.test(operator) && isTensor(left) && isTensor(right))
      return `${operator} asks whether two tensors are the same object; x.equal(y) compares their entries`;
    if (operator === "=" && ts.isIdentifier(left) && isTensor(left) && isForgotten(node, left, checker))
      return `this gives the name ${text(left)} another tensor; the one that was handed in stays as it is (x.assign, x.assignSub change it)`;
  }
  if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) {
    const { expression: callee } = node.expression;
    const method = ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
    if (method && !method.startsWith("assign") && isTensor(node.expression) && isTensorsOwn(callee, isTensor))
      return `what ${text(callee)}(...) returns is not used: it makes a new tensor, and leaves the old one as it is`;
  }
  if (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === "length" &&
    isTensor(withoutCasts(node.expression))
  )
    return `a tensor has no length: its rows are x.shape[0], its entries x.size`;
  if (ts.isArrowFunction(node) && ts.isBlock(node.body) && isWanted(node) && !returns(node.body))
    return `this arrow function returns nothing: behind => in braces, the value needs a \`return\``;
  if (ts.isForInStatement(node))
    return `for ... in goes through the indices, as texts; for ... of goes through the entries`;
  return null;
}

/** Methods that make something of what a function returns. */
const wantResults = /^(map|flatMap|filter|find|some|every|reduce|from|sort|toSorted)$/;

function isWanted({ parent }: ts.ArrowFunction): boolean {
  if (!ts.isCallExpression(parent)) return false;
  const { expression } = parent;
  return ts.isPropertyAccessExpression(expression) && wantResults.test(expression.name.text);
}

function returns(node: ts.Node): boolean {
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, (child) => returns(child) || undefined) ?? false;
}

function isTensorsOwn(callee: ts.Expression, isTensor: (node: ts.Node) => boolean): boolean {
  return ts.isPropertyAccessExpression(callee) && isTensor(callee.expression);
}

/** Whether a parameter or a loop's variable is set, and not looked at any more afterwards. */
function isForgotten(assignment: ts.Node, name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  const declaration = symbol?.valueDeclaration;
  if (!declaration) return false;
  const isLoops = ts.isVariableDeclaration(declaration) && ts.isForOfStatement(declaration.parent.parent);
  if (!ts.isParameter(declaration) && !isLoops) return false;
  const scope = isLoops ? declaration.parent.parent : declaration.parent;
  const isUsed = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.pos >= assignment.end && checker.getSymbolAtLocation(node) === symbol) ||
    (ts.forEachChild(node, (child) => isUsed(child) || undefined) ?? false);
  return !isUsed(scope);
}

function withoutCasts(node: ts.Expression): ts.Expression {
  return ts.isAsExpression(node) || ts.isParenthesizedExpression(node) ? withoutCasts(node.expression) : node;
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
