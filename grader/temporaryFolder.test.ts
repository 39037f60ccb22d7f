import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeFolder } from "./removeFolder.ts";
import { makeTemporaryFolder, removeFoldersOfTheDead } from "./temporaryFolder.ts";

const made: string[] = [];
afterAll(() => made.forEach(removeFolder));

/** A folder like that of another process: the same name with its id. */
function folderOf(pid: number, change = (name: string) => name): string {
  const own = makeTemporaryFolder("test");
  made.push(own);
  const other = change(own.replace(`-${process.pid}-`, `-${pid}-`));
  mkdirSync(join(other, "inner"), { recursive: true });
  writeFileSync(join(other, "inner/file"), "x");
  made.push(other);
  return other;
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  return child.pid as number;
}

test("folders of a killed process are removed with their contents", async () => {
  const left = folderOf(await deadPid());
  removeFoldersOfTheDead();
  expect(existsSync(left)).toBe(false);
});

test("folders of running processes stay", () => {
  const [own, others] = [folderOf(process.pid), folderOf(process.ppid)];
  removeFoldersOfTheDead();
  expect([own, others].map((folder) => existsSync(folder))).toEqual([true, true]);
});

test("folders from machines with other process ids stay", async () => {
  const pid = await deadPid();
  const elsewhere = folderOf(pid, (name) => name.replace(/-[0-9a-f]{8}-(?=\d+-)/, "-00000000-"));
  removeFoldersOfTheDead();
  expect(existsSync(elsewhere)).toBe(true);
});
