/** The checks that run programs: the solution passes with every seed, and so does every right style. */
import { takeShard } from "../../proofs/shard.ts";
import { combine } from "../../proofs/styles/combine.ts";
import { assignment } from "../index.ts";
import { loadJudges, run, withSubmission } from "../proofs/judges.ts";
import { variants } from "../styles/index.ts";

const ids = [...run.checks.keys()].filter((id) => /overTime$|programs$/.test(id));
const seeds = takeShard([...Array(Number(process.env.SEEDS ?? 30)).keys()], process.env.SHARD);
const styles = takeShard(variants, process.env.SHARD);

beforeAll(loadJudges);

/** What the checks say against a submission, over some seeds. */
async function losses(changed: Parameters<typeof withSubmission>[0], seeds: number[]): Promise<string[]> {
  const said: string[] = [];
  await withSubmission(changed, async (judge) => {
    for (const i of seeds) {
      run.seed = `programs ${i}`;
      for (const id of ids) {
        run.results.clear();
        const { status, failure } = (await judge(id)) ?? {};
        if (status !== "passed") said.push(`${id}, ${run.seed}: ${JSON.stringify(failure)}`);
      }
    }
  });
  return said;
}

test("the solution passes with every seed", async () => {
  expect(await losses({}, seeds)).toEqual([]);
}, 600_000);

test.each(styles.map((variant) => [variant.name, variant] as const))(
  "%s passes",
  async (_, variant) => {
    expect(await losses(combine(assignment, [variant]), [0])).toEqual([]);
  },
  60_000,
);
