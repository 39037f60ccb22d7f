/** Takes one part of a long list, as Jest's `--shard` does with test files. The parts make up the list. */
import { UsageError } from "../submission/errors.ts";

export const shardOption = {
  type: "string",
  requiresArg: true,
  describe: "Only part K of N, such as 3/8",
} as const;

/**
 * Takes every N-th item, beginning with the K-th, so that each part is a mixture. Takes one item of a list shorter than N.
 *
 * @param shard K/N, or undefined for the whole list
 * @throws UsageError for anything else
 */
export function takeShard<T>(items: readonly T[], shard: string | undefined): T[] {
  if (shard === undefined) return [...items];
  const [index, count] =
    shard
      .match(/^(\d{1,9})\/(\d{1,9})$/)
      ?.slice(1)
      .map(Number) ?? [];
  if (!(index >= 1 && index <= count))
    throw new UsageError(`--shard expects K/N with K from 1 to N, such as 3/8, but received "${shard}"`);
  const step = Math.min(count, items.length);
  return items.filter((_, i) => i % step === (index - 1) % step);
}
