/** Tells when files of a submission were saved, however an editor does that. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { watch } from "chokidar";
import { isMarker } from "../submission/marker.ts";
import { nameIn } from "../submission/nameIn.ts";

/** Editors write in several steps (empty, then fill; write beside, then rename); what follows within this is one save. */
const quietMs = 30;

/** By name: the two folders, and what is read of the files in them. */
function isOfInterest(name: string | null): boolean {
  const [, file] = /^(?:beras\/)?([^/]*)$/.exec(name ?? "/") ?? [];
  return file !== undefined && (["", "beras"].includes(file) || file.endsWith(".ts") || isMarker(file));
}

/**
 * Watches the TypeScript files of a submission, in its folder and in beras/.
 *
 * @param onChange is told of the files whose content differs from what it was told of before, by name; files that are
 * gone or new included
 * @returns when it watches, a function that ends it
 */
export async function watchFiles(
  root: string,
  onChange: (files: string[]) => void,
): Promise<() => Promise<void>> {
  const contents = new Map<string, string | null>();
  const touched = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const watcher = watch(root, { depth: 1, ignored: (path) => !isOfInterest(nameIn(root, path)) });
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
