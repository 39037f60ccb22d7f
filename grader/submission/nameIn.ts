/** The assignment's name for a file, on every platform. */
import path from "node:path";

/**
 * The name of a file in a folder, as the contract writes it: "lib/stats.ts". Programs hand over paths with `/` on Windows
 * too (TypeScript, chokidar), so paths are never compared as text.
 *
 * @param system whose paths these are; by default this platform's
 * @returns "" for the folder itself, null for a path outside of it
 */
export function nameIn(
  folder: string,
  file: string,
  system: Pick<typeof path, "relative" | "sep" | "isAbsolute"> = path,
): string | null {
  const way = system.relative(folder, file);
  // On another drive there is no relative path.
  if (system.isAbsolute(way) || way.split(system.sep)[0] === "..") return null;
  return way.replaceAll(system.sep, "/");
}
