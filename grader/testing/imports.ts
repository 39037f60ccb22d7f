/** Who imports whom, as the TypeScript compiler reads it. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { ts } from "../typescript.ts";

export interface Import {
  from: string;
  to: string;
  /** It is gone when the program runs. */
  isType: boolean;
}

/** TypeScript files below `folder`, by their names from there. */
export function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.split(sep).join("/"))
    .filter((name) => name.endsWith(".ts") && !/(^|\/)node_modules\//.test(name))
    .sort();
}

/** The imports of a file from beside it: declarations, `import()`, `import type` and `require()`. */
export function importsOf(folder: string, file: string): Import[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(folder, file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isType: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier) || !specifier.text.startsWith(".")) return;
    const to = relative(folder, join(folder, dirname(file), specifier.text));
    found.push({ from: file, to: to.split(sep).join("/"), isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const { importClause: clause } = node;
      const named = clause?.namedBindings;
      const areTypes =
        named && ts.isNamedImports(named) && !clause.name && named.elements.every((one) => one.isTypeOnly);
      add(node.moduleSpecifier, clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || areTypes === true);
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node)) {
      const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
      const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
      if (isImport || isRequire) add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Files that import each other, in whatever way round: each group once, sorted. */
export function circlesOf(imports: Import[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of imports) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reach = (start: string): Set<string> => {
    const seen = new Set<string>();
    const waiting = [...(next.get(start) ?? [])];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      waiting.push(...(next.get(file) ?? []));
    }
    return seen;
  };
  const reached = new Map([...next.keys()].map((file) => [file, reach(file)]));
  const circles = new Set<string>();
  for (const [file, others] of reached) {
    if (!others.has(file)) continue;
    circles.add(
      [...others]
        .filter((other) => reached.get(other)?.has(file))
        .sort()
        .join(" "),
    );
  }
  return [...circles].sort().map((circle) => circle.split(" "));
}
