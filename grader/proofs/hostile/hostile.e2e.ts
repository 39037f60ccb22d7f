/** Runs some of the quick hostile submissions: another part with each commit. `npm run hostile` runs all submissions. */
import { assignment } from "../../assignment/index.ts";
import { proofs } from "../../assignment/proofs/index.ts";
import { temporaryFolder } from "../../testing/overlay.ts";
import { partOf } from "../../testing/rotation.ts";
import { takeShard } from "../shard.ts";
import { loadCases, writeEdited } from "./case.ts";
import { runCase } from "./run.ts";

const parts = proofs.hostile;
const cases = loadCases(parts);
const quick = cases.filter((hostile) => hostile.quick);

test("every case is well formed, and some are quick", () => {
  expect(cases.length).toBeGreaterThan(140);
  expect(quick.length).toBeGreaterThanOrEqual(10);
});

test("the edits of every case fit the solution", () => {
  const misfit = ({ edits, name }: (typeof cases)[number]) => {
    try {
      writeEdited(assignment, temporaryFolder(), edits);
      return [];
    } catch (error) {
      return [`${name}: ${(error as Error).message}`];
    }
  };
  expect(cases.filter(({ bare }) => !bare).flatMap(misfit)).toEqual([]);
});

test.each(takeShard(quick, partOf(4)))(
  "$name",
  async (hostile) => {
    expect((await runCase(assignment, parts, hostile)).problems).toEqual([]);
  },
  120_000,
);
