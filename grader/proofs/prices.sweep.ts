/** The price of each listed mistake, within its bounds: `npm run sweep -- prices`, or `SHARD=3/16 npm run sweep -- prices`. */
import { mistakes } from "../assignment/mistakes/index.ts";
import { loadJudges } from "./judges.ts";
import { type Price, priceOf, priceProblems } from "./prices.ts";
import { takeShard } from "./shard.ts";

const prices: Price[] = [];

beforeAll(loadJudges);
afterAll(() => {
  const rows = prices.sort((a, b) => b.cs1470 - a.cs1470 || b.cs2470 - a.cs2470);
  const line = ({ name, cs1470, cs2470, failed, skipped }: Price) =>
    `${String(cs1470).padStart(4)} ${String(cs2470).padStart(4)}  ${name.padEnd(44)} ${failed.join(" ")}${skipped.length ? ` (skipped: ${skipped.length})` : ""}`;
  process.stdout.write(
    `\n1470 2470  of 100 and 130 points, without trainings and rules\n${rows.map(line).join("\n")}\n`,
  );
});

test.each(takeShard(mistakes, process.env.SHARD).map((mistake) => [mistake.name, mistake] as const))(
  "%s",
  async (_, mistake) => {
    const price = await priceOf(mistake);
    prices.push(price);
    expect(priceProblems(price)).toEqual([]);
  },
  120_000,
);
