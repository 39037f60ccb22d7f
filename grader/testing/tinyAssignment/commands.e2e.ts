/** The longer commands, with another assignment: a class, and the watch mode. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { runCommand } from "../command.ts";
import { temporaryFolder } from "../overlay.ts";
import { Watching } from "../watching.ts";
import { assignment } from "./index.ts";
import { solutionText, submission } from "./submission.ts";

const { program } = assignment;
// Each test starts some processes; a busy machine takes its time.
jest.setTimeout(120_000);

test("a class is graded, each by its own track, and packed as the handout wants it", async () => {
  const folder = temporaryFolder();
  const zip = join(folder, "class/bob.zip");
  mkdirSync(join(folder, "class/alice/project"), { recursive: true });
  cpSync(assignment.solution, join(folder, "class/alice/project"), { recursive: true });
  const honors = submission("solution", { "honors-student": "", "NOTES.md": "All done.\n" });
  const packed = await runCommand(["pack", "submission", honors, "--documents", honors, "--out", zip], {
    assignment,
  });
  expect(packed.stdout).toMatch(
    /^ {2}project\/stats.ts\n {2}project\/matrix.ts\n {2}project\/honors-student\n {2}NOTES.md\n/,
  );
  const out = join(folder, "results");
  const ran = await runCommand(["grade:batch", join(folder, "class"), "--out", out, "--jobs", "1"], {
    assignment,
  });
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  const text = readFileSync(join(out, "gradebook.csv"));
  const rows: Record<string, string>[] = parse(text, { columns: true, bom: true });
  expect(rows.map(({ Track, Score }) => [Track, Score])).toEqual([
    ["basic", "4"],
    ["honors", "7"],
  ]);
});

test("a save is graded in watch mode", async () => {
  const folder = submission("stencil");
  const watching = new Watching(folder, [], {}, false, program);
  await watching.until(/Score 0\/4/);
  writeFileSync(join(folder, "stats.ts"), solutionText("stats.ts"));
  expect(await watching.until(/Score 3\/4/)).toContain("stats.ts changed");
  // Grades only the suite of this file, and the report still is one of the whole.
  writeFileSync(join(folder, "matrix.ts"), solutionText("matrix.ts"));
  await watching.until(/Score 4\/4.*report\.html/);
  const report = () => JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  while (report().score < 4) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(report()).toMatchObject({ status: "complete", message: null });
  watching.press("q");
  expect(await watching.ended).toBe(0);
});
