import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assignment } from "../assignment/index.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { findSubmissions } from "./find.ts";

/** A folder with these entries. Those that end with a slash are folders. */
function folderWith(...names: string[]): string {
  const folder = temporaryFolder();
  for (const name of names) {
    if (name.endsWith("/")) mkdirSync(join(folder, name), { recursive: true });
    else writeFileSync(join(folder, name), "");
  }
  return folder;
}

test("folders and archives are submissions; other entries are left out, and named", () => {
  const { submissions, leftOut } = findSubmissions(
    assignment,
    folderWith("bob/", "alice.zip", "Zoë.ZIP", "rita.rar", "tom.tar.gz", "notes.txt", ".git/", "__MACOSX/"),
  );
  expect(submissions.map(({ name, students }) => [name, students[0].name])).toEqual([
    ["Zoë", "Zoë"],
    ["alice", "alice"],
    ["bob", "bob"],
    ["rita.rar", "rita.rar"],
    ["tom.tar.gz", "tom.tar.gz"],
  ]);
  expect(leftOut).toEqual(["notes.txt"]);
});

test("no two submissions share a name, on any system", () => {
  const { submissions } = findSubmissions(
    assignment,
    folderWith("alice/", "alice.zip", "ALICE.zip", "a?b/", "a*b/"),
  );
  const names = submissions.map(({ name }) => name);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(5);
});

test("a name never leads out of the folder of the reports", () => {
  const [{ name }] = findSubmissions(assignment, folderWith("a\\..\\..\\evil/")).submissions;
  expect(name).not.toMatch(/[\\/]|^\./);
});

test("every name becomes a valid file name", () => {
  const names = [`${"a".repeat(99)}\u{20000}`, "日".repeat(82)];
  for (const { name } of findSubmissions(assignment, folderWith(...names.map((name) => `${name}/`)))
    .submissions) {
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    expect(() => encodeURIComponent(name)).not.toThrow();
  }
});

test("the results of an earlier batch are not a submission", () => {
  const folder = folderWith("ann/", "graded/");
  const { submissions } = findSubmissions(assignment, folder, join(folder, "graded"));
  expect(submissions.map(({ name }) => name)).toEqual(["ann"]);
});

test("no name of a report begins like an option, or hides its file", () => {
  const { submissions } = findSubmissions(assignment, folderWith("--out=x/", "-.-rf/", "ann-lee/"));
  expect(submissions.map(({ name }) => name)).toEqual(["ann-lee", "out_x", "rf"]);
});

describe("the export of Gradescope", () => {
  const metadata = `---
submission_12:
  :submitters:
  - :name: Alice Ångström
    :sid: '0042'
    :email: alice@example.edu
  - :name: "=HYPERLINK(1)"
    :sid:
    :email: bob@example.edu
  :created_at: 2026-01-02 03:04:05.000000000 -05:00
  :score: 10.0
submission_13:
  :submitters:
  - :name: Carol
    :sid: '7'
    :email: carol@example.edu
`;
  const write = (text: string, ...path: string[]) => {
    const folder = folderWith(...["submission_12/", "submission_13/"].map((name) => path.join("") + name));
    writeFileSync(join(folder, ...path, "submission_metadata.yml"), text);
    return folder;
  };

  test.each([["as it is"], ["in a single folder", "assignment_99_export/"]])("%s", (_, ...path) => {
    const { submissions: found } = findSubmissions(assignment, write(metadata, ...path));
    expect(found.map(({ name }) => name)).toEqual(["submission_12", "submission_13"]);
    expect(found[0].students).toEqual([
      { name: "Alice Ångström", sid: "0042", email: "alice@example.edu" },
      { name: "=HYPERLINK(1)", sid: "", email: "bob@example.edu" },
    ]);
  });

  test("values are kept as text", () => {
    const sids = ["0123", "1e5", "12345678901234567890", "0x1F", "1_000", "true", "2026-01-02", "012.50"];
    const text = sids.map(
      (sid, i) => `submission_${i}:\n  :submitters:\n  - :name: ${sid}\n    :sid: ${sid}\n`,
    );
    const { submissions } = findSubmissions(assignment, write(`---\n${text.join("")}`));
    const found = submissions.map(({ students: [{ name, sid }] }) => [name, sid]);
    expect(found).toEqual(sids.map((sid) => [sid, sid]));
  });

  test("a name in bytes, as Ruby writes text that is not ASCII, and a missing name", () => {
    const name = Buffer.from("Zoë").toString("base64");
    const text = `submission_12:\n  :submitters:\n  - :name: !binary |-\n      ${name}\n    :sid: ~\n    :email:\n`;
    expect(findSubmissions(assignment, write(text)).submissions[0].students).toEqual([
      { name: "Zoë", sid: "", email: "" },
    ]);
  });

  test("aliases are not an attack: Ruby writes them for repeated values", () => {
    const first = "submission_0: &s\n  :submitters:\n  - :name: Ann\n    :sid: '1'\n";
    const others = Array.from({ length: 1500 }, (_, i) => `submission_${i + 1}: *s\n`);
    const { submissions } = findSubmissions(assignment, write(first + others.join("")));
    expect(submissions).toHaveLength(1501);
    expect(submissions.every(({ students: [{ name, sid }] }) => name === "Ann" && sid === "1")).toBe(true);
  });

  test("but a file that would expand to a thousand times its size is", () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array.from({ length: 9 }, () => `*l${i}`).join(", ")}]\n`,
    );
    const find = () => findSubmissions(assignment, write(`l0: &l0 [a]\n${levels.join("")}`));
    expect(find).toThrow(/is not YAML: Excessive alias count/);
    const many = Array.from({ length: 400 }, (_, i) => `s${i}: { ":submitters": *all }\n`);
    const all = `s: { ":submitters": &all [${Array.from({ length: 400 }, () => "{}").join(", ")}] }\n`;
    expect(() => findSubmissions(assignment, write(all + many.join("")))).toThrow(
      /names more than 100,000 students$/,
    );
  });

  test("is not mistaken for one student's folder among others", () => {
    const folder = folderWith("ann/", "eve/submission_12/");
    writeFileSync(join(folder, "eve/submission_metadata.yml"), metadata);
    expect(findSubmissions(assignment, folder).submissions.map(({ name }) => name)).toEqual(["ann", "eve"]);
  });

  test.each([
    ["no YAML", "a: [", /is not YAML: /],
    ["a list", "- a\n", /lists no submissions$/],
    ["a path", "../../etc:\n  :submitters: []\n", /"\.\.\/\.\.\/etc" is not the name of a folder$/],
  ])("%s is refused in one line", (_, text, message) => {
    const find = () => findSubmissions(assignment, write(text));
    expect(find).toThrow(message);
    expect(find).toThrow(expect.objectContaining({ name: "UsageError" }));
  });
});

test.each([
  ["nothing there", () => join(temporaryFolder(), "none"), /^There is no folder /],
  ["an empty folder", () => temporaryFolder(), /holds no submissions: neither folders nor zip files$/],
])("%s is refused in one line", (_, folder, message) => {
  expect(() => findSubmissions(assignment, folder())).toThrow(message);
});
