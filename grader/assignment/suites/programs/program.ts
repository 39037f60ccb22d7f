/**
 * A program: some lines in the student's own language, as data. The sandbox runs it on the submission, the oracle works
 * it out, and a report shows it as text.
 */
import { Tensor } from "#tensor";
import { significant } from "../../../wording/numbers.ts";

/** What a line hands over. A path names something of an earlier line: "dense", "dense.weights[0]". */
export type Argument = number | string | boolean | { path: string } | Argument[];

export type Line =
  /** `isView`: it is the transpose of another, and its numbers lie in memory in the other order. */
  | { name: string; tensor: Tensor; isView?: boolean }
  | { name: string; list: Argument[]; isBytes?: boolean }
  /** A learning rate for each step, over and over. */
  | { name: string; rates: number[] }
  | { name: string; create: string; args: Argument[] }
  | { name?: string; on: string; call: string; args: Argument[] }
  | { on: string; set: string; to: boolean | number };

export interface Program {
  lines: Line[];
  /** What is looked at after every line: weights, mostly. */
  watch: string[];
}

export const path = (name: string) => ({ path: name });

/** The name that a path begins with. */
export const rootOf = (name: string) => name.split(/[.[]/)[0];

/** The names that a line needs. */
function needs(line: Line): string[] {
  const inArgument = (argument: Argument): string[] =>
    Array.isArray(argument)
      ? argument.flatMap(inArgument)
      : typeof argument === "object"
        ? [rootOf(argument.path)]
        : [];
  return [
    ...("on" in line ? [rootOf(line.on)] : []),
    ...("args" in line ? line.args.flatMap(inArgument) : []),
    ...("list" in line ? line.list.flatMap(inArgument) : []),
  ];
}

/** The program without some of its lines, and without all that needs them. */
export function without({ lines, watch }: Program, start: number, count = 1): Program {
  const gone = new Set<string>();
  const kept = lines.filter((line, i) => {
    const goes = (i >= start && i < start + count) || needs(line).some((name) => gone.has(name));
    if ("name" in line && line.name) goes ? gone.add(line.name) : gone.delete(line.name);
    return !goes;
  });
  return { lines: kept, watch: watch.filter((name) => !gone.has(rootOf(name))) };
}

/** The classes that the assignment does not have: Diffables of the programs' own. */
const definitions: Record<string, string> = {
  Product: " // a Diffable of two inputs, whose output is a.mul(b)",
  Probe: " // a Diffable whose output is x, and which keeps this.training of its latest call in `seen`",
  TwoScales: " // a Diffable with the weights a, b, c, d, whose output is x.mul(a).add(b).mul(c).add(d)",
  View: " // a Diffable whose output is x.reshape(x.shape), and whose gradient J.reshape(J.shape)",
  Total: " // a Diffable whose output is x.sum()",
  Rate: " // a schedule whose call() returns this.value",
  Recorder: " // a Callback whose epochs() are the objects that onEpochEnd was handed, each once",
};

/** As a student would write it. */
export function textOf(line: Line): string {
  if ("tensor" in line) {
    const text = line.isView ? `${textOfTensor(line.tensor.T.copy())}).T` : `${textOfTensor(line.tensor)})`;
    return `const ${line.name} = tensor(${text};`;
  }
  if ("list" in line) {
    const list = textOfArgument(line.list);
    return `const ${line.name} = ${line.isBytes ? `Uint8Array.from(${list})` : list};`;
  }
  if ("rates" in line)
    return `const ${line.name} = { call: (step) => ${JSON.stringify(line.rates)}[step % ${line.rates.length}] };`;
  if ("set" in line) return `${line.on}.${line.set} = ${line.to};`;
  const args = line.args.map(textOfArgument).join(", ");
  if ("create" in line)
    return `const ${line.name} = new ${line.create}(${args});${definitions[line.create] ?? ""}`;
  const call = line.call.startsWith("[") ? `${line.on}${line.call}` : `${line.on}.${line.call}`;
  return `${line.name ? `const ${line.name} = ` : ""}${call}(${args});`;
}

function textOfArgument(argument: Argument): string {
  if (Array.isArray(argument)) return `[${argument.map(textOfArgument).join(", ")}]`;
  return typeof argument === "object" ? argument.path : JSON.stringify(argument);
}

function textOfTensor({ data, shape }: Tensor): string {
  const text = (axis: number, start: number, size: number): string => {
    if (axis === shape.length) return significant(data[start]);
    const part = size / shape[axis];
    const parts = Array.from({ length: shape[axis] }, (_, i) => text(axis + 1, start + i * part, part));
    return `[${parts.join(", ")}]`;
  };
  return text(0, 0, data.length);
}

export const isTensor = (value: unknown): value is Tensor => value instanceof Tensor;
