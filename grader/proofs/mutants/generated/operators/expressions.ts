/** Mutants of single expressions of tensor code: another method, axis, operand or argument. */
import { ts } from "../../../../typescript.ts";
import type { Draft } from "../mutant.ts";
import { kindOf, markedNodes, replace, type Site } from "../site.ts";

/** Methods that resemble each other, including their in-place counterparts. */
const mistakenFor: Record<string, string[]> = {
  add: ["sub", "assignAdd"],
  sub: ["add", "assignSub"],
  mul: ["div", "add"],
  div: ["mul", "sub"],
  square: ["abs", "sqrt"],
  sqrt: ["square", "abs"],
  sum: ["mean", "max"],
  mean: ["sum", "max"],
  max: ["min", "sum", "mean"],
  argmax: ["argmin", "max"],
  greater: ["greaterEqual", "less", "notEqual"],
  greaterEqual: ["greater", "less"],
  equal: ["notEqual", "greaterEqual"],
  matmul: ["mul"],
  assign: ["assignAdd"],
  assignSub: ["assignAdd", "assign"],
  slice: ["subarray"],
  subarray: ["slice"],
  normal: ["uniform"],
  zeros: ["ones"],
  ones: ["zeros"],
  onesLike: ["zerosLike"],
  zerosLike: ["onesLike"],
  map: ["forEach", "filter"],
  some: ["every"],
  min: ["max"],
};

/** The called name: b in `a.b(c)`, f in `f(c)`. */
function calledName(node: ts.CallExpression): ts.Identifier | null {
  const { expression } = node;
  if (ts.isPropertyAccessExpression(expression) && ts.isIdentifier(expression.name)) return expression.name;
  return ts.isIdentifier(expression) ? expression : null;
}

export function swapCall(site: Site): Draft[] {
  return markedCalls(site).flatMap((node) => {
    const name = calledName(node);
    return (mistakenFor[name?.text ?? ""] ?? []).map((other) => ({
      operator: "swap-call",
      edits: replace(name as ts.Identifier, other),
      // The file may not import the function yet.
      ending: ts.isIdentifier(node.expression) ? `import { ${other} } from "#tensor";` : undefined,
    }));
  });
}

/** Leaves out a step: `a.b(c)` becomes `a`, and `f(a)` becomes `a`. */
export function dropCall(site: Site): Draft[] {
  return markedCalls(site).flatMap((node) => {
    const { expression } = node;
    const kept = ts.isPropertyAccessExpression(expression)
      ? [expression.expression, ...node.arguments]
      : node.arguments;
    return kept
      .filter((part) => !ts.isFunctionLike(part) && !ts.isSpreadElement(part))
      .map((part) => ({ operator: "drop-call", edits: replace(node, part.getText()) }));
  });
}

/** Changes or drops the axis of a reduction. */
const axisCalls = ["sum", "mean", "max", "argmax", "expandDims", "squeeze", "min"];
export function swapAxis(site: Site): Draft[] {
  return markedCalls(site).flatMap((node) => {
    const [axis] = node.arguments;
    if (!axisCalls.includes(calledName(node)?.text ?? "") || !axis || !/^-?\d$/.test(axis.getText()))
      return [];
    const axes = ["-1", "0", "1", "2", "null"].filter((other) => other !== axis.getText());
    return axes.map((other) => ({ operator: "swap-axis", edits: replace(axis, other) }));
  });
}

/** Drops the last argument: keepdims, a dtype, `training`. A constructor then uses its default. */
export function dropArgument(site: Site): Draft[] {
  return markedNodes(site).flatMap((node) => {
    const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
    const last = isCall ? node.arguments?.at(-1) : undefined;
    if (!isCall || !last || ts.isFunctionLike(last)) return [];
    const before = node.arguments?.at(-2);
    const start = before ? before.getEnd() : last.getStart();
    return [{ operator: "drop-argument", edits: [{ start, end: last.getEnd(), text: "" }] }];
  });
}

const notCommutative = [
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
];
const notCommutativeCalls = ["sub", "div", "matmul", "greater", "greaterEqual"];

/** Swaps operands: a - b becomes b - a, and f(a, b) becomes f(b, a). */
export function swapOperands(site: Site): Draft[] {
  const kindAt = (node: ts.Node) => kindOf(site.checker.getTypeAtLocation(node), site.checker);
  return markedNodes(site).flatMap((node) => {
    if (ts.isBinaryExpression(node) && notCommutative.includes(node.operatorToken.kind)) {
      const [left, right] = [node.left.getText(), node.right.getText()];
      return [
        {
          operator: "swap-operands",
          edits: replace(node, `(${right}) ${node.operatorToken.getText()} (${left})`),
        },
      ];
    }
    if (!ts.isCallExpression(node)) return [];
    const drafts: Draft[] = [];
    const { expression, arguments: args } = node;
    if (ts.isPropertyAccessExpression(expression) && notCommutativeCalls.includes(expression.name.text)) {
      const [left, right] = [expression.expression, args[0]];
      if (kindAt(left) === "tensor" && right && kindAt(right) === "tensor")
        drafts.push({
          operator: "swap-operands",
          edits: replace(node, `${right.getText()}.${expression.name.text}(${left.getText()})`),
        });
    }
    for (let i = 0; i + 1 < args.length; i++) {
      const pair = [args[i], args[i + 1]] as const;
      if (kindAt(pair[0]) !== kindAt(pair[1]) || pair[0].getText() === pair[1].getText()) continue;
      const edits = [...replace(pair[0], pair[1].getText()), ...replace(pair[1], pair[0].getText())];
      drafts.push({ operator: "swap-operands", edits });
    }
    return drafts;
  });
}

/** Adds one to a number, and swaps 0 and 1. */
export function otherNumber(site: Site): Draft[] {
  return markedNodes(site)
    .filter(ts.isNumericLiteral)
    .flatMap((node) =>
      [...new Set([Number(node.text) + 1, node.text === "1" ? 0 : 1])]
        .filter((value) => value !== Number(node.text))
        .map((value) => ({ operator: "other-number", edits: replace(node, String(value)) })),
    );
}

/** Replaces a variable by another one of the same kind: the next by name in the method's scope. */
export function otherVariable(site: Site): Draft[] {
  const { checker } = site;
  return markedNodes(site)
    .filter(ts.isIdentifier)
    .filter(isUse)
    .flatMap((node) => {
      const kind = kindOf(checker.getTypeAtLocation(node), checker);
      if (kind === "other") return [];
      const known = checker
        .getSymbolsInScope(node, ts.SymbolFlags.Variable)
        .filter((symbol) => symbol.valueDeclaration?.getSourceFile() === site.source)
        .filter((symbol) => kindOf(checker.getTypeOfSymbolAtLocation(symbol, node), checker) === kind)
        .map(({ name }) => name)
        .sort();
      const next = known[(known.indexOf(node.text) + 1) % known.length];
      return next && next !== node.text ? [{ operator: "other-variable", edits: replace(node, next) }] : [];
    });
}

/** Whether an identifier reads a variable, as opposed to a member's name or a declaration. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  return !("name" in parent && parent.name === node) && !ts.isBindingElement(parent);
}

/** Ignores a parameter of a constructor: uses its default, or a common value, instead. */
export function ignoreParameter(site: Site): Draft[] {
  return site.source.statements.filter(ts.isClassDeclaration).flatMap((owner) => {
    const parameters = owner.members.find(ts.isConstructorDeclaration)?.parameters ?? [];
    return parameters
      .filter((parameter) => parameter.modifiers?.length)
      .flatMap((parameter) => {
        const name = parameter.name.getText();
        const value = parameter.initializer?.getText() ?? "0.5";
        return usesOf(site, owner, name).map((use) => ({
          operator: "ignore-parameter",
          edits: ts.isBindingElement(use)
            ? replace(use, `constructor: { ${name} = ${value} } = {} as any`)
            : replace(use, value),
        }));
      });
  });
}

function usesOf(site: Site, owner: ts.ClassDeclaration, name: string): ts.Node[] {
  return markedNodes(site).filter((node) => {
    if (node.pos < owner.pos || node.end > owner.end) return false;
    if (ts.isBindingElement(node)) return node.getText() === name;
    return ts.isPropertyAccessExpression(node) && node.getText() === `this.${name}`;
  });
}

function markedCalls(site: Site): ts.CallExpression[] {
  return markedNodes(site).filter(ts.isCallExpression);
}
