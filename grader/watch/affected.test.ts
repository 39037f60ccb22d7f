import { readFileSync } from "node:fs";
import { join } from "node:path";
import { studentFiles } from "../assignment/contract.ts";
import { assignment } from "../assignment/index.ts";
import { loadRubric } from "../rubric.ts";
import { house } from "../testing/overlay.ts";
import { affectedSuites } from "./affected.ts";

const rubric = loadRubric(assignment);
const files = new Map(
  studentFiles.map((file) => [file, readFileSync(join(house, "solution", file), "utf8")]),
);
const affected = (...changed: string[]) => affectedSuites(changed, files, rubric, "cs2470");

test.each([
  ["beras/metrics.ts", ["metrics"], ["model", "accuracy", "policy"]],
  ["beras/layers.ts", ["initializers", "layers"], ["core", "model", "accuracy", "policy"]],
  // The tape is judged with layers in it.
  ["beras/losses.ts", ["losses"], ["core", "model", "accuracy", "policy"]],
  ["preprocess.ts", ["preprocess"], ["policy"]],
  ["beras/onehot.ts", ["onehot"], ["policy"]],
])("%s: its own suites, then those of files that use it", (file, direct, indirect) => {
  expect(affected(file)).toEqual({ direct, indirect });
});

test("nearly everything depends on core.ts; its own suite comes first, and again after its prerequisites", () => {
  const { direct, indirect } = affected("beras/core.ts");
  expect(direct).toEqual(["core"]);
  const independent = ["preprocess", "optimizers"];
  expect(indirect).toEqual(rubric.suites.map(({ id }) => id).filter((id) => !independent.includes(id)));
});

test("a helper file affects the files that import it, even while they do not compile", () => {
  const withHelper = new Map([
    ...files,
    ["beras/helper.ts", "export const half = 0.5;"],
    ["beras/metrics.ts", 'import { half } from "./helper";\nexport class {'],
  ]);
  const { direct, indirect } = affectedSuites(["beras/helper.ts"], withHelper, rubric, "cs2470");
  expect(direct).toEqual([]);
  expect(indirect).toEqual(["metrics", "model", "accuracy", "policy"]);
});

test("several files at once", () => {
  expect(affected("beras/metrics.ts", "beras/onehot.ts").direct).toEqual(["onehot", "metrics"]);
});
