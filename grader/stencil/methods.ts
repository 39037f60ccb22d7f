/** Finds the methods of a file. */
import { ts } from "../typescript.ts";

export interface Method {
  /** "Queue.push", "Queue.constructor" or, outside of a class, "parse" */
  name: string;
  /** Offsets in the text, from the modifiers in front of the name to the end of the body. */
  start: number;
  bodyStart: number;
  end: number;
  isConstructor: boolean;
}

/** All methods, getters, constructors and functions that have a body, in order. */
export function methodsOf(file: string, source: string): Method[] {
  const syntax = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const methods: Method[] = [];
  const visit = (node: ts.Node, className: string): void => {
    const isConstructor = ts.isConstructorDeclaration(node);
    const isMethod =
      ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isGetAccessorDeclaration(node);
    if ((isMethod || isConstructor) && node.body) {
      const name = isConstructor ? "constructor" : (node.name?.getText() ?? "default");
      methods.push({
        name: `${className}${name}`,
        start: node.getStart(),
        bodyStart: node.body.getStart(),
        end: node.getEnd(),
        isConstructor,
      });
      return;
    }
    const inside = ts.isClassDeclaration(node) && node.name ? `${node.name.text}.` : className;
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(syntax, "");
  return methods;
}

/** Returns the offsets of a class, or undefined if the file has none of this name. */
export function classRange(
  file: string,
  source: string,
  name: string,
): Pick<Method, "start" | "end"> | undefined {
  const syntax = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  for (const node of syntax.statements) {
    if (ts.isClassDeclaration(node) && node.name?.text === name)
      return { start: node.getStart(), end: node.getEnd() };
  }
  return undefined;
}
