import { takeShard } from "./shard.ts";

const letters = [..."abcdefg"];

test("the parts are disjoint and make up the whole", () => {
  const parts = [1, 2, 3].map((k) => takeShard(letters, `${k}/3`));
  expect(parts).toEqual([
    ["a", "d", "g"],
    ["b", "e"],
    ["c", "f"],
  ]);
});

test("without a shard, the part is the whole", () => {
  expect(takeShard(letters, undefined)).toEqual(letters);
  expect(takeShard(letters, "1/1")).toEqual(letters);
});

test("no part is empty, and every item is in some part", () => {
  const parts = Array.from({ length: 20 }, (_, i) => takeShard(letters, `${i + 1}/20`));
  expect(parts.every(({ length }) => length === 1)).toBe(true);
  expect(new Set(parts.flat())).toEqual(new Set(letters));
});

test.each(["0/3", "4/3", "1/0", "3", "a/b", "1/3/5", "-1/3", ""])("%j is refused in one line", (shard) => {
  expect(() => takeShard(letters, shard)).toThrow(
    `--shard expects K/N with K from 1 to N, such as 3/8, but received "${shard}"`,
  );
});
