/** What an editor shows about #tensor: everything says what it does and shows it, and the examples give what they say. */
import { join } from "node:path";
import ts from "typescript";
import * as np from "./index.ts";

interface Documented {
  name: string;
  text: string;
  examples: string[];
}

const documented = [...exportsOf(join(__dirname, "index.ts"))];

/** The exported functions and classes, with the methods of Tensor and of `random`. */
function* exportsOf(file: string): Iterable<Documented> {
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    types: [],
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file) as ts.SourceFile;
  const describe = (symbol: ts.Symbol, name: string): Documented => ({
    name,
    text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
    examples: tagsOf(symbol, "example"),
  });
  const tagsOf = (symbol: ts.Symbol, name: string) =>
    symbol
      .getJsDocTags()
      .filter((tag) => tag.name === name)
      .map((tag) => ts.displayPartsToString(tag.text));

  for (const alias of checker.getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol)) {
    const symbol = alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias;
    if (!(symbol.flags & ts.SymbolFlags.Value)) continue;
    yield describe(symbol, alias.name);
    if (alias.name !== "Tensor" && alias.name !== "random") continue;
    const type =
      alias.name === "Tensor" ? checker.getDeclaredTypeOfSymbol(symbol) : checker.getTypeOfSymbol(symbol);
    for (const member of type.getProperties()) {
      const isInternal = member.name.startsWith("__") || tagsOf(member, "internal").length > 0;
      if (!isInternal) yield describe(member, `${alias.name}.${member.name}`);
    }
  }
}

/** These are for tests, thrown, or a mere value. */
const withoutExample = ["ValueError", "implementation", "useImplementation", "Tensor.shape", "Tensor.dtype"];

test("everything that students use is documented, with an example", () => {
  expect(documented.length).toBeGreaterThan(100);
  for (const { name, text, examples } of documented) {
    expect(`${name}: ${text}`).toMatch(/: .*\.$/s);
    if (!withoutExample.includes(name)) expect([name, ...examples]).not.toEqual([name]);
  }
});

/** `zeros([2]); // [0, 0], and words`: the code, and what comes of it. */
const line = /^(?:const (\w+) = )?(.*?);(?: \/\/ (.*))?$/gm;

test.each(documented.filter(({ examples }) => examples.length > 0))("$name", ({ examples }) => {
  for (const example of examples) {
    const body = example.replace(line, (_, variable, code, result) => {
      const checked = `check(${code}, ${JSON.stringify(result)})`;
      return variable ? `const ${variable} = ${checked};` : `${checked};`;
    });
    const names = Object.keys(np);
    new Function("check", ...names, `"use strict"; ${body}`)(check, ...Object.values(np));
    np.setFloatx("float32");
  }
});

function check(value: unknown, result: string | undefined): unknown {
  const shape = result?.match(/^shape (\[[\d,]*\])/)?.[1];
  if (shape) expect((value as np.Tensor).shape).toEqual(JSON.parse(shape));
  else if (result) expect(plain(value)).toEqual(rounded(JSON.parse(result)));
  return value;
}

/** The numbers are rounded to float32 on both sides, because one of them was calculated in it. */
const rounded = (value: unknown): unknown =>
  typeof value === "number" ? Math.fround(value) : Array.isArray(value) ? value.map(rounded) : value;
const plain = (value: unknown) => rounded(value instanceof np.Tensor ? value.toArray() : value);
