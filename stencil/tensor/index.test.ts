import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";

const SCRIPT = `
  const x = np.tensor([[1, 2], [3, 4]]);
  np.random.seed("s");
  const sizes = [np.random.normal(0, 1, [40, 50]).matmul(np.random.uniform(0, 1, [50, 3])).shape, np.random.permutation(3).length];
  JSON.stringify({ product: x.matmul(x.T), sizes, text: String(x), error: attempt(() => x.matmul(np.ones([3]))), implementation: np.implementation() }, (_, v) =>
    v instanceof np.Tensor ? v.toArray() : v);
  function attempt(f) { try { return f(); } catch (e) { return e.name + ": " + e.message; } }
`;

function runBundled(script: string, codeGeneration: { strings: boolean; wasm: boolean }): unknown {
  const { outputFiles } = buildSync({
    entryPoints: [`${__dirname}/index.ts`],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "np",
    platform: "browser",
  });
  const context = createContext(Object.create(null), { codeGeneration });
  runInContext(outputFiles[0].text, context);
  return JSON.parse(runInContext(script, context));
}

it("runs in a bare context: no require, no process, no console, no code from strings", () => {
  expect(runBundled(SCRIPT, { strings: false, wasm: true })).toEqual({
    product: [
      [5, 11],
      [11, 25],
    ],
    sizes: [[40, 3], 3],
    text: "[[1. 2.]\n [3. 4.]]",
    error: "ValueError: matmul: shapes [2,2] and [3] do not align: 2 (axis 1) != 3 (axis 0)",
    implementation: expect.stringMatching(/^wasm/),
  });
});

it("falls back to plain loops in a context that forbids WebAssembly", () => {
  expect(runBundled(SCRIPT, { strings: false, wasm: false })).toMatchObject({
    product: [
      [5, 11],
      [11, 25],
    ],
    sizes: [[40, 3], 3],
    implementation: "plain",
  });
});
