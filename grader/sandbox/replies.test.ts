/**
 * A sandbox process that was taken over may send anything. These tests use a real process whose reply to one call is replaced
 * on its way out. FORGERIES sets how many replacements are drawn at random;
 * isolation.sweep.ts draws more.
 */
import fc from "fast-check";
import { assignment } from "../assignment/index.ts";
import { compileSubmission } from "../submission/compile.ts";
import { sandboxBundles } from "./bundles.ts";
import { decode, encode } from "./codec.ts";
import { frameReader, maxFrameBytes, maxParts } from "./frames.ts";
import { type Outcome, Sandbox } from "./sandbox.ts";

/** What the process writes instead of a reply: a list of pieces, each `times` times; and what it does afterwards. */
interface Forgery {
  pieces: { bytes: Uint8Array; times: number }[];
  after: "goes on" | "ends" | "hangs";
}

/** Stands for the request's id. */
const anyId = "#".repeat(36);

const code = {
  "beras/layers.ts":
    "export const Dense = () => 'forge this'; export const Dropout = () => 5; export const LeakyReLU = () => { for (;;) {} };",
  "beras/losses.ts": "export const L2 = () => 6;",
};
const sandboxes: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(sandboxes.splice(0).map((sandbox) => sandbox.end()));
});

/** A sandbox that forges every reply with `marker` in it. */
async function forging({ pieces, after }: Forgery, marker = "forge this"): Promise<Sandbox> {
  const { host } = await sandboxBundles();
  const list = pieces.map(({ bytes, times }) => [Buffer.from(bytes).toString("base64"), times]);
  const forger = `
    const fs = require("node:fs"), list = ${JSON.stringify(list)}, after = ${JSON.stringify(after)};
    const toBuffer = Buffer.from, { exit } = process;
    const forged = { ...fs, writeSync(fd, bytes, ...more) {
      if (!toBuffer(bytes.buffer, bytes.byteOffset, bytes.length).includes(${JSON.stringify(marker)})) return fs.writeSync(fd, bytes, ...more);
      // A process that was taken over knows its requests.
      const id = toBuffer(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1").match(/[0-9a-f-]{36}/)[0];
      for (const [text, times] of list) {
        const piece = toBuffer(toBuffer(text, "base64").toString("latin1").replaceAll(${JSON.stringify(anyId)}, id), "latin1");
        for (let i = 0; i < times; i++) for (let sent = 0; sent < piece.length; ) sent += fs.writeSync(fd, piece, sent);
      }
      if (after === "ends") exit();
      if (after === "hangs") for (;;);
      return bytes.length;
    } };
    const pass = require;
    (function (require) { ${host} })((name) => (name === "node:fs" ? forged : pass(name)));`;
  const submission = await compileSubmission({
    assignment,
    root: "/nowhere",
    files: new Map(Object.entries(code)),
  });
  const sandbox = new Sandbox(submission, 256, [], undefined, forger);
  sandboxes.push(sandbox);
  return sandbox;
}

const limitMs = 400;
const call = (sandbox: Sandbox, source: string): Promise<Outcome> =>
  sandbox.call(source, encode(null), limitMs);
const resultOf = (outcome: Outcome) => (outcome.kind === "returned" ? decode(outcome.wire) : outcome.kind);

/** Builds a frame of a reply (see frames.ts). Counts and lengths may be given, even wrong ones. */
function frame(texts: string[], buffers: Uint8Array[] = [], lies: Record<number, number> = {}): Uint8Array {
  return rawFrame([anyId, ...texts], buffers, lies);
}
function rawFrame(
  texts: string[],
  buffers: Uint8Array[] = [],
  lies: Record<number, number> = {},
): Uint8Array {
  const parts = [...texts.map((text) => Buffer.from(text)), ...buffers];
  const header = Uint32Array.from([texts.length, buffers.length, ...parts.map(({ length }) => length)]);
  for (const [index, lie] of Object.entries(lies))
    if (Number(index) < header.length) header[Number(index)] = lie;
  return Buffer.concat([new Uint8Array(header.buffer), ...parts]);
}
const once = (bytes: Uint8Array, after: Forgery["after"] = "goes on"): Forgery => ({
  pieces: [{ bytes, times: 1 }],
  after,
});
const returned = (wire: string, buffers: Uint8Array[] = []) => frame(["returned", "", "0", wire], buffers);
const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

const types = ["loaded", "importing", "opened", "returned", "threw", "timeout", "__proto__", ""];
const anyText = fc.oneof(
  fc.constantFrom(...types, ...Object.keys(code), "threw", "NaN", "-1", "1e9", "999999999"),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.json({ maxDepth: 4 }),
  fc.constantFrom(
    '["tensor",[0,1e308,1e308],["array","Float32Array",0]]',
    '["tensor",[65536,65536],["array","Float64Array",0]]',
    '["array","Uint8Array",1e9]',
    '["array","Float64Array","0"]',
    '["object",["list"],1]',
    '["object","__proto__",["object","x",1]]',
    '["odd",["\\ud800"]]',
    '"\\ud800"',
    '["number",["list"]]',
  ),
  fc.integer({ min: 1, max: 2_000_000 }).map((length) => "x".repeat(length)),
  fc.integer({ min: 1, max: 200_000 }).map((depth) => nested("[", "]", depth)),
  fc.integer({ min: 1, max: 200_000 }).map((depth) => nested('["list",', "]", depth)),
);
const anyFrame = fc
  .record({
    texts: fc.oneof(
      fc.tuple(fc.constantFrom("returned", "threw", "opened", "importing", "timeout"), fc.array(anyText)),
      fc.tuple(anyText, fc.array(anyText, { maxLength: 12 })),
    ),
    buffers: fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 3 }),
    lies: fc.dictionary(fc.constantFrom("0", "1", "2", "3", "4"), fc.nat(2 ** 32 - 1), { maxKeys: 1 }),
  })
  .map(({ texts: [type, rest], buffers, lies }) => frame([type, ...rest], buffers, lies));
const anyForgery: fc.Arbitrary<Forgery> = fc.record({
  pieces: fc.array(
    fc.record({
      bytes: fc.oneof({ weight: 4, arbitrary: anyFrame }, { weight: 1, arbitrary: fc.uint8Array() }),
      times: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 50 })),
    }),
    { maxLength: 4 },
  ),
  after: fc.constantFrom("goes on", "ends", "hangs"),
});

/** Makes the forged call, then another one. */
async function survives(forgery: Forgery): Promise<unknown> {
  const sandbox = await forging(forgery);
  try {
    await sandbox.open("seed");
    const startedAt = performance.now();
    const forged = await call(sandbox, "({ Dense }) => Dense()");
    // One second beyond the limit, and the time that a busy machine takes to end the process.
    expect(performance.now() - startedAt).toBeLessThan(limitMs + 1_000 + 2_000);
    expect(["returned", "threw", "timeout", "crashed"]).toContain(forged.kind);
    const value = resultOf(forged);
    expect(resultOf(await call(sandbox, "({ Dropout }) => Dropout()"))).toBe(5);
    return value;
  } finally {
    await sandbox.end();
  }
}

test("a forged reply costs only its own call", async () => {
  await fc.assert(
    fc.asyncProperty(anyForgery, async (forgery) => {
      await survives(forgery);
    }),
    { numRuns: Number(process.env.FORGERIES || 4) },
  );
}, 240_000);

describe("an invalid reply counts as a crash:", () => {
  test.each<[string, Forgery]>([
    ["no bytes, then the end of the process", { pieces: [], after: "ends" }],
    ["bytes that are not a frame", once(new Uint8Array(1000).fill(255))],
    ["a frame that ends in the middle", once(frame(["returned", "", "0", "1"]).slice(0, -1), "ends")],
    ["a length of 4 GB", once(frame(["returned", "", "0", "1"], [], { 6: 2 ** 32 - 1 }), "hangs")],
    ["lengths of 4 GB in all", once(frame(["returned", ...new Array(200).fill("")], [], { 4: 2 ** 31 }))],
    ["four billion parts", once(frame([], [], { 0: 2 ** 32 - 1 }), "hangs")],
    ["a missing request id", once(rawFrame(["returned", "", "0", "1"]))],
    ["another request's id", once(rawFrame([anyId.replace("#", "0"), "returned", "", "0", "1"]))],
    ["another type", once(frame(["constructor"]))],
    ["the reply to another request", once(frame(["loaded"]))],
    ["news of an import", once(frame(["importing", "beras/layers.ts"]))],
    ["too few texts", once(frame(["threw", "", "0", "Error"]))],
    ["too many texts", once(frame(["returned", "", "0", "1", "2"]))],
    ["buffers where none belong", once(frame(["timeout", "", "0"], [new Uint8Array(8)]))],
  ])("%s", async (_, forgery) => {
    expect(await survives(forgery)).toBe("crashed");
  });

  test("a missing reply counts as a time-out", async () => {
    expect(await survives({ pieces: [], after: "hangs" })).toBe("timeout");
  });

  test.each([1, 300_000])("%d superfluous replies do not affect the next call", async (times) => {
    for (const after of ["hangs", "goes on"] as const)
      expect(await survives({ pieces: [{ bytes: returned("1"), times: times + 1 }], after })).toBe(1);
  });
});

describe("a valid reply is bounded:", () => {
  test.each([
    ["lists 200,000 deep", nested("[", "]", 200_000)],
    ["wire lists 200,000 deep", nested('["list",', "]", 200_000)],
    ["objects 200,000 deep", `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`],
    ["a million lists", `["list",${"[],".repeat(600_000)}1]`],
    ["invalid JSON", "this is not JSON"],
    ["a shape whose product is NaN", '["tensor",[0,1e308,1e308],["array","Float32Array",0]]'],
    ["a missing buffer", '["array","Float32Array",7]'],
  ])("%s become an odd value", async (_, wire) => {
    expect(await survives(once(returned(wire)))).toHaveProperty(
      "description",
      expect.stringMatching(/damaged/),
    );
  });

  test("texts are cut, and stay well formed", async () => {
    const texts = ["threw", "o".repeat(1e6), "12", "n".repeat(1e6), "m".repeat(1e6), "s".repeat(1e6)];
    const sandbox = await forging(once(frame(texts)));
    await sandbox.open("seed");
    const { thrown, output } = (await call(sandbox, "({ Dense }) => Dense()")) as never as {
      thrown: Record<string, string>;
      output: { text: string; lines: number };
    };
    expect(Object.values(thrown).map(({ length }) => length)).toEqual([100, 2_000, 8_000]);
    expect([output.text.length, output.lines]).toEqual([4_000, 12]);
    expect(decode({ text: '["list","\\ud800",["object","\\udc00",1]]', buffers: [] })).toEqual([
      "\ufffd",
      { "\ufffd": 1 },
    ]);
  });

  test("the largest reply costs the grader at most 64 MB", async () => {
    const forgery: Forgery = {
      pieces: [
        {
          bytes: frame(["returned", "", "0", "1"], [new Uint8Array(0)], { 7: maxFrameBytes - 60 }),
          times: 1,
        },
        { bytes: new Uint8Array(2 ** 20), times: 47 },
      ],
      after: "hangs",
    };
    const before = process.memoryUsage().rss;
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 5);
    await survives(forgery);
    clearInterval(watch);
    expect((peak - before) / 2 ** 20).toBeLessThan(64);
  });
});

test("a frame may arrive byte by byte", () => {
  const frames: [string[], ArrayBuffer[]][] = [];
  const reader = frameReader((...parts) => frames.push(parts));
  const sent = Buffer.concat([rawFrame(["a", "\u00e9"], [new Uint8Array([7])]), rawFrame([])]);
  for (const byte of sent) reader.read(new Uint8Array([byte]));
  expect(frames).toEqual([
    [["a", "\u00e9"], [new Uint8Array([7]).buffer]],
    [[], []],
  ]);
  expect(() => reader.read(rawFrame([], [], { 0: maxParts + 1 }))).toThrow("too many parts");
});

describe("a submission whose process ends loses its files, but its checks are still graded:", () => {
  const lost = expect.stringMatching(/^beras\/losses.ts (cannot be imported: its process ended|is missing)/);

  test.each([
    ["at every import", once(frame(["importing", "beras/layers.ts"]), "ends")],
    ["before every import", { pieces: [], after: "ends" }],
    // Each is a sign of life. Left at that, they would hold the grader for as long as all imports may take.
    [
      "and imports without end",
      { pieces: [{ bytes: frame(["importing", "beras/losses.ts"]), times: 1e8 }], after: "hangs" },
    ],
    ["with the import of an unknown module", once(frame(["importing", "constructor"]), "ends")],
  ] satisfies [string, Forgery][])("%s", async (_, forgery) => {
    const sandbox = await forging(forgery, "importing");
    await sandbox.open("seed");
    expect(sandbox.loadProblems.map(({ kind }) => kind)).toEqual(["crashed", "crashed"]);
    expect(await call(sandbox, "({ L2 }) => L2()")).toMatchObject({
      kind: "threw",
      thrown: {
        name: expect.stringMatching(/^#SubmissionFileError (process-ended|missing) /),
        message: lost,
      },
    });
  });

  test("when it is only read", async () => {
    const sandbox = await forging({ pieces: [], after: "ends" }, "loaded");
    // That process never starts, whatever it contains. The error says that the grader is at fault.
    await expect(sandbox.open("seed")).rejects.toThrow("the sandbox process does not start: no answer");
  });
});
