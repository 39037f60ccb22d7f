/** A file of the solution as the operators see it: its syntax, its types, and its marked parts. */
import { ts } from "../../../typescript.ts";
import type { Edit } from "./mutant.ts";

/** What a solution has of its own that operators change or work on. */
export interface Idioms {
  /** What a method of this return type returns when it does nothing, such as `Summary: "{ mean: 0 }"`. */
  empty?: Readonly<Record<string, string>>;
  /** In a class with a property of this name, what a method without parameters works on. */
  inputs?: { property: string; first: string; result: string };
  /** In a class that declares this method, a tensor that its methods read. */
  weights?: { method: string; first: string };
  /** Counts the calls of an object. */
  counter?: string;
}

export interface Site {
  idioms: Idioms;
  file: string;
  text: string;
  source: ts.SourceFile;
  checker: ts.TypeChecker;
  methods: MarkedMethod[];
  /** Whether the node is between the markers. */
  isMarked(node: ts.Node): boolean;
}

/** A method or function whose body is marked, at least in part. */
export interface MarkedMethod {
  name: string;
  node: ts.MethodDeclaration | ts.FunctionDeclaration;
  /** The class of the method, or null for a function. */
  owner: ts.ClassDeclaration | null;
  isStatic: boolean;
  /** The marked part of the body. */
  start: number;
  end: number;
  returns: string;
  /** The values that it works on: its parameters, or the input of the layer's latest call if it has none. */
  subjects: Subject[];
}

export interface Subject {
  /** The expression by which the method reads it. */
  expression: string;
  kind: Kind;
}

export type Kind = "tensor" | "tensors" | "bytes" | "list" | "number" | "boolean" | "other";

const marker = /\/\/ BEGIN SOLUTION\n([\s\S]*?)\/\/ END SOLUTION/g;

export function siteOf(
  file: string,
  source: ts.SourceFile,
  checker: ts.TypeChecker,
  idioms: Idioms = {},
): Site {
  const { text } = source;
  const ranges = markedRanges(text);
  const isMarked = (node: ts.Node) =>
    ranges.some(([start, end]) => node.getStart(source) >= start && node.getEnd() <= end);
  const methods: MarkedMethod[] = [];
  const visit = (node: ts.Node, owner: ts.ClassDeclaration | null) => {
    if ((ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node)) && node.body) {
      const { body } = node;
      const [start, end] = isMarked(node)
        ? [body.getStart(source) + 1, body.getEnd() - 1]
        : (ranges.find(([start, end]) => start > body.getStart(source) && end < body.getEnd()) ?? []);
      if (start === undefined || end === undefined) return;
      const name = node.name?.getText(source) ?? "";
      const isStatic = !!node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
      methods.push({
        name: owner ? `${owner.name?.text}.${name}` : name,
        node,
        owner,
        isStatic,
        start,
        end,
        returns: node.type?.getText(source) ?? "any",
        subjects: subjectsOf(node, owner, isStatic, checker, idioms),
      });
      return;
    }
    ts.forEachChild(node, (child) => visit(child, ts.isClassDeclaration(node) ? node : owner));
  };
  visit(source, null);
  return { idioms, file, text, source, checker, methods, isMarked };
}

/** The ranges from each `// BEGIN SOLUTION` to the next `// END SOLUTION`. */
export function markedRanges(text: string): [start: number, end: number][] {
  return [...text.matchAll(marker)].map((found) => {
    const start = found.index + "// BEGIN SOLUTION\n".length;
    return [start, start + found[1].length];
  });
}

function subjectsOf(
  node: ts.MethodDeclaration | ts.FunctionDeclaration,
  owner: ts.ClassDeclaration | null,
  isStatic: boolean,
  checker: ts.TypeChecker,
  { inputs }: Idioms,
): Subject[] {
  const named = node.parameters.map((parameter) => ({
    expression: parameter.name.getText(),
    kind: kindOf(checker.getTypeAtLocation(parameter), checker),
  }));
  if (named.length || !owner || isStatic || !inputs) return named;
  const properties = checker.getTypeAtLocation(owner).getProperties();
  const hasInputs = properties.some(({ name }) => name === inputs.property);
  return hasInputs ? [{ expression: inputs.first, kind: "tensor" }] : [];
}

/** The kind of a value, as the operators distinguish it. */
export function kindOf(type: ts.Type, checker: ts.TypeChecker): Kind {
  const name = type.symbol?.name;
  if (name === "Tensor") return "tensor";
  if (name === "Uint8Array") return "bytes";
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    const [entry] = checker.getTypeArguments(type as ts.TypeReference);
    return entry?.symbol?.name === "Tensor" ? "tensors" : "list";
  }
  if (name === "ArrayLike") return "list";
  if (type.flags & ts.TypeFlags.NumberLike) return "number";
  if (type.flags & ts.TypeFlags.BooleanLike) return "boolean";
  return "other";
}

/** Every node between the markers, outer nodes first. */
export function markedNodes(site: Site): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    if (site.isMarked(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(site.source);
  return found;
}

/** The method or field that contains an offset, or else the class. */
export function placeOf({ source }: Pick<Site, "source">, offset: number): string {
  let place = "";
  const visit = (node: ts.Node) => {
    if (offset < node.getStart(source) || offset >= node.getEnd()) return;
    const isNamed =
      ts.isClassDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isPropertyDeclaration(node);
    if (isNamed && node.name)
      place = place ? `${place}.${node.name.getText(source)}` : node.name.getText(source);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return place;
}

/** Whether an offset is inside the message of an error, which the solution may word freely. */
export function isWording({ source }: Pick<Site, "source">, offset: number): boolean {
  let found = false;
  const visit = (node: ts.Node) => {
    if (offset < node.getStart(source) || offset >= node.getEnd()) return;
    const isError = ts.isNewExpression(node) && node.expression.getText(source) === "Error";
    found ||= isError && !!node.arguments?.some((part) => offset >= part.getStart(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Replaces a node by a text. */
export function replace(node: ts.Node, text: string): Edit[] {
  return [{ start: node.getStart(), end: node.getEnd(), text }];
}

/** Wraps the marked part of a method in a function, between two texts. */
export function wrap({ start, end, returns }: MarkedMethod, before: string, after: string): Edit[] {
  return [
    { start, end: start, text: `    ${before}(): ${returns} => {\n` },
    { start: end, end, text: `}${after}\n    ` },
  ];
}
