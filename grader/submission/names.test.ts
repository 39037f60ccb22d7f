/** Names and encodings that work on one machine and not on another: the same words on all of them. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { assignment } from "../assignment/index.ts";
import { makeJob, type Settings } from "../batch/job.ts";
import { replacing, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { compileSubmission } from "./compile.ts";
import { locateSubmission } from "./locate.ts";
import { listedAs } from "./spelling.ts";

/** What a run on the submission says of its files and imports; a batch, which sends the files elsewhere, says the same. */
async function problemsOf(folder: string) {
  const said = async (place: string) => {
    const { fileProblems, importProblems } = await compileSubmission(locateSubmission(assignment, place));
    return {
      files: fileProblems.map(({ message }) => message),
      imports: importProblems.map(({ reason }) => reason),
    };
  };
  const problems = await said(folder);
  const { files } = makeJob(locateSubmission(assignment, folder), {} as Settings);
  const elsewhere = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(elsewhere, name)), { recursive: true });
    writeFileSync(join(elsewhere, name), text);
  }
  expect(await said(elsewhere)).toEqual(problems);
  return problems;
}

function renamed(from: string, to: string): string {
  const folder = writeSubmission(temporaryFolder(), "solution");
  renameSync(join(folder, from), join(folder, "moved"));
  mkdirSync(dirname(join(folder, to)), { recursive: true });
  renameSync(join(folder, "moved"), join(folder, to));
  return folder;
}

test.each([
  ["beras/layers.ts", "beras/Layers.ts"],
  ["beras/layers.ts", "beras/layers.TS"],
  ["beras/layers.ts", "beras/layers.ts.txt"],
  ["beras/layers.ts", "beras/layers (1).ts"],
  ["assignment.ts", "Assignment.ts"],
])("%s that is called %s", async (name, listed) => {
  const { files } = await problemsOf(renamed(name, listed));
  expect(files).toEqual([`${name} is missing; it is named ${listed}: rename it to ${name}`]);
});

test.each([
  ["beras/layers.ts", "beras/layer.ts"],
  ["beras/optimizers.ts", "beras/optimisers.ts"],
  ["assignment.ts", "asignment.ts"],
])("%s that is misspelt %s", async (name, misspelt) => {
  expect((await problemsOf(renamed(name, misspelt))).files).toEqual([
    `${name} is missing; there is ${misspelt}: rename it to ${name}`,
  ]);
});

test("a folder in other letters", async () => {
  const folder = writeSubmission(temporaryFolder(), "solution");
  // In two steps: where case is ignored, the names are those of one folder.
  renameSync(join(folder, "beras"), join(folder, "other"));
  renameSync(join(folder, "other"), join(folder, "Beras"));
  const { files } = await problemsOf(folder);
  expect(files).toHaveLength(8);
  expect(files[0]).toBe("beras/core.ts is missing; it is named Beras/core.ts: rename it to beras/core.ts");
});

test("a file that lies beside its folder, or in it", async () => {
  expect((await problemsOf(renamed("assignment.ts", "beras/assignment.ts"))).files).toEqual([
    "assignment.ts is missing; there is beras/assignment.ts: move it to assignment.ts",
  ]);
  expect((await problemsOf(renamed("beras/losses.ts", "losses.ts"))).files).toEqual([
    "beras/losses.ts is missing; there is losses.ts: move it to beras/losses.ts",
  ]);
});

test("an import in other letters than the file", async () => {
  const folder = writeSubmission(temporaryFolder(), "solution", {
    "beras/layers.ts": replacing("./core.ts", "./Core.ts"),
    "beras/helpers.ts": "export const two = 2;",
    "beras/metrics.ts": (text) => `import "./Helpers.ts";\n${text}`,
  });
  expect((await problemsOf(folder)).imports).toEqual([
    '"./Core.ts" is not part of the submission: the file is named beras/core.ts',
    '"./Helpers.ts" is not part of the submission: the file is named beras/helpers.ts: rename it to beras/Helpers.ts',
  ]);
});

test("an accent in the other of Unicode's forms", async () => {
  const [composed, decomposed] = ["NFC", "NFD"].map((form) => "beras/h\u00e4lper.ts".normalize(form));
  const folder = writeSubmission(temporaryFolder(), "solution", {
    [decomposed]: "export const two = 2;",
    "beras/metrics.ts": (text) => `import "./${composed.slice(6)}";\n${text}`,
  });
  const { imports } = await problemsOf(folder);
  expect(imports[0]).toContain(`the file is named ${decomposed}: rename it to ${composed} (its accents are`);
  // A system on which both forms lead to the file lists it all the same in one of them.
  rmSync(join(folder, decomposed));
  writeFileSync(join(folder, composed), "export const two = 2;");
  expect((await problemsOf(folder)).imports).toEqual([]);
});

test("names are compared with those that the folder lists, not by opening them", () => {
  const folders: Record<string, string[]> = { "/alice": ["beras"], "/alice/beras": ["Layers.ts", "core.ts"] };
  const list = (folder: string) => folders[folder.replaceAll("\\", "/").replace(/\/$/, "")] ?? [];
  expect(listedAs("/alice", "beras/core.ts", list)).toBe("beras/core.ts");
  expect(listedAs("/alice", "beras/layers.ts", list)).toBe("beras/Layers.ts");
  expect(listedAs("/alice", "beras/model.ts", list)).toBeNull();
});

describe("a source that is not UTF-8", () => {
  const encoded = (bytes: (text: string) => Buffer) => {
    const folder = writeSubmission(temporaryFolder(), "solution");
    const text = locateSubmission(assignment, folder).files.get("beras/losses.ts") as string;
    writeFileSync(join(folder, "beras/losses.ts"), bytes(`// f\u00fcr alle\n${text}`));
    return folder;
  };
  const utf16 = (text: string) => Buffer.from(text, "utf16le");

  test.each<[string, (text: string) => Buffer]>([
    ["UTF-16 of PowerShell 5", (text) => utf16(`\ufeff${text}`)],
    ["UTF-16, the other byte first", (text) => utf16(`\ufeff${text}`).swap16()],
    ["UTF-16 without a byte order mark", utf16],
  ])("%s says so, and how to save it", async (_, bytes) => {
    expect((await problemsOf(encoded(bytes))).files).toEqual([
      'beras/losses.ts is saved as UTF-16, as Windows PowerShell 5 does with ">": save it as UTF-8 (in VS Code: "Save with Encoding" in the command palette)',
    ]);
  });

  test("Windows-1252 is graded, and said", async () => {
    const folder = encoded((text) => Buffer.from(text, "latin1"));
    expect((await problemsOf(folder)).files).toEqual([]);
    const { files, notes } = locateSubmission(assignment, folder);
    expect(files.get("beras/losses.ts")).toMatch(/^\/\/ für alle\n/);
    expect(notes).toEqual([
      'beras/losses.ts is saved as Windows-1252 (ANSI): save it as UTF-8 (in VS Code: "Save with Encoding" in the command palette)',
    ]);
  });

  test("UTF-8 with a byte order mark is fine", async () => {
    const folder = encoded((text) => Buffer.from(`\ufeff${text}`));
    expect((await problemsOf(folder)).files).toEqual([]);
    expect(locateSubmission(assignment, folder).notes).toEqual([]);
  });
});
