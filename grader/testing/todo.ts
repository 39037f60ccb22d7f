/** Resets each method of the solution to its TODO. Only the checks that need the method fail. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { studentFiles } from "../assignment/contract.ts";
import { assignment } from "../assignment/index.ts";
import { loadRubric } from "../rubric.ts";
import { WarmGrader } from "../run/warmGrader.ts";
import { markedMethods, toStencil } from "../stencil/generate.ts";
import { house, temporaryFolder, writeSubmission } from "./overlay.ts";
import { tinyDataset } from "./tinyDataset.ts";

const rubric = loadRubric(assignment);

/** The checks of a method, and the checks that directly or indirectly require one of them. */
export function needing(method: string): string[] {
  const found = new Set(rubric.checks.filter((check) => check.method === method).map(({ id }) => id));
  for (const { id, requires } of rubric.checks) {
    if (requires.some((required) => found.has(required))) found.add(id);
  }
  return [...found];
}

const sources = new Map(
  studentFiles.map((file) => [file, readFileSync(join(house, "solution", file), "utf8")]),
);
export const methods = studentFiles.flatMap((file) =>
  markedMethods(file, sources.get(file) ?? "").map((method) => ({ file, method })),
);
/** The parts of the solution's advanced model. Another student's model may need none of them. */
const chosen = [
  "LeakyReLU.forward",
  "LeakyReLU.inputGradients",
  "Softmax.forward",
  "Softmax.inputGradients",
  "Adam.applyGradients",
  "Dropout.forward",
  "Dropout.inputGradients",
  "L2.forward",
  "L2.inputGradients",
  "ExponentialDecay.call",
];
/** Optional parts have no checks of their own. */
export const optional = chosen.slice(5);
const trainings = ["accuracy.simple", "accuracy.advanced.accuracy"];
let grader: WarmGrader | undefined;
afterAll(() => grader?.close());

/** Grades the solution without this method, except for the type check. */
export async function expectOnlyTodo({ file, method }: (typeof methods)[number]): Promise<void> {
  const text = toStencil(file, sources.get(file) ?? "", (name) => name === method);
  grader ??= new WarmGrader(assignment, { MNIST_DIR: tinyDataset().folder });
  const folder = writeSubmission(temporaryFolder(), "solution", { [file]: text });
  const suites = rubric.suites.map(({ id }) => id).filter((id) => id !== "policy");
  const options = { folder, track: "cs2470", seed: "beras", timeoutMs: 60_000 } as const;
  const report = await grader.grade({ ...options, only: suites });
  expect(report?.status).toBe("complete");

  const lost = report?.checks.filter(({ status }) => status !== "passed" && status !== "not-run") ?? [];
  const todo = lost.filter(({ status }) => status === "todo");
  const other = lost.filter(({ status, id }) => status !== "todo" && !trainings.includes(id));
  expect(other).toEqual([]);
  const needed = needing(method);
  // A training runs a whole model, and so meets methods that it does not require by name.
  const mayMeet = (id: string) => trainings.includes(id) && !needed.includes(id);
  const isJudged = (id: string) =>
    !(chosen.includes(method) && id.startsWith("accuracy.advanced.")) && !mayMeet(id);
  expect(
    todo
      .map(({ id }) => id)
      .filter(isJudged)
      .sort(),
  ).toEqual(needed.filter(isJudged).sort());
  for (const { message } of todo) expect(message).toContain(`${method}`);
}
