/** Checks the promises of the handout against the rubric, and the links of all pages. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assignment } from "../grader/assignment/index.ts";
import { loadRubric } from "../grader/rubric.ts";
import { runCommand } from "../grader/testing/command.ts";
import { house, replacing, temporaryFolder, writeSubmission } from "../grader/testing/overlay.ts";

const handout = readFileSync(join(__dirname, "README.md"), "utf8");
const { suites, checks } = loadRubric(assignment);

/** Steps 1 to 9 each grade their own suites. The last step grades everything, and adds the accuracy. */
const steps = handout
  .split(/^### (?=Step \d+: )/m)
  .slice(1)
  .map((text) => text.match(/^npm run grade -- --only (.*)$/m)?.[1].split(" ") ?? ["accuracy"]);

test("the ten steps and the rules cover all suites of the rubric, in its order (in which no suite needs a later one)", () => {
  expect(steps).toHaveLength(10);
  expect([...steps.flat(), "policy"]).toEqual(suites.map(({ id }) => id));
});

test.each(["README.md", "FROM_PYTHON.md", "EXPLORATION.md", "NOTEBOOK.md", "CONCEPTUAL.md"])(
  "the links of %s have existing targets",
  (page) => {
    const targets = Array.from(
      readFileSync(join(__dirname, page), "utf8").matchAll(/\]\((?!https:)([^)#]*)(#[^)]*)?\)/g),
      ([, file, anchor]) => ({ file: file || page, anchor }),
    );
    const leadsSomewhere = ({ file, anchor }: (typeof targets)[number]) =>
      existsSync(join(__dirname, file)) && (!anchor || anchorsOf(file).includes(anchor));
    expect(targets.filter((target) => !leadsSomewhere(target))).toEqual([]);
  },
);

/** The anchors that GitHub makes of the page's headings. */
function anchorsOf(page: string): string[] {
  const headings = readFileSync(join(__dirname, page), "utf8").matchAll(/^#+ (.*)$/gm);
  return Array.from(
    headings,
    ([, title]) =>
      `#${title
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-")}`,
  );
}

test("what a failing check gives to read is there", () => {
  const given = checks.flatMap(({ read }) => read?.split("; ") ?? []);
  const places = [...new Set(given)].filter((place) => place.startsWith("stencil/"));
  expect(places.length).toBeGreaterThan(suites.length);
  for (const place of places) {
    const [, page, section] = place.match(/^stencil\/(\w+\.md), (.*)$/) ?? [];
    const text = readFileSync(join(__dirname, page), "utf8");
    const numbers = section.match(/^sections? (.*)$/)?.[1].match(/\d+/g);
    for (const heading of numbers?.map((number) => `### ${number}. `) ?? [
      section.replace(/^step/, "### Step"),
    ])
      expect(text).toMatch(new RegExp(`^#* ?${heading}`, "m"));
  }
});

test("the handout states the grader's time limits of a training", () => {
  const minutes = (id: string) => checks.find((check) => check.id === id)!.timeoutMs / 60_000;
  expect(handout.replaceAll("\n", " ")).toContain(
    `A grading run is stopped at ${600 / 60} minutes, the training of one model at ${minutes("accuracy.advanced.accuracy")};`,
  );
});

test("the handout and the README show the grader's actual output for a forgotten bias", async () => {
  const folder = writeSubmission(temporaryFolder(), "solution", {
    "beras/layers.ts": replacing(".matmul(this.w).add(this.b)", ".matmul(this.w)"),
  });
  const { stdout } = await runCommand(["grade", folder, "--only", "layers"], { cwd: temporaryFolder() });
  const suite = stdout.slice(stdout.indexOf("  ✗ Layers"), stdout.indexOf("\n\n  Next: "));
  expect(handout).toContain(suite);
  const check = suite.split("\n").slice(1, 7).join("\n");
  expect(readFileSync(join(house, "README.md"), "utf8")).toContain(check);
}, 30_000);
