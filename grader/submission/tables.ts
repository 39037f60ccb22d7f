/**
 * Finds data in a source. Weights or labels that were not learned must stand somewhere, as numbers, texts or names, and in any
 * form they cannot be compressed below their information.
 */
import { brotliCompressSync } from "node:zlib";
import { ts } from "../typescript.ts";
import { tables as sentences } from "../wording/code.ts";
import type { TypeProblem } from "./typecheck.ts";

/**
 * What all literals of a submission may come to when they are compressed, in bytes; and all its names. The solution has
 * 511 and 903; of 75 right submissions, in styles of all kinds, none has more than 640 and 940. Weights of the simple model,
 * rounded until it just reaches its 85%, need some 2,000.
 */
const maxLiterals = 1_500;
const maxNames = 2_500;
/** The longest list of the solution has 24 items: the methods of a class. */
const maxItems = 200;

/** Of a file: its literals, its names and its longest list, each with the line where most of it stands. */
interface Contents {
  literals: Measured;
  names: Measured;
  items: number;
  itemsLine: number;
}
interface Measured {
  bytes: number;
  line: number;
}

export function literalTables(sources: { file: string; source: ts.SourceFile }[]): TypeProblem[] {
  const known = new Set<string>();
  const contents = sources.map(({ file, source }) => ({ file, ...contentsOf(source, known) }));
  const problems: TypeProblem[] = [];
  for (const { file, items, itemsLine } of contents) {
    if (items > maxItems)
      problems.push({
        file,
        line: itemsLine,
        code: "long-list",
        message: sentences["long-list"]({ items }),
      });
  }
  for (const [kind, limit] of [
    ["literals", maxLiterals],
    ["names", maxNames],
  ] as const) {
    const total = sum(contents.map((content) => content[kind].bytes));
    if (total <= limit) continue;
    // The file that holds most of it, and the others that hold a large part.
    for (const { file, [kind]: own } of contents) {
      if (own.bytes < limit / 3 && own.bytes < Math.max(...contents.map((content) => content[kind].bytes)))
        continue;
      const message = sentences[kind]({ bytes: own.bytes, total, limit });
      problems.push({ file, line: own.line, code: kind, message });
    }
  }
  // One line per file is enough.
  return problems.filter(({ file }, i) => problems.findIndex((other) => other.file === file) === i);
}

/** @param known names of the files before; each counts once */
function contentsOf(source: ts.SourceFile, known: Set<string>): Contents {
  const literals = new Map<number, string>();
  const names = new Map<number, string>();
  let items = 0;
  let itemsLine = 1;
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const add = (to: Map<number, string>, node: ts.Node, text: string) => {
    const line = lineOf(node);
    to.set(line, `${to.get(line) ?? ""}${text}\n`);
  };
  // Not by recursion: a chain of calls is as deep as it is long.
  const waiting: ts.Node[] = [source];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const { kind } = node;
    if (kind >= ts.SyntaxKind.FirstLiteralToken && kind <= ts.SyntaxKind.LastTemplateToken) {
      add(literals, node, (node as ts.LiteralLikeNode).text ?? node.getText(source));
    } else if ((ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && !known.has(node.text)) {
      known.add(node.text);
      add(names, node, node.text);
    }
    const count = Math.max(chainLength(node), ...listsOf(node).map((list) => list.length));
    if (count > items) {
      items = count;
      itemsLine = lineOf(node);
    }
    ts.forEachChild(node, (child) => {
      waiting.push(child);
    });
  }
  return { literals: measure(literals), names: measure(names), items, itemsLine };
}

/** The lists that a node holds: elements, properties, members, statements, arguments, clauses. */
function listsOf(node: ts.Node): ts.NodeArray<ts.Node>[] {
  const lists: ts.NodeArray<ts.Node>[] = [];
  ts.forEachChild(
    node,
    () => undefined,
    (list) => {
      lists.push(list);
      return undefined;
    },
  );
  return lists;
}

/** How many links `a + b + c`, `a.b.c` or `f(x)(y)` has; asked of each link, so the outermost answers for all. */
function chainLength(node: ts.Node): number {
  let length = 0;
  let inner: ts.Node | undefined = node;
  while (inner) {
    if (ts.isBinaryExpression(inner)) inner = inner.left;
    else if (
      ts.isCallExpression(inner) ||
      ts.isPropertyAccessExpression(inner) ||
      ts.isElementAccessExpression(inner)
    )
      inner = inner.expression;
    else break;
    length += 1;
    if (length > maxItems) break;
  }
  return length;
}

function measure(byLine: Map<number, string>): Measured {
  const entries = [...byLine].sort(([a], [b]) => a - b);
  const text = entries.map(([, part]) => part).join("");
  const longest = Math.max(0, ...entries.map(([, part]) => part.length));
  const line = entries.find(([, part]) => part.length === longest)?.[0] ?? 1;
  return { bytes: text ? brotliCompressSync(text).length : 0, line };
}

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
