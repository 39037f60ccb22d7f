/** What a tape should have recorded, as a picture: worked out here, from the numbers of the check. */
import type { Tensor } from "#tensor";
import { allClose } from "#tensor";
import type { Rounded } from "../../checks/rounded.ts";
import { maxGraphColumns, maxGraphRows } from "../../report/limits.ts";
import type { Entry, Graph } from "../../report/report.ts";

type Formula = (...operands: Rounded[]) => Rounded;

interface Step {
  name: string;
  formula: Formula;
  operands: Rounded[];
  output: Rounded;
}

/** The steps of the loss that is being drawn. */
let steps: Step[] | null = null;

/** The formula of a layer, which is a step of the picture. */
export function drawn<F extends Formula>(name: string, formula: F): F {
  const run = (...operands: Rounded[]) => {
    const output = formula(...operands);
    steps?.push({ name, formula, operands, output });
    return output;
  };
  return run as F;
}

/** The steps of a loss, in their order, and what the last one gives. */
export function stepsOf(
  args: Record<string, Rounded>,
  loss: (args: Record<string, Rounded>) => Rounded,
): { taken: Step[]; target: Rounded } {
  const taken: Step[] = [];
  steps = taken;
  try {
    return { taken, target: loss(args) };
  } finally {
    steps = null;
  }
}

/**
 * @param args the tensors that the loss is computed from, by name
 * @param received gradients from the submission, by the name of the tensor
 */
export function pictureOf(
  args: Record<string, Rounded>,
  loss: (args: Record<string, Rounded>) => Rounded,
  received: Record<string, Tensor>,
): Graph {
  const { taken, target } = stepsOf(args, loss);
  const names = new Map(Object.entries(args).map(([name, value]) => [value, name] as const));
  for (const [i, { output }] of taken.entries()) names.set(output, output === target ? "loss" : `y${i + 1}`);
  const nodes: Graph["nodes"] = [];
  const edges: Graph["edges"] = [];
  const places = new Map<Rounded, number>();
  const placeOf = (value: Rounded): number => {
    const known = places.get(value);
    if (known !== undefined) return known;
    const name = names.get(value) ?? "";
    const [gradient] = target.gradient([value]).map((rounded) => rounded.value);
    const own = received[name];
    const isWrong =
      own && !(own.size === gradient.size && allClose(own.reshape(gradient.shape), gradient, 1e-5, 1e-5));
    nodes.push({
      kind: "value",
      name,
      shape: [...value.shape],
      value: rowsOf(value.value),
      // Labels are data.
      ...(name !== "yTrue" && { gradient: rowsOf(gradient) }),
      ...(isWrong && { received: rowsOf(own) }),
    });
    places.set(value, nodes.length - 1);
    return nodes.length - 1;
  };
  const uses = (value: Rounded) => taken.filter(({ operands }) => operands.includes(value)).length;
  for (const { name, formula, operands, output } of taken) {
    const inputs = operands.map(placeOf);
    nodes.push({ kind: "operation", name });
    const at = nodes.length - 1;
    const J = target.gradient([output])[0];
    for (const [i, from] of inputs.entries()) {
      const isShared = uses(operands[i]) > 1;
      edges.push({ from, to: at, ...(isShared && { gradient: rowsOf(partOf(formula, operands, i, J)) }) });
    }
    edges.push({ from: at, to: placeOf(output) });
  }
  return { title: "What the tape records", nodes, edges };
}

/** The part of the gradient that this operation hands to one of its operands. */
function partOf(formula: Formula, operands: Rounded[], i: number, J: Rounded): Tensor {
  const alone = operands.map((operand) => operand.alone());
  return formula(...alone)
    .mul(J.alone())
    .sum()
    .gradient([alone[i]])[0].value;
}

/** The first numbers. */
function rowsOf(tensor: Tensor): Entry[][] {
  const columns = tensor.shape.at(-1) ?? 1;
  const rows = columns ? tensor.size / columns : 0;
  return Array.from({ length: Math.min(rows, maxGraphRows) }, (_, row) =>
    Array.from(
      tensor.data.slice(row * columns, row * columns + Math.min(columns, maxGraphColumns)),
      (value): Entry => (Number.isFinite(value) ? Number(value.toPrecision(4)) : (String(value) as Entry)),
    ),
  );
}
