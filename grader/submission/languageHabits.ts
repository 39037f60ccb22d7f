/** Habits of Python's that are about the language alone: names, blocks and statements. */
import { ts } from "../typescript.ts";
import type { Habit } from "../wording/code.ts";

export function languageHabit(node: ts.Node, source: ts.SourceFile, checker: ts.TypeChecker): Habit | null {
  const text = (part: ts.Node) => part.getText(source).slice(0, 40);
  if (ts.isBinaryExpression(node)) {
    const { left, right, operatorToken, parent } = node;
    if (operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      if (isAsked(node)) return { code: "assignment-as-condition" };
      const [unknown] = namesOf(left).filter((name) => !checker.getSymbolAtLocation(name));
      if (unknown && ts.isExpressionStatement(parent)) return { code: "not-declared", name: text(left) };
    }
    if (
      operatorToken.kind === ts.SyntaxKind.CommaToken &&
      ts.isReturnStatement(outOfParentheses(node).parent)
    )
      return { code: "last-of-list", text: text(node), last: text(right) };
  }
  if (ts.isNewExpression(node) && /Error$/.test(text(node.expression)) && isNotThrown(node.parent))
    return { code: "error-not-thrown" };
  if (ts.isForOfStatement(node) && !ts.isVariableDeclarationList(node.initializer)) {
    const [unknown] = namesOf(node.initializer).filter((name) => !checker.getSymbolAtLocation(name));
    if (unknown) return { code: "not-declared", name: text(node.initializer) };
  }
  if (ts.isCaseClause(node) && node.statements.length > 0 && goesOn(node)) return { code: "case-goes-on" };
  if (ts.isReturnStatement(node) && !node.expression && isFollowedByValue(node))
    return { code: "return-alone" };
  if (ts.isVariableDeclaration(node)) {
    const keyword = isShadow(node, checker);
    if (keyword) return { code: "shadowed", keyword, name: text(node.name) };
  }
  if (ts.isStatement(node) && isIndentedAfterBody(node, source)) return { code: "body-of-one-line" };
  if (ts.isStatement(node) && isCutByComment(node, source)) return { code: "division-as-comment" };
  return null;
}

/** The statement above it in the same block. */
export function statementBefore(statement: ts.Statement): ts.Statement | undefined {
  return neighbour(statement, -1);
}

function neighbour(statement: ts.Statement, by: 1 | -1): ts.Statement | undefined {
  const { parent } = statement;
  const list: readonly ts.Statement[] =
    ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent)
      ? parent.statements
      : [];
  const at = list.indexOf(statement);
  return at < 0 ? undefined : list[at + by];
}

function outOfParentheses(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node.parent) ? outOfParentheses(node.parent) : node;
}

function isAsked(node: ts.Node): boolean {
  const asked = outOfParentheses(node);
  const { parent } = asked;
  if (ts.isConditionalExpression(parent)) return parent.condition === asked;
  return (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) && parent.expression === asked;
}

function isNotThrown(parent: ts.Node): boolean {
  return ts.isExpressionStatement(parent) || ts.isReturnStatement(parent);
}

/** The names that an assignment sets: one, or those of a list. */
function namesOf(target: ts.Node): ts.Identifier[] {
  if (ts.isIdentifier(target)) return [target];
  return ts.isArrayLiteralExpression(target) ? target.elements.filter((item) => ts.isIdentifier(item)) : [];
}

function goesOn(clause: ts.CaseClause): boolean {
  if (clause.parent.clauses.at(-1) === clause) return false;
  const ends = (statement: ts.Statement | undefined): boolean => {
    if (!statement) return false;
    if (ts.isBlock(statement)) return ends(statement.statements.at(-1));
    if (ts.isIfStatement(statement)) return ends(statement.thenStatement) && ends(statement.elseStatement);
    return (
      ts.isBreakStatement(statement) ||
      ts.isReturnStatement(statement) ||
      ts.isThrowStatement(statement) ||
      ts.isContinueStatement(statement)
    );
  };
  return !ends(clause.statements.at(-1));
}

function isFollowedByValue(statement: ts.ReturnStatement): boolean {
  const next = neighbour(statement, 1);
  return next !== undefined && ts.isExpressionStatement(next);
}

/** `let` or `const`, if it declares a name of the same method's again, in a block that only sets it. */
function isShadow(declaration: ts.VariableDeclaration, checker: ts.TypeChecker): string | null {
  const { name, parent: list } = declaration;
  if (!ts.isIdentifier(name) || !declaration.initializer || !ts.isVariableStatement(list.parent)) return null;
  const block = list.parent.parent;
  if (!ts.isBlock(block) || ts.isFunctionLike(block.parent)) return null;
  const symbol = checker.getSymbolAtLocation(name);
  const isRead = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node !== name && checker.getSymbolAtLocation(node) === symbol) ||
    (ts.forEachChild(node, (child) => isRead(child) || undefined) ?? false);
  if (isRead(block)) return null;
  const [outer] = checker
    .getSymbolsInScope(block.parent, ts.SymbolFlags.BlockScopedVariable)
    .filter((other) => other.name === name.text);
  const declared = outer?.valueDeclaration;
  if (!declared || methodOf(declared) !== methodOf(declaration)) return null;
  return list.flags & ts.NodeFlags.Const ? "const" : "let";
}

function methodOf(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node, ts.isFunctionLike);
}

/** It stands as far to the right as the only line of a loop or a condition above it. */
function isIndentedAfterBody(statement: ts.Statement, source: ts.SourceFile): boolean {
  const before = statementBefore(statement);
  const body = before && bodyOf(before);
  if (!body || ts.isBlock(body) || ts.isIfStatement(body)) return false;
  const at = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source));
  const [head, inner, next] = [at(before), at(body), at(statement)];
  return inner.line > head.line && next.character >= inner.character && next.line > inner.line;
}

function bodyOf(statement: ts.Statement): ts.Statement | undefined {
  if (ts.isForStatement(statement) || ts.isForOfStatement(statement) || ts.isForInStatement(statement))
    return statement.statement;
  if (ts.isWhileStatement(statement)) return statement.statement;
  return ts.isIfStatement(statement) ? (statement.elseStatement ?? statement.thenStatement) : undefined;
}

/** `const half = n // 2;`, whose semicolon stands in the comment. */
function isCutByComment(statement: ts.Statement, source: ts.SourceFile): boolean {
  if (
    !ts.isVariableStatement(statement) &&
    !ts.isExpressionStatement(statement) &&
    !ts.isReturnStatement(statement)
  )
    return false;
  if (source.text[statement.end - 1] === ";") return false;
  return /^[ \t]*\/\/[ \t]*[\w.()[\]]{1,100};[ \t]*\r?$/.test(lineFrom(source.text, statement.end));
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? undefined : end);
}
