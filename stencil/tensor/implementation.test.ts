import "../main/relaxedSimd.ts";
import type * as np from "./index.ts";
import { describeImplementation } from "./testing/contract.ts";

describeImplementation("plain", "never");
describeImplementation("wasm-simd", "this engine has no WebAssembly SIMD");
describeImplementation("wasm-relaxed-simd", "this engine has no relaxed SIMD");

it("chooses the fastest implementation that the engine supports", () => {
  const fresh = freshModule();
  const chosen = fresh.implementation();
  expect(chosen).toMatch(/^wasm/);
  if (chosen === "wasm-simd")
    expect(() => fresh.useImplementation("wasm-relaxed-simd")).toThrow("does not support");
});

it("falls back to plain loops if WebAssembly is missing or forbidden", () => {
  const { WebAssembly: present } = globalThis;
  for (const missing of [undefined, { validate: () => true, Module: forbidden }]) {
    Object.assign(globalThis, { WebAssembly: missing });
    try {
      const fresh = freshModule();
      expect(
        fresh
          .ones([20, 20])
          .matmul(fresh.ones([20, 20]))
          .at(0, 0),
      ).toBe(20);
      expect(fresh.implementation()).toBe("plain");
    } finally {
      Object.assign(globalThis, { WebAssembly: present });
    }
  }
});

function forbidden(): never {
  throw new Error("WebAssembly code generation is not allowed");
}

function freshModule(): typeof np {
  let fresh!: typeof np;
  jest.isolateModules(() => {
    fresh = jest.requireActual("./index.ts");
  });
  return fresh;
}
