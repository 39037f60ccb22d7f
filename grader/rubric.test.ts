import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { studentFiles } from "./assignment/contract.ts";
import { assignment } from "./assignment/index.ts";
import { loadRubric } from "./rubric.ts";

import { runCommand } from "./run/command.ts";

import { methodsOf } from "./stencil/methods.ts";
import { maxScore } from "./testing/points.ts";

const suites = join(__dirname, "assignment/suites");
const rubric = loadRubric();

describe("the rubric", () => {
  test("has a row for every check, and a check for every row", () => {
    const checks = rubric.suites.flatMap(({ id }) => {
      const text = readFileSync(join(suites, `${id}.spec.ts`), "utf8");
      return [...text.matchAll(/^check\("([^"]+)"/gm)].map(([, check]) => check);
    });
    expect(checks.sort()).toEqual(rubric.checks.map(({ id }) => id).sort());
  });

  test("names files of the assignment, and methods that are in them", () => {
    for (const { file, method } of rubric.checks) {
      if (!file || !method) continue;
      expect(studentFiles).toContain(file);
      const text = readFileSync(join(__dirname, "../solution", file), "utf8");
      expect(methodsOf(file, text).map(({ name }) => name)).toContain(method);
    }
  });
});

describe("a malformed rubric is refused in one line", () => {
  const folder = mkdtempSync(join(tmpdir(), "rubric-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const load = (edit: (text: string) => string) => {
    const path = join(folder, "rubric.json");
    writeFileSync(path, edit(readFileSync(join(__dirname, "assignment/rubric.json"), "utf8")));
    return () => loadRubric({ rubric: path });
  };

  test.each<[string, (text: string) => string, RegExp]>([
    ["no JSON", () => "{", /^rubric .*: Expected/],
    [
      "an unknown field",
      (text) => text.replace('"version"', '"verson"'),
      /must have required property 'version'|verson/,
    ],
    ["negative points", (text) => text.replace('"points": 2', '"points": -2'), /points must be > 0/],
    [
      "an unknown track",
      (text) => text.replace('"cs2470": 3', '"cs9": 3'),
      /activations.softmax.forward names the track cs9: there are cs1470, cs2470$/,
    ],
    [
      "checks that do not add up to the total",
      (text) => text.replace('"points": 2', '"points": 2.5'),
      /the graded checks of cs1470 are worth 100.5 points, and its total is 100$/,
    ],
    [
      "a graded check without points",
      (text) => text.replace('"points": 2,', ""),
      /must have required property 'points'/,
    ],
    [
      "practice with points",
      (text) => text.replace('"points": 2,', '"points": 2, "kind": "practice",'),
      /points boolean schema is false/,
    ],
    [
      "an unknown kind",
      (text) => text.replace('"points": 2,', '"points": 2, "kind": "bonus",'),
      /kind must be equal to one of the allowed values \(graded,practice,extra\)$/,
    ],
    [
      "a check that is there twice",
      (text) => text.replace("preprocess.range", "preprocess.inputs"),
      /there twice/,
    ],
    [
      "a check in another suite",
      (text) => text.replace("onehot.autofit", "layers.autofit"),
      /stands in the suite onehot/,
    ],
    [
      "an unknown visibility",
      (text) => text.replace('"id": "onehot.autofit",', '"id": "onehot.autofit", "visibility": "secret",'),
      /visibility must be equal to one of the allowed values \(visible,hidden,after_due_date,after_published\)$/,
    ],
    [
      "a visible check that requires a hidden one: its message would tell",
      (text) => text.replace('"id": "onehot.fit",', '"id": "onehot.fit", "visibility": "hidden",'),
      /onehot.forward is visible, and requires onehot.fit, which is not$/,
    ],
    [
      "a prerequisite that is nowhere",
      (text) => text.replace(/"requires": \[\s*"onehot.fit"/, '"requires": ["onehot.fitting"'),
      /requires onehot.fitting, which does not come before it/,
    ],
  ])("%s", (_, edit, message) => {
    expect(load(edit)).toThrow(message);
    try {
      load(edit)();
    } catch (error) {
      expect((error as Error).message).not.toContain("\n");
    }
  });
});

describe("the policy is in the rubric alone", () => {
  const folder = mkdtempSync(join(tmpdir(), "rubric-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const text = readFileSync(join(__dirname, "assignment/rubric.json"), "utf8");
  const load = (edited: string) => {
    const path = join(folder, "rubric.json");
    writeFileSync(path, edited);
    return loadRubric({ rubric: path });
  };
  const worth = (loaded: typeof rubric, id: string) => loaded.checks.find((check) => check.id === id)?.points;

  test("a third track differs where it says so, and otherwise is the default one", () => {
    const third = load(
      text
        .replace('"cs2470": { "total": 130 }', '"cs2470": { "total": 130 }, "audit": { "total": 103 }')
        .replace('"points": 2', '"points": { "default": 2, "audit": 5 }'),
    );
    expect(third.tracks.map(({ id }) => id)).toEqual(["cs1470", "cs2470", "audit"]);
    expect(worth(third, "preprocess.inputs")).toEqual({ cs1470: 2, cs2470: 2, audit: 5 });
    expect(worth(third, "preprocess.range")).toEqual({ cs1470: 2, cs2470: 2, audit: 2 });
    expect(worth(third, "activations.softmax.forward")).toEqual({ cs2470: 3 });
  });

  test("the tracks are those of the assignment", () => {
    const path = join(__dirname, "assignment/rubric.json");
    const { tracks } = assignment;
    expect(loadRubric({ rubric: path, tracks }).tracks.map(({ id }) => id)).toEqual(
      tracks.map(({ id }) => id),
    );
    expect(() => loadRubric({ rubric: path, tracks: [tracks[0]] })).toThrow(
      /its tracks are cs1470, cs2470, the assignment's cs1470$/,
    );
  });

  test("a check for extra credit is not part of the total", () => {
    const edited = text
      .replace('"points": 2,', '"points": 2, "kind": "extra",')
      .replace('"total": 100', '"total": 98')
      .replace('"total": 130', '"total": 128');
    const [first] = load(edited).checks;
    expect([first.kind, first.points]).toEqual(["extra", { cs1470: 2, cs2470: 2 }]);
  });

  test("a threshold is said where its check is", () => {
    const title = (loaded: typeof rubric) =>
      loaded.checks.find(({ threshold }) => threshold)?.title.match(/[\d.]+%/)?.[0];
    const edited = load(text.replace(/"threshold": [\d.]+/, '"threshold": 0.825'));
    expect(title(edited)).toBe("82.5%");
  });

  test("to be visible is what a check is by default", () => {
    const edited = text.replace('"points": 2,', '"points": 2, "visibility": "visible",');
    expect(load(edited).checks).toEqual(rubric.checks);
  });
});

test("npm run rubric lists every check with its points, and the sums", async () => {
  const { code, stdout } = await runCommand(["rubric"]);
  expect(code).toBe(0);
  const rows = stdout.split("\n").map((line) => line.split("│").map((cell) => cell.trim()));
  for (const { id, kind, points } of rubric.checks) {
    const row = rows.find((cells) => cells[1] === id);
    const worth = rubric.tracks.map((track) => points[track.id] ?? "-");
    const shown = worth.map((points) => (kind === "practice" ? "advice" : String(points)));
    expect(row?.slice(3, 6)).toEqual([...shown, "all"]);
  }
  expect(rows.find((cells) => cells[2] === "IN ALL")?.slice(3, 5)).toEqual([
    String(maxScore("cs1470")),
    String(maxScore("cs2470")),
  ]);
});
