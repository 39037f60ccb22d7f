import { existsSync, statSync } from "node:fs";
import { open } from "node:fs/promises";

export interface FetchOptions {
  /** How long the server may send nothing. */
  stallTimeoutMs: number;
  /** `totalBytes` is undefined when the server does not say. */
  onProgress: (receivedBytes: number, totalBytes: number | undefined) => void;
}

/**
 * Fetches a URL into a file. What the file already holds is taken for the beginning and only the rest is asked for; a server
 * that does not know ranges sends everything again.
 * @returns whether the file's old content was kept; only the caller can tell whether the two parts belong together
 * @throws Error when the server refuses, breaks off or stalls; what has arrived stays in the file
 */
export async function fetchToFile(
  url: URL,
  path: string,
  options: FetchOptions,
): Promise<{ resumed: boolean }> {
  const stall = new AbortController();
  const timer = setTimeout(() => {
    stall.abort(new Error(`sent nothing for ${options.stallTimeoutMs / 1000} s`));
  }, options.stallTimeoutMs);
  try {
    return await fetchRest(url, path, stall.signal, (receivedBytes, totalBytes) => {
      timer.refresh();
      options.onProgress(receivedBytes, totalBytes);
    });
  } catch (error) {
    // fetch wraps the reason of an abort differently while it waits for the head and for the body.
    throw stall.signal.aborted ? stall.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

async function fetchRest(
  url: URL,
  path: string,
  signal: AbortSignal,
  onProgress: FetchOptions["onProgress"],
): Promise<{ resumed: boolean }> {
  const present = existsSync(path) ? statSync(path).size : 0;
  // A body compressed in transit would have other offsets than the file.
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (present > 0) headers.range = `bytes=${present}-`;
  const response = await fetch(url, { headers, signal });
  const range = response.headers.get("content-range");
  const resumed = response.status === 206 && present > 0 && range?.startsWith(`bytes ${present}-`) === true;
  if (response.status === 416 && present > 0) {
    // Nothing after what is present: the file is complete, or longer than the server's.
    await response.body?.cancel();
    return { resumed: true };
  }
  if (!resumed && response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`answered ${response.status} ${response.statusText}`.trimEnd());
  }
  const total = resumed ? range?.split("/")[1] : response.headers.get("content-length");
  const totalBytes = total && Number.isInteger(Number(total)) ? Number(total) : undefined;
  const file = await open(path, resumed ? "a" : "w");
  try {
    let receivedBytes = resumed ? present : 0;
    onProgress(receivedBytes, totalBytes);
    for await (const chunk of response.body ?? []) {
      await file.appendFile(chunk);
      receivedBytes += chunk.length;
      onProgress(receivedBytes, totalBytes);
    }
  } finally {
    await file.close();
  }
  return { resumed };
}
