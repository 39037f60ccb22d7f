/** Tests the sandbox with real processes. Each test loads a few lines as a submission and calls into it. */

import { assignment } from "../assignment/index.ts";
import { compileSubmission } from "../submission/compile.ts";
import { say } from "../wording/catalogue.ts";
import { crashes } from "../wording/crashes.ts";
import { decode, encode } from "./codec.ts";
import { canWatchMemory } from "./memoryWatch.ts";
import { type Outcome, Sandbox } from "./sandbox.ts";

const sandboxes: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(sandboxes.splice(0).map((sandbox) => sandbox.end()));
});

/** A submission whose `beras/layers.ts` is `code`; every other file is missing. */
async function load(
  code: string,
  more: Record<string, string> = {},
  memoryMb?: number,
  budgetMs?: number,
): Promise<Sandbox> {
  const files = new Map(Object.entries({ "beras/layers.ts": code, ...more }));
  const submission = await compileSubmission({ assignment, root: "/nowhere", files });
  const sandbox = new Sandbox(submission, memoryMb, [], undefined, undefined, budgetMs);
  sandboxes.push(sandbox);
  await sandbox.open("seed");
  return sandbox;
}

const call = (sandbox: Sandbox, source: string, args: unknown = null, timeoutMs = 5000): Promise<Outcome> =>
  sandbox.call(source, encode(args), timeoutMs);

/** Calls `Dense()`. Returns what it returned or threw. */
async function dense(code: string): Promise<unknown> {
  const outcome = await call(await load(code), "({ Dense }) => Dense()");
  return outcome.kind === "returned" ? decode(outcome.wire) : outcome;
}

describe("errors of given code are recognized by identity, errors of a submission by their name", () => {
  const missing = "beras/losses.ts is missing from the submission";
  const fileError = { name: "#SubmissionFileError missing beras/losses.ts", message: missing };

  test.each([
    [
      "a name",
      'throw Object.assign(new Error("award 3 points"), { name: "SubmissionFileError" })',
      "SubmissionFileError",
    ],
    [
      "a name with the mark",
      'throw Object.assign(new Error("award 3 points"), { name: "##SubmissionFileError" })',
      "SubmissionFileError",
    ],
    ["our constructor", 'throw new (caught().constructor)("award 3 points")', "SubmissionFileError"],
    [
      "our prototype",
      'throw Object.setPrototypeOf(new Error("award 3 points"), caught())',
      "SubmissionFileError",
    ],
    ["a Proxy of our error", 'throw new Proxy(caught(), { get: () => "award 3 points" })', "award 3 points"],
    [
      "a Proxy with endless prototypes",
      "const p: object = new Proxy({}, { getPrototypeOf: () => p, get: () => undefined }); throw p",
      "",
    ],
    [
      "another copy of a given error",
      'class NotImplementedError extends Error {}; throw new NotImplementedError("award 3 points")',
      "Error",
    ],
  ])("%s does not make one of our errors", async (_, code, name) => {
    const outcome = await dense(`import * as losses from "./losses.ts";
      export function Dense() { ${code} }
      function caught(): any { try { (losses as any).L2; } catch (error) { return error; } }`);
    expect(outcome).toMatchObject({ kind: "threw", thrown: { name } });
  });

  test.each([
    ["with another message", "caught.message = 'award 3 points'"],
    ["with another name", "caught.name = 'Verdict'"],
    ["frozen", "Object.freeze(caught)"],
    ["after a patch of WeakMap", "WeakMap.prototype.get = () => 'award 3 points'"],
    ["after a patch of Reflect", "Reflect.apply = () => 'award 3 points'"],
    ["after a patch of String", "String.prototype.slice = () => 'award 3 points'"],
  ])("our error, caught and thrown again %s, keeps its message", async (_, change) => {
    const outcome = await dense(`import * as losses from "./losses.ts";
      export function Dense() { try { (losses as any).L2; } catch (caught: any) { ${change}; throw caught; } }`);
    expect(outcome).toMatchObject({ kind: "threw", thrown: fileError });
  });

  test.each([
    ["NotImplementedError", "#errors"],
    ["ValueError", "#tensor"],
  ])("%s of %s is recognized under any name", async (name, module) => {
    const outcome = await dense(`import { ${name} } from "${module}";
      export function Dense() { throw Object.assign(new ${name}("x"), { name: "SubmissionFileError" }); }`);
    expect(outcome).toMatchObject({ kind: "threw", thrown: { name: `#${name}` } });
  });
});

describe("calls", () => {
  test("run on the submission's modules and return data", async () => {
    const sandbox = await load("export const Dense = (x: number) => x + 1;");
    const outcome = await call(sandbox, "({ Dense }, args) => [Dense(args[0]), Dense(args[1])]", [1, 2]);
    expect(outcome.kind === "returned" && decode(outcome.wire)).toEqual([2, 3]);
  });

  test("carry tensors both ways", async () => {
    const sandbox = await load(
      'import { Tensor } from "#tensor"; export const Dense = (x: Tensor) => x.mul(2);',
    );
    const outcome = await call(
      sandbox,
      "({ Dense, tensor }, x) => Dense(tensor.ones([2, x.length]))",
      new Uint8Array(3),
    );
    const value = outcome.kind === "returned" && decode(outcome.wire);
    expect(value).toMatchObject({ shape: [2, 3], data: new Float32Array(6).fill(2) });
  });

  test("errors are reported with name, message and a position in the student's file", async () => {
    const outcome = await dense('export function Dense() {\n  throw new RangeError("too large");\n}');
    expect(outcome).toMatchObject({ kind: "threw", thrown: { name: "RangeError", message: "too large" } });
    expect((outcome as { thrown: { stack: string } }).thrown.stack).toContain("beras/layers.ts:");
  });

  test.each([
    ['throw "no"', '"no" was thrown, which is not an Error'],
    ["throw () => 1", "a function was thrown, which is not an Error"],
    ["throw {}", ""],
    ["throw Object.create(null)", ""],
    ['throw "half \\ud800"', '"half \ufffd" was thrown, which is not an Error'],
    ["throw undefined", "undefined was thrown, which is not an Error"],
    ["throw { get message() { throw 1 } }", ""],
  ])("%s", async (statement, message) => {
    expect(await dense(`export function Dense() { ${statement}; }`)).toMatchObject({
      kind: "threw",
      thrown: { message },
    });
  });

  test("random numbers begin at the seed, Math.random included", async () => {
    const sandbox = await load("export const Dense = () => 0;");
    const draw = async (seed: string) => {
      await sandbox.open(seed);
      const outcome = await call(sandbox, "({ tensor }) => [Math.random(), tensor.random.uniform().item()]");
      return outcome.kind === "returned" && decode(outcome.wire);
    };
    expect(await draw("a")).toEqual(await draw("a"));
    expect(await draw("a")).not.toEqual(await draw("b"));
  });

  test("printed lines are counted, and the beginning of the output is kept", async () => {
    const sandbox = await load(
      "export const Dense = () => { for (let i = 0; i < 5000; i++) console.log('line', i); };",
    );
    const { output } = await call(sandbox, "({ Dense }) => Dense()");
    expect(output.lines).toBe(5000);
    expect(output.text.startsWith("line 0\nline 1\n")).toBe(true);
    expect(output.text.length).toBeLessThanOrEqual(4000);
  });

  test("lines are counted, not calls", async () => {
    const sandbox = await load("export const Dense = () => console.log('a\\nb', 1, 'c\\n'.repeat(100));");
    expect((await call(sandbox, "({ Dense }) => Dense()")).output.lines).toBe(102);
  });

  test.each([
    ["the message of an error", "console.log([new Error('c\\n'.repeat(500))]);"],
    ["more than is kept", "console.log('x'.repeat(4000)); console.log(new Error('c\\n'.repeat(500)));"],
    [
      "more than is searched",
      "console.log('x'.repeat(1e6)); console.log('x'); console.log('c\\n'.repeat(1e5));",
    ],
  ])("lines are counted in %s", async (_, code) => {
    const sandbox = await load(`export const Dense = () => { ${code} };`);
    expect((await call(sandbox, "({ Dense }) => Dense()")).output.lines).toBeGreaterThan(500);
  });
});

describe("a context opened ahead", () => {
  const counting = "let calls = 0; export const Dense = () => ++calls; console.log('imported');";

  test("is the one that the next call of the same seed opens", async () => {
    const sandbox = await load(counting);
    sandbox.openAhead("seed");
    await sandbox.open("seed");
    await call(sandbox, "({ Dense }) => Dense()");
    const outcome = await call(sandbox, "({ Dense }) => Dense()");
    expect(outcome.kind === "returned" && decode(outcome.wire)).toBe(2);
    expect(sandbox.loadOutput.lines).toBe(1);
  });

  test("is opened once, however often it was asked for, and is given away once", async () => {
    const sandbox = await load(counting);
    for (let i = 0; i < 3; i++) sandbox.openAhead("seed");
    for (let i = 0; i < 2; i++) {
      await sandbox.open("seed");
      const outcome = await call(sandbox, "({ Dense }) => Dense()");
      expect(outcome.kind === "returned" && decode(outcome.wire)).toBe(1);
    }
  });

  test("does not serve another seed", async () => {
    const sandbox = await load("export const Dense = () => Math.random();");
    const draw = async (seed: string) => {
      await sandbox.open(seed);
      const outcome = await call(sandbox, "({ Dense }) => Dense()");
      return outcome.kind === "returned" && decode(outcome.wire);
    };
    const other = await draw("other");
    sandbox.openAhead("seed");
    expect(await draw("other")).toBe(other);
  });

  test.each(["at once", "during the import"])("is forgotten if the sandbox is closed %s", async (when) => {
    const slow = "const end = Date.now() + 300; while (Date.now() < end); export const Dense = () => 'here';";
    const sandbox = await load(slow);
    sandbox.openAhead("seed");
    if (when !== "at once") await new Promise((resolve) => setTimeout(resolve, 150));
    await sandbox.close();
    await sandbox.open("seed");
    // An import that was cut short is not the file's fault.
    expect(sandbox.loadProblems.filter(({ kind }) => kind === "crashed")).toEqual([]);
    const outcome = await call(sandbox, "({ Dense }) => Dense()");
    expect(outcome.kind === "returned" && decode(outcome.wire)).toBe("here");
  });
});

describe("the language's globals, which are passed as parameters for speed,", () => {
  test("can be shadowed by a submission's declarations", async () => {
    const code = "class Map { size = 7 } const Math = { abs: () => 8 }; function isNaN() { return 9 }";
    expect(await dense(`${code} export const Dense = () => [new Map().size, Math.abs(), isNaN()];`)).toEqual([
      7, 8, 9,
    ]);
  });

  test("belong to the context: all modules see a change of Math", async () => {
    const sandbox = await load('import "./helper.ts"; export const Dense = () => Math.cosh(0);', {
      "beras/helper.ts": "Math.cosh = () => 5;",
    });
    const outcome = await call(sandbox, "({ Dense }) => [Dense(), Math.cosh(0)]");
    expect(outcome.kind === "returned" && decode(outcome.wire)).toEqual([5, 5]);
  });

  test("do not restore the removed ones", async () => {
    expect(await dense("export const Dense = () => [typeof Atomics, typeof SharedArrayBuffer];")).toEqual([
      "undefined",
      "undefined",
    ]);
  });
});

describe("an endless call costs only itself", () => {
  test.each([
    ["a loop", "for (;;) {}"],
    ["a chain of microtasks", "const again = () => Promise.resolve().then(again); again(); return 1;"],
    ["a regular expression that backtracks", "return /^(a+)+$/.test('a'.repeat(40) + 'b');"],
    ["a loop that catches everything", "for (;;) { try { for (;;) {} } catch {} finally { continue; } }"],
    ["an error with an endless message", "throw { get message() { for (;;) {} } };"],
    ["a result with an endless getter", "return { get x() { for (;;) {} } };"],
  ])("%s", async (_, body) => {
    const sandbox = await load(
      `export const Dense = (x: number) => x; export function Dropout() { ${body} }`,
    );
    const looped = await call(sandbox, "({ Dropout }) => Dropout()", null, 300);
    expect(looped.kind).toBe("timeout");
    // The next call gets a fresh process automatically.
    const next = await call(sandbox, "({ Dense }) => Dense(7)");
    expect(next.kind === "returned" && decode(next.wire)).toBe(7);
  });

  test("output from before the loop is kept", async () => {
    const sandbox = await load("export function Dense() { console.log('here'); for (;;) {} }");
    expect((await call(sandbox, "({ Dense }) => Dense()", null, 300)).output.text).toBe("here\n");
  });

  test("endless recursion is an ordinary error", async () => {
    expect(await dense("export function Dense(): number { return Dense() + 1; }")).toMatchObject({
      kind: "threw",
      thrown: { name: "RangeError" },
    });
  });

  test("an endless import costs only its own file", async () => {
    // The budget of the imports is spent from the start, so that the limit is 2 s, not 10.
    const sandbox = await load(
      "for (;;) {}",
      { "beras/losses.ts": "export const L2 = () => 5;" },
      undefined,
      -1,
    );
    expect(sandbox.loadProblems).toEqual([{ module: "beras/layers.ts", kind: "timeout" }]);
    const other = await call(sandbox, "({ L2 }) => L2()");
    expect(other.kind === "returned" && decode(other.wire)).toBe(5);
    const own = await call(sandbox, "({ Dense }) => Dense()");
    expect(own).toMatchObject({
      kind: "threw",
      thrown: { message: expect.stringContaining("does not finish loading") },
    });
  }, 20_000);
});

test.each([1, 2_000])(
  "a sandbox that is ended after %d ms, while it opens, starts no other process",
  async (ms) => {
    const files = new Map([["beras/layers.ts", "for (;;) {}"]]);
    const sandbox = new Sandbox(await compileSubmission({ assignment, root: "/nowhere", files }));
    sandboxes.push(sandbox);
    const opening = sandbox.open("seed").then(
      () => "opened",
      (error: Error) => error.message,
    );
    await new Promise((resolve) => setTimeout(resolve, ms));
    await sandbox.end();
    expect(await opening).toBe("the sandbox has been ended");
    expect(sandbox).toMatchObject({ process: null, loadProblems: [] });
  },
  20_000,
);

describe("every use of a broken file throws a sentence", () => {
  test.each([
    ["missing", {}, "missing", "beras/losses.ts is missing from the submission"],
    [
      "syntax error",
      { "beras/losses.ts": "export const = 1" },
      "syntax",
      /^beras\/losses.ts does not compile: .* \(line 1\)$/,
    ],
    [
      "throws at import",
      { "beras/losses.ts": "process.exit(0); export const L2 = 1;" },
      "import-failed",
      "beras/losses.ts cannot be imported: it throws ReferenceError: process is not defined",
    ],
    [
      "renamed",
      { "beras/losses.ts": "export const L3 = 1;" },
      "not-exported",
      /^beras\/losses.ts does not export L2/,
    ],
  ])("%s", async (_, files, code, message) => {
    const sandbox = await load('import { L2 } from "./losses.ts"; export const Dense = () => L2;', files);
    const direct = await call(sandbox, "({ L2 }) => L2");
    expect(direct).toMatchObject({
      kind: "threw",
      thrown: {
        name: `#SubmissionFileError ${code} beras/losses.ts`,
        message: expect.stringMatching(message),
      },
    });
  });

  test("and the files that import it still load", async () => {
    const sandbox = await load(
      'import { L2 } from "./losses.ts"; export const Dense = (use: boolean) => (use ? L2 : 3);',
      {
        "beras/losses.ts": "export const = 1",
      },
    );
    const unused = await call(sandbox, "({ Dense }) => Dense(false)");
    expect(unused.kind === "returned" && decode(unused.wire)).toBe(3);
    expect(await call(sandbox, "({ Dense }) => Dense(true)")).toMatchObject({
      thrown: { message: expect.stringContaining("does not compile") },
    });
  });

  test("modules that import each other", async () => {
    const sandbox = await load(
      'import { L2 } from "./losses.ts"; export const Dense = () => L2(); export const x = 4;',
      {
        "beras/losses.ts": 'import { x } from "./layers.ts"; export const L2 = () => x;',
      },
    );
    const outcome = await call(sandbox, "({ Dense }) => Dense()");
    expect(outcome.kind === "returned" && decode(outcome.wire)).toBe(4);
  });
});

describe("the host is out of reach", () => {
  const unreachable = "undefined";
  test.each([
    "process",
    "require",
    "module",
    "Buffer",
    "fetch",
    "setTimeout",
    "setImmediate",
    "queueMicrotask",
    "performance",
  ])("there is no %s", async (name) => {
    expect(
      await dense(`export const Dense = () => typeof (globalThis as any)[${JSON.stringify(name)}];`),
    ).toBe(unreachable);
  });

  test.each([
    "Function('return 1')",
    "eval('1')",
    "(async () => {}).constructor('return 1')",
    "new (function* () {}.constructor as any)('yield 1')",
  ])("%s compiles no string", async (expression) => {
    expect(await dense(`export const Dense = () => ${expression};`)).toMatchObject({
      kind: "threw",
      thrown: { name: "EvalError" },
    });
  });

  test("a dynamic import finds nothing", async () => {
    const outcome = await dense(
      "export const Dense = () => { const name = 'node:fs'; return import(name); };",
    );
    expect(outcome).toMatchObject({ description: "a Promise" });
  });

  test("a dynamic import rejects with an error of the submission's own context", async () => {
    const sandbox = await load(`
      let seen: unknown = "nothing";
      const name = "node:fs";
      export const Dense = () => { import(name).catch((e) => { seen = e instanceof Object; }); };
      export const Dropout = () => seen;`);
    await call(sandbox, "({ Dense }) => void Dense()");
    const outcome = await call(sandbox, "({ Dropout }) => Dropout()");
    expect(outcome.kind === "returned" && decode(outcome.wire)).not.toBe(false);
  });

  test.each([
    "typeof FinalizationRegistry",
    "typeof Atomics",
    "typeof SharedArrayBuffer",
    "typeof (globalThis as any).WebAssembly",
  ])("%s is undefined: nothing runs between two calls", async (expression) => {
    expect(await dense(`export const Dense = () => ${expression};`)).toBe(unreachable);
  });

  test("a submission cannot read the function of a check or its arguments", async () => {
    const sandbox = await load(`export function Dense() {
      const attempts = [
        () => String((Dense as any).caller),
        () => String((Dense as any).caller.arguments.length),
        () => {
          (Error as any).prepareStackTrace = (_: unknown, frames: any[]) => frames.map((f) => String(f.getFunction())).join();
          return new Error().stack;
        },
      ];
      return attempts.map((attempt) => { try { return attempt(); } catch { return ""; } }).join();
    }`);
    for (const source of [
      "({ Dense }) => [Dense(), 'the secret of a check'][0]",
      "function ({ Dense }) { return [Dense(), 'the secret of a check'][0]; }",
    ]) {
      const outcome = await call(sandbox, source);
      expect(outcome.kind === "returned" && decode(outcome.wire)).toEqual(
        expect.not.stringMatching(/the secret of a check/),
      );
    }
  });

  test("a submission never gets stack frames, which lead to functions", async () => {
    const code = `export function Dense() {
      (Error as any).prepareStackTrace = (_: unknown, frames: any[]) => frames;
      return typeof new Error().stack;
    }`;
    expect(await dense(code)).toBe("string");
  });

  test.each([
    [
      "on a stack overflow",
      `let found = 0;
       const deep = (): void => {
         try { deep(); } catch {}
         try { void new Error("x").stack; } catch (error) { if (!(error instanceof Object)) found++; }
       };
       try { deep(); } catch {}
       return found;`,
    ],
    ...[
      "error.name = Symbol() as any",
      "Object.defineProperty(error, 'name', { get() { throw error; } })",
      "error.message = { toString() { throw error; } } as any",
      "error.message = Symbol() as any",
      "(Error as any).prepareStackTrace = {}",
      "(Error as any).prepareStackTrace = () => { throw error; }",
      "Object.setPrototypeOf(error, null)",
    ].map((change) => [
      change,
      `const error = new Error("x");
       ${change};
       try { const { stack } = error; return typeof stack === "object" && !((stack as any) instanceof Object) ? 1 : 0; }
       catch (thrown) { return thrown instanceof Object ? 0 : 1; }`,
    ]),
  ])("error.stack never throws an error of the host's context: %s", async (_, body) => {
    expect(await dense(`export function Dense() { ${body} }`)).toBe(0);
  });
});

describe("the leftovers of one call do not affect the next", () => {
  test.each([
    ["an unhandled rejection", "Promise.reject(new Error('x'));"],
    [
      "an endless instanceof",
      "Object.defineProperty(Tensor, Symbol.hasInstance, { value() { for (;;) {} } });",
    ],
    ["a replaced ArrayBuffer", "(globalThis as any).ArrayBuffer = class { constructor() { for (;;) {} } };"],
  ])("%s", async (_, body) => {
    const sandbox = await load(
      `import { Tensor } from "#tensor"; export const Dense = () => { ${body} Tensor; return 1; };`,
    );
    const first = await call(sandbox, "({ Dense }) => Dense()", new Uint8Array(1));
    expect(first.kind === "returned" && decode(first.wire)).toBe(1);
    const next = await call(sandbox, "(_, bytes) => bytes.length", new Uint8Array(3));
    expect(next.kind === "returned" && decode(next.wire)).toBe(3);
  });

  test("a patched `buffer` getter is not called", async () => {
    const code = `export function Dense() {
      const big = new ArrayBuffer(1e9);
      Object.defineProperty(Object.getPrototypeOf(Uint8Array.prototype), "buffer", { get: () => big });
      return new Uint8Array(3);
    }`;
    expect(await dense(code)).toEqual(new Uint8Array(3));
  });
});

/** Without a memory watch, the time limit ends code that uses no heap. */
const onlyWhereMemoryIsWatched = (...cases: string[][]) => (canWatchMemory() ? cases : []);
const outOfMemory = { code: "out-of-memory", memoryMb: 128 } as const;

describe("a file whose import ends the process costs only itself", () => {
  test.each([
    ["memory on the heap", "const all: unknown[] = []; for (;;) all.push(new Array(1e6).fill(1.5));"],
    ...onlyWhereMemoryIsWatched([
      "memory off the heap",
      "const all: unknown[] = []; for (;;) all.push(new Float64Array(1e6).fill(1));",
    ]),
  ])(
    "%s",
    async (_, code) => {
      const reason = outOfMemory;
      const sandbox = await load(code, { "beras/losses.ts": "export const L2 = () => 5;" }, 128);
      expect(sandbox.loadProblems).toEqual([{ module: "beras/layers.ts", kind: "crashed", reason }]);
      const other = await call(sandbox, "({ L2 }) => L2()");
      expect(other.kind === "returned" && decode(other.wire)).toBe(5);
      expect(await call(sandbox, "({ Dense }) => Dense()")).toMatchObject({
        thrown: {
          name: `#SubmissionFileError ${reason.code} beras/layers.ts`,
          message: `beras/layers.ts cannot be imported: ${say(crashes, reason)}`,
        },
      });
    },
    30_000,
  );

  test("a regular expression that only the engine rejects", async () => {
    const sandbox = await load("export const Dense = () => /(/;", {
      "beras/losses.ts": "export const L2 = () => 5;",
    });
    const other = await call(sandbox, "({ L2 }) => L2()");
    expect(other.kind === "returned" && decode(other.wire)).toBe(5);
    expect(await call(sandbox, "({ Dense }) => Dense()")).toMatchObject({
      thrown: { message: expect.stringMatching(/^beras\/layers.ts does not compile: Invalid regular/) },
    });
  });
});

test("printing a whole data set formats only its beginning", async () => {
  const sandbox = await load("export const Dense = () => { console.log(new Uint8Array(4e7)); return 1; };");
  const { output, kind } = await call(sandbox, "({ Dense }) => Dense()");
  expect(kind).toBe("returned");
  expect(output.text).toMatch(/^\[0, 0, .*, \.\.\. \(40000000 in all\)\]\n$/);
});

describe("memory is limited, and the outcome says so", () => {
  test.each([
    ["on the heap", "const a: number[][] = []; for (;;) a.push(new Array(1e6).fill(1.5));"],
    ...onlyWhereMemoryIsWatched(
      ["off the heap", "const a: Float64Array[] = []; for (;;) a.push(new Float64Array(1e6).fill(1.5));"],
      ["in one piece", "const a = new Uint8Array(1.5e9).fill(1); for (;;) a[0]++;"],
    ),
    [
      "in text",
      "let s = 'x'; const all: string[] = []; for (;;) { s = s + s.slice(0, 1e7) + all.length; all.push(s + 'y'); [...s]; }",
    ],
  ])(
    "%s",
    async (_, body) => {
      const code = `export const Dropout = () => 5; export function Dense() { ${body} }`;
      const sandbox = await load(code, {}, 128);
      expect(await call(sandbox, "({ Dense }) => Dense()", null, 120_000)).toMatchObject({
        kind: "crashed",
        reason: outOfMemory,
      });
      const next = await call(sandbox, "({ Dropout }) => Dropout()");
      expect(next.kind === "returned" && decode(next.wire)).toBe(5);
    },
    180_000,
  );
});
