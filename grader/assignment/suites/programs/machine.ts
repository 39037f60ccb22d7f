/** Runs a program on the oracle, line by line, beside what a submission gave. */
import { acceptFloat32 } from "../../../checks/current.ts";
import { describeValue } from "../../../checks/values.ts";
import { type Difference, differenceOf } from "./expected.ts";
import type { Observation } from "./interpret.ts";
import { Box, exact, Kept, Unjudged } from "./oracle/box.ts";
import { after, fitOf, type Move, makeOptimizer } from "./oracle/optimizers.ts";
import { Schedule } from "./oracle/rates.ts";
import { World } from "./oracle/world.ts";
import { type Argument, isTensor, type Line, type Program, rootOf } from "./program.ts";

/** What the oracle has under each name. */
export class Machine {
  readonly moves = new Map<Box, Move>();
  readonly named = new Map<string, unknown>();
  private readonly world = new World();

  /** @throws Unjudged when there is no such thing */
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

  /**
   * @returns where the submission's result differs
   * @throws Unjudged when the line has no answer
   * @param seen null where there is no submission: the program is only tried
   */
  run(line: Line, seen: Observation | null): Difference | null {
    const keep = (value: unknown) => void ("name" in line && line.name && this.named.set(line.name, value));
    if ("tensor" in line) {
      keep(new Box(exact(line.tensor)));
      return null;
    }
    if ("list" in line) {
      keep(line.list.map((item) => this.valueOf(item)));
      return null;
    }
    if ("rates" in line) {
      keep(new Schedule(line.rates));
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
    if (Array.isArray(owner)) {
      (owner as unknown as Record<string, (...args: unknown[]) => void>)[line.call](...args);
      return differenceIn(null, seen);
    }
    const method = (owner as Record<string, (...args: unknown[]) => { value?: unknown; expected: never }>)[
      line.call
    ];
    const { value, expected } = method.apply(owner, args);
    if (value instanceof Kept) value.value = seen?.value;
    keep(value);
    return differenceIn(expected, seen);
  }

  /** The weights that an optimizer has moved, and everything else that is watched. */
  look(watch: string[], seen: unknown[] | null): { path: string; difference: Difference } | null {
    const moved = watch.flatMap((path, i) => {
      const box = this.find(path) as Box;
      const move = this.moves.get(box);
      return move ? [{ path, box, move, received: seen?.[i] }] : [];
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
      if (box === null) continue;
      const expected = box instanceof Box ? box.expected() : ({ kind: "exactly", value: box } as const);
      const difference = differenceOf(expected, seen[i]);
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
