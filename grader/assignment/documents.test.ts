import { readFileSync } from "node:fs";
import { formatShare } from "../report/share.ts";
import { loadRubric, type Rubric, type RubricCheck } from "../rubric.ts";
import { pointsOn } from "../testing/points.ts";
import { documents } from "./documents.ts";
import { assignment } from "./index.ts";

const rubric = loadRubric(assignment);
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
  const filled = texts.map(({ fill, text }) => fill(text, changed));
  const [handout, , readme] = filled;
  const [basic, advanced] = changed.tracks.map(({ total }) => total);
  const worth = (track: string, suite: string) => 10 * pointsOn(track, suite);
  const [points, more] = ["cs1470", "cs2470"].map((track) => worth(track, "activations"));
  expect(handout).toContain(`Activations (${points} points; CS2470: ${more})`);
  expect(handout).toContain(`without the parts marked CS2470: ${basic} points`);
  expect(handout).toContain(`**CS2470** does all of it: ${advanced} points`);
  for (const { threshold } of changed.checks)
    if (threshold) expect(handout).toContain(formatShare(threshold));
  expect(readme).toContain(`${basic} of ${basic} points`);
  expect(readme).toContain(`(${advanced} points) instead of CS1470 (${basic})`);
  // As the terminal has them: the points end where they ended.
  const ends = (text: string) => text.match(/^ +[✓✗-] .*\d+\/\d+$/gm)?.map((line) => line.length);
  expect(filled.map(ends)).toEqual(texts.map(({ text }) => ends(text)));
  // Nothing but the rubric's numbers has changed, and none of them was overlooked.
  expect(texts.map(({ fill }, i) => fill(filled[i], rubric))).toEqual(texts.map(({ text }) => text));
  expect(handout).not.toMatch(/[1-9] points/);
});

test("a sentence that has lost its number is an error, not silence", () => {
  const [{ fill, text }] = texts;
  expect(() => fill(text.replace("it should be more than", "it must be above"), rubric)).toThrow(
    /does not say "it should be more than/,
  );
});
