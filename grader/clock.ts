/**
 * Time limits that exclude the time in which a process does not run, because of a closed laptop, a frozen container or a
 * debugger. A timer that fires late shows that this process did not run, and most likely the one it waits for did not either.
 */

/** A limit is measured in steps of this length. */
const stepMs = 250;
/** A later step counts as one in which nothing ran. A busy machine delays timers only by tens of milliseconds. */
const lateMs = 1_000;
/** The share of such a step that counts, so that every wait ends. */
const lateShare = 0.1;

/**
 * Like setTimeout, but counts only time in which this process runs. Pending events are handled before the limit fires.
 *
 * @returns a function that cancels the limit
 */
export function setLimit(limitMs: number, onLimit: () => void): () => void {
  let leftMs = limitMs;
  let timer: NodeJS.Timeout;
  let ending: NodeJS.Immediate | undefined;
  const wait = () => {
    const planned = Math.min(leftMs, stepMs);
    const startedAt = performance.now();
    timer = setTimeout(() => {
      const delay = performance.now() - startedAt - planned;
      leftMs -= delay > lateMs ? Math.max(1, planned * lateShare) : planned;
      if (leftMs > 0) wait();
      else ending = setImmediate(onLimit);
    }, planned);
  };
  wait();
  return () => {
    clearTimeout(timer);
    if (ending) clearImmediate(ending);
  };
}
