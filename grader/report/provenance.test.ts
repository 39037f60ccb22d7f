import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gradeFolder } from "../testing/command.ts";
import { house, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { compareReports } from "./compare.ts";
import { hashFiles } from "./provenance.ts";

test("the hash of files is of their names and texts, whatever their order", () => {
  const files = [
    ["a.ts", "1"],
    ["b.ts", "2"],
  ] as const;
  expect(hashFiles(files)).toBe(hashFiles([...files].reverse()));
  expect(
    hashFiles([
      ["a.ts", "2"],
      ["b.ts", "1"],
    ]),
  ).not.toBe(hashFiles(files));
  expect(
    hashFiles([
      ["a.ts1", ""],
      ["b.ts", "2"],
    ]),
  ).not.toBe(hashFiles(files));
});

test("a report says what made it, and a changed helper makes another submission", async () => {
  const folder = writeSubmission(temporaryFolder(), "stencil", {
    "beras/helper.ts": "export const one = 1;\n",
    "beras/metrics.ts": (text) => `${text}\nimport "./helper.ts";\n`,
  });
  const args = ["--only", "metrics", "--timeout", "100", "--memory", "256"];
  const before = (await gradeFolder(folder, args)).report;
  const { version } = JSON.parse(readFileSync(join(house, "package.json"), "utf8"));
  const hash = expect.stringMatching(/^[0-9a-f]{16}$/);
  expect(before).toMatchObject({
    submission: { hash },
    seed: "beras",
    limits: { timeoutSeconds: 100, memoryMb: 256 },
    grader: { version: expect.stringMatching(`^${version}\\+[0-9a-f]{16}$`), rubric: hash },
  });
  writeFileSync(join(folder, "beras/helper.ts"), "export const one = 2;\n");
  const after = (await gradeFolder(folder, ["--only", "metrics"])).report;
  expect(compareReports(before, after).conditions.map(({ what }) => what)).toEqual(["submission", "limits"]);
}, 60_000);
