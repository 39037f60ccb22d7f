/**
 * The format of a reply on the pipe: texts and byte arrays, one after another, preceded by their lengths. The grader parses
 * nothing, so a reply cannot be nested, cyclic or of an unexpected type.
 *
 * A uint32 counts the texts, and another one the buffers. A uint32 for each part gives its length in bytes. All bytes follow.
 */

/** The limit for a whole reply: the largest value, and some room for the rest. */
export const maxFrameBytes = 48 * 1024 * 1024;
/** The limit for the number of parts. A legitimate reply has up to five texts per file, and a buffer per tensor in a list. */
export const maxParts = 100_000;

/** Thrown when the input is not a frame, or exceeds a limit. */
export class FrameError extends Error {}

/**
 * Reads frames from a stream. Repeatedly yields a piece of memory for the caller to fill.
 * @param onFrame receives each frame
 * @throws FrameError before it asks for more memory than a frame may take
 */
export function* readFrames(
  onFrame: (texts: string[], buffers: ArrayBuffer[]) => void,
): Generator<Uint8Array, never, void> {
  const decoder = new TextDecoder();
  for (;;) {
    const counts = new Uint32Array(2);
    yield bytesOf(counts);
    const [textCount, bufferCount] = counts;
    if (textCount + bufferCount > maxParts) throw new FrameError("too many parts");
    const lengths = new Uint32Array(textCount + bufferCount);
    yield bytesOf(lengths);
    let total = 0;
    for (const length of lengths) total += length;
    if (total > maxFrameBytes) throw new FrameError("too many bytes");
    const texts: string[] = [];
    const buffers: ArrayBuffer[] = [];
    for (const [i, length] of lengths.entries()) {
      const part = new Uint8Array(length);
      yield part;
      if (i < textCount) texts.push(decoder.decode(part));
      else buffers.push(part.buffer);
    }
    onFrame(texts, buffers);
  }
}

const bytesOf = (numbers: Uint32Array) => new Uint8Array(numbers.buffer);

/** Passes chunks of any size to `readFrames`. */
export function frameReader(onFrame: (texts: string[], buffers: ArrayBuffer[]) => void): {
  read(chunk: Uint8Array): void;
} {
  const frames = readFrames(onFrame);
  let wanted = frames.next().value;
  let filled = 0;
  return {
    read(chunk) {
      let taken = 0;
      for (;;) {
        const part = chunk.subarray(taken, taken + wanted.length - filled);
        wanted.set(part, filled);
        taken += part.length;
        filled += part.length;
        if (filled < wanted.length) return;
        wanted = frames.next().value;
        filled = 0;
      }
    },
  };
}
