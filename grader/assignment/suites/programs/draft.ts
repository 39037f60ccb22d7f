/** Writes a program line by line, and works it out on the way: each line has an answer. */
import { fromData, type Generator, type Tensor, zerosLike } from "#tensor";
import { drawUntil } from "../../../checks/draw.ts";
import { Machine } from "./machine.ts";
import { Box, Unjudged } from "./oracle/box.ts";
import { type Argument, type Line, type Program, path } from "./program.ts";

/** Weights: code that changes them by their `data` needs them as they lie in memory. */
const inPlace = ["w"];

export class Draft {
  readonly lines: Line[] = [];
  readonly watch: string[] = [];
  private readonly machine = new Machine();
  private readonly counts = new Map<string, number>();

  constructor(private readonly from: Generator) {}

  /** 0 to n - 1. */
  below(n: number): number {
    return Math.min(n - 1, Math.floor(this.from.uniform().item() * n));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  chance(share: number): boolean {
    return this.from.uniform().item() < share;
  }

  some<T>(list: readonly T[], count: number): T[] {
    return Array.from({ length: count }, () => this.pick(list));
  }

  private name(prefix: string): string {
    const count = (this.counts.get(prefix) ?? 0) + 1;
    this.counts.set(prefix, count);
    return `${prefix}${count}`;
  }

  private add(line: Line): void {
    this.machine.run(line, null);
    this.machine.look(this.watch, null);
    this.lines.push(line);
  }

  create(prefix: string, create: string, ...args: Argument[]): string {
    const name = this.name(prefix);
    this.add({ name, create, args });
    return name;
  }

  list(prefix: string, list: Argument[], isBytes = false): string {
    const name = this.name(prefix);
    this.add({ name, list, ...(isBytes && { isBytes }) });
    return name;
  }

  rates(...rates: number[]): string {
    const name = this.name("schedule");
    this.add({ name, rates });
    return name;
  }

  call(on: string, call: string, args: Argument[], prefix?: string): string {
    const name = prefix && this.name(prefix);
    this.add({ ...(name && { name }), on, call, args });
    return name ?? "";
  }

  /** As `call`, where there is an answer: whether there is one. */
  ask(on: string, call: string, args: Argument[], prefix: string): boolean {
    try {
      this.call(on, call, args, prefix);
      return true;
    } catch (error) {
      if (error instanceof Unjudged) return false;
      throw error;
    }
  }

  set(on: string, set: string, to: boolean | number): void {
    this.add({ on, set, to });
  }

  /** What a tensor holds now. */
  valueOf(name: string): Tensor {
    return (this.machine.find(name) as Box).value.value;
  }

  shapeOf(name: string): readonly number[] {
    return this.valueOf(name).shape;
  }

  /** The tensors whose names begin like this, of a shape. */
  private known(prefix: string, shape: readonly number[]): string[] {
    return [...this.machine.named.entries()]
      .filter(([name, value]) => name.replace(/\d+$/, "") === prefix && value instanceof Box)
      .map(([name]) => name)
      .filter((name) => this.shapeOf(name).join() === shape.join());
  }

  eighths(...shape: number[]): Tensor {
    return fromData(
      this.from.normal(0, 1, shape).data.map((x) => Math.round(x * 8) / 8),
      shape,
    );
  }

  /** Numbers as they come, and those at which a condition may look: zeros, equal ones, those of another tensor. */
  value(...shape: number[]): Tensor {
    const x = this.eighths(...shape);
    const kind = this.below(14);
    if (kind === 0) return zerosLike(x);
    if (kind === 1)
      return fromData(
        Float64Array.from(x.data, () => this.pick([0, -0])),
        shape,
      );
    if (kind === 2) return zerosLike(x).add(this.pick([1, -0.5]));
    if (kind === 3)
      return fromData(
        Float64Array.from(x.data, (value) => this.pick([0, value])),
        shape,
      );
    if (kind === 4) return x.mul(1000);
    if (kind > 6) return x;
    const alike = [...this.machine.named.values()].filter(
      (value): value is Box => value instanceof Box && value.value.shape.join() === shape.join(),
    );
    return alike.length ? this.pick(alike).value.value : x;
  }

  tensor(prefix: string, value: Tensor): string {
    const name = this.name(prefix);
    // What is computed is not changed in place, so it may be a view of something else.
    const isView = !inPlace.includes(prefix) && value.ndim === 2 && this.chance(0.2);
    this.add({ name, tensor: value, ...(isView && { isView }) });
    return name;
  }

  numbers(prefix: string, ...shape: number[]): string {
    return this.tensor(prefix, this.value(...shape));
  }

  /** One that there is already, or a fresh one. */
  either(prefix: string, shape: readonly number[], value = () => this.value(...shape)): string {
    const known = this.known(prefix, shape);
    return known.length && this.chance(0.45) ? this.pick(known) : this.tensor(prefix, value());
  }

  /** A Dense layer, its numbers assigned. */
  dense(inputs: number, outputs: number, initializer?: string): string {
    const name = this.create("dense", "Dense", inputs, outputs, ...(initializer ? [initializer] : []));
    this.watch.push(`${name}.weights[0]`, `${name}.weights[1]`);
    if (!initializer) for (const which of [0, 1]) this.assign(name, which);
    return name;
  }

  /** Other weights, or another bias. */
  assign(
    dense: string,
    which = this.below(2),
    // Large ones as well: they show a limit that the contract does not have.
    numbers = (shape: readonly number[]) => this.value(...shape).mul(this.chance(0.15) ? 1000 : 1),
  ): void {
    const weight = `${dense}.${this.chance(0.3) ? "wb"[which] : `weights[${which}]`}`;
    const shape = this.shapeOf(weight);
    this.call(weight, "assign", [path(this.either("wb"[which], shape, () => numbers(shape)))]);
  }

  /** Rows with a single 1; not every class need be among them. */
  oneHot(n: number, classes: number): Tensor {
    const data = new Float64Array(n * classes);
    for (let i = 0; i < n; i++) data[i * classes + this.below(classes)] = 1;
    return fromData(data, [n, classes]);
  }
}

/** So many programs, each of which has an answer. The number lets the first of them be about something of their own. */
export function drawPrograms(
  from: Generator,
  count: number,
  write: (draft: Draft, number: number) => void,
): Program[] {
  const drawOne = (number: number): Program | null => {
    const draft = new Draft(from);
    try {
      write(draft, number);
    } catch (error) {
      if (error instanceof Unjudged) return null;
      throw error;
    }
    return { lines: draft.lines, watch: draft.watch };
  };
  return Array.from({ length: count }, (_, number) => drawUntil(() => drawOne(number), Boolean) as Program);
}
