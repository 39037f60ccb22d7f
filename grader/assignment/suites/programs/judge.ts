/**
 * Runs programs in the sandbox, all at once, and compares every line with the oracle. The first program that differs is
 * shortened as far as it still does, and told with its calls.
 */

import { CheckError } from "../../../checks/check.ts";
import { acceptFloat32 } from "../../../checks/current.ts";
import { describeValue } from "../../../checks/values.ts";
import type { Failure } from "../../../report/failure.ts";
import { exportsByFile } from "../../contract.ts";
import { submission } from "../submission.ts";
import { type Difference, differenceOf } from "./expected.ts";
import { interpret, type Observation, type Run } from "./interpret.ts";
import { after, fitOf, type Move, makeOptimizer } from "./optimizers.ts";
import { Box, exact, Unjudged, World } from "./oracle.ts";
import { type Argument, isTensor, type Line, type Program, rootOf, textOf, without } from "./program.ts";

/** Where a program begins to differ. */
interface Fault extends Difference {
  /** The line; as many as there are lines, where it shows at the end only. */
  line: number;
  /** What is wrong there, as the subject of "differs". */
  what: string;
  threw?: boolean;
}

/** What the oracle has under each name. */
class Machine {
  readonly moves = new Map<Box, Move>();
  readonly named = new Map<string, unknown>();
  private readonly world = new World();

  find(path: string): unknown {
    const [name, ...keys] = path.split(/[.[\]]+/).filter(Boolean);
    if (!this.named.has(name)) throw new Unjudged();
    const found = keys.reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      this.named.get(name),
    );
    if (found === undefined) throw new Unjudged();
    return found;
  }

  private valueOf(argument: Argument): unknown {
    if (Array.isArray(argument)) return argument.map((item) => this.valueOf(item));
    return typeof argument === "object" ? this.find(argument.path) : argument;
  }

  /** @param seen null where there is no submission: the program is only tried */
  run(line: Line, seen: Observation | null): Difference | null {
    const keep = (value: unknown) => void ("name" in line && line.name && this.named.set(line.name, value));
    if ("tensor" in line) {
      keep(new Box(exact(line.tensor)));
      return null;
    }
    if ("set" in line) {
      (this.find(line.on) as Record<string, unknown>)[line.set] = line.to;
      return null;
    }
    const args = line.args.map((argument) => this.valueOf(argument));
    if ("create" in line) {
      const made = this.world.create(line.create, args, (name, args) =>
        makeOptimizer(this.moves, name, args),
      );
      keep(made);
      const { created } = made as { created?: (received: unknown) => never };
      return created ? differenceIn(created.call(made, seen?.value), seen) : differenceIn(null, seen);
    }
    const owner = this.find(line.on);
    if (owner instanceof Box) {
      const [other] = args as [Box];
      owner.change(other.value);
      return differenceIn(null, seen);
    }
    const method = (owner as Record<string, (...args: unknown[]) => { value?: unknown; expected: never }>)[
      line.call
    ];
    const { value, expected } = method.apply(owner, args);
    keep(value);
    return differenceIn(expected, seen);
  }

  /** The weights that an optimizer has moved, and everything else that is watched. */
  look(watch: string[], seen: Observation | null): { path: string; difference: Difference } | null {
    const moved = watch.flatMap((path, i) => {
      const box = this.find(path) as Box;
      const move = this.moves.get(box);
      return move ? [{ path, box, move, received: seen?.watched[i] }] : [];
    });
    this.moves.clear();
    const wrong = seen && this.movedOtherwise(moved);
    if (wrong) return wrong;
    for (const { box, move, received } of moved)
      box.change(
        isTensor(received)
          ? exact(received.reshape(box.value.shape))
          : after(box.value, move, firstForm(move)),
      );
    if (!seen) return null;
    for (const [i, path] of watch.entries()) {
      const box = this.find(path);
      const expected = box instanceof Box ? box.expected() : ({ kind: "exactly", value: box } as const);
      const difference = differenceOf(expected, seen.watched[i]);
      if (difference) return { path, difference };
    }
    return null;
  }

  private movedOtherwise(moved: { path: string; box: Box; move: Move; received: unknown }[]) {
    for (const { path, box, move, received } of moved) {
      const before = box.value.value;
      const kept = differenceOf(isTensor(received) ? null : box.expected(), received);
      if (kept) return { path, difference: kept };
      const next = received as typeof before;
      if (next.size !== before.size)
        return { path, difference: differenceOf(box.expected(), next) as Difference };
      const forms = move.optimizer.fitting ?? [];
      const fits = forms.map((form) => ({ form, ...fitOf(before, next, move, form) }));
      const fitting = fits.filter(({ wrong }) => wrong < 0);
      if (fitting.length === 0) {
        const [{ form, wrong }] = fits;
        const data = after(box.value, move, form).value.data;
        return {
          path,
          difference: {
            at: `[${wrong}]`,
            expected: describeValue(data[wrong]),
            received: describeValue(next.data[wrong]),
          },
        };
      }
      if (fitting.every(({ isFloat32 }) => isFloat32)) acceptFloat32();
      move.optimizer.fitting = fitting.map(({ form }) => form);
    }
    return null;
  }
}

const firstForm = (move: Move) => (move.optimizer.fitting as string[])[0];

function differenceIn(
  expected: Parameters<typeof differenceOf>[0],
  seen: Observation | null,
): Difference | null {
  if (!seen) return null;
  const throws = expected?.kind === "throws";
  if (seen.threw) {
    return throws ? null : { at: "", expected: "no error", received: describeValue(seen.threw.join(": ")) };
  }
  return differenceOf(expected, seen.value);
}

/** Whether every line of a program has an answer. */
export function isJudgeable({ lines, watch }: Program): boolean {
  const machine = new Machine();
  try {
    for (const line of lines) {
      machine.run(line, null);
      machine.look(
        watch.filter((path) => machine.named.has(rootOf(path))),
        null,
      );
    }
    return true;
  } catch (error) {
    if (error instanceof Unjudged) return false;
    throw error;
  }
}

/** The first line at which a submission differs from the oracle; null when there is none. */
function faultOf({ lines, watch }: Program, run: Run): Fault | null {
  const machine = new Machine();
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
    const present = watched.filter(Boolean);
    const looked = machine.look(present, { ...seen, watched: seen.watched.filter((_, k) => watched[k]) });
    if (looked) return { line: i, what: looked.path, ...looked.difference };
  }
  for (const [name, value] of machine.named) {
    const difference = differenceAtEnd(value, run.end[name]);
    if (difference) return { line: lines.length, what: name, ...difference };
  }
  return null;
}

/** What has a name still is what it was. */
function differenceAtEnd(value: unknown, received: unknown): Difference | null {
  if (value instanceof Box) return differenceOf(value.expected(), received);
  if (!Array.isArray(value) || !value.every((item) => item instanceof Box)) return null;
  return differenceOf({ kind: "list", items: value.map((box) => box.expected()), isOpen: true }, received);
}

async function runAll(programs: Program[]): Promise<Run[]> {
  const value = await submission.evaluate(interpret, { programs });
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
  const { value, threw, watched, listsKept } = (observed ?? {}) as Partial<Observation>;
  return {
    value,
    threw: Array.isArray(threw) ? threw.map(String) : undefined,
    watched: Array.isArray(watched) ? watched : [],
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
function fileOf(method: string): string {
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
  "ReLU.call": "LeakyReLU.forward",
  "ReLU.composeToInput": "LeakyReLU.inputGradients",
};

function methodOf(className: string, call: string): string {
  const names: Record<string, string> = {
    call: "forward",
    composeToInput: "inputGradients",
    composeToWeight: "weightGradients",
  };
  if (className === "SequentialModel" && call === "evaluate") return "Model.evaluate";
  return answering[`${className}.${call}`] ?? `${className}.${names[call] ?? call}`;
}

/** @throws CheckError with the shortest program that shows what is wrong */
export async function judgePrograms(programs: Program[]): Promise<void> {
  const runs = await runAll(programs);
  for (const [i, program] of programs.entries()) {
    const fault = faultOf(program, runs[i]);
    if (!fault) continue;
    const short = await shorten(program, fault);
    throw new CheckError(story(short));
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

/** Leaves out one line after the other, as long as what is left is still wrong. */
async function shorten(program: Program, fault: Fault): Promise<Failing> {
  const cut = (failing: Failing): Failing => {
    const lines = failing.program.lines.slice(0, failing.fault.line + 1);
    return { ...failing, program: { ...failing.program, lines } };
  };
  let failing = cut({ program, fault, isAlone: false });
  for (let round = 0; round < program.lines.length; round++) {
    const { lines } = failing.program;
    const shorter = [failing.program, ...lines.map((_, i) => without(failing.program, lines.length - 1 - i))];
    const candidates = shorter.filter((candidate) => candidate.lines.length > 0 && canBeTried(candidate));
    const runs = await runAll(candidates);
    const faults = candidates.map((candidate, i) => faultOf(candidate, runs[i]));
    // Not even the program itself fails any more: what ran before it is part of the mistake.
    if (!faults[0]) return failing;
    failing.isAlone = true;
    const next = faults.findIndex((found, i) => i > 0 && found !== null);
    if (next < 0) return failing;
    failing = cut({ program: candidates[next], fault: faults[next] as Fault, isAlone: true });
  }
  return failing;
}

function story({ program, fault, isAlone }: Failing): Failure {
  const { lines } = program;
  const isAtEnd = fault.line >= lines.length;
  const last = lines[Math.min(fault.line, lines.length - 1)];
  const owner = "on" in last ? last.on : "create" in last ? last.name : "";
  const method = methodOf(classOf(program, owner), "call" in last ? last.call : "constructor");
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
  return {
    code: "unexpected",
    at: { file: fileOf(method), method },
    message: [`${method}: ${what}:`, ...lines.map((line) => `    ${textOf(line)}`), needed]
      .filter(Boolean)
      .join("\n"),
    expected: `${nameOf(fault, last)}${fault.at} = ${fault.expected}`,
    received: `${nameOf(fault, last)}${fault.at} = ${fault.received}`,
  };
}

function nameOf(fault: Fault, last: Line): string {
  if (fault.what !== "the result") return fault.what;
  if ("name" in last && last.name) return last.name;
  return textOf(last).replace(/;$/, "");
}
