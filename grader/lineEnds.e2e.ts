/** Windows ends lines with "\r\n": git converts them by default, and editors and archives keep them. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assignment } from "./assignment/index.ts";
import { WarmGrader } from "./run/warmGrader.ts";
import { unpackZip } from "./testing/archives.ts";
import { house, replacing, temporaryFolder, writeSubmission } from "./testing/overlay.ts";
import { copyProject } from "./testing/projectCopy.ts";

/** The text files below a folder that contain a "\r". */
const withReturns = (folder: string) =>
  filesIn(folder).filter((file) => {
    const bytes = readFileSync(file);
    return bytes.includes("\r\n") && !bytes.includes(0);
  });

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if ([".git", "node_modules"].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });

function giveReturns(folder: string) {
  for (const file of filesIn(folder)) {
    const bytes = readFileSync(file);
    if (!bytes.includes(0)) writeFileSync(file, bytes.toString().replaceAll("\n", "\r\n"));
  }
}

const testInRepository = existsSync(join(house, ".git")) ? test : test.skip;

testInRepository(
  "a checkout with core.autocrlf=true still has line feeds (skipped without git)",
  () => {
    const place = temporaryFolder();
    execFileSync("git", ["clone", "--quiet", "-c", "core.autocrlf=true", house, place]);
    expect(withReturns(place)).toEqual([]);
  },
  60_000,
);

test('a project with "\\r\\n" has up-to-date generated files, and packs files with line feeds', async () => {
  const place = temporaryFolder();
  const run = copyProject(place);
  giveReturns(place);
  for (const command of ["stencil", "fixtures"])
    expect(run([command, "--check"])).toMatchObject({ status: 0, stderr: "" });
  for (const name of ["gradescope", "student"]) {
    expect(run(["pack", name, "--out", `${name}.zip`])).toMatchObject({ status: 0, stderr: "" });
    const unpacked = temporaryFolder();
    await unpackZip(join(place, `${name}.zip`), unpacked);
    expect(withReturns(unpacked)).toEqual([]);
    expect(existsSync(join(unpacked, "beras/.gitattributes"))).toBe(true);
  }
}, 120_000);

test('a submission with "\\r\\n" has the same report', async () => {
  const changes = {
    "beras/metrics.ts": replacing("argmax(1)", "argmin(1)"),
    "beras/losses.ts": "export class {\n",
  };
  const folder = writeSubmission(temporaryFolder(), "solution", changes);
  const grader = new WarmGrader(assignment);
  const options = { folder, track: "cs2470", seed: "beras", timeoutMs: 60_000 } as const;
  const judge = async () => {
    const report = await grader.grade({ ...options, only: ["metrics", "losses", "policy"] });
    return report?.checks.map((check) => ({ ...check, durationMs: 0 })) ?? [];
  };
  const before = await judge();
  expect(before.filter(({ status }) => status === "failed" || status === "error").length).toBeGreaterThan(1);
  giveReturns(folder);
  expect(await judge()).toEqual(before);
  grader.close();
}, 120_000);
