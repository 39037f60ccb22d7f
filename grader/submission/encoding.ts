/** From the bytes of a source file to its text. Sources are UTF-8; editors on Windows also write other encodings. */
import type { converted, Unread } from "../wording/files.ts";

/** The text, with a `note` where it had to be converted; or the `problem` with a file that has none. */
export type Decoded = { text: string; note?: keyof typeof converted } | { problem: Unread };

/** A text whose bytes look like UTF-16. Replaces the content of such a file. */
export const utf16Text = "/\0/\0\n\0";

export function decode(bytes: Buffer): Decoded {
  // `>` and Out-File of Windows PowerShell 5 write UTF-16. Only TypeScript's own compiler reads it.
  if (isUtf16(bytes)) return { problem: { code: "utf-16" } };
  const text = bytes.toString("utf8");
  // Valid UTF-8 is the same bytes again.
  if (!text.includes("\ufffd") || Buffer.from(text).equals(bytes)) return { text };
  return { text: new TextDecoder("windows-1252").decode(bytes), note: "windows-1252" };
}

/** Looks for a byte order mark, or for zeros at every other byte, as ASCII letters have them in UTF-16. */
function isUtf16(bytes: Buffer): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const start = bytes.subarray(0, 1000);
  const zeros = [0, 1].map((parity) => start.filter((byte, i) => i % 2 === parity && byte === 0).length);
  return Math.max(...zeros) > start.length / 4 && Math.min(...zeros) < start.length / 20;
}
