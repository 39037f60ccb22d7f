/** The sandbox process's end of the pipe. Reads block, so nothing else happens meanwhile. */
import { readSync, writeSync } from "node:fs";
import { pipe, type Request, type RequestId } from "./protocol.ts";

const { parse } = JSON;
// These functions look up other built-ins on each call. Those were loaded before a submission ran, and are frozen by then.
const { from, alloc, concat } = Buffer;

/** Fills an array with the next bytes. Returns false when the grader has closed its end. */
export function receive(bytes: Uint8Array): boolean {
  for (let filled = 0; filled < bytes.length; ) {
    const count = readSync(pipe, bytes, filled, bytes.length - filled, null);
    if (count === 0) return false;
    filled += count;
  }
  return true;
}

/** The id of the latest request. */
let id: RequestId = "";

/** The next request, or null when the grader has closed its end. */
export function nextRequest(): Request | null {
  const length = alloc(4);
  if (!receive(length)) return null;
  const text = alloc(length.readUInt32LE());
  if (!receive(text)) return null;
  const message: { id: RequestId; request: Request } = parse(text.toString());
  id = message.id;
  return message.request;
}

/** Sends a reply in the format of frames.ts. Its first text is the id of the request. */
export function reply(texts: string[], buffers: ArrayBuffer[] = []): void {
  const count = 1 + texts.length;
  const header = new Uint32Array(2 + count + buffers.length);
  const parts: Uint8Array[] = [new Uint8Array(header.buffer)];
  header[0] = count;
  header[1] = buffers.length;
  for (let i = 0; i < count; i++) {
    const bytes = from(i === 0 ? id : texts[i - 1]);
    header[2 + i] = bytes.length;
    parts[1 + i] = bytes;
  }
  for (let i = 0; i < buffers.length; i++) header[2 + count + i] = buffers[i].byteLength;
  send(concat(parts));
  // Sent without a copy: the largest buffers are as large as memory allows.
  for (let i = 0; i < buffers.length; i++) send(new Uint8Array(buffers[i]));
}

function send(bytes: Uint8Array): void {
  for (let sent = 0; sent < bytes.length; ) sent += writeSync(pipe, bytes, sent, bytes.length - sent);
}
