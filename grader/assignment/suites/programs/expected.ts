/** What a line of a program should give, and the comparison with what it gave. */
import type { Tensor } from "#tensor";
import { acceptFloat32 } from "../../../checks/current.ts";
import type { Rounded } from "../../../checks/rounded.ts";
import { describeValue } from "../../../checks/values.ts";
import { significant } from "../../../wording/numbers.ts";
import { isTensor } from "./program.ts";

export type Expected =
  /** `other` is right as well. */
  | { kind: "tensor"; value: Rounded; other?: Rounded; isBias?: boolean; free?: boolean[] }
  /** A number, or what holds nothing but one number. */
  | { kind: "number"; value: Rounded }
  /** `isOpen`: there may be more of them. */
  | { kind: "list"; items: (Expected | null)[]; isOpen?: boolean }
  | { kind: "exactly"; value: unknown }
  | { kind: "share"; value: number }
  /** Loss and accuracy, which is right to `open`: each of the pairs is right. */
  | { kind: "metrics"; pairs: { loss: Rounded; acc: number; open: () => number }[] }
  /** The same as lists, an entry an epoch. */
  | { kind: "history"; epochs: (Expected & { kind: "metrics" })["pairs"] }
  | { kind: "throws" };

export interface Difference {
  /** Which part of the value, such as "[0][1,2]". */
  at: string;
  expected: string;
  received: string;
}

/** In float64, of values near 1, some 100 operations long. */
const rtol = 1e-9;
const atol = 1e-9;

/** @returns the first difference; null where there is none, or nothing is expected */
export function differenceOf(expected: Expected | null, received: unknown): Difference | null {
  if (expected === null) return null;
  const other = (wanted: string): Difference => ({
    at: "",
    expected: wanted,
    received: describeValue(received),
  });
  switch (expected.kind) {
    case "tensor": {
      const { value, free } = expected;
      if (!isTensor(received) || !fits(received, value.shape, expected.isBias))
        return other(`a Tensor of shape [${value.shape}]`);
      const difference = differenceOfData(value, received, free);
      if (!difference || !expected.other) return difference;
      return differenceOfData(expected.other, received, free) && difference;
    }
    case "number": {
      const number = numberIn(received);
      return isNear(number, expected.value) ? null : other(significant(expected.value.value.item(), 7));
    }
    case "list": {
      const { items, isOpen } = expected;
      const isList = Array.isArray(received) && received.length >= items.length;
      if (!isList || (!isOpen && received.length > items.length)) return other(`a list of ${items.length}`);
      for (const [i, item] of items.entries()) {
        const found = differenceOf(item, received[i]);
        if (found) return { ...found, at: `[${i}]${found.at}` };
      }
      return null;
    }
    case "exactly": {
      const list = ArrayBuffer.isView(received)
        ? Array.from(received as unknown as ArrayLike<unknown>)
        : received;
      return JSON.stringify(list) === JSON.stringify(expected.value)
        ? null
        : other(describeValue(expected.value));
    }
    case "share":
      return Math.abs(numberIn(received) - expected.value) <= accTolerance
        ? null
        : other(significant(expected.value, 5));
    case "metrics": {
      const { loss, acc } = (received ?? {}) as { loss?: unknown; acc?: unknown };
      const [lossNumber, accNumber] = [meanOf(loss), meanOf(acc)];
      const isRight = expected.pairs.some(
        (pair) => isNear(lossNumber, pair.loss) && isNearShare(accNumber, pair),
      );
      if (isRight) return null;
      const words = expected.pairs.map(
        (pair) => `{ loss: ${significant(pair.loss.value.item(), 7)}, acc: ${significant(pair.acc, 5)} }`,
      );
      return other(words.filter((text, i) => words.indexOf(text) === i).join(" or "));
    }
    case "history": {
      const { epochs } = expected;
      const { loss, acc } = (received ?? {}) as { loss?: unknown; acc?: unknown };
      if (!Array.isArray(loss) || loss.length !== epochs.length)
        return { ...other(`a list of ${epochs.length}`), at: ".loss", received: describeValue(loss) };
      if (!Array.isArray(acc) || acc.length !== epochs.length)
        return { ...other(`a list of ${epochs.length}`), at: ".acc", received: describeValue(acc) };
      const pairs = epochs.map((pair, i) =>
        differenceOf({ kind: "metrics", pairs: [pair] }, { loss: loss[i], acc: acc[i] }),
      );
      const wrong = pairs.findIndex(Boolean);
      return wrong < 0 ? null : { ...(pairs[wrong] as Difference), at: `, in epoch ${wrong}` };
    }
    case "throws":
      return other("an error");
  }
}

/** A share of some samples, perhaps added up in float32: within n * 2^-24 of it, and 1/n from the next. */
const accTolerance = 4e-6;

function isNearShare(received: number, { acc, open }: { acc: number; open: () => number }): boolean {
  const difference = Math.abs(received - acc);
  return difference <= accTolerance || difference <= open() + accTolerance;
}

function meanOf(value: unknown): number {
  if (!Array.isArray(value)) return numberIn(value);
  return value.reduce((sum, item) => sum + numberIn(item), 0) / value.length;
}

/** NaN where there is none. */
function numberIn(value: unknown): number {
  if (typeof value === "number") return value;
  if (isTensor(value) && value.size === 1) return value.data[0];
  return Array.isArray(value) && value.length === 1 ? numberIn(value[0]) : Number.NaN;
}

function isNear(received: number, expected: Rounded): boolean {
  const { value } = expected;
  const difference = Math.abs(received - value.item());
  const bound = atol + rtol * Math.abs(value.item());
  if (difference <= bound) return true;
  if (difference <= bound + float64Slack(expected.error.item(), value.item())) return true;
  if (!(difference <= bound + expected.error.item())) return false;
  acceptFloat32();
  return true;
}

/**
 * float64's own rounding, where large numbers cancel: 2^-29 of float32's, with room for another order of the sums. Where
 * float32 loses everything its bound says nothing; the logits of a program, of up to some 1e6, are off by 1e-9 then.
 */
export function float64Slack(error: number, value: number): number {
  return Math.min(error * 2 ** -26, 1e-7 * (1 + Math.abs(value)));
}

/** A bias may have the shape [out] or [1, out], and so do its gradients. */
function fits({ shape }: Tensor, wanted: readonly number[], isBias = false): boolean {
  return shape.join() === wanted.join() || (isBias && shape.join() === [1, ...wanted].join());
}

function differenceOfData(expected: Rounded, received: Tensor, free?: boolean[]): Difference | null {
  const { value } = expected;
  let isFloat32 = false;
  for (let i = 0; i < value.size; i++) {
    const [wanted, number] = [value.data[i], received.data[i]];
    if (free?.[i] && Number.isFinite(number)) continue;
    // Infinities have no difference.
    if (number === wanted) continue;
    const difference = Math.abs(number - wanted);
    const bound = atol + rtol * Math.abs(wanted);
    if (difference <= bound && !free?.[i]) continue;
    if (difference <= bound + float64Slack(expected.error.data[i], wanted) && !free?.[i]) continue;
    if (difference <= bound + expected.error.data[i] && !free?.[i]) {
      isFloat32 = true;
      continue;
    }
    return {
      at: value.size === 1 && value.ndim === 0 ? "" : `[${indexOf(i, value.shape)}]`,
      expected: free?.[i] ? "a finite number" : significant(wanted, 7),
      received: significant(number, 7),
    };
  }
  if (isFloat32) acceptFloat32();
  return null;
}

function indexOf(i: number, shape: readonly number[]): string {
  const index: number[] = [];
  for (const dim of [...shape].reverse()) {
    index.unshift(i % dim);
    i = Math.floor(i / dim);
  }
  return index.join(",");
}
