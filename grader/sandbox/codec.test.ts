import fc from "fast-check";
import { fromData, Tensor } from "#tensor";
import { decode, encode, OddValue } from "./codec.ts";

const roundTrip = (value: unknown) => decode(encode(value));

describe("plain data survives a round trip", () => {
  test("of every kind", () => {
    const data = fc.letrec((tie) => ({
      leaf: fc.oneof(
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.constant(undefined),
        fc.double(),
        fc.integer(),
      ),
      value: fc.oneof(
        { depthSize: "small" },
        tie("leaf"),
        fc.array(tie("value")),
        fc.dictionary(fc.string(), tie("value"), { noNullPrototype: true }),
      ),
    })).value;
    fc.assert(fc.property(data, (value) => expect(roundTrip(value)).toEqual(value)));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 2 ** 53 + 2])(
    "%d",
    (number) => {
      expect(Object.is(roundTrip(number), number)).toBe(true);
    },
  );

  test("tensors keep shape, dtype and every bit", () => {
    const shapes = fc.array(fc.nat(4), { maxLength: 4 });
    const bits = fc.infiniteStream(fc.double());
    fc.assert(
      fc.property(shapes, bits, fc.boolean(), (shape, stream, isSingle) => {
        const size = shape.reduce((a, b) => a * b, 1);
        const numbers = Array.from({ length: size }, () => stream.next().value as number);
        const sent = fromData(isSingle ? Float32Array.from(numbers) : Float64Array.from(numbers), shape);
        const received = roundTrip(sent) as Tensor;
        expect(received).toBeInstanceOf(Tensor);
        expect(received.shape).toEqual(sent.shape);
        expect(received.dtype).toBe(sent.dtype);
        expect(new Uint8Array(received.data.buffer)).toEqual(new Uint8Array(sent.data.buffer));
      }),
    );
  });

  test("only the visible part of a view is sent", () => {
    const part = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
    const wire = encode(part);
    expect(wire.buffers[0].byteLength).toBe(2);
    expect(decode(wire)).toEqual(new Uint8Array([2, 3]));
  });
});

describe("values that are not data are described", () => {
  class Weird {}
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  const lying = Object.assign(Object.create(Tensor.prototype), { shape: [3], dtype: "float32" });

  test.each<[unknown, string]>([
    [() => 1, "a function"],
    [Symbol("s"), "a symbol"],
    [1n, "a bigint"],
    [Promise.resolve(1), "a Promise"],
    // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
    [{ then: () => 1 }, "a thenable (something like a Promise)"],
    [new Map(), "a Map"],
    [new Error("x"), "an Error"],
    [new Weird(), "a Weird"],
    [new BigInt64Array(1), "a BigInt64Array"],
  ])("%p", (value, description) => {
    const odd = roundTrip(value);
    expect(odd).toBeInstanceOf(OddValue);
    expect((odd as OddValue).description).toBe(description);
  });

  test("a list that contains itself", () => {
    let inner: unknown = roundTrip(cyclic);
    while (Array.isArray(inner)) inner = inner[0];
    expect(inner).toEqual(new OddValue("nested-too-deeply"));
  });

  test("an object that throws when it is read", () => {
    const thrower = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    );
    expect(roundTrip(thrower)).toEqual(new OddValue("unreadable-object"));
  });

  test("something that only looks like a Tensor", () => {
    expect(roundTrip(lying)).toBeInstanceOf(OddValue);
  });

  test("too much of anything", () => {
    expect(roundTrip("x".repeat(5e6))).toEqual(new OddValue("text-too-long"));
    expect(roundTrip(new Array(2e6).fill("abc"))).toEqual(new OddValue("list-too-long"));
    expect(roundTrip(new Float64Array(10e6))).toEqual(new OddValue("too-many-numbers"));
  });
});

test("a patched prototype does not change what is sent", () => {
  const patched = Array.prototype as unknown as Record<string, unknown>;
  const { push, join, map } = Array.prototype;
  try {
    Object.assign(patched, { push: () => 0, join: () => "forged", map: () => ["forged"] });
    patched.toJSON = () => "forged";
    const wire = encode([1, [2, 3], new Uint8Array([4])]);
    Object.assign(patched, { push, join, map });
    expect(decode(wire)).toEqual([1, [2, 3], new Uint8Array([4])]);
  } finally {
    Object.assign(patched, { push, join, map });
    delete patched.toJSON;
  }
});

test.each([
  '["tensor",[2],["array","Float32Array",0]]',
  '["tensor",[-1],1]',
  '["array","constructor",0]',
  '["nonsense"]',
  "{}",
])("the damaged text %s becomes an odd value, never an exception", (text) => {
  expect(decode({ text, buffers: [] })).toBeInstanceOf(OddValue);
});
