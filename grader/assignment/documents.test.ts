import { readFileSync } from "node:fs";
import { loadRubric, type Rubric, type RubricCheck } from "../rubric.ts";
import { documents } from "./documents.ts";

const rubric = loadRubric();
const texts = documents.map(({ name, path, fill }) => ({ name, fill, text: readFileSync(path, "utf8") }));

test.each(texts)("$name has the numbers of the rubric", ({ fill, text }) => {
  expect(fill(text, rubric)).toBe(text);
});

test("whatever the rubric changes, changes wherever it is said", () => {
  const change = (check: RubricCheck): RubricCheck => ({
    ...check,
    ...(check.threshold && { threshold: check.threshold - 0.1 }),
    points: Object.fromEntries(Object.entries(check.points).map(([track, points]) => [track, 10 * points!])),
  });
  const changed: Rubric = {
    ...rubric,
    tracks: rubric.tracks.map(({ id, total }) => ({ id, total: 10 * total })),
    checks: rubric.checks.map(change),
  };
  const [handout, , readme] = texts.map(({ fill, text }) => fill(text, changed));
  expect(handout).toContain("### Step 4: Activations (70 points; CS2470: 170)");
  expect(handout).toContain("it should be more than 75%.");
  expect(handout).toMatch(/brings the test accuracy above 85%/);
  expect(handout).toMatch(/needs no code of yours \(30 points\)/);
  expect(handout).toMatch(/and 20 points of the gradient tape/);
  expect(handout).toMatch(/: 1000 points\.(.|\n)*: 1300 points\./);
  expect(handout).toMatch(/Dense\.forward computes x · W \+ b {10,}0\/30$/m);
  expect(readme).toContain("1000 of 1000 points");
  expect(readme).toMatch(/✓ One-hot encoding {10,}70\/70$/m);
  expect(readme).toContain("Score 1000/1000");
  expect(readme).toContain("(1300 points) instead of CS1470 (1000)");
  // As the terminal has them: the points end where they ended.
  const ends = (text: string) => text.match(/^ +[✓✗-] .*\d+\/\d+$/gm)?.map((line) => line.length);
  expect(ends(handout)).toEqual(ends(texts[0].text));
});

test("a sentence that has lost its number is an error, not silence", () => {
  const [{ fill, text }] = texts;
  expect(() => fill(text.replace("it should be more than", "it must be above"), rubric)).toThrow(
    /does not say "it should be more than/,
  );
});
