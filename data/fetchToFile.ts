import { existsSync, statSync } from "node:fs";
import { open } from "node:fs/promises";

export interface FetchOptions {
  /** How long the server may send nothing. */
  stallTimeoutMs: number;
  /** `totalBytes` is undefined if the server does not send it. */
  onProgress: (receivedBytes: number, totalBytes: number | undefined) => void;
}

/**
 * Fetches a URL into a file. Treats the file's content as the beginning, and requests only the rest. A server that does not
 * support ranges sends everything again.
 * @returns whether the old content was kept; only the caller can tell whether the two parts fit together
 * @throws Error when the server refuses, disconnects or stalls; the received part stays in the file
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
    // fetch wraps the reason of an abort differently before and after the headers.
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
    // The server has nothing after the present part: the file is complete, or longer than the server's.
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
