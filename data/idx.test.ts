import fc from "fast-check";
import { DataError } from "./errors.ts";
import { encodeIdx, parseIdx } from "./idx.ts";

/** Runs `action`. Returns the message of the DataError that it throws. */
function dataErrorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return (error as DataError).message;
  }
  throw new Error("expected a DataError, nothing was thrown");
}

describe("encodeIdx", () => {
  it("writes the magic number, big-endian dimensions and the bytes", () => {
    const bytes = encodeIdx([2, 3], Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect(Array.from(bytes)).toEqual([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);
  });

  it("rejects data that does not fill the dimensions", () => {
    expect(() => encodeIdx([2, 3], new Uint8Array(5))).toThrow("dimensions 2 x 3 need 6 bytes, received 5");
  });
});

describe("parseIdx", () => {
  const images = encodeIdx(
    [3, 2, 2],
    Uint8Array.from({ length: 12 }, (_, i) => i),
  );

  it("reads the output of encodeIdx, for any dimensions", () => {
    const array = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 4 }).chain((dims) => {
      const length = dims.reduce((a, b) => a * b, 1);
      return fc.record({
        dims: fc.constant(dims),
        data: fc.uint8Array({ minLength: length, maxLength: length }),
      });
    });
    fc.assert(
      fc.property(array, ({ dims, data }) => {
        expect(parseIdx(encodeIdx(dims, data), "any")).toEqual({ dims, data });
      }),
    );
  });

  it("returns a view without copying, even of the middle of a larger buffer", () => {
    const larger = new Uint8Array(images.length + 10);
    larger.set(images, 7);
    const { data } = parseIdx(larger.subarray(7, 7 + images.length), "images");
    expect(data).toEqual(Uint8Array.from({ length: 12 }, (_, i) => i));
    expect(data.buffer).toBe(larger.buffer);
  });

  it.each([
    ["an empty file", new Uint8Array(0), "received an empty file"],
    ["a web page", new TextEncoder().encode("<html>"), "received 3c 68 74 6d"],
    ["32-bit integers", Uint8Array.of(0, 0, 0x0c, 1, 0, 0, 0, 0), "received 00 00 0c 01"],
    ["no dimension", Uint8Array.of(0, 0, 8, 0), "received 00 00 08 00"],
    ["a truncated header", images.subarray(0, 10), "expected a header of 16 bytes, received 10 bytes"],
    [
      "truncated data",
      images.subarray(0, 27),
      "expected 28 bytes for dimensions 3 x 2 x 2, received 27 (truncated)",
    ],
    ["an extra byte", Uint8Array.of(...images, 0), "received 29 (bytes left over at the end)"],
  ])("rejects %s in one line that says what to do", (_, bytes, expected) => {
    const message = dataErrorOf(() => parseIdx(bytes, "train-images"));
    expect(message).toContain(expected);
    expect(message).toMatch(/^train-images: expected .* To fetch it again: npm run data$/);
  });

  it("throws only DataErrors, whatever the bytes", () => {
    const almostIdx = fc.uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.of(0, 0, 8, ...bytes));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), almostIdx), (bytes) => {
        try {
          const { dims, data } = parseIdx(bytes, "any");
          expect(data.length).toBe(dims.reduce((a, b) => a * b, 1));
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
    );
  });
});
