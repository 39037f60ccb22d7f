/**
 * Whether a process was killed by a signal, or ended by its engine, for example out of memory. Windows has no signals: there
 * the engine's end has the code that shells make of a signal (134 for an abort), and the system's codes are far above it
 * (0xC00000FD for a stack overflow). Node's own codes are below 20, ours below 4.
 */
export function wasKilled(code: number | null, signal: NodeJS.Signals | null = null): boolean {
  return signal !== null || code === null || code >= 128;
}
