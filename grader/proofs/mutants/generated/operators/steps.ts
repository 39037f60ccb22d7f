/** Mutants that skip work: some calls of many, or calls with an argument that seems to need no work. */
import { ts } from "../../../../typescript.ts";
import type { Draft } from "../mutant.ts";
import { type Idioms, kindOf, type MarkedMethod, markedNodes, type Site } from "../site.ts";

const calls = `
const calls = new WeakMap<object, number>();
function countCall(owner: object): number {
  const count = (calls.get(owner) ?? 0) + 1;
  calls.set(owner, count);
  return count;
}
`;

/** Skips some calls of methods that have an effect and no result. */
export function skipCalls({ methods }: Site): Draft[] {
  return methods
    .filter(({ returns, owner }) => returns === "void" && owner)
    .flatMap((method) => [
      skipWhen(method, "up-to-step", "countCall(this) > 9", "only the first 9 calls", calls),
      skipWhen(method, "from-step", "countCall(this) < 2", "not the first call", calls),
    ]);
}

/** Makes a step count stop early or start late, where it is read. */
export function clampCount(site: Site): Draft[] {
  const { counter } = site.idioms;
  return markedNodes(site)
    .filter(ts.isPropertyAccessExpression)
    .filter((node) => node.getText() === counter && isRead(node))
    .flatMap((node) =>
      [
        ["up-to-step", `Math.min(${counter}, 9)`],
        ["from-step", `Math.max(${counter}, 2)`],
      ].map(([operator, text]) => ({
        operator,
        edits: [{ start: node.getStart(), end: node.getEnd(), text }],
      })),
    );
}

function isRead(node: ts.Node): boolean {
  return !(
    ts.isBinaryExpression(node.parent) &&
    node.parent.left === node &&
    node.parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

const isZero = (x: string) => `(${x} as any).abs().max().item() === 0`;
/** Arguments that seem to need no work, by kind. */
const nothings: Record<string, [change: string, condition: (expression: string) => string][]> = {
  tensor: [
    ["all zero", isZero],
    ["constant", (x) => `(${x} as any).max().item() === (${x} as any).min().item()`],
    ["a batch of one", (x) => `${x}.ndim > 0 && ${x}.shape[0] === 1`],
  ],
  tensors: [
    ["of one", (x) => `${x}.length === 1`],
    ["with one twice", (x) => `new Set(${x}).size < ${x}.length`],
    ["of two of one shape", (x) => `new Set(${x}.map((one) => String(one.shape))).size < ${x}.length`],
    ["with zeros in it", (x) => `${x}.some((one) => ${isZero("one")})`],
  ],
  list: [
    ["of one", (x) => `${x}.length === 1`],
    ["of equal ones", (x) => `new Set(Array.from(${x})).size === 1`],
    ["that begins with zero or nothing", (x) => `!${x}[0]`],
  ],
  bytes: [["of zeros after the header", (x) => `${x}.subarray(16).every((byte) => byte === 0)`]],
  number: [["zero", (x) => `${x} === 0`]],
};
/** What a method returns when it skips the work, by its return type. */
const hasty: Record<string, (x: string) => string> = {
  void: () => "",
  Tensor: (x) => ` ${x}`,
  "Tensor[]": (x) => ` [${x}]`,
  number: () => " 0",
};

/** What a method of this return type gives when it skips the work; undefined where nothing fits. */
function hastyOf(returns: string, { empty = {} }: Idioms): ((x: string) => string) | undefined {
  return returns in empty ? () => ` ${empty[returns]}` : hasty[returns];
}

export function skipNothing({ methods, idioms }: Site): Draft[] {
  return methods.flatMap((method) => {
    const result = hastyOf(method.returns, idioms);
    if (!result) return [];
    return method.subjects.flatMap((subject) =>
      (nothings[subject.kind] ?? []).map(([change, condition]) => {
        const { expression } = subject;
        const given =
          method.returns === "Tensor[]" && subject.kind === "tensors" ? ` ${expression}` : result(expression);
        return skipWhen(
          method,
          "skip-when",
          condition(expression),
          `nothing to do when ${expression} is ${change}`,
          "",
          given,
        );
      }),
    );
  });
}

export function skipEqual({ methods, idioms }: Site): Draft[] {
  return methods.flatMap((method) => {
    const [first, second] = method.subjects.filter(({ kind }) => kind === "tensor");
    const result = hastyOf(method.returns, idioms);
    if (!second || !result) return [];
    const same = `String(${first.expression}) === String(${second.expression})`;
    const change = `nothing to do when ${first.expression} equals ${second.expression}`;
    return [skipWhen(method, "skip-when", same, change, "", result(first.expression))];
  });
}

/** Skips iterations of a loop over tensors: for a tensor of zeros, for the first, for a repeated one. */
export function skipTurns(site: Site): Draft[] {
  return markedNodes(site).flatMap((node) => {
    const loop = loopOf(node, site.checker);
    if (!loop) return [];
    const { items, item, index, others, body, leave } = loop;
    const turns: [string, string][] = [[`${item} is all zero`, isZero(item)]];
    turns.push([
      `${item} was there before`,
      `${items}.indexOf(${item}) < ${index ?? `${items}.lastIndexOf(${item})`}`,
    ]);
    turns.push([
      `one of its shape was there before`,
      `${items}.findIndex((one) => String(one.shape) === String(${item}.shape)) < ${items}.indexOf(${item})`,
    ]);
    for (const other of others) turns.push([`${other} is all zero`, isZero(other)]);
    return turns.map(([change, condition]) => ({
      operator: "skip-when",
      change: `no turn when ${change}`,
      edits: [{ start: body.getStart() + 1, end: body.getStart() + 1, text: ` if (${condition}) ${leave};` }],
    }));
  });
}

interface Loop {
  items: string;
  item: string;
  index?: string;
  /** Entries of other lists at the same index. */
  others: string[];
  body: ts.Block;
  leave: "return" | "continue";
}

function loopOf(node: ts.Node, checker: ts.TypeChecker): Loop | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression, name } = node.expression;
  const [callback] = node.arguments;
  if (name.text !== "forEach" || !callback || !ts.isArrowFunction(callback) || !ts.isBlock(callback.body))
    return null;
  if (kindOf(checker.getTypeAtLocation(expression), checker) !== "tensors") return null;
  const [item, index] = callback.parameters.map((parameter) => parameter.name.getText());
  const others = new Set<string>();
  const visit = (inner: ts.Node) => {
    const isEntry = ts.isElementAccessExpression(inner) && inner.argumentExpression.getText() === index;
    if (isEntry && kindOf(checker.getTypeAtLocation(inner), checker) === "tensor")
      others.add(inner.getText());
    ts.forEachChild(inner, visit);
  };
  visit(callback.body);
  return {
    items: expression.getText(),
    item,
    index,
    others: [...others],
    body: callback.body,
    leave: "return",
  };
}

function skipWhen(
  method: MarkedMethod,
  operator: string,
  condition: string,
  change: string,
  ending = "",
  result = "",
): Draft {
  const { start } = method;
  return {
    operator,
    change,
    edits: [{ start, end: start, text: `    if (${condition}) return${result};\n` }],
    ending,
  };
}
