/**
 * Whether a process was ended from outside or by its engine, out of memory for example. Elsewhere a signal says so. On
 * Windows there are none: the engine's own end has the code that shells make of a signal (134 for an abort), and the
 * system's have codes far above (0xC00000FD when the stack is too deep). Node's own codes are below 20, ours below 4.
 */
export function wasKilled(code: number | null, signal: NodeJS.Signals | null = null): boolean {
  return signal !== null || code === null || code >= 128;
}
