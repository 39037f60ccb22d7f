/** The documentation that an editor shows, and its examples: `zeros([2]).add(1); // [1, 1]`. */

import { Tensor } from "#tensor";
import { ts } from "../../grader/typescript.ts";

export interface Documented {
  name: string;
  text: string;
  examples: string[];
}

/** The exports of the files, with the members of their classes, of Tensor and of `random`. Skips internal ones. */
export function documentedIn(files: string[]): Documented[] {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    types: [],
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const tagsOf = (symbol: ts.Symbol, name: string) =>
    symbol
      .getJsDocTags()
      .filter((tag) => tag.name === name)
      .map((tag) => ts.displayPartsToString(tag.text));
  const describe = (symbol: ts.Symbol, name: string): Documented => ({
    name,
    text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
    examples: tagsOf(symbol, "example"),
  });
  const isHidden = (symbol: ts.Symbol) =>
    symbol.name.startsWith("__") || symbol.name.startsWith("#") || tagsOf(symbol, "internal").length > 0;

  const found: Documented[] = [];
  const exported = files.flatMap((file) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile);
    return checker.getExportsOfModule(module as ts.Symbol);
  });
  for (const alias of exported) {
    const symbol = alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias;
    if (!(symbol.flags & ts.SymbolFlags.Value)) continue;
    found.push(describe(symbol, alias.name));
    const isClass = symbol.flags & ts.SymbolFlags.Class;
    const isObject = symbol.flags & ts.SymbolFlags.Variable;
    const members = [
      ...(isClass ? checker.getDeclaredTypeOfSymbol(symbol).getProperties() : []),
      ...(isClass || isObject ? checker.getTypeOfSymbol(symbol).getProperties() : []),
    ].filter((member) => !isHidden(member) && member.name !== "prototype");
    found.push(...members.map((member) => describe(member, `${alias.name}.${member.name}`)));
  }
  return found;
}

/** `const x = zeros([2]); // [0, 0], and words`: the code, and its result. */
const line = /^(?:const (\w+) = )?(.*?);(?: \/\/ (.*))?$/gm;

/**
 * Runs an example, and compares the result of each line with its comment: a value, or `shape [2,3]`.
 * @param scope the names that the example can use
 */
export function runExample(example: string, scope: object): void {
  const body = example.replace(line, (_, variable, code, result) => {
    const checked = `check(${code}, ${JSON.stringify(result)})`;
    return variable ? `const ${variable} = ${checked};` : `${checked};`;
  });
  new Function("check", ...Object.keys(scope), `"use strict"; ${body}`)(check, ...Object.values(scope));
}

function check(value: unknown, result: string | undefined): unknown {
  const shape = result?.match(/^shape (\[[\d,]*\])/)?.[1];
  if (shape) expect((value as Tensor).shape).toEqual(JSON.parse(shape));
  else if (result) expect(rounded(value)).toEqual(rounded(JSON.parse(result)));
  return value;
}

/** Rounds numbers to float32 on both sides, because one side was computed in float32. Turns -0 into 0. */
function rounded(value: unknown): unknown {
  if (value instanceof Tensor) return rounded(value.toArray());
  if (Array.isArray(value)) return value.map(rounded);
  return typeof value === "number" ? Math.fround(value) + 0 : value;
}
