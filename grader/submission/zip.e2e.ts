/** Grades a zip file with the real command. open.test.ts looks at what is unpacked. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { entriesOf, makeZip } from "../testing/archives.ts";
import { runCommand } from "../testing/command.ts";
import { replacing, temporaryFolder, writeSubmission } from "../testing/overlay.ts";

test("a change is graded from a zip file as from a folder", async () => {
  const folder = writeSubmission(temporaryFolder(), "solution", {
    "beras/losses.ts": replacing("return yPred.sub(yTrue).square().mean();", "return yPred;"),
  });
  const place = temporaryFolder();
  const grade = async (source: string) => {
    const out = join(place, "report.json");
    await runCommand(["grade", source, "--only", "losses", "--out", out]);
    const { score, checks } = JSON.parse(readFileSync(out, "utf8"));
    return { score, checks: checks.map((check: object) => ({ ...check, durationMs: 0 })) };
  };
  expect(await grade(await makeZip(join(place, "alice.zip"), entriesOf(folder)))).toEqual(
    await grade(folder),
  );
}, 60_000);
