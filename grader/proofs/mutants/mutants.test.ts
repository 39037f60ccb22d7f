/** Checks the mistakes and right styles as data. mutants.sweep.ts runs a sample of them as `npm run mutants` does. */
import { assignment } from "../../assignment/index.ts";
import { mistakes } from "../../assignment/mistakes/index.ts";
import { variants } from "../../assignment/styles/index.ts";
import { loadRubric } from "../../rubric.ts";
import { combine, solutionText } from "../styles/combine.ts";
import { applyMistake, type Mistake } from "./mistake.ts";
import { idleChecks, problemsOf } from "./verdict.ts";

const checks = loadRubric(assignment).checks.map(({ id }) => id);

describe("the data", () => {
  test("there are many of them, and their names are unique", () => {
    expect(mistakes.length).toBeGreaterThanOrEqual(120);
    expect(variants.length).toBeGreaterThanOrEqual(40);
    const names = [...mistakes, ...variants].map(({ file, name }) => `${file} ${name}`);
    expect(new Set(mistakes.map(({ name }) => name)).size).toBe(mistakes.length);
    expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length);
    expect(names.length).toBeGreaterThanOrEqual(160);
  });

  test("every mistake fits the solution, and changes it", () => {
    for (const mistake of mistakes) {
      const text = solutionText(assignment, mistake.file);
      expect(applyMistake(mistake, text)).not.toBe(text);
    }
  });

  test("every style fits the solution, and changes it", () => {
    for (const variant of variants)
      expect(combine(assignment, [variant])[variant.file]).not.toBe(solutionText(assignment, variant.file));
  });

  test("every check of the rubric fails some mistake, and the mistakes name only checks of the rubric", () => {
    const named = new Set(mistakes.flatMap(({ kills }) => kills));
    expect([...named].sort()).toEqual([...checks].sort());
  });

  test("a mistake that no longer fits is reported in one line", () => {
    const [mistake] = mistakes;
    expect(() =>
      applyMistake(
        { ...mistake, change: ["nowhere to be found", ""] },
        solutionText(assignment, mistake.file),
      ),
    ).toThrow(
      /^the mistake \S+ does not fit: .* has "nowhere to be found" 0 times in getDataMNIST, not once$/,
    );
  });
});

describe("the verdict", () => {
  const mistake = {
    ...mistakes[0],
    kills: ["a.one"],
    method: "Dense.forward",
    diagnosis: "denseNoBias",
  } as Mistake;
  const check = (id: string, status: string, method = "Dense.forward", diagnosis = "denseNoBias") => {
    const where = { file: "beras/layers.ts", line: null, method };
    return {
      id,
      status,
      where,
      codes: ["not-close", diagnosis],
      hint: "",
      message: "output has wrong entries",
      suite: "a",
    } as never;
  };

  test.each<[string, unknown[], RegExp[]]>([
    ["as it should be", [check("a.one", "failed"), check("a.two", "skipped")], []],
    ["survives", [check("a.one", "passed")], [/survives/]],
    ["misses its check", [check("a.two", "failed")], [/should fail a\.one/, /should not touch a\.two/]],
    ["names another method", [check("a.one", "failed", "Dense.call")], [/should name Dense\.forward/]],
    ["does not explain", [check("a.one", "failed", undefined, "no idea")], [/should say denseNoBias/]],
  ])("%s", (_, results, messages) => {
    const problems = problemsOf({ mistake, checks: results as never }, assignment);
    expect(problems).toHaveLength(messages.length);
    messages.forEach((message, i) => {
      expect(problems[i]).toMatch(message);
    });
  });

  test("a check that fails no mistake is reported as idle", () => {
    const judged = [{ mistake, checks: [check("a.one", "failed"), check("a.two", "skipped")] }];
    expect(idleChecks(judged, ["a.one", "a.two"])).toEqual([
      expect.stringMatching(/^a\.two fails no mistake/),
    ]);
  });
});
