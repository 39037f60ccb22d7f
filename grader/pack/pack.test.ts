/** `npm run pack`: what is packed is what its receiver can use. */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { loadRubric } from "../rubric.ts";
import { runCommand } from "../run/command.ts";
import { unpackZip } from "../submission/zip.ts";
import { house, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { withoutChecks, withoutRows } from "./hidden.ts";
import { studentScripts } from "./student.ts";

const namesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

async function pack(args: string[], cwd = house) {
  const folder = temporaryFolder();
  const file = join(folder, "package.zip");
  const ran = await runCommand(["pack", ...args, "--out", file], { cwd });
  const unpacked = join(folder, "unpacked");
  if (ran.code === 0) {
    mkdirSync(unpacked);
    await unpackZip(file, unpacked, file);
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
    for (const name of ["CONCEPTUAL.pdf", "README.md"]) writeFileSync(join(documents, name), name);
    const { code, stdout, unpacked, file } = await pack(["submission", folder, "--documents", documents]);
    expect(code).toBe(0);
    expect(namesIn(unpacked)).toEqual([
      "hw2/CONCEPTUAL.pdf",
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
    expect(names.filter((name) => /^solution|\.(test|sweep)\.ts$|testing\//.test(name))).toEqual([]);
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
    expect(scripts.sort()).toEqual([...studentScripts].sort());
    for (const page of ["README.md", "EXPLORATION.md", "CONCEPTUAL.md"]) {
      const text = readFileSync(join(top, "stencil", page), "utf8");
      for (const [, name] of text.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toContain(name);
    }
  });

  test("its lock fits its package.json, and installs neither browsers, queues nor linters", () => {
    // A dry run compares the two and resolves everything, and fetches nothing.
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const said = execFileSync(npm, ["ci", "--dry-run", "--offline", "--ignore-scripts"], {
      cwd: top,
      encoding: "utf8",
    });
    expect(said).toContain("add jest ");
    expect(said).not.toMatch(/add (bullmq|ioredis|@biomejs|assemblyscript|fast-check)/);
  }, 60_000);

  test("works: grades the stencil, type-checks, packs; the packages of the staff are not there", async () => {
    const place = join(temporaryFolder(), "beras");
    cpSync(top, place, { recursive: true });
    symlinkSync(join(house, "node_modules"), join(place, "node_modules"));
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
    expect(report).toMatchObject({ status: "complete", maxScore: 100 });
    // Types are judged against the stencil here, where there is no solution.
    expect(report.checks.find(({ id }: { id: string }) => id === "policy.types").status).toBe("passed");
    expect(run("node_modules/typescript/bin/tsc", "--noEmit")).toEqual({ code: 0, text: "" });
    expect(cli("pack", "submission").code).toBe(0);
    expect(cli("pack", "student")).toMatchObject({ code: 2 });
  }, 60_000);
});

describe("hidden checks are not given to students", () => {
  const text = readFileSync(join(house, "grader/rubric.json"), "utf8");
  test("their rows go, and what the suites say about them", () => {
    const hidden = new Set(["policy.printing"]);
    const rubric = join(temporaryFolder(), "rubric.json");
    writeFileSync(rubric, withoutRows(text, hidden));
    expect(loadRubric(rubric).checks.map(({ id }) => id)).toEqual(
      loadRubric()
        .checks.map(({ id }) => id)
        .filter((id) => !hidden.has(id)),
    );
    const suite = readFileSync(join(house, "grader/suites/policy.spec.ts"), "utf8");
    const rest = withoutChecks(suite, hidden);
    expect(suite).toContain('check("policy.printing"');
    expect(rest).not.toContain("policy.printing");
    expect(rest).toContain('check("policy.types"');
    expect(withoutChecks(suite, new Set())).toBe(suite);
  });
});
