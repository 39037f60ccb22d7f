/** Mutants that see only a part of a list. */
import { ts } from "../../../../typescript.ts";
import type { Draft } from "../mutant.ts";
import { kindOf, markedNodes, replace, type Site } from "../site.ts";

const parts = [".slice(0, 2)", ".slice(0, 3)", ".slice(1)", ".slice(0, -1)"];
const walks = ["forEach", "map", "flatMap", "filter", "some", "every", "reduce"];

/** Shortens a list wherever code iterates over one. */
export function partOfList(site: Site): Draft[] {
  return markedNodes(site).flatMap((node) => {
    const list = listWalkedBy(node);
    if (!list) return [];
    const kind = kindOf(site.checker.getTypeAtLocation(list), site.checker);
    if (kind !== "tensors" && kind !== "list") return [];
    return parts.map((part) => ({
      operator: "part-of-list",
      edits: replace(list, `${list.getText()}${part}`),
    }));
  });
}

function listWalkedBy(node: ts.Node): ts.Expression | null {
  if (ts.isForOfStatement(node)) return node.expression;
  if (ts.isSpreadElement(node)) return node.expression;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  return walks.includes(node.expression.name.text) ? node.expression.expression : null;
}
