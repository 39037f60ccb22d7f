import { assignment } from "../assignment/index.ts";
import { loadRubric } from "../rubric.ts";
import { compileSubmission } from "../submission/compile.ts";
import { locateSubmission } from "../submission/locate.ts";
import { type Change, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { Session } from "./session.ts";

/** The seed of the numbers that a submission is judged with. */
async function seedFor(changes: Record<string, Change>, seed = "beras"): Promise<string> {
  const folder = writeSubmission(temporaryFolder(), "stencil", changes);
  const submission = locateSubmission(assignment, folder);
  const compiled = await compileSubmission(submission);
  const options = { seed, only: [], timeoutMs: 1000 };
  const session = new Session(submission, compiled, loadRubric(assignment), options, [], {
    onSuiteStart() {},
    onCheck() {},
  });
  return session.drawSeed("inputs");
}

/** A submission with a table in a file of its own, as it would hold answers that an earlier grading has shown. */
const withTable = (answers: string) => ({
  "beras/metrics.ts": (text: string) => `import "./table.ts";\n${text}`,
  "beras/table.ts": `export const answers = ${answers};`,
});

test("the same submission and seed draw the same numbers", async () => {
  expect(await seedFor(withTable("[]"))).toBe(await seedFor(withTable("[]")));
  expect(await seedFor(withTable("[]"), "other")).not.toBe(await seedFor(withTable("[]")));
});

test("every edit draws other numbers, also one of a helper file", async () => {
  const asked = await seedFor(withTable("[]"));
  expect(await seedFor(withTable("[0.75]"))).not.toBe(asked);
  expect(await seedFor({ ...withTable("[]"), "beras/losses.ts": (text) => `${text}\n` })).not.toBe(asked);
});
