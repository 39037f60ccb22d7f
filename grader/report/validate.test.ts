import { assignment } from "../assignment/index.ts";
import { rejectedReport } from "../run/assemble.ts";
import { validateReport } from "./report.ts";

describe("a report that is not valid is described in one line", () => {
  const report = rejectedReport(assignment, "alice", "cs1470", "beras", "there is nothing to grade");

  test("a rejected one is valid", () => {
    expect(validateReport(report, assignment)).toBeNull();
  });

  test.each([
    [
      "an unknown status",
      { ...report, status: "fine" },
      /^\/status must be equal to one of the allowed values/,
    ],
    ["a score that is no number", { ...report, score: Number.NaN }, /^\/score must be/],
    ["a negative score", { ...report, score: -1 }, /^\/score must be >= 0/],
    ["more than everything", { ...report, percent: 101 }, /^its percent is 101, and its checks come to 0/],
    [
      "a track that the assignment does not have",
      { ...report, submission: { ...report.submission, track: "honors" } },
      /^\/submission\/track is honors: there are cs1470, cs2470$/,
    ],
    ["an unknown field", { ...report, bonus: 5 }, /additional properties \(bonus\)$/],
    ["a field that is missing", { ...report, seed: undefined }, /^\/seed must be string|'seed'/],
  ])("%s", (_, damaged, message) => {
    expect(validateReport(damaged, assignment)).toMatch(message);
  });
});
