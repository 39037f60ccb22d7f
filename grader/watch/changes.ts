/** Tells when files of a submission were saved, however an editor does that. */
import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { watch } from "chokidar";

/** Editors write in several steps (empty, then fill; write beside, then rename); what follows within this is one save. */
const quietMs = 30;

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
  const folders = [root, join(root, "beras")];
  const isOfInterest = (path: string) =>
    folders.includes(path) ||
    (folders.includes(dirname(path)) && (path.endsWith(".ts") || path.endsWith("2470student")));
  const contents = new Map<string, string | null>();
  const touched = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const watcher = watch(root, { depth: 1, ignored: (path) => !isOfInterest(path) });
  const isReady = new Promise<void>((resolve) => watcher.once("ready", resolve));
  let hasStarted = false;
  watcher.on("all", (event, path) => {
    if (event === "addDir" || event === "unlinkDir") return;
    if (!hasStarted) {
      contents.set(path, read(path));
      return;
    }
    touched.add(path);
    clearTimeout(timer);
    timer = setTimeout(tell, quietMs);
  });
  await isReady;
  hasStarted = true;

  function tell(): void {
    const changed = [...touched].filter((path) => {
      const content = read(path);
      const isNew = content !== (contents.get(path) ?? null);
      contents.set(path, content);
      return isNew;
    });
    touched.clear();
    if (changed.length) onChange(changed.map((path) => relative(root, path).replaceAll(sep, "/")));
  }

  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
