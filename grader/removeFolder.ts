import { rmSync } from "node:fs";

/**
 * Removes a temporary folder. Windows refuses for a moment while a process works in it or a virus scanner reads a file. A
 * folder that remains is no reason to lose a report.
 */
export function removeFolder(folder: string): void {
  try {
    // Waits 0.1 s, then 0.2 s, and so on: at most 1.5 s.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  } catch {}
}
