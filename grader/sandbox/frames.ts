/**
 * How a reply crosses the pipe: as texts and byte arrays one after another, with their lengths in front. There is nothing to
 * parse, so nothing can be nested, cyclic or of an unexpected type.
 *
 * uint32: how many texts, uint32: how many buffers, a uint32 for the length of each in bytes; then the bytes of all of them.
 */

/** What the whole of a reply may take: the largest value, and the little around it. */
export const maxFrameBytes = 48 * 1024 * 1024;
/** Honest ones have up to five texts for each file, and a buffer for each tensor in a list. */
export const maxParts = 100_000;

/** Thrown when what comes is no frame, or has another size than any. */
export class FrameError extends Error {}

/**
 * Reads frames from a stream: asks for a piece of memory to be filled, again and again.
 * @param onFrame is handed each frame
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

/** Hands what arrives to `readFrames`, in whatever pieces it arrives. */
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
