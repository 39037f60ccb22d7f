import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canMount, hold, onSmallDisk } from "../grader/testing/smallDisk.ts";
import { makeFolder, refusalOf, WriteError, writeWhole, writeWholeSync } from "./writeWhole.ts";

const whereOneCanMount = canMount ? test : test.skip;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "beras-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a file is replaced as a whole, and no other file is left", async () => {
  const file = join(folder, "report.json");
  writeFileSync(file, "a longer text than the new one");
  await writeWhole(file, "new");
  expect(readFileSync(file, "utf8")).toBe("new");
  writeWholeSync(file, Buffer.from([1, 2]));
  expect(readdirSync(folder)).toEqual(["report.json"]);
  expect([...readFileSync(file)]).toEqual([1, 2]);
});

test("a failed write is reported in one line, with the name of the file", async () => {
  mkdirSync(join(folder, "report.json"));
  await expect(writeWhole(join(folder, "report.json"), "x")).rejects.toThrow(
    /report\.json cannot be written: /,
  );
  await expect(writeWhole(join(folder, "nowhere/report.json"), "x")).rejects.toThrow(
    "report.json cannot be written: its folder does not exist (ENOENT)",
  );
  expect(readdirSync(folder)).toEqual(["report.json"]);
});

whereOneCanMount("on a full disk, the old file stays", async () => {
  await onSmallDisk(64, async (disk) => {
    const file = join(disk, "report.json");
    await writeWhole(file, "a".repeat(16_000));
    const error = await writeWhole(file, "b".repeat(60_000)).catch((error) => error);
    expect(error).toBeInstanceOf(WriteError);
    expect(error.message).toBe(`${file} cannot be written: there is no space left on the disk (ENOSPC)`);
    expect(() => writeWholeSync(file, "b".repeat(60_000))).toThrow("no space left");
    expect(readFileSync(file, "utf8")).toBe("a".repeat(16_000));
    expect(readdirSync(disk)).toEqual(["report.json"]);
  });
});

whereOneCanMount("waits while another program has the file open", async () => {
  const file = join(folder, "gradebook.csv");
  writeFileSync(file, "old");
  const letGo = hold(file);
  setTimeout(letGo, 500);
  await writeWhole(file, "new");
  expect(readFileSync(file, "utf8")).toBe("new");
});

whereOneCanMount("the synchronous version fails at once, and names the open file", () => {
  const file = join(folder, "curves.svg");
  writeFileSync(file, "old");
  const letGo = hold(file);
  expect(() => writeWholeSync(file, "new")).toThrow(
    `${file} cannot be written: another program has it open (EBUSY): close it there and try again`,
  );
  letGo();
  expect(readdirSync(folder)).toEqual(["curves.svg"]);
});

test.each([
  ["EACCES: permission denied, open '/graded/pid'", "/graded/pid cannot be used: permission denied (EACCES)"],
  ["EROFS: read-only file system, mkdir 'a/b'", "a/b cannot be used: the disk is read-only (EROFS)"],
  [
    "ENOSPC: no space left on device, write",
    `A file of the results or in ${tmpdir()} cannot be written: there is no space left on the disk (ENOSPC)`,
  ],
  ["ENOENT: no such file or directory, open 'rubric.json'", null],
  ["EPERM: operation not permitted, kill", null],
  ["the rubric names no suite", null],
])("%s: %s", (message, sentence) => {
  // Windows refuses a moment's access with the same codes, in other words.
  const reason = process.platform === "win32" && sentence ? expect.any(String) : sentence;
  expect(refusalOf(message)).toEqual(reason);
});

test("a folder is made with all that lead to it, and may exist already", () => {
  for (let i = 0; i < 2; i++) makeFolder(join(folder, "a/b/c"));
  expect(readdirSync(join(folder, "a/b"))).toEqual(["c"]);
  writeFileSync(join(folder, "file"), "");
  expect(() => makeFolder(join(folder, "file/a"))).toThrow(/ENOTDIR|ENOENT/);
});

whereOneCanMount(
  "a folder that cannot be made says why: the disk is read-only, or takes no folders",
  async () => {
    await onSmallDisk(16, async (disk) => {
      execFileSync("mount", ["-o", "remount,ro", disk]);
      expect(() => makeFolder(join(disk, "a/b"))).toThrow(/^EROFS: /);
    });
    expect(() => makeFolder("/proc/a/b")).toThrow(/^ENOENT: /);
  },
);
