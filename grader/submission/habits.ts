/**
 * Finds code that compiles and does something else than in Python. A finding is true of its line even if it did not cause the
 * failure, and is shown only with a failing check.
 */
import { ts } from "../typescript.ts";
import { say } from "../wording/catalogue.ts";
import { type Habit, habits as sentences } from "../wording/code.ts";
import { languageHabit, statementBefore } from "./languageHabits.ts";
import { concernedBy } from "./owners.ts";
import type { TypeProblem } from "./typecheck.ts";

/** The class whose values have no operators and change only by its own methods. */
const tensorName = "Tensor";

export function habits(file: string, source: ts.SourceFile, checker: ts.TypeChecker): TypeProblem[] {
  const found: TypeProblem[] = [];
  const visit = (node: ts.Node): void => {
    const habit = habitOf(node, source, checker) ?? languageHabit(node, source, checker);
    if (habit) {
      const start = node.getStart(source);
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      found.push({
        file,
        line,
        code: habit.code,
        message: say(sentences, habit),
        methods: concernedBy(source, start),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function habitOf(node: ts.Node, source: ts.SourceFile, checker: ts.TypeChecker): Habit | null {
  const isParameter = (part: ts.Expression) => {
    const declaration = ts.isIdentifier(part) && checker.getSymbolAtLocation(part)?.valueDeclaration;
    return declaration && ts.isParameter(declaration);
  };
  const text = (part: ts.Node) => cut(part.getText(source));
  const isA = (part: ts.Expression, ...names: string[]) =>
    names.includes(checker.getTypeAtLocation(withoutCasts(part)).symbol?.name);
  const isTensor = (part: ts.Node) => checker.getTypeAtLocation(part).symbol?.name === tensorName;
  if (isCondition(node) && isTensor(node)) return { code: "tensor-as-condition" };
  if (ts.isElementAccessExpression(node)) {
    const { expression, argumentExpression: key } = node;
    if (
      ts.isPrefixUnaryExpression(key) &&
      key.operator === ts.SyntaxKind.MinusToken &&
      ts.isNumericLiteral(key.operand)
    )
      return { code: "negative-index", text: text(node), list: text(expression), index: text(key) };
    if (isA(expression, "Map", "WeakMap", "Set")) return { code: "map-brackets" };
    if (isTensor(withoutCasts(key)))
      return { code: isA(expression, "Array", "ReadonlyArray") ? "tensor-as-index" : "tensor-as-key" };
  }
  if (ts.isBinaryExpression(node)) {
    const { left, right, operatorToken } = node;
    const operator = operatorToken.getText(source);
    if (/^[=!]==?$/.test(operator) && isTensor(left) && isTensor(right))
      return { code: "tensors-compared", operator };
    if (operator === "^") return { code: "caret" };
    if (operator === "in" && isA(right, "Map", "WeakMap", "Set", "Array", "ReadonlyArray"))
      return { code: "in-list" };
    if (
      operator === "=" &&
      ts.isElementAccessExpression(left) &&
      isTensor(right) &&
      isParameter(left.expression)
    )
      return { code: "entry-replaced", entry: text(left) };
    if (operator === "=" && ts.isIdentifier(left) && isForgotten(node, left, checker)) {
      if (isTensor(left)) return { code: "name-reassigned", name: text(left) };
      if (holds(tensorName, left, checker)) return { code: "list-reassigned", name: text(left) };
    }
  }
  if (
    ts.isCallExpression(node) &&
    node.arguments.length > 1 &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === "get" &&
    isA(node.expression.expression, "Map", "WeakMap")
  )
    return { code: "get-with-default", map: text(node.expression.expression) };
  if (
    ts.isCallExpression(node) &&
    node.arguments.length === 0 &&
    ts.isPropertyAccessExpression(node.expression)
  ) {
    const { expression: list, name } = node.expression;
    if (name.text === "reverse" && ts.isPropertyAccessExpression(list) && isA(list, "Array"))
      return { code: "reversed-in-place", callee: text(node.expression) };
    if (/^(sort|toSorted)$/.test(name.text) && holdsNumbers(list, checker))
      return { code: "sorted-as-texts" };
  }
  if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression) && !isAfterReturn(node)) {
    const { expression: callee } = node.expression;
    const method = ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
    if (method && !method.startsWith("assign") && isTensor(node.expression) && isTensorsOwn(callee, isTensor))
      return { code: "result-unused", callee: text(callee) };
  }
  if (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === "length" &&
    isTensor(withoutCasts(node.expression))
  )
    return { code: "tensor-length" };
  if (ts.isArrowFunction(node) && ts.isBlock(node.body) && isWanted(node) && !returns(node.body))
    return { code: "arrow-without-return" };
  if (ts.isForInStatement(node)) return { code: "for-in" };
  return null;
}

/** Whether its value is only asked for being true. */
function isCondition(node: ts.Node): node is ts.Expression {
  const { parent } = node;
  if (!parent) return false;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    /^(&&|\|\|)$/.test(parent.operatorToken.getText())
  );
}

function holds(name: string, list: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(list);
  return (
    checker.isArrayType(type) && checker.getTypeArguments(type as ts.TypeReference)[0]?.symbol?.name === name
  );
}

/** Typed arrays sort numbers as numbers. */
function holdsNumbers(list: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(list);
  if (type.symbol?.name !== "Array") return false;
  const [item] = checker.getTypeArguments(type as ts.TypeReference);
  const parts = item?.isUnion() ? item.types : [item];
  return parts.some((part) => part && part.flags & ts.TypeFlags.NumberLike);
}

/** Methods that use the result of their callback. */
const wantResults = /^(map|flatMap|filter|find|some|every|reduce|from|sort|toSorted)$/;

function isWanted({ parent }: ts.ArrowFunction): boolean {
  if (!ts.isCallExpression(parent)) return false;
  const { expression } = parent;
  return ts.isPropertyAccessExpression(expression) && wantResults.test(expression.name.text);
}

/** It is what a `return` on a line of its own should return. */
function isAfterReturn(statement: ts.Statement): boolean {
  const before = statementBefore(statement);
  return before !== undefined && ts.isReturnStatement(before) && !before.expression;
}

function returns(node: ts.Node): boolean {
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, (child) => returns(child) || undefined) ?? false;
}

function isTensorsOwn(callee: ts.Expression, isTensor: (node: ts.Node) => boolean): boolean {
  return ts.isPropertyAccessExpression(callee) && isTensor(callee.expression);
}

/** Whether a parameter or a loop's variable is set and never read afterwards. */
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
