import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ran, runCommand } from "../../testing/command.ts";
import { withFigures } from "./readme.ts";
import type { BenchReport, Figure } from "./report.ts";

/** These tests do not judge speed: on a busy machine, any bound would fail some day. */
describe("npm run bench", () => {
  let ran: Ran;
  let report: BenchReport;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "bench-test-"));
    const out = join(folder, "bench.json");
    ran = await runCommand(["bench", "--quick", "--out", out]);
    if (ran.code === 0) report = JSON.parse(readFileSync(out, "utf8"));
    rmSync(folder, { recursive: true });
    // Runs a dozen processes, some of Python, on a machine that may be busy with other tests.
  }, 120_000);

  const figures = () => report.sections.flatMap((section) => section.figures);
  const withPlain = () => figures().filter(({ id }) => !/^(sandbox|startup|waits|saves)/.test(id));

  it("succeeds and prints the title of every figure", () => {
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    for (const { title } of figures()) expect(ran.stdout).toContain(title);
  });

  it("measures all products, a step, time and memory of both epochs, and the start", () => {
    const products = ["xw", "xTg", "gwT", "wTxT"];
    expect(figures().map(({ id }) => id)).toEqual([
      ...products.map((name) => `matmul/256x784x128/float32/${name}`),
      ...products.map((name) => `matmul/100x784x10/float32/${name}`),
      ...products.map((name) => `matmul/256x784x128/float64/${name}`),
      "step/elementwise",
      "step/step",
      ...["simple", "advanced"].flatMap((model) =>
        ["time", "memory", "accuracy"].map((what) => `epoch/${model}/${what}`),
      ),
      "sandbox/simple",
      "sandbox/advanced",
      "startup",
      ...["option", "stencil", "losses", "whole"].map((wait) => `waits/${wait}`),
      "saves/median",
      "saves/longest",
    ]);
  });

  it("gives every contestant a median, and its ratio to plain loops and to each other library", () => {
    // TensorFlow.js has no float64, and the compiled step of jax-js no parts.
    const missing = (id: string) =>
      id.includes("float64") ? ["tfjs"] : id === "step/elementwise" ? ["jax-js", "tfjs"] : [];
    for (const figure of withPlain()) {
      const contestants = report.contestants.filter((name) => !missing(figure.id).includes(name));
      const baselines = contestants.filter((name) => !name.startsWith("wasm"));
      expect(figure.results.map(({ contestant }) => contestant)).toEqual(contestants);
      for (const { ratios } of figure.results) expect(Object.keys(ratios)).toEqual(baselines);
      expectPositive(figure);
    }
  });

  it("compares the start with that of a loader", () => {
    const [start] = figures().filter(({ id }) => id === "startup");
    expect(start.results.map(({ contestant }) => contestant)).toEqual(["start.cjs", "tsx"]);
    for (const { ratios } of start.results) expect(Object.keys(ratios)).toEqual(["tsx"]);
    expectPositive(start);
  });

  it("compares an epoch inside the sandbox with one outside", () => {
    for (const figure of figures().filter(({ id }) => id.startsWith("sandbox/"))) {
      expect(figure.results.map(({ contestant }) => contestant)).toEqual(["outside", "inside"]);
      for (const { ratios } of figure.results) expect(Object.keys(ratios)).toEqual(["outside"]);
      expectPositive(figure);
    }
  });

  it("describes the machine", () => {
    expect(report).toMatchObject({
      node: process.version,
      implementation: expect.stringMatching(/^(plain|wasm-simd|wasm-relaxed-simd)$/),
      data: { name: expect.stringMatching(/^(mnist|other|synthetic-digits)$/), images: 512 },
    });
    expect(report.contestants).toEqual(expect.arrayContaining(["plain", report.implementation]));
    expect(report.numpy !== null).toBe(report.contestants.includes("numpy"));
    for (const [name, version] of Object.entries(report.libraries)) {
      expect(version !== null).toBe(report.contestants.includes(name));
    }
  });

  it("leaves jax-js out on a Node without Float16Array, with a sentence, and says the version of the others", () => {
    const hasFloat16 = "Float16Array" in globalThis;
    if (!hasFloat16) {
      expect(ran.stdout).toContain(
        `jax-js is left out: it is not installed, or does not run on Node ${process.version}.`,
      );
    }
    expect(report.libraries).toEqual({
      "jax-js": hasFloat16 ? expect.stringMatching(/^\d/) : null,
      tfjs: expect.stringMatching(/^\d/),
    });
  });

  it("selects the figures of README.md", () => {
    const readme =
      "# Beras\n<!-- Written by npm run bench -- --readme -->\nold\n<!-- End of the figures -->\nmore\n";
    const written = withFigures(readme, report);
    expect(written).toMatch(/^# Beras\n[\s\S]*\nmore\n$/);
    expect(written).not.toContain("old");
    expect(written).toMatch(/\| epoch of 784-128-10 \|( [\d.]+ s \|)+\n/);
    expect(written).toContain(`Node ${process.version} (${report.implementation})`);
    expect(withFigures(written, report)).toBe(written);
  });
});

/** Expects every number of a figure to be finite and positive. */
function expectPositive({ results }: Figure): void {
  for (const { median, runs, gflops, ratios } of results) {
    for (const value of [median, runs, gflops ?? 1, ...Object.values(ratios)]) {
      expect(Number.isFinite(value) && value > 0).toBe(true);
    }
  }
}
