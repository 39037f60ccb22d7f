/** About what a submission printed. */

/** Below the first lines. */
export function linesInAll(count: number): string {
  return `... (${count} lines in all)`;
}
