/** What the oracle works with: tensors that keep their identity, and what a line of a program gives. */
import { type Tensor, zeros } from "#tensor";
import { Rounded } from "../../../../checks/rounded.ts";
import type { Expected } from "../expected.ts";

/** What cannot be judged: a slope at a kink, or a question that the contract leaves open. */
export class Unjudged extends Error {}

/** A tensor: it stays the same while its value changes. */
export class Box {
  version = 0;
  /** What it may share its numbers with, and in which version: an output that is its input. */
  private shared: [Box, number][] = [];
  constructor(
    public value: Rounded,
    readonly isBias = false,
    /** Entries that are not judged, as long as they are finite. */
    readonly free?: boolean[],
    /** What is right as well, where the contract leaves it open. */
    private other?: Rounded,
  ) {}

  change(value: Rounded): void {
    this.value = leaf(value);
    this.other = undefined;
    this.version += 1;
  }

  mayShare(boxes: Box[]): void {
    this.shared = boxes.map((box) => [box, box.version]);
  }

  /** Whether it still has to be what it was. */
  get isSettled(): boolean {
    return this.shared.every(([box, version]) => box.version === version);
  }

  expected(): Expected {
    const { value, other, isBias, free } = this;
    return { kind: "tensor", value, other, isBias, free };
  }
}

export const leaf = (number: Rounded) => number.alone();
export const boxOf = (value: Rounded) => new Box(leaf(value));

export const exact = (value: Tensor) =>
  new Rounded(value.astype("float64"), () => zeros(value.shape, "float64"));

/** What a method gives: the value that the program goes on with, and what is expected of the submission's. */
export interface Outcome {
  value?: unknown;
  expected: Expected | null;
}

/** A result that is looked at again at the end. */
export class Held {
  constructor(readonly expected: Expected) {}
}

/** A result of which only one thing is known: it stays as it is, until what it was made from changes. */
export class Kept {
  value: unknown;
  private readonly versions: number[];

  constructor(private readonly from: Box[]) {
    this.versions = from.map(({ version }) => version);
  }

  get isSettled(): boolean {
    return this.from.every(({ version }, i) => version === this.versions[i]);
  }
}

export const resultOf = (value: Rounded): Outcome => {
  const box = boxOf(value);
  return { value: box, expected: box.expected() };
};

export function listOf(
  values: Rounded[],
  like: Box[],
  { free, others, isOpen }: { free?: boolean[]; others?: Rounded[]; isOpen?: boolean } = {},
): Outcome {
  const boxes = values.map((value, i) => new Box(leaf(value), like[i]?.isBias, free, others?.[i]));
  return { value: boxes, expected: { kind: "list", items: boxes.map((box) => box.expected()), isOpen } };
}
