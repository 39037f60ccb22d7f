import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";

const SCRIPT = `
  const x = np.tensor([[1, 2], [3, 4]]);
  np.random.seed("s");
  const sizes = [np.random.normal(0, 1, [40, 50]).matmul(np.random.uniform(0, 1, [50, 3])).shape, np.random.permutation(3).length];
  JSON.stringify({ product: x.matmul(x.T), sizes, text: String(x), error: attempt(() => x.matmul(np.ones([3]))) }, (_, v) =>
    v instanceof np.Tensor ? v.toArray() : v);
  function attempt(f) { try { return f(); } catch (e) { return e.name + ": " + e.message; } }
`;

it("runs in a bare context: no require, no process, no console, no code from strings", () => {
  const { outputFiles } = buildSync({
    entryPoints: [`${__dirname}/index.ts`],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "np",
    platform: "browser",
  });
  const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: true } });
  runInContext(outputFiles[0].text, context);
  expect(JSON.parse(runInContext(SCRIPT, context))).toEqual({
    product: [
      [5, 11],
      [11, 25],
    ],
    sizes: [[40, 3], 3],
    text: "[[1. 2.]\n [3. 4.]]",
    error: "ValueError: matmul: shapes [2,2] and [3] do not align: 2 (axis 1) != 3 (axis 0)",
  });
});
