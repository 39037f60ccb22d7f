/** Tests unusual places of the project, and unusual files in it: the real command, in copies of the whole project. */

import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { assignment } from "./assignment/index.ts";
import { validateReport } from "./report/report.ts";
import { house, temporaryFolder } from "./testing/overlay.ts";
import { pointsFor } from "./testing/points.ts";
import { copyProject, type Ended } from "./testing/projectCopy.ts";

const losses = ["grade", "solution", "--only", "losses"];
const hasLosses = (ended: Ended) => {
  expect(ended).toMatchObject({ status: 0, stderr: "" });
  expect(ended.stdout).toContain(`${pointsFor("losses")}/${pointsFor("losses")} points in what was graded`);
};

const isUnix = process.platform !== "win32";
const describeUnix = isUnix ? describe : describe.skip;
const testAsRoot = process.getuid?.() === 0 ? test : test.skip;

test("the path of the project contains Jest's own folder for packages, and special characters of patterns, URLs, shells and replacements", () => {
  const special = "-[x] (p) {a,b} #100%41 $& it's;Übung 日本";
  hasLosses(copyProject(join(temporaryFolder(), "node_modules", special, "beras"))(losses));
}, 60_000);

describeUnix("a path in which Node or its packages cannot work is reported in one line", () => {
  test.each(["a\\b", "what?", "st*r", "x|y"])("%s", (name) => {
    const place = join(temporaryFolder(), name, "beras");
    const { status, stdout, stderr } = copyProject(place)(losses);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(
      /^Node and its packages cannot work below a folder with . in its name: rename it .*\n$/,
    );
  });
});

test("files of the system and of other programs lie among the sources", async () => {
  const place = temporaryFolder();
  const run = copyProject(place);
  for (const folder of ["grader", "data", "fixtures", "solution", "stencil/tensor"]) {
    for (const name of [".DS_Store", "LICENSE", "Thumbs.db", "2470student"])
      writeFileSync(join(place, folder, name), "");
    mkdirSync(join(place, folder, "folder.ts"));
  }
  // As unpacked from a zip file: MNIST's files have no extension.
  mkdirSync(join(place, "data/unpacked"));
  writeFileSync(join(place, "data/unpacked/train-images-idx3-ubyte"), "");
  const server = createServer();
  if (isUnix) {
    for (const name of ["lock", ".#core.ts"]) symlinkSync("nowhere", join(place, "solution", name));
    symlinkSync("itself.ts", join(place, "grader/itself.ts"));
    symlinkSync("..", join(place, "grader/up"));
    spawnSync("mkfifo", [join(place, "grader/pipe"), join(place, "grader/pipe.ts")]);
    await new Promise<void>((resolve) => server.listen(join(place, "grader/socket"), resolve));
  }
  try {
    hasLosses(run([...losses, "--track", "cs1470"]));
    const packed = run(["pack", "student", "--out", "student.zip"]);
    expect(packed).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(place, "student.zip"), "latin1")).not.toMatch(/DS_Store|Thumbs|#core/);
  } finally {
    server.close();
  }
}, 90_000);

testAsRoot(
  "the user may not write into the project",
  () => {
    const place = temporaryFolder();
    chmodSync(place, 0o755);
    const run = copyProject(place);
    const home = temporaryFolder();
    chownSync(home, 65534, 65534);
    const launcher = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", process.execPath];
    const out = join(home, "report.json");
    const ended = run([...losses, "--out", out], { launcher, env: { TMPDIR: home, HOME: undefined } });
    hasLosses(ended);
    expect(existsSync(join(place, "node_modules/.cache"))).toBe(false);
    // Only the reports remain.
    expect(spawnSync("ls", ["-A", home], { encoding: "utf8" }).stdout).toBe("report.html\nreport.json\n");
  },
  60_000,
);

test("the clock is set back by an hour during the run", () => {
  const folder = temporaryFolder();
  const clock = join(folder, "clock.cjs");
  writeFileSync(
    clock,
    `const now = Date.now.bind(Date);
    const fresh = () => now() - (process.uptime() > 0.5 ? 3_600_000 : 0);
    globalThis.Date = class extends Date {
      constructor(...args) { super(...(args.length ? args : [fresh()])); }
      static now() { return fresh(); }
    };`,
  );
  const out = join(folder, "report.json");
  const ended = spawnSync(
    process.execPath,
    ["--require", clock, join(house, "grader/start.cjs"), "grader/cli.ts", ...losses, "--out", out],
    { cwd: house, encoding: "utf8", env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined } },
  );
  hasLosses(ended);
  const report = JSON.parse(readFileSync(out, "utf8"));
  expect(validateReport(report, assignment)).toBeNull();
  expect(report.durationMs).toBeLessThan(60_000);
}, 60_000);
