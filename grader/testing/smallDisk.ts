/** Makes a file system of a few pages, for tests of a full disk. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Mounting needs Linux, administrator's rights, and a container that allows it. */
export const canMount = tryToMount();

/** Runs `work` in a folder that holds at most this many kB. */
export async function onSmallDisk(kilobytes: number, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "beras-test-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "beras-test", folder], {
      stdio: "ignore",
    });
    try {
      await work(folder);
    } finally {
      execFileSync("umount", ["-l", folder], { stdio: "ignore" });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes a file that cannot be replaced by renaming, as if another program had it open. Returns a function that ends this. */
export function hold(file: string): () => void {
  execFileSync("mount", ["--bind", file, file], { stdio: "ignore" });
  return () => execFileSync("umount", [file], { stdio: "ignore" });
}

function tryToMount(): boolean {
  if (process.platform !== "linux") return false;
  const folder = mkdtempSync(join(tmpdir(), "beras-test-disk-"));
  try {
    writeFileSync(join(folder, "file"), "");
    hold(join(folder, "file"))();
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
