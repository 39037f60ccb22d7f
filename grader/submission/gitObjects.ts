/**
 * Reads objects of an untrusted git repository and compares each with its hash. git itself trusts the name of a file in
 * `objects/`.
 *
 * Uses only the repository's objects and the names in `refs/`. Its configuration (which can include other files, fetch, run
 * filters and monitors), grafts, replacements and commit graph stay out: git works in a temporary folder without them.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { removeFolder } from "../removeFolder.ts";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import { maxTotalBytes, maxTotalMb } from "./entries.ts";
import { refusal } from "./errors.ts";

export interface GitObject {
  type: "commit" | "tree" | "blob" | "tag";
  content: Buffer;
}

const timeoutMs = 60_000;

export class Objects {
  private constructor(
    private readonly place: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly source: string,
  ) {}

  /** @param folder of the repository: `.git`, or a bare one */
  static open(folder: string, source: string): Objects {
    const place = makeTemporaryFolder("git");
    try {
      for (const name of ["HEAD", "packed-refs", "refs"]) {
        const filter = (path: string) => path !== join(folder, "refs/replace");
        if (existsSync(join(folder, name)))
          cpSync(join(folder, name), join(place, name), { recursive: true, filter });
      }
      for (const name of ["refs", "objects"]) mkdirSync(join(place, name), { recursive: true });
      writeFileSync(join(place, "config"), configFor(folder));
      writeFileSync(join(place, "none"), "");
    } catch (error) {
      removeFolder(place);
      throw refusal({
        code: "repository-unreadable",
        source,
        reason: (error as NodeJS.ErrnoException).code,
      });
    }
    // Variables of the caller (GIT_DIR, GIT_REPLACE_REF_BASE, ...) do not concern this repository.
    const outside = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
    return new Objects(
      place,
      {
        ...Object.fromEntries(outside),
        GIT_DIR: place,
        GIT_OBJECT_DIRECTORY: join(folder, "objects"),
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: join(place, "none"),
        GIT_NO_REPLACE_OBJECTS: "1",
        GIT_ALLOW_PROTOCOL: "none",
        GIT_NO_LAZY_FETCH: "1",
        GIT_TERMINAL_PROMPT: "0",
        GIT_OPTIONAL_LOCKS: "0",
        LC_ALL: "C",
      },
      source,
    );
  }

  close(): void {
    removeFolder(this.place);
  }

  /**
   * Resolves a name to a hash, or null. The beginning of a hash has priority over a branch, because a branch can be called
   * 3b18e51.
   */
  async resolve(name: string): Promise<string | null> {
    if (/^[0-9a-f]{4,64}$/i.test(name)) {
      const { output } = await this.git(["rev-parse", `--disambiguate=${name.toLowerCase()}`]);
      const hashes = output.toString().split("\n").filter(Boolean);
      const types = await this.check(hashes);
      const commits = hashes.filter((_, i) => types[i]?.type === "commit" || types[i]?.type === "tag");
      if (commits.length > 1)
        throw refusal({
          code: "ambiguous-commit",
          source: this.source,
          commit: name,
          count: commits.length,
        });
      if (commits.length === 1) return commits[0];
    }
    // After --end-of-options, git does not take a name for an option.
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
    const { code, output } = await this.git(args);
    return code === 0 ? output.toString().trim() : null;
  }

  /** The size of each object; undefined if it is missing. */
  async sizes(hashes: string[]): Promise<(number | undefined)[]> {
    return (await this.check(hashes)).map((found) => found?.bytes);
  }

  /** @throws UsageError if an object is missing or does not match its hash, or if all together are too large */
  async read(hashes: string[]): Promise<GitObject[]> {
    const unique = [...new Set(hashes)];
    if (unique.length === 0) return [];
    const found = await this.check(unique);
    const missing = unique.find((_, i) => !found[i]);
    if (missing) throw refusal({ code: "object-missing", source: this.source, hash: missing });
    const total = found.reduce((sum, one) => sum + (one?.bytes ?? 0), 0);
    if (total > maxTotalBytes) throw refusal({ code: "too-large", source: this.source, maxMb: maxTotalMb });
    const { output } = await this.git(["cat-file", "--batch"], `${unique.join("\n")}\n`);
    const objects = new Map<string, GitObject>();
    let at = 0;
    for (const hash of unique) {
      const end = output.indexOf("\n", at);
      const [, type, size] = output.toString("latin1", at, Math.max(end, at)).split(" ");
      const content = output.subarray(end + 1, end + 1 + Number(size));
      at = end + 2 + content.length;
      const algorithm = hash.length === 64 ? "sha256" : "sha1";
      const digest = createHash(algorithm)
        .update(`${type} ${content.length}\0`)
        .update(content)
        .digest("hex");
      if (digest !== hash) throw refusal({ code: "object-forged", source: this.source, hash });
      objects.set(hash, { type: type as GitObject["type"], content });
    }
    return hashes.map((hash) => objects.get(hash) as GitObject);
  }

  private async check(hashes: string[]): Promise<({ type: string; bytes: number } | undefined)[]> {
    if (hashes.length === 0) return [];
    const { output } = await this.git(["cat-file", "--batch-check"], `${hashes.join("\n")}\n`);
    const lines = output.toString().split("\n");
    return hashes.map((_, i) => {
      const [, type, size] = lines[i]?.split(" ") ?? [];
      return size === undefined ? undefined : { type, bytes: Number(size) };
    });
  }

  private async git(args: string[], input = ""): Promise<{ code: number | null; output: Buffer }> {
    const options = { env: this.environment, timeout: timeoutMs, killSignal: "SIGKILL" } as const;
    const child = spawn("git", args, { ...options, stdio: ["pipe", "pipe", "ignore"] });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    // git may end before it has read all input.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    try {
      const [code, output] = await Promise.all([ended, buffer(child.stdout)]);
      if (code === null)
        throw refusal({ code: "git-too-slow", source: this.source, seconds: timeoutMs / 1000 });
      return { code, output };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") throw refusal({ code: "git-missing" });
      throw error;
    }
  }
}

/** The settings that git needs. The commit graph is off: it repeats the commits, and can be forged. */
function configFor(folder: string): string {
  const own = existsSync(join(folder, "config")) ? readFileSync(join(folder, "config"), "utf8") : "";
  const isSha256 = /^\s*objectformat\s*=\s*sha256/im.test(own);
  const format = isSha256 ? "[extensions]\n\tobjectFormat = sha256\n" : "";
  return `[core]\n\trepositoryFormatVersion = ${isSha256 ? 1 : 0}\n\tbare = true\n\tcommitGraph = false\n${format}`;
}

export interface TreeEntry {
  /** "100644", "40000" for a folder, "120000" for a link, "160000" for a submodule */
  mode: string;
  name: string;
  hash: string;
}

/** "100644 queue.ts\0" and the hash in bytes, again and again. */
export function parseTree(content: Buffer, hashBytes: number): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < content.length; ) {
    const [space, zero] = [content.indexOf(" ", at), content.indexOf(0, at)];
    if (space < 0 || zero < space) break;
    const hash = content.toString("hex", zero + 1, zero + 1 + hashBytes);
    entries.push({
      mode: content.toString("latin1", at, space),
      name: content.toString("utf8", space + 1, zero),
      hash,
    });
    at = zero + 1 + hashBytes;
  }
  return entries;
}
