/** Takes a submission out of a git repository, as it was at a commit. */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { entryGuard, maxTotalBytes } from "./entries.ts";
import { UsageError } from "./errors.ts";

const run = promisify(execFile);

/**
 * Reads objects only. No checkout and no `git archive`: those run filters that the repository's own configuration names,
 * and a student wrote that. For the same reason nothing may be fetched.
 */
const environment = { GIT_ALLOW_PROTOCOL: "none", GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0" };
const timeoutMs = 60_000;

/**
 * @param repository a folder with a git repository, bare or not
 * @param commit anything that names one: a hash, a branch, a tag
 * @param folder an empty folder
 * @throws UsageError in one line, when there is no such commit or it must not be unpacked
 */
export async function unpackCommit(repository: string, commit: string, folder: string): Promise<void> {
  const git = async (...args: string[]): Promise<Buffer> => {
    const options = { env: { ...process.env, ...environment }, maxBuffer: maxTotalBytes, timeout: timeoutMs };
    const { stdout } = await run("git", ["-C", repository, ...args], { ...options, encoding: "buffer" });
    return stdout;
  };
  const source = `${repository} at ${commit}`;
  try {
    // With --end-of-options a name that looks like an option is a name all the same.
    const tree = `${commit}^{commit}`;
    const hash = (await git("rev-parse", "--verify", "--quiet", "--end-of-options", tree)).toString().trim();
    const listing = (await git("ls-tree", "-r", "-z", "--long", "--full-tree", hash)).toString();
    const admits = entryGuard(source);
    const files = listing
      .split("\0")
      .filter(Boolean)
      .map(parseLine)
      .filter((entry) => admits(entry));
    for (const { name, object } of files) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, await git("cat-file", "blob", object), { flag: "wx" });
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code, stderr } = error as { code?: number | string; stderr?: Buffer };
    if (code === "ENOENT") throw new UsageError("--commit needs git, which is not installed");
    const said = stderr
      ?.toString()
      .trim()
      .split("\n")[0]
      .replace(/^fatal: /, "");
    throw new UsageError(
      said ? `${source}: git says ${said}` : `There is no commit ${commit} in ${repository}`,
    );
  }
}

/** "100644 blob 3b18e5…    1234\tberas/core.ts" */
function parseLine(line: string) {
  const [facts, name] = [line.slice(0, line.indexOf("\t")), line.slice(line.indexOf("\t") + 1)];
  const [mode, type, object, size] = facts.split(/\s+/);
  const bytes = Number(size) || 0;
  const kind = type !== "blob" ? "other" : mode === "120000" ? "link" : "file";
  return { name, kind, object, bytes, packedBytes: bytes } as const;
}
