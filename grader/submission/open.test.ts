/** Submissions as they arrive. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { studentFiles } from "../assignment/contract.ts";
import { assignment } from "../assignment/index.ts";
import { entriesOf, makeZip, patching, renaming, type ZipEntry } from "../testing/archives.ts";
import { runCommand } from "../testing/command.ts";
import { house, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { openSubmission } from "./open.ts";

const solution = entriesOf(writeSubmission(temporaryFolder(), "solution"));
const zipOf = (entries: ZipEntry[], edit?: (bytes: Buffer) => Buffer) =>
  makeZip(join(temporaryFolder(), "alice.zip"), entries, edit);
const under = (folder: string) => solution.map((entry) => ({ ...entry, name: `${folder}${entry.name}` }));

async function opened(file: string, options?: { commit?: string }) {
  const { submission, close } = await openSubmission(assignment, file, options);
  const there = existsSync(submission.root);
  close();
  return { ...submission, files: [...submission.files.keys()], there, isGone: !existsSync(submission.root) };
}

describe("a zip file", () => {
  test.each([
    ["the files alone", ""],
    ["hw2/code/", "hw2/code/"],
    ["code/", "code/"],
    ["a folder with hw2/code/ in it", "alice-final/hw2/code/"],
    ["a folder with the files in it", "repository-main/"],
    ["backslashes between folders, as older Windows tools write them", "hw2\\code\\"],
  ])("%s", async (_, folder) => {
    // yazl refuses to write backslashes itself.
    const written = folder.replaceAll("\\", "/");
    const edit = folder.includes("\\")
      ? (bytes: Buffer) =>
          ["hw2/code/beras/", "hw2/code/"].reduce(
            (done, part) => renaming(part, part.replaceAll("/", "\\"))(done),
            bytes,
          )
      : undefined;
    expect(await opened(await zipOf(under(written), edit))).toMatchObject({
      name: "alice",
      track: "cs1470",
      files: studentFiles,
      there: true,
      isGone: true,
    });
  });

  test("the marker of the other track counts, clutter does not", async () => {
    const clutter = [
      "__MACOSX/hw2/._code",
      ".DS_Store",
      "hw2/code/beras/._core.ts",
      "hw2/Thumbs.db",
      "hw2/Icon\r",
    ].map((name) => ({ name, data: "x" }));
    const heavy = { name: "hw2/code/node_modules/big.bin", data: Buffer.alloc(8 * 1024 * 1024) };
    const link = { name: "hw2/code/node_modules/.bin/tsx", data: "../tsx", mode: 0o120755 };
    const file = await zipOf([
      ...clutter,
      heavy,
      link,
      ...under("hw2/code/"),
      { name: "hw2/code/2470student" },
    ]);
    const { submission, close } = await openSubmission(assignment, file);
    expect(submission.track).toBe("cs2470");
    expect(readdirSync(submission.root).sort()).toEqual([
      "2470student",
      "assignment.ts",
      "beras",
      "preprocess.ts",
    ]);
    close();
  });

  const evil = { name: "evilevil.ts", data: "x" };
  test.each<[string, ZipEntry[], (bytes: Buffer) => Buffer, RegExp]>([
    ["../", [evil], renaming("evilevil.ts", "../evil2.ts"), /the entry "\.\.\/evil2\.ts" leads out of/],
    ["a/../../", [evil], renaming("evilevil.ts", "a/../../b.s"), /leads out of the archive$/],
    ["..\\", [evil], renaming("evilevil.ts", "..\\evil2.ts"), /"\.\.\/evil2\.ts" leads out of/],
    ["an absolute path", [evil], renaming("evilevil.ts", "/tmp/evil.s"), /has an absolute path$/],
    ["a drive letter", [evil], renaming("evilevil.ts", "C:\\evil1.ts"), /has an absolute path$/],
    ["a link", [{ name: "beras", data: "/etc", mode: 0o120777 }], (b) => b, /the entry "beras" is a link$/],
    ["a device", [{ name: "beras/x.ts", mode: 0o020666 }], (b) => b, /is neither a file nor a folder$/],
    ["an encrypted entry", [evil], patching(8, 0x0801, 2), /the entry "evilevil.ts" is encrypted$/],
    ["the same name twice", [evil, evil], (b) => b, /the entry "evilevil.ts" is there twice$/],
    ["names that differ by case", [evil, { name: "EvilEvil.ts" }], (b) => b, /are the same file on many/],
    ["folders that differ by case", [{ name: "Beras/a.ts" }, { name: "beras/b.ts" }], (b) => b, /same file/],
    ["a file that is a folder", [{ name: "a.ts" }, { name: "a.ts/b.ts" }], (b) => b, /is there twice$/],
    [
      "a bomb",
      [{ name: "bomb.ts", data: Buffer.alloc(8 * 1024 * 1024) }],
      (b) => b,
      /would unpack to more than 100 times its size$/,
    ],
    ["a size beyond all", [evil], patching(24, 0x7fffffff, 4), /would unpack to more than 100 MB$/],
    // Larger than it claims: found when it is unpacked.
    [
      "a size that is a lie",
      [...solution, { name: "lie.ts", data: Buffer.alloc(3 * 1024 * 1024) }],
      patching(24, 10, 4),
      /the entry "lie.ts" unpacks to too many bytes, more than it says$/,
    ],
    [
      "a file that is not what it was",
      [{ name: "assignment.ts", data: "export const right = 1;" }],
      patching(16, 1234, 4),
      /is not a sound zip file: the entry "assignment.ts" is damaged$/,
    ],
    [
      "a method of packing that few know",
      [{ name: "assignment.ts" }],
      patching(10, 14, 2),
      /the entry "assignment.ts" is packed in a way that few programs know/,
    ],
    ["half a file", [evil], (bytes) => bytes.subarray(0, 40), /not a sound zip file: its end is missing/],
    ["nothing at all", [evil], () => Buffer.alloc(0), /is not a sound zip file: it is empty$/],
    ["a web page", [evil], () => Buffer.from("<!DOCTYPE html><p>Log in"), /: it is a web page$/],
    ["another archive", [evil], () => Buffer.from("Rar!\x1a\x07"), /: it is a RAR archive$/],
    ["nothing of use", [evil], (b) => b, /holds no submission: .* found evilevil.ts$/],
  ])("%s is refused in one line", async (_, entries, edit, message) => {
    const file = await zipOf(entries, edit);
    const error = await openSubmission(assignment, file).catch((reason) => reason);
    expect(error).toMatchObject({ name: "UsageError", message: expect.stringMatching(message) });
    expect(error.message).not.toContain("\n");
    expect(error.message).toContain(file);
  });

  test("refused by the command: exit code 2, one line, a report that says so, nothing left behind", async () => {
    const place = temporaryFolder();
    const file = await zipOf([evil], renaming("evilevil.ts", "../evil2.ts"));
    const out = join(place, "report.json");
    const { code, stderr, stdout } = await runCommand(["grade", file, "--out", out], {
      env: { TMPDIR: place },
    });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({
      status: "rejected",
      message: stderr.trim(),
      score: 0,
    });
    expect(readdirSync(place)).toEqual(["report.html", "report.json"]);
  });
});

describe("a git repository at a commit", () => {
  const repository = join(temporaryFolder(), "alice");
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@b.c", ...args], { cwd: repository });
  beforeAll(() => {
    mkdirSync(repository);
    git("init", "--quiet");
    writeSubmission(join(repository, "hw2/code"), "stencil");
    git("add", ".");
    git("commit", "--quiet", "-m", "first");
    git("tag", "first");
    writeSubmission(join(repository, "hw2/code"), "solution");
    writeFileSync(join(repository, "hw2/code/2470student"), "");
    git("add", ".");
    git("commit", "--quiet", "-m", "second");
    git("checkout", "--quiet", "-b", "linked");
    symlinkSync("/etc/passwd", join(repository, "link.ts"));
    git("add", ".");
    git("commit", "--quiet", "-m", "third");
    git("checkout", "--quiet", "-");
  });

  test("is what it was then", async () => {
    expect(await opened(repository, { commit: "first" })).toMatchObject({ name: "alice", track: "cs1470" });
    expect(await opened(repository, { commit: "HEAD" })).toMatchObject({ track: "cs2470", isGone: true });
    const { submission, close } = await openSubmission(assignment, repository, { commit: "first" });
    expect(submission.files.get("beras/layers.ts")).toBe(
      readFileSync(join(house, "stencil/beras/layers.ts"), "utf8"),
    );
    close();
  });

  test("runs nothing that its own configuration names", async () => {
    const trap = join(repository, "trapped");
    git("config", "filter.trap.smudge", `touch ${trap}; cat`);
    git("config", "core.fsmonitor", `touch ${trap}`);
    writeFileSync(join(repository, ".gitattributes"), "*.ts filter=trap\n");
    expect((await opened(repository, { commit: "HEAD" })).files).toEqual(studentFiles);
    expect(existsSync(trap)).toBe(false);
  });

  test.each([
    ["no such commit", "deadbeef", /^There is no commit deadbeef in /],
    ["an option in its place", "--help", /^There is no commit --help in /],
    ["a link in it", "linked", /is refused: the entry "link.ts" is a link$/],
  ])("%s is refused in one line", async (_, commit, message) => {
    await expect(openSubmission(assignment, repository, { commit })).rejects.toThrow(message);
  });

  test("no repository at all", async () => {
    const folder = temporaryFolder();
    await expect(openSubmission(assignment, folder, { commit: "HEAD" })).rejects.toMatchObject({
      name: "UsageError",
    });
    await expect(openSubmission(assignment, join(folder, "none"), { commit: "HEAD" })).rejects.toThrow(
      /no git repository/,
    );
  });
});
