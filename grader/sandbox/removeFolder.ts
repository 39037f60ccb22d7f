import { rmSync } from "node:fs";

/**
 * Removes a temporary folder. Windows refuses while a process works in it or a virus scanner looks at a file, both for
 * moments only; and a folder that stays all the same is no reason to lose a report.
 */
export function removeFolder(folder: string): void {
  try {
    // Waits 0.1 s, then 0.2 s, ...: 1.5 s at the most.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  } catch {}
}
