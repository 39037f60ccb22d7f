/** `npm run pack`: what is packed is what its receiver can use. */

import { execFileSync, execSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { openPromise } from "yauzl";
import { assignment } from "../assignment/index.ts";
import { packaging } from "../assignment/packaging/index.ts";
import { loadRubric } from "../rubric.ts";
import { unpackZip } from "../testing/archives.ts";
import { runCommand } from "../testing/command.ts";
import { house, replacing, temporaryFolder, writeNetwork, writeSubmission } from "../testing/overlay.ts";
import { maxScore, pointsFor, stencilScore } from "../testing/points.ts";
import { linkPackages } from "../testing/projectCopy.ts";
import { tinyDataset } from "../testing/tinyDataset.ts";
import { withoutChecks, withoutRows } from "./hidden.ts";

const namesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

async function pack(args: string[], cwd = house, env: Record<string, string> = {}) {
  const folder = temporaryFolder();
  const file = join(folder, "package.zip");
  const ran = await runCommand(["pack", ...args, "--out", file], { cwd, env });
  const unpacked = join(folder, "unpacked");
  if (ran.code === 0) {
    mkdirSync(unpacked);
    await unpackZip(file, unpacked);
  }
  return { ...ran, file, unpacked };
}

describe("npm run pack -- submission", () => {
  test("makes the layout of the handout: code, helpers that it imports, the marker, the documents", async () => {
    const folder = writeSubmission(temporaryFolder(), "solution", {
      "beras/losses.ts": (text) => `import "./helper.ts";\n${text}`,
      "beras/helper.ts": "export {};\n",
      "notes.txt": "not for others",
      "main.ts": "// given",
      "2470student": "",
    });
    const documents = temporaryFolder();
    for (const name of ["CONCEPTUAL.pdf", "NOTEBOOK.md", "README.md"])
      writeFileSync(join(documents, name), name);
    const { code, stdout, unpacked, file } = await pack(["submission", folder, "--documents", documents]);
    expect(code).toBe(0);
    expect(namesIn(unpacked)).toEqual([
      "hw2/CONCEPTUAL.pdf",
      "hw2/NOTEBOOK.md",
      "hw2/README.md",
      "hw2/code/2470student",
      "hw2/code/assignment.ts",
      ..."activations core helper layers losses metrics model onehot optimizers"
        .split(" ")
        .map((name) => `hw2/code/beras/${name}.ts`),
      "hw2/code/preprocess.ts",
    ]);
    expect(stdout).not.toContain("Missing");

    const out = join(temporaryFolder(), "report.json");
    await runCommand(["grade", file, "--only", "losses", "--out", out]);
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({
      score: 6,
      submission: { name: "package", track: "cs2470" },
    });
  }, 60_000);

  test("says what is missing, and packs the rest", async () => {
    const folder = writeSubmission(temporaryFolder(), "solution", { "beras/losses.ts": null });
    const { code, stdout, unpacked } = await pack(["submission", folder]);
    expect(code).toBe(0);
    expect(stdout).toContain("Missing: beras/losses.ts is missing from the submission");
    expect(stdout).toContain("Missing: There is no CONCEPTUAL.pdf or CONCEPTUAL.md in hw2");
    expect(existsSync(join(unpacked, "hw2/code/beras/layers.ts"))).toBe(true);
  }, 60_000);

  test("refuses a folder without code in one line", async () => {
    const { code, stderr } = await pack(["submission", temporaryFolder()]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^\S+ holds no submission: .*\n$/);
  });
});

describe("npm run pack -- student", () => {
  let top: string;
  beforeAll(async () => {
    const { code, stderr, unpacked } = await pack(["student"]);
    expect([code, stderr]).toEqual([0, ""]);
    top = join(unpacked, "beras");
  }, 60_000);

  test("has neither the solution nor tests", () => {
    const names = namesIn(top);
    expect(names.filter((name) => /^solution|\.(test|e2e|sweep)\.ts$|testing\//.test(name))).toEqual([]);
    // Nor pieces of it: each line of the solution that stands in no given file, and is long enough to tell.
    const all = names.map((name) => readFileSync(join(top, name), "utf8")).join("\n");
    const hidden = namesIn(join(house, "solution"))
      .flatMap((name) => [
        ...readFileSync(join(house, "solution", name), "utf8").matchAll(
          /BEGIN SOLUTION\n(.*?)\n\s*\/\/ END SOLUTION/gs,
        ),
      ])
      .map(([, block]) => block.trim())
      .filter((block) => block.includes("\n"));
    expect(hidden.length).toBeGreaterThan(20);
    expect(hidden.filter((block) => all.includes(block))).toEqual([]);
  });

  test("every command that the handout names is there", () => {
    const scripts = Object.keys(JSON.parse(readFileSync(join(top, "package.json"), "utf8")).scripts);
    expect(scripts.sort()).toEqual([...packaging.scripts].sort());
    for (const page of ["README", "FROM_PYTHON", "EXPLORATION", "NOTEBOOK", "CONCEPTUAL"].map(
      (name) => `${name}.md`,
    )) {
      const text = readFileSync(join(top, "stencil", page), "utf8");
      for (const [, name] of text.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toContain(name);
    }
  });

  test("its lock fits its package.json, and installs nothing that no command of theirs uses", () => {
    // A dry run compares the two and resolves everything, and fetches nothing.
    const said = execSync("npm ci --dry-run --offline --ignore-scripts --loglevel notice", {
      cwd: top,
      encoding: "utf8",
    });
    expect(said).toContain("add @jest/core ");
    expect(said).not.toMatch(
      /add (bullmq|ioredis|@biomejs|assemblyscript|fast-check|p-map|jest|@types\/jest) /,
    );
  }, 60_000);

  test("works: grades the stencil, type-checks, packs; the packages of the staff are not there", async () => {
    const place = join(temporaryFolder(), "beras");
    cpSync(top, place, { recursive: true });
    linkPackages(place);
    const run = (...args: string[]) => {
      try {
        const text = execFileSync(process.execPath, args, { cwd: place, encoding: "utf8", stdio: "pipe" });
        return { code: 0, text };
      } catch (error) {
        const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
        return { code: status, text: stdout + stderr };
      }
    };
    const cli = (...args: string[]) => run("grader/start.cjs", "grader/cli.ts", ...args);
    const graded = cli("grade", "--only", "layers", "policy");
    expect(graded).toEqual({ code: 0, text: expect.stringContaining("Next: ") });
    const report = JSON.parse(readFileSync(join(place, "report.json"), "utf8"));
    expect(report).toMatchObject({ status: "complete", maxScore: maxScore() });
    // Types are judged against the stencil here, where there is no solution.
    expect(report.checks.find(({ id }: { id: string }) => id === "policy.types").status).toBe("passed");
    expect(run("node_modules/typescript/bin/tsc", "--noEmit")).toEqual({ code: 0, text: "" });
    expect(cli("pack", "submission").code).toBe(0);
    expect(cli("pack", "student")).toMatchObject({ code: 2 });
  }, 60_000);
});

describe("npm run pack -- gradescope", () => {
  let root: string;
  let file: string;
  const run = (env: Record<string, string> = {}) =>
    spawnSync(join(root, "run_autograder"), {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, AUTOGRADER_ROOT: root, MNIST_DIR: tinyDataset().folder, ...env },
    });
  const results = () => JSON.parse(readFileSync(join(root, "results/results.json"), "utf8"));

  beforeAll(async () => {
    const packed = await pack(["gradescope"]);
    expect(packed.code).toBe(0);
    file = packed.file;
    root = temporaryFolder();
    cpSync(packed.unpacked, join(root, "source"), { recursive: true });
    cpSync(join(root, "source/run_autograder"), join(root, "run_autograder"));
    chmodSync(join(root, "run_autograder"), 0o755);
    linkPackages(join(root, "source/beras"));
    mkdirSync(join(root, "submission"));
  }, 60_000);

  test("both scripts lie at the top, can be run, and are sound for bash", async () => {
    const zip = await openPromise(file, { lazyEntries: true });
    const modes = new Map<string, number>();
    for await (const entry of zip.eachEntry()) modes.set(entry.fileName, entry.externalFileAttributes >>> 16);
    for (const script of ["setup.sh", "run_autograder"]) {
      expect((modes.get(script) ?? 0) & 0o111).toBe(0o111);
      expect(spawnSync("bash", ["-n", join(root, "source", script)]).status).toBe(0);
    }
  });

  test("a Node that was changed on its way is not unpacked, and the set-up fails", () => {
    const bin = join(temporaryFolder(), "bin");
    mkdirSync(bin);
    const programs = {
      node: "exit 1",
      "apt-get": "exit 0",
      curl: 'echo changed > "$3"',
      tar: "echo unpacked",
    };
    for (const [name, line] of Object.entries(programs))
      writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    const { status, stdout } = spawnSync("bash", [join(root, "source/setup.sh")], {
      encoding: "utf8",
      env: { PATH: `${bin}:/usr/bin:/bin`, AUTOGRADER_ROOT: root },
    });
    expect(status).not.toBe(0);
    expect(stdout).toMatch(/node-v24\.[\d.]+-linux-\w+\.tar\.xz: FAILED/);
    expect(stdout).not.toContain("unpacked");
  });

  test("the track and the data that it was packed with are graded with; its own limit is below Gradescope's", async () => {
    const env = { MNIST_DIR: tinyDataset().folder };
    const { code, unpacked } = await pack(["gradescope", "--track", "cs2470", "--mnist"], house, env);
    expect(code).toBe(0);
    const script = readFileSync(join(unpacked, "run_autograder"), "utf8");
    expect(script).toContain("options=(--track cs2470)");
    expect(Number(/--timeout (\d+)/.exec(script)?.[1])).toBeLessThan(600);
    expect(readdirSync(join(unpacked, "beras/data/mnist")).sort()).toEqual([
      "t10k-images-idx3-ubyte.gz",
      "t10k-labels-idx1-ubyte.gz",
      "train-images-idx3-ubyte.gz",
      "train-labels-idx1-ubyte.gz",
    ]);
  }, 60_000);

  test("--mnist without MNIST, and options that the package has no use for, are refused", async () => {
    const nowhere = { MNIST_DIR: temporaryFolder() };
    expect(await pack(["gradescope", "--mnist"], house, nowhere)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("expected the four MNIST files"),
    });
    expect(await pack(["submission", "--track", "cs2470"])).toMatchObject({
      code: 2,
      stderr: "--track and --mnist are for packages that grade at a service\n",
    });
  }, 60_000);

  test("a submission becomes results.json", () => {
    writeSubmission(join(root, "submission/hw2/code"), "stencil");
    const { status, stderr } = run();
    expect([status, stderr]).toEqual([0, ""]);
    expect(results()).toMatchObject({
      score: stencilScore(),
      extra_data: { track: "cs1470", status: "complete" },
    });
    expect(results().tests.length).toBeGreaterThan(40);
  }, 60_000);

  test("nothing to grade is told in results.json; a fault of the grader's own leaves none", () => {
    rmSync(join(root, "submission/hw2"), { recursive: true });
    expect(run().status).toBe(0);
    expect(results()).toMatchObject({ score: 0, output: expect.stringContaining("holds no submission") });
    writeNetwork(join(root, "submission/hw2/code"));
    expect(run({ MNIST_DIR: temporaryFolder() }).status).toBe(1);
    expect(existsSync(join(root, "results/results.json"))).toBe(false);
    rmSync(join(root, "source/beras/grader/assignment/rubric.json"));
    expect(run().status).toBe(1);
    expect(existsSync(join(root, "results/results.json"))).toBe(false);
  }, 60_000);
});

test("the students' workflow is YAML, and its commands do what they should in bash", () => {
  const text = readFileSync(join(__dirname, "grade.yml"), "utf8");
  const { steps } = parse(text).jobs.grade;
  const script = steps.find(({ id }: { id?: string }) => id === "grade").run;
  const place = temporaryFolder();
  const summary = join(place, "summary");
  const submission = writeSubmission(join(place, "stencil"), "solution", {
    "beras/losses.ts": replacing("return yPred.sub", 'throw new Error("no");\n    return yPred.sub'),
  });
  // The runner's own way of running a step, on a submission that takes no time.
  const ran = spawnSync(
    "bash",
    ["-e", "-c", script.replace("grade -- stencil", `grade -- ${submission} --only losses`)],
    {
      cwd: house,
      encoding: "utf8",
      env: { ...process.env, RUNNER_TEMP: place, GITHUB_STEP_SUMMARY: summary },
    },
  );
  expect([ran.status, ran.stderr]).toEqual([0, ""]);
  expect(ran.stdout).toMatch(/^::error file=stencil\/beras\/losses\.ts,line=\d+,title=MeanSquared/m);
  expect(readFileSync(summary, "utf8")).toMatch(/\*\*Score \d+\/\d+\*\*/);
  expect(readFileSync(join(place, "report.junit.xml"), "utf8")).toContain('<property name="points"');
}, 60_000);

describe("npm run pack -- classroom50", () => {
  const commit = "https://github.com/org/repo/commit/a1b2c3d";
  const env = {
    CLASSROOM: "dl",
    ASSIGNMENT: "hw2",
    SUBMISSION_TAG: "submit/2026-10-01T14-32-05Z-a1b2c3d",
    COMMIT_URL: commit,
    RELEASE_URL: "https://github.com/org/repo/releases/tag/x",
  };
  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  const whenPython = hasPython ? test : test.skip;

  whenPython(
    "the script leaves what the runner reads, in the student's checkout",
    async () => {
      const { code, unpacked } = await pack(["classroom50", "--track", "cs2470"]);
      expect(code).toBe(0);
      expect(namesIn(unpacked).filter((name) => /^beras\/solution\//.test(name))).toEqual([]);
      linkPackages(join(unpacked, "beras"));
      const checkout = temporaryFolder();
      writeSubmission(join(checkout, "stencil"), "stencil");
      writeFileSync(join(checkout, "result.json"), '{"score": 1000}');
      const run = () =>
        spawnSync("python3", [join(unpacked, "autograder.py")], {
          cwd: checkout,
          encoding: "utf8",
          env: { ...process.env, MNIST_DIR: tinyDataset().folder, ...env },
        });
      expect(run()).toMatchObject({ status: 0, stderr: "" });
      expect(JSON.parse(readFileSync(join(checkout, "result.json"), "utf8"))).toMatchObject({
        commit,
        review: commit,
        "max-score": maxScore("cs2470"),
      });
      expect(readFileSync(join(checkout, "release-body.md"), "utf8")).toContain("cs2470");

      // A fault of the grader's leaves nothing, least of all what the student has put there.
      writeFileSync(join(checkout, "result.json"), '{"score": 1000}');
      rmSync(join(unpacked, "beras/grader/rubric.schema.json"));
      expect(run().status).toBe(1);
      expect(existsSync(join(checkout, "result.json"))).toBe(false);
    },
    120_000,
  );

  test("MNIST does not fit into what the runner fetches", async () => {
    const { code, stderr } = await pack(["classroom50", "--mnist"]);
    expect([code, stderr]).toEqual([
      2,
      "Classroom 50 fetches at most 10 MB, and MNIST is larger: pack without --mnist\n",
    ]);
  });
});

describe("hidden checks are not given to students", () => {
  const text = readFileSync(join(house, "grader/assignment/rubric.json"), "utf8");
  test("their rows go, and what the suites say about them", () => {
    const hidden = new Set(["policy.printing"]);
    const rubric = join(temporaryFolder(), "rubric.json");
    writeFileSync(rubric, withoutRows(text, hidden));
    expect(loadRubric({ rubric }).checks.map(({ id }) => id)).toEqual(
      loadRubric(assignment)
        .checks.map(({ id }) => id)
        .filter((id) => !hidden.has(id)),
    );
    const points = pointsFor("policy.printing");
    expect(loadRubric({ rubric }).tracks.map(({ total }) => total)).toEqual(
      loadRubric(assignment).tracks.map(({ total }) => total - points),
    );
    const suite = readFileSync(join(house, "grader/assignment/suites/policy.spec.ts"), "utf8");
    const rest = withoutChecks(suite, hidden);
    expect(suite).toContain('check("policy.printing"');
    expect(rest).not.toContain("policy.printing");
    expect(rest).toContain('check("policy.types"');
    expect(withoutChecks(suite, new Set())).toBe(suite);
  });
});
