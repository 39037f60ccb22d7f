/** Which methods of a submission a place in it belongs to, and which a problem concerns. */
import { ts } from "../typescript.ts";

export interface MethodRange {
  file: string;
  /** "Queue.push", "Queue.constructor" or, outside of a class, "parse" */
  name: string;
  /** Lines, from 1. */
  from: number;
  to: number;
}

/** All methods, accessors, constructors and functions at the top of a file or a class. */
export function methodRanges(file: string, source: ts.SourceFile): MethodRange[] {
  return membersOf(source).map(({ name, node }) => ({
    file,
    name,
    from: lineAt(source, node.getStart(source)),
    to: lineAt(source, node.end),
  }));
}

/**
 * The methods that something at this position concerns: the one around it; or, outside of any, all that use the name that
 * is declared or imported there; or all of a class whose own line it is.
 */
export function concernedBy(source: ts.SourceFile, position: number): string[] {
  const members = membersOf(source);
  const own = members.find(({ node }) => contains(node, position));
  if (own) return [own.name, ...(ts.isFunctionDeclaration(own.node) ? usersOf(new Set([own.name])) : [])];
  for (const statement of source.statements) {
    if (!contains(statement, position)) continue;
    if (ts.isClassDeclaration(statement) && statement.name) {
      const className = statement.name.text;
      return [
        className,
        ...members.map(({ name }) => name).filter((name) => name.startsWith(`${className}.`)),
      ];
    }
    return usersOf(namesAt(statement, position));
  }
  return [];

  function usersOf(names: Set<string> | null): string[] {
    return members.filter(({ node }) => names === null || mentions(node, names)).map(({ name }) => name);
  }
}

type Member = { name: string; node: ts.Node };

const isMethod = (node: ts.Node) =>
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isAccessor(node) ||
  ts.isFunctionDeclaration(node);

function membersOf(source: ts.SourceFile): Member[] {
  return source.statements.flatMap((statement): Member[] => {
    if (ts.isFunctionDeclaration(statement))
      return [{ name: statement.name?.text ?? "default", node: statement }];
    if (!ts.isClassDeclaration(statement)) return [];
    const className = statement.name?.text ?? "default";
    return statement.members.filter(isMethod).map((node) => {
      const name = ts.isConstructorDeclaration(node) ? "constructor" : node.name?.getText(source);
      return { name: `${className}.${name}`, node };
    });
  });
}

/** The names that a statement declares or imports there; null when it is about the whole file. */
function namesAt(statement: ts.Statement, position: number): Set<string> | null {
  if (ts.isVariableStatement(statement))
    return new Set(statement.declarationList.declarations.map(({ name }) => name.getText()));
  if (!ts.isImportDeclaration(statement)) return null;
  const bindings = statement.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return null;
  const found = bindings.elements.find((element) => contains(element, position));
  return found ? new Set([found.name.text]) : null;
}

function mentions(node: ts.Node, names: Set<string>): boolean {
  if (ts.isIdentifier(node) && names.has(node.text)) return true;
  return ts.forEachChild(node, (child) => mentions(child, names) || undefined) ?? false;
}

const contains = (node: ts.Node, position: number) => node.pos <= position && position < node.end;

const lineAt = (source: ts.SourceFile, position: number) =>
  source.getLineAndCharacterOfPosition(position).line + 1;
