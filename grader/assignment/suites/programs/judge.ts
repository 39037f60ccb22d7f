/**
 * Runs programs in the sandbox, all at once, and compares every line with the oracle. The first program that differs is
 * shortened as far as it still does, and told with its calls.
 */

import { CheckError, run } from "../../../checks/check.ts";
import { describeValue } from "../../../checks/values.ts";
import type { Failure } from "../../../report/failure.ts";
import { exportsByFile } from "../../contract.ts";
import { evaluateParts, standingIn } from "../standIns.ts";
import { type Difference, differenceOf } from "./expected.ts";
import { interpret, type Observation, type Run } from "./interpret.ts";
import { isJudgeable, Machine } from "./machine.ts";
import { Box, exact, Held, Kept, Unjudged } from "./oracle/box.ts";
import { isTensor, type Line, type Program, rootOf, textOf, without } from "./program.ts";

/** Where a program begins to differ. */
interface Fault extends Difference {
  /** The line; as many as there are lines, where it shows at the end only. */
  line: number;
  /** What is wrong there, as the subject of "differs". */
  what: string;
  threw?: boolean;
}

/** The first line at which a submission differs from the oracle; null when there is none. */
function faultOf(program: Program, run: Run): Fault | null {
  try {
    return firstFault(program, run);
  } catch (error) {
    // An optimizer's own form of the rule may lead to where there is no answer: at a kink, say. So far it was right.
    if (error instanceof Unjudged) return null;
    throw error;
  }
}

function firstFault({ lines, watch }: Program, run: Run): Fault | null {
  const machine = new Machine();
  const latest: unknown[] = watch.map(() => undefined);
  for (const [i, line] of lines.entries()) {
    const seen = run.lines[i];
    if (!seen) throw unreadable(run);
    const difference = machine.run(line, seen);
    if (difference) return { line: i, what: "the result", threw: seen.threw !== undefined, ...difference };
    if (!seen.listsKept)
      return {
        line: i,
        what: "the list that it was handed",
        at: "",
        expected: "the same list as before",
        received: "another length, or other entries",
      };
    const watched = watch.map((path) => (machine.named.has(rootOf(path)) ? path : ""));
    for (const [k, value] of Object.entries(seen.changed)) latest[Number(k)] = value;
    const looked = machine.look(
      watched.filter(Boolean),
      latest.filter((_, k) => watched[k]),
    );
    if (looked) return { line: i, what: looked.path, ...looked.difference };
    const replaced = seen.replaced.find((k) => watched[k]);
    if (replaced !== undefined)
      return {
        line: i,
        what: watched[replaced],
        at: "",
        expected: "the same Tensor as before, changed in place",
        received: "another Tensor",
      };
  }
  for (const [name, value] of machine.named) {
    const difference = differenceAtEnd(value, run.end[name]);
    if (difference) return { line: lines.length, what: name, ...difference };
  }
  return null;
}

/** What has a name still is what it was. */
function differenceAtEnd(value: unknown, received: unknown): Difference | null {
  if (value instanceof Box) return value.isSettled ? differenceOf(value.expected(), received) : null;
  if (value instanceof Kept) return value.isSettled ? differenceOfKept(value.value, received) : null;
  if (value instanceof Held) return differenceOf(value.expected, received);
  if (!Array.isArray(value)) return null;
  if (!value.some((item) => item instanceof Box)) return differenceOf({ kind: "exactly", value }, received);
  const items = value.map((box) => (box.isSettled ? box.expected() : null));
  return differenceOf({ kind: "list", items, isOpen: true }, received);
}

/** Between what a submission returned and what that is at the end. */
function differenceOfKept(before: unknown, after: unknown): Difference | null {
  if (isTensor(before)) return differenceOf({ kind: "tensor", value: exact(before) }, after);
  if (!Array.isArray(before) || !Array.isArray(after)) return null;
  for (const [i, item] of before.entries()) {
    const found = differenceOfKept(item, after[i]);
    if (found) return { ...found, at: `[${i}]${found.at}` };
  }
  return null;
}

async function runAll(programs: Program[]): Promise<Run[]> {
  const value = await evaluateParts(interpret, { programs });
  if (!Array.isArray(value) || value.length !== programs.length) throw unreadable(value);
  return value.map(toRun);
}

/** What comes back is the submission's word: its form is looked at before its content. */
function toRun(value: unknown): Run {
  const { lines, end } = (value ?? {}) as Partial<Run>;
  if (!Array.isArray(lines) || typeof end !== "object" || end === null) throw unreadable(value);
  return { lines: lines.map(toObservation), end };
}

function toObservation(observed: unknown): Observation {
  const { value, threw, changed, replaced, listsKept } = (observed ?? {}) as Partial<Observation>;
  return {
    value,
    threw: Array.isArray(threw) ? threw.map(String) : undefined,
    changed: typeof changed === "object" && changed !== null ? changed : {},
    replaced: Array.isArray(replaced) ? replaced.map(Number) : [],
    listsKept: listsKept === true,
  };
}

const unreadable = (value: unknown) =>
  new CheckError({
    code: "wrong-type",
    name: "the results of some programs",
    expected: "the results of some programs",
    received: describeValue(value),
  });

/** The file that a method of the assignment is written in. */
export function fileOf(method: string): string {
  const files = Object.entries(exportsByFile) as [string, readonly string[]][];
  return files.find(([, names]) => names.includes(method.split(".")[0]))?.[0] ?? "";
}

/** The class that a path is about: of an object that the program has made, or of the one behind a recorded call. */
function classOf({ lines }: Program, path: string): string {
  const [, tape, index] = path.match(/^(\w+)\.operations\[(\d+)\]$/) ?? [];
  const start = lines.findIndex((line) => "create" in line && line.name === tape);
  const recorded = lines.slice(start).filter((line) => "call" in line && line.call === "call")[Number(index)];
  const name = rootOf(tape && recorded && "on" in recorded ? recorded.on : path);
  const made = lines.find((line) => "create" in line && line.name === name);
  return made && "create" in made ? made.create : "Tensor";
}

/** The methods that answer for a call, where it is not the one of that name. */
const answering: Record<string, string> = {
  "Dense.constructor": "Dense.initializeWeights",
  "Recorder.epochs": "Model.fit",
  "ReLU.call": "LeakyReLU.forward",
  "ReLU.composeToInput": "LeakyReLU.inputGradients",
};

function methodOf(className: string, call: string): string {
  const names: Record<string, string> = {
    call: "forward",
    composeToInput: "inputGradients",
    composeToWeight: "weightGradients",
  };
  if (call === "constructor") return answering[`${className}.constructor`] ?? className;
  if (className === "SequentialModel" && ["evaluate", "fit"].includes(call)) return `Model.${call}`;
  return answering[`${className}.${call}`] ?? `${className}.${names[call] ?? call}`;
}

/** The method that a line runs, if it is the submission's: not one of a tensor, of a list, or of a class of the programs' own. */
function studentMethodOf(program: Program, line: Line): string | null {
  const isCall = "on" in line && "call" in line;
  if (!isCall && !("create" in line)) return null;
  const method = isCall
    ? methodOf(classOf(program, line.on), line.call)
    : methodOf(classOf(program, line.name), "constructor");
  return fileOf(method) ? method : null;
}

/**
 * The method at fault. If the last line runs none of the submission's, it only shows what an earlier one has done: the one
 * that returned what is wrong, or else the latest.
 */
function suspectOf(program: Program, { line, what }: Fault): string {
  const lines = program.lines.slice(0, line + 1);
  const methods = lines.map((line) => studentMethodOf(program, line));
  const last = methods[methods.length - 1];
  const origin = lines.findIndex((line) => "call" in line && line.name === rootOf(what));
  // `fit` is given: what it changes, `batchStep` does.
  if (last === "Model.fit" && what !== "the result" && methods[origin] !== last)
    return "SequentialModel.batchStep";
  if (last) return last;
  return (
    methods[origin] ??
    methods.findLast((method, i) => method && "call" in lines[i]) ??
    methods.findLast(Boolean) ??
    ""
  );
}

/** @throws CheckError with the shortest program that shows what is wrong */
export async function judgePrograms(programs: Program[]): Promise<void> {
  const runs = await runAll(programs);
  for (const [i, program] of programs.entries()) {
    const fault = faultOf(program, runs[i]);
    if (!fault) continue;
    const failing = { program, fault, isAlone: true };
    throw new CheckError(story(run.isVerdictEnough ? failing : await shorten(program, fault)));
  }
}

/** What is left of a program may make no sense at all: a model that was never compiled. */
function canBeTried(program: Program): boolean {
  try {
    return isJudgeable(program);
  } catch {
    return false;
  }
}

interface Failing {
  program: Program;
  fault: Fault;
  /** Whether it still fails when nothing runs before it. */
  isAlone: boolean;
}

/**
 * Leaves out lines as long as what is left is still wrong: half of them at a time, a quarter, and so on down to one
 * (the delta debugging of Zeller and Hildebrandt, 2002).
 */
async function shorten(program: Program, fault: Fault): Promise<Failing> {
  const cut = (failing: Failing): Failing => {
    const lines = failing.program.lines.slice(0, failing.fault.line + 1);
    return { ...failing, program: { ...failing.program, lines } };
  };
  let failing = cut({ program, fault, isAlone: false });
  let size = Math.ceil(failing.program.lines.length / 2);
  for (;;) {
    const { lines } = failing.program;
    // From the end: what comes late needs what comes early.
    const starts = Array.from(
      { length: Math.ceil(lines.length / size) },
      (_, i) => lines.length - (i + 1) * size,
    );
    const shorter = starts.map((start) => without(failing.program, start, size));
    const candidates = [
      failing.program,
      ...shorter.filter(({ lines }) => lines.length > 0).filter(canBeTried),
    ];
    const runs = await runAll(candidates);
    const faults = candidates.map((candidate, i) => faultOf(candidate, runs[i]));
    // Not even the program itself fails any more: what ran before it is part of the mistake.
    if (!faults[0]) return failing;
    failing.isAlone = true;
    const next = faults.findIndex((found, i) => i > 0 && found !== null);
    if (next > 0) failing = cut({ program: candidates[next], fault: faults[next] as Fault, isAlone: true });
    else if (size === 1) return failing;
    else size = Math.ceil(size / 2);
    size = Math.min(size, failing.program.lines.length);
  }
}

function story({ program, fault, isAlone }: Failing): Failure {
  const { lines } = program;
  const isAtEnd = fault.line >= lines.length;
  const last = lines[Math.min(fault.line, lines.length - 1)];
  const method = suspectOf(program, fault);
  const wrong =
    fault.what === "the result" ? "gives something else" : `leaves ${fault.what} as it should not be`;
  const what = isAtEnd
    ? `${fault.what} is not what it was any more after these calls`
    : `the last of these calls ${fault.threw ? "throws" : wrong}`;
  const needed =
    isAlone && lines.length > 2
      ? "Without any one of these lines, what is left is right."
      : isAlone
        ? ""
        : "Alone these calls are right: something is kept from objects that were made before.";
  const used = standingIn().filter((name) => lines.some((line) => "create" in line && line.create === name));
  const standIns = used.length
    ? `Here ${used.join(" and ")} ${used.length > 1 ? "are" : "is"} the grader's own, and right: yours is judged by its own checks.`
    : "";
  return {
    code: "unexpected",
    at: { file: fileOf(method), method },
    message: [`${method}: ${what}:`, ...lines.map((line) => `    ${textOf(line)}`), needed, standIns]
      .filter(Boolean)
      .join("\n"),
    expected: `${nameOf(fault, last)}${fault.at} = ${fault.expected}`,
    received: `${nameOf(fault, last)}${fault.at} = ${fault.received}`,
    diagnosis: /^(NaN|-?Infinity)$/.test(fault.received) ? { code: "not-a-number" } : null,
  };
}

function nameOf(fault: Fault, last: Line): string {
  if (fault.what !== "the result") return fault.what;
  if ("name" in last && last.name) return last.name;
  return textOf(last).replace(/;$/, "");
}
