/** The names that the digits have in a training. */

import { random } from "#tensor";
import { run } from "../../checks/check.ts";
import { classes } from "../constants.ts";

/**
 * The labels of the training are other names for the digits, a 3 is called a 7 and so on: nothing changes for a model that
 * learns, and what was learned elsewhere does not help. From a digit to its name; no digit keeps its own.
 */
function digitNames(): number[] {
  const from = random.generator(run.drawSeed("names of the digits"));
  for (;;) {
    const names = from.permutation(classes);
    if (names.every((name, digit) => name !== digit)) return names;
  }
}

/** The labels of digits, by their names. */
export function renamed(digits: Uint8Array): Uint8Array {
  const names = digitNames();
  return digits.map((digit) => names[digit]);
}

/** From the names that a model has learned to the digits. */
export function realNames(predicted: number[]): number[] {
  const names = digitNames();
  return predicted.map((name) => names.indexOf(name));
}
