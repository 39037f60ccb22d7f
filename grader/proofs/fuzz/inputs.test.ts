/** Damaged inputs of the grader itself. Each is harmless, or reported in one line. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { DataError, encodeIdx, parseIdx } from "#data";
import { parseFixture } from "../../../fixtures/format.ts";
import { loadRubric } from "../../rubric.ts";
import { runCommand } from "../../testing/command.ts";
import { house, temporaryFolder } from "../../testing/overlay.ts";

/** A change to a text: a part is deleted or replaced. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.nat(40),
  insert: fc.oneof(
    fc.constant(""),
    fc.string({ maxLength: 8 }),
    fc.constantFrom("null", "-1", "1e999", "[]", "{}", '""', ",", "\n"),
  ),
});

function apply(text: string, { at, length, insert }: { at: number; length: number; insert: string }): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + insert + text.slice(start + length);
}

/** Runs `read`, which may throw an Error of one line. */
function expectOneLine(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).not.toMatch(/\n\s+at /);
    expect((error as Error).message.split("\n")).toHaveLength(1);
  }
}

test("rubric", () => {
  const file = join(temporaryFolder(), "rubric.json");
  const text = readFileSync(join(house, "grader/assignment/rubric.json"), "utf8");
  fc.assert(
    fc.property(damage, (damaged) => {
      writeFileSync(file, apply(text, damaged));
      expectOneLine(() => loadRubric({ rubric: file }));
    }),
    { numRuns: 300 },
  );
});

test("fixtures", () => {
  const text = readFileSync(join(house, "fixtures/losses/mse.json"), "utf8");
  fc.assert(
    fc.property(damage, (damaged) => expectOneLine(() => parseFixture("losses/mse", apply(text, damaged)))),
    { numRuns: 300 },
  );
});

test("IDX files", () => {
  const file = encodeIdx([3, 2, 2], new Uint8Array(12));
  const change = fc.record({
    at: fc.nat(file.length - 1),
    value: fc.nat(255),
    length: fc.nat(file.length + 4),
  });
  fc.assert(
    fc.property(change, ({ at, value, length }) => {
      const damaged = new Uint8Array(length);
      damaged.set(file.subarray(0, length));
      if (at < length) damaged[at] = value;
      try {
        const { dims, data } = parseIdx(damaged, "file");
        expect(data.length).toBe(dims.reduce((a, b) => a * b, 1));
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    }),
    { numRuns: 2000 },
  );
});

test.each([
  [["--timeout", "NaN"]],
  [["--memory", "1e-5"]],
  [["--fail-under", "abc"]],
  [["--only", "layers\n::error::"]],
  [["--track", "cs1470", "--track", "cs2470"]],
  [["--out", ""]],
  [["--seed"]],
])(
  "options %j: exit code 0, or one line and exit code 2",
  async (options) => {
    const folder = temporaryFolder();
    const args = [
      "grade",
      join(house, "solution"),
      ...options,
      ...(options[0] === "--only" ? [] : ["--only", "metrics"]),
    ];
    const { code, stdout, stderr } = await runCommand(args, { cwd: folder });
    expect([0, 2]).toContain(code);
    if (code === 2) expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(2);
    expect(stdout + stderr).not.toMatch(/\n\s+at |^::/m);
  },
  60_000,
);
