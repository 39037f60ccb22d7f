const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Decodes base64. Uses neither `atob` nor `Buffer`, which are missing in a bare context. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.replace(/=+$/, "");
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let next = 0;
  for (const digit of digits) {
    // At most 6 + 8 bits matter. The mask drops older ones.
    bits = ((bits << 6) | ALPHABET.indexOf(digit)) & 0x3fff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[next++] = bits >> count;
    }
  }
  return bytes;
}
