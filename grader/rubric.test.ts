import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { studentFiles } from "./assignment/contract.ts";
import { assignment } from "./assignment/index.ts";
import { loadRubric } from "./rubric.ts";
import { methodsOf } from "./stencil/methods.ts";
import { runCommand } from "./testing/command.ts";

const suites = join(__dirname, "assignment/suites");
const rubric = loadRubric(assignment);

describe("the rubric", () => {
  test("has a row for every check, and a check for every row", () => {
    const checks = rubric.suites.flatMap(({ id }) => {
      const text = readFileSync(join(suites, `${id}.spec.ts`), "utf8");
      return [...text.matchAll(/^check\("([^"]+)"/gm)].map(([, check]) => check);
    });
    expect(checks.sort()).toEqual(rubric.checks.map(({ id }) => id).sort());
  });

  test("names only files of the assignment, and methods in them", () => {
    for (const { file, method } of rubric.checks) {
      if (!file || !method) continue;
      expect(studentFiles).toContain(file);
      const text = readFileSync(join(__dirname, "../solution", file), "utf8");
      expect(methodsOf(file, text).map(({ name }) => name)).toContain(method);
    }
  });
});

/** A rubric of its own: what a course changes in the other one does not matter here. */
const small = {
  version: 2,
  tracks: { basic: { total: 6 }, honors: { total: 9 } },
  extraCredit: { aboveTotal: false },
  suites: [
    {
      id: "stats",
      title: "Statistics",
      checks: [
        { id: "stats.mean", title: "the mean", points: 2, hint: "Divide." },
        {
          ...{ id: "stats.median", title: "at least {threshold} are right", points: 4, hint: "Sort." },
          ...{ requires: ["stats.mean"], threshold: 0.85 },
        },
        { id: "stats.mode", title: "the mode", points: { honors: 3 }, hint: "Count." },
        { id: "stats.loops", title: "no loops", kind: "practice", hint: "Use sum." },
      ],
    },
  ],
  manual: [{ id: "style", title: "Style" }],
};
const text = JSON.stringify(small);
const withMean = (more: string) => text.replace('"points":2', more);
const folder = mkdtempSync(join(tmpdir(), "rubric-"));
afterAll(() => rmSync(folder, { recursive: true }));

function load(edited: string, tracks?: typeof assignment.tracks) {
  const path = join(folder, "rubric.json");
  writeFileSync(path, edited);
  return loadRubric({ rubric: path, tracks });
}

describe("a malformed rubric is refused in one line", () => {
  test.each<[string, string, RegExp]>([
    ["no JSON", "{", /^rubric .*: Expected/],
    ["an unknown field", text.replace('"version"', '"verson"'), /must have required property 'version'/],
    ["negative points", withMean('"points":-2'), /points must be > 0/],
    [
      "an unknown track",
      text.replace('"honors":3', '"audit":3'),
      /stats.mode names the track audit: there are basic, honors$/,
    ],
    [
      "checks that do not add up to the total",
      withMean('"points":2.5'),
      /the graded checks of basic are worth 6.5 points, and its total is 6$/,
    ],
    ["a graded check without points", withMean('"file":"a.ts"'), /must have required property 'points'/],
    ["practice with points", withMean('"points":2,"kind":"practice"'), /points boolean schema is false/],
    [
      "an unknown kind",
      withMean('"points":2,"kind":"bonus"'),
      /kind must be equal to one of the allowed values \(graded,practice,extra\)$/,
    ],
    ["a check that is there twice", text.replace("stats.mode", "stats.mean"), /listed twice/],
    ["a check in another suite", text.replace("stats.mode", "plots.mode"), /is listed in the suite stats/],
    [
      "an unknown visibility",
      withMean('"points":2,"visibility":"secret"'),
      /visibility must be equal to one of the allowed values \(visible,hidden,after_due_date,after_published\)$/,
    ],
    [
      "a visible check that requires a hidden one: its message would tell",
      withMean('"points":2,"visibility":"hidden"'),
      /stats.median is visible, and requires stats.mean, which is not$/,
    ],
    [
      "a prerequisite that is nowhere",
      text.replace('["stats.mean"]', '["stats.sum"]'),
      /requires stats.sum, which does not precede it/,
    ],
  ])("%s", (_, edited, message) => {
    expect(() => load(edited)).toThrow(message);
    try {
      load(edited);
    } catch (error) {
      expect((error as Error).message).not.toContain("\n");
    }
  });
});

describe("the policy is in the rubric alone", () => {
  const worth = (edited: string) => load(edited).checks.map(({ points }) => points);

  test("a check without a number for a track is not on it, and practice is on all", () => {
    expect(worth(text)).toEqual([
      { basic: 2, honors: 2 },
      { basic: 4, honors: 4 },
      { honors: 3 },
      { basic: 0, honors: 0 },
    ]);
  });

  test("a third track differs where it says so, and otherwise is the default one", () => {
    const edited = withMean('"points":{"default":2,"audit":5}').replace(
      '"honors":{"total":9}',
      '"honors":{"total":9},"audit":{"total":9}',
    );
    expect(load(edited).tracks.map(({ id }) => id)).toEqual(["basic", "honors", "audit"]);
    expect(worth(edited)).toMatchObject([{ basic: 2, audit: 5 }, { audit: 4 }, { honors: 3 }, { audit: 0 }]);
    expect(worth(edited)[2]).not.toHaveProperty("audit");
  });

  test("the tracks are those of the assignment", () => {
    const tracks = [
      { id: "basic", title: "Basic" },
      { id: "honors", title: "Honors" },
    ] as const;
    expect(load(text, tracks).tracks).toHaveLength(2);
    expect(() => load(text, [tracks[0]])).toThrow(/its tracks are basic, honors, the assignment's basic$/);
    expect(() => loadRubric(assignment)).not.toThrow();
  });

  test("a check for extra credit is not part of the total", () => {
    const edited = withMean('"points":2,"kind":"extra"').replace(":6}", ":4}").replace(":9}", ":7}");
    const [first] = load(edited).checks;
    expect([first.kind, first.points]).toEqual(["extra", { basic: 2, honors: 2 }]);
  });

  test("a threshold is said where its check is", () => {
    const title = (edited: string) => load(edited).checks[1].title;
    expect(title(text)).toBe("at least 85% are right");
    expect(title(text.replace("0.85", "0.825"))).toBe("at least 82.5% are right");
  });

  test("to be visible is what a check is by default", () => {
    expect(load(withMean('"points":2,"visibility":"visible"')).checks).toEqual(load(text).checks);
  });
});

test("npm run rubric lists every check with its points, and the sums", async () => {
  const { code, stdout } = await runCommand(["rubric"]);
  expect(code).toBe(0);
  const rows = stdout.split("\n").map((line) => line.split("│").map((cell) => cell.trim()));
  for (const { id, kind, points, visibility } of rubric.checks) {
    const row = rows.find((cells) => cells[1] === id);
    const worth = rubric.tracks.map((track) => points[track.id] ?? "-");
    const sign = kind === "extra" ? "+" : "";
    const shown = worth.map((points) => (kind === "practice" ? "advice" : `${sign}${points}`));
    expect(row?.slice(3, 4 + worth.length)).toEqual([
      ...shown,
      visibility ? expect.stringContaining("staff") : "all",
    ]);
  }
  const totals = rubric.tracks.map(({ total }) => String(total));
  expect(rows.find((cells) => cells[2] === "IN ALL")?.slice(3, 3 + totals.length)).toEqual(totals);
});
