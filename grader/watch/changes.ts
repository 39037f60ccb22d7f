/** Notices when files of a submission are saved, whatever steps an editor takes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { watch } from "chokidar";
import type { Assignment } from "../assignment.ts";
import { foldersOf } from "../submission/layout.ts";
import { isMarker } from "../submission/marker.ts";
import { nameIn } from "../submission/nameIn.ts";

/** Editors save in several steps (truncate and fill, or write a copy and rename). Changes within this time are one save. */
const quietMs = 30;

/** Whether a name is one of the assignment's folders, or a file in them that is read. */
function isOfInterest(assignment: Assignment, name: string | null): boolean {
  if (name === null) return false;
  const folders = ["", ...foldersOf(assignment)];
  if (folders.some((folder) => folder.startsWith(name && `${name}/`))) return true;
  const file = name.slice(name.lastIndexOf("/") + 1);
  const isIn = folders.includes(name.slice(0, name.length - file.length));
  return isIn && (file.endsWith(".ts") || isMarker(assignment, file));
}

/**
 * Watches the TypeScript files of a submission, in its folder and in those of the assignment.
 *
 * @param onChange receives the names of files whose content has changed since the last call, including new and deleted ones
 * @returns a function that stops watching
 */
export async function watchFiles(
  assignment: Assignment,
  root: string,
  onChange: (files: string[]) => void,
): Promise<() => Promise<void>> {
  const contents = new Map<string, string | null>();
  const touched = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const watcher = watch(root, { ignored: (path) => !isOfInterest(assignment, nameIn(root, path)) });
  const isReady = new Promise<void>((resolve) => watcher.once("ready", resolve));
  let hasStarted = false;
  watcher.on("all", (event, path) => {
    if (event === "addDir" || event === "unlinkDir") return;
    const name = nameIn(root, path) as string;
    if (!hasStarted) {
      contents.set(name, read(name));
      return;
    }
    touched.add(name);
    clearTimeout(timer);
    timer = setTimeout(tell, quietMs);
  });
  await isReady;
  hasStarted = true;

  function tell(): void {
    const changed = [...touched].filter((name) => {
      const content = read(name);
      const isNew = content !== (contents.get(name) ?? null);
      contents.set(name, content);
      return isNew;
    });
    touched.clear();
    if (changed.length) onChange(changed);
  }

  function read(name: string): string | null {
    try {
      return readFileSync(join(root, name), "utf8");
    } catch {
      return null;
    }
  }

  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
