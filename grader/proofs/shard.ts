/** One part of a long list, as `--shard` of Jest takes one part of the test files. All parts together are the list. */
import { UsageError } from "../submission/errors.ts";

export const shardOption = {
  type: "string",
  requiresArg: true,
  describe: "Only part K of N, as 3/8",
} as const;

/**
 * Every N-th item, beginning with the K-th, so that each part has something of everything. Of a list shorter than N, one item.
 *
 * @param shard K/N; the whole list when there is none
 * @throws UsageError when it is something else
 */
export function takeShard<T>(items: readonly T[], shard: string | undefined): T[] {
  if (shard === undefined) return [...items];
  const [index, count] =
    shard
      .match(/^(\d{1,9})\/(\d{1,9})$/)
      ?.slice(1)
      .map(Number) ?? [];
  if (!(index >= 1 && index <= count))
    throw new UsageError(`--shard wants K/N with K from 1 to N, as in 3/8, not "${shard}"`);
  const step = Math.min(count, items.length);
  return items.filter((_, i) => i % step === (index - 1) % step);
}
