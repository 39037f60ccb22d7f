/** Opens a submission in a git repository at a commit. */
import { type Dirent, existsSync, lstatSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { otherRepository } from "../wording/handIn.ts";
import { cleanName, maxNames, type PackedEntry } from "./entries.ts";
import { refusal } from "./errors.ts";
import { Objects, parseTree } from "./gitObjects.ts";
import { isUnread } from "./unread.ts";

interface OpenCommit {
  entries: PackedEntry[];
  read(entries: PackedEntry[]): Promise<Buffer[]>;
  close(): void;
}

/**
 * @param repository a folder with a git repository, bare or not
 * @param commit anything that names one: a hash, a branch, a tag
 * @throws UsageError in one line, if there is no such commit or it does not match its hash
 */
export async function openCommit(repository: string, commit: string): Promise<OpenCommit> {
  const source = otherRepository.atCommit({ repository, commit });
  const objects = Objects.open(gitFolder(repository), source);
  try {
    const none = refusal({ code: "no-commit", source: repository, commit });
    const hash = await objects.resolve(commit);
    if (!hash) throw none;
    const root = await treeOf(objects, hash);
    if (!root) throw none;
    const { entries, hashes } = await listTree(objects, root, source);
    const read = async (list: PackedEntry[]) => {
      const blobs = await objects.read(list.map((entry) => hashes.get(entry) as string));
      return blobs.map(({ content }) => content);
    };
    return { entries, read, close: () => objects.close() };
  } catch (error) {
    objects.close();
    throw error;
  }
}

/**
 * The folder of the repository's own objects. Refuses everything that leads to another repository: a link, a `.git` file,
 * `commondir` and `alternates` all present another student's work as this one's.
 *
 * git receives the folder by name, so that it does not search the folders above.
 */
function gitFolder(repository: string): string {
  const inner = join(repository, ".git");
  const refuse = (what: string): never => {
    throw refusal({ code: "other-repository", source: repository, what });
  };
  if (existsSync(inner) || isLink(inner)) {
    if (isLink(inner)) refuse(otherRepository.gitLink);
    if (!lstatSync(inner).isDirectory()) refuse(otherRepository.gitFile);
  }
  const folder = existsSync(inner) ? inner : resolve(repository);
  if (!existsSync(join(folder, "objects")) || !existsSync(join(folder, "HEAD")))
    throw refusal({ code: "no-repository", source: repository });
  for (const name of ["commondir", "objects/info/alternates"]) {
    if (existsSync(join(folder, name))) refuse(`${inner === folder ? ".git/" : ""}${name}`);
  }
  for (const name of ["HEAD", "packed-refs", "refs", "objects"]) {
    const link = linkIn(folder, name);
    if (link) refuse(otherRepository.link({ path: link }));
  }
  return folder;
}

const isLink = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

/** The first link at or below a path, or null. */
function linkIn(folder: string, name: string): string | null {
  if (isLink(join(folder, name))) return name;
  if (!lstatSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory()) return null;
  const entries: Dirent[] = readdirSync(join(folder, name), { withFileTypes: true });
  const link = entries.find((entry) => entry.isSymbolicLink());
  if (link) return `${name}/${link.name}`;
  for (const entry of entries) {
    const inner = entry.isDirectory() ? linkIn(folder, `${name}/${entry.name}`) : null;
    if (inner) return inner;
  }
  return null;
}

/** The tree of a commit or of a tagged commit; null for any other object. */
async function treeOf(objects: Objects, hash: string): Promise<string | null> {
  let [object] = await objects.read([hash]);
  for (let depth = 0; object?.type === "tag" && depth < 10; depth++) {
    const [, tagged] = /^object (\w+)$/m.exec(object.content.toString("latin1")) ?? [];
    [object] = tagged ? await objects.read([tagged]) : [];
  }
  if (object?.type !== "commit") return null;
  return /^tree (\w+)\n/.exec(object.content.toString("latin1"))?.[1] ?? null;
}

/** Lists every file of a tree, level by level. Skips folders that hold no hand-in. */
async function listTree(objects: Objects, root: string, source: string) {
  const hashes = new Map<PackedEntry, string>();
  let level = [{ prefix: "", hash: root }];
  let seen = 0;
  while (level.length) {
    const trees = await objects.read(level.map(({ hash }) => hash));
    const next: typeof level = [];
    for (const [i, { prefix }] of level.entries()) {
      for (const { mode, name, hash } of parseTree(trees[i].content, root.length / 2)) {
        seen += 1;
        if (seen > maxNames) throw refusal({ code: "too-many-entries", source, max: maxNames });
        const path = cleanName(`${prefix}${name}`, source);
        if (path === null) continue;
        const isFolder = mode === "40000" && !isUnread(`${path}/`);
        if (isFolder) next.push({ prefix: `${path}/`, hash });
        const kind = isFolder
          ? "folder"
          : mode === "120000"
            ? "link"
            : mode.startsWith("100")
              ? "file"
              : "other";
        hashes.set({ name: path, kind, bytes: 0, packedBytes: 0 }, hash);
      }
    }
    level = next;
  }
  const files = [...hashes].filter(([{ kind }]) => kind === "file");
  const sizes = await objects.sizes(files.map(([, hash]) => hash));
  for (const [i, [entry]] of files.entries()) {
    // A partial clone may lack the object.
    entry.bytes = sizes[i] ?? 0;
    entry.packedBytes = entry.bytes;
  }
  return { entries: [...hashes.keys()], hashes };
}
