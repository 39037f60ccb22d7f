/** Starts a sandbox process before it is needed. It has no code but the host script until it is taken. */
import { sandboxBundles } from "./bundles.ts";
import { type Launched, launch } from "./launch.ts";

let waiting: { launched: Launched; host: string; memoryMb: number } | null = null;

/** Starts one, if none is waiting. It serves the next sandbox with this memory limit. */
export async function launchAhead(memoryMb: number): Promise<Launched> {
  const { host } = await sandboxBundles();
  waiting ??= { launched: launch(host, memoryMb), host, memoryMb };
  return waiting.launched;
}

/** The process that waits, or a new one. One that has died while it waited is replaced. */
export function takeLaunched(host: string, memoryMb: number): Launched {
  const found = waiting;
  if (found?.host !== host || found.memoryMb !== memoryMb) return launch(host, memoryMb);
  waiting = null;
  const { child, channel, cleanUp } = found.launched;
  if (child.exitCode === null && child.signalCode === null && channel.readable) return found.launched;
  cleanUp();
  return launch(host, memoryMb);
}
