/**
 * Limits to time that nobody's sleep uses up: a laptop's lid, a frozen container, a debugger. A timer that comes late tells
 * that this process did not run meanwhile; then neither did, most likely, what it waits for.
 */

/** A limit is waited for in steps of so much. */
const stepMs = 250;
/** A step that comes later than this is one in which nothing ran. A busy machine delays timers by some tens of ms. */
const lateMs = 1_000;
/** What such a step counts all the same, so that every wait comes to an end. */
const lateShare = 0.1;

/**
 * As setTimeout, in time in which this process ran. What came in while it did not is handled first.
 *
 * @returns cancels it
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
