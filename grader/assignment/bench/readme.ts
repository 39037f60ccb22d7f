/** The table of README.md: a selection of the figures, in Markdown. */
import type { BenchReport, Result } from "./report.ts";

const begin = "<!-- Written by npm run bench -- --readme -->";
const end = "<!-- End of the figures -->";

const columns: Record<string, string> = {
  numpy: "NumPy",
  "jax-js": "jax-js",
  tfjs: "TensorFlow.js",
};

const rows: Record<string, string> = {
  "matmul/256x784x128/float32/xw": "product `[256, 784] x [784, 128]`",
  "matmul/256x784x128/float32/xTg": "product `[784, 256] x [256, 128]`, the first a transposed view",
  "matmul/100x784x10/float32/xw": "product `[100, 784] x [784, 10]`",
  "step/step": "training step of 784-128-10, batch 256, Adam",
  "step/elementwise": "the same without the products of the layers",
  "epoch/advanced/time": "epoch of 784-128-10",
  "epoch/simple/time": "epoch of 784-10, batch 100, gradient descent",
};

/** @returns the text of README.md with the figures of this report */
export function withFigures(readme: string, report: BenchReport): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md needs the lines ${begin} and ${end}`);
  return `${readme.slice(0, from)}${begin}\n\n${formatFigures(report)}\n\n${readme.slice(to)}`;
}

function formatFigures(report: BenchReport): string {
  const { node, processor, implementation, data, numpy, libraries, contestants } = report;
  const shown = [implementation, ...Object.keys(columns).filter((name) => contestants.includes(name))];
  const figures = report.sections.flatMap((section) => section.figures);
  const lines = Object.entries(rows).map(([id, title]) => {
    const { results, unit } = figures.find((figure) => figure.id === id)!;
    const cells = shown.map((name) => {
      const result = results.find(({ contestant }) => contestant === name);
      return result ? formatResult(result, unit) : "–";
    });
    return `| ${[title, ...cells].join(" | ")} |`;
  });
  const versions = [
    `Node ${node} (${implementation})`,
    numpy && `NumPy ${numpy.version} with ${numpy.blas}`,
    ...Object.entries(libraries).map(([name, version]) => version && `${columns[name]} ${version}`),
  ].filter(Boolean);
  return [
    `| medians, float32 | ${["`#tensor`", ...shown.slice(1).map((name) => columns[name])].join(" | ")} |`,
    `| --- | ${shown.map(() => "---:").join(" | ")} |`,
    ...lines,
    "",
    `One thread of ${processor}; ${versions.join(", ")}; the libraries of JavaScript with their WebAssembly backends. An epoch has ${data.images.toLocaleString("en")} images.`,
  ].join("\n");
}

function formatResult({ median, gflops }: Result, unit: string): string {
  const time = `${median.toPrecision(3)} ${unit}`;
  return gflops ? `${time} (${gflops.toPrecision(3)} GFLOP/s)` : time;
}
