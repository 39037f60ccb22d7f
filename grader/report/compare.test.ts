import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../testing/command.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { maxScore, pointsFor } from "../testing/points.ts";
import { makeReport } from "../testing/reports.ts";
import { compareReports } from "./compare.ts";

const [points, all] = [pointsFor("layers.dense.forward"), maxScore()];
const timeout = { "layers.dense.forward": { code: "timeout", timeoutMs: 10_000 } } as const;

test("only what changed is told, whatever the clock says", () => {
  const [before, after] = [makeReport({ failures: timeout }), makeReport()];
  expect(compareReports(before, after)).toEqual({
    score: { before: all - points, after: all },
    maxScore: { before: all, after: all },
    checks: [
      {
        id: "layers.dense.forward",
        title: "Dense.forward computes x · W + b",
        before: {
          status: "timeout",
          points: 0,
          maxPoints: points,
          message: "Dense.forward did not finish within 10 s",
        },
        after: { status: "passed", points, maxPoints: points, message: null },
      },
    ],
    conditions: [],
  });
  const later = { ...after, startedAt: "2027", checks: after.checks.map((c) => ({ ...c, durationMs: 9 })) };
  expect(compareReports(after, later)).toMatchObject({ checks: [], conditions: [] });
});

test("other conditions are named, and checks that only one of them has", () => {
  const { conditions, checks } = compareReports(makeReport(), makeReport({ seed: "two", track: "cs2470" }));
  expect(conditions).toEqual([
    { what: "track", before: "cs1470", after: "cs2470" },
    { what: "seed", before: "beras", after: "two" },
  ]);
  expect(checks).toContainEqual(
    expect.objectContaining({ id: "activations.softmax.forward", before: null, after: expect.anything() }),
  );
});

describe("npm run diff", () => {
  const folder = temporaryFolder();
  const write = (name: string, value: unknown) => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(value));
    return file;
  };

  test("prints the change in points, check by check", async () => {
    const files = [write("a.json", makeReport({ failures: timeout })), write("b.json", makeReport())];
    const { code, stdout } = await runCommand(["diff", ...files]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      `+${points}  layers.dense.forward: timeout 0/${points} -> passed ${points}/${points}`,
    );
    expect(stdout).toContain(`Score ${all - points}/${all} -> ${all}/${all}  (+${points})`);
  });

  test.each([
    ["a file that is not there", ["nobody.json", "nobody.json"], /^There is no nobody.json/],
    ["no report", ["package.json", "package.json"], /^package.json is no valid report: /],
    ["a folder and a file", ["grader", "package.json"], /^Compare two reports, or two folders/],
  ])("%s: exit code 2 and one line", async (_, args, message) => {
    const { code, stderr } = await runCommand(["diff", ...args]);
    expect([code, stderr.trim().split("\n").length]).toEqual([2, 1]);
    expect(stderr).toMatch(message);
  });
});
