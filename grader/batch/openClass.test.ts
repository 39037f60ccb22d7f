/** Classes in the form in which platforms export them. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { assignment } from "../assignment/index.ts";
import { entriesOf, makeZip, type ZipEntry } from "../testing/archives.ts";
import { temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { type Found, findSubmissions } from "./find.ts";
import { openClass } from "./openClass.ts";

const solution = entriesOf(writeSubmission(temporaryFolder(), "solution"));
const under = (folder: string) => solution.map((entry) => ({ ...entry, name: `${folder}${entry.name}` }));
const zipped = async () => readFileSync(await makeZip(join(temporaryFolder(), "a.zip"), under("hw2/code/")));

/** The class as the downloaded zip file, and as the unpacked folder. */
async function bothWays(entries: ZipEntry[]): Promise<string[]> {
  const folder = temporaryFolder();
  for (const { name, data = "" } of entries) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    if (!name.endsWith("/")) writeFileSync(join(folder, name), data);
  }
  return [folder, await makeZip(join(temporaryFolder(), "class.zip"), entries)];
}

async function find(source: string) {
  const { folder, close } = await openClass(source);
  const found = findSubmissions(assignment, folder, undefined, source);
  const isThere = found.submissions.every(({ path, files }) =>
    files ? files.every((file) => existsSync(file.path)) : existsSync(path),
  );
  close();
  return { ...found, isThere, isGone: folder === source || !existsSync(folder) };
}

const brief = ({ name, students: [{ name: student, sid }], files, notes }: Found) => ({
  name,
  student,
  sid,
  files: files?.map((file) => file.name).sort(),
  notes,
});

test("Gradescope's export, as the downloaded zip file", async () => {
  const metadata = `---
submission_12:
  :submitters:
  - :name: Alice Ångström
    :sid: 0042
    :email: alice@example.edu
submission_13:
  :submitters:
  - :name: Bob
    :sid: 1e5
`;
  const zip = await makeZip(join(temporaryFolder(), "assignment_99_export.zip"), [
    { name: "assignment_99_export/submission_metadata.yml", data: metadata },
    ...under("assignment_99_export/submission_12/"),
    { name: "assignment_99_export/submission_13/notes.pdf", data: "x" },
  ]);
  const { submissions, isThere, isGone } = await find(zip);
  expect(submissions.map(({ name, students }) => [name, students[0].name, students[0].sid])).toEqual([
    ["submission_12", "Alice Ångström", "0042"],
    ["submission_13", "Bob", "1e5"],
  ]);
  expect([isThere, isGone]).toEqual([true, true]);
});

test("Moodle's folders, with a zip file or the files in each", async () => {
  const entries = [
    { name: "Alice Ångström_1201_assignsubmission_file_/hw2.zip", data: await zipped() },
    { name: "Alice Ångström_1201_assignsubmission_onlinetext_/onlinetext.html", data: "<p>" },
    ...under("Bob van der Berg_1202_assignsubmission_file/"),
    { name: "Cem_1203_assignsubmission_onlinetext_/onlinetext.html", data: "<p>" },
  ];
  for (const source of await bothWays(entries)) {
    const { submissions, leftOut } = await find(source);
    expect(submissions.map(brief)).toEqual([
      { name: "Alice Ångström_1201", student: "Alice Ångström", sid: "1201" },
      { name: "Bob van der Berg_1202", student: "Bob van der Berg", sid: "1202" },
      { name: "Cem_1203", student: "Cem", sid: "1203" },
    ]);
    expect(leftOut).toEqual(["Alice Ångström_1201_assignsubmission_onlinetext_"]);
  }
});

test("Moodle without folders", async () => {
  const entries = [
    { name: "Alice_1201_assignsubmission_file_core.ts", data: "//" },
    { name: "Alice_1201_assignsubmission_file_layers.ts", data: "//" },
    { name: "Bob_1202_assignsubmission_file_hw2.zip", data: await zipped() },
  ];
  for (const source of await bothWays(entries))
    expect((await find(source)).submissions.map(brief)).toEqual([
      { name: "Alice_1201", student: "Alice", sid: "1201", files: ["core.ts", "layers.ts"] },
      { name: "Bob_1202", student: "Bob", sid: "1202", files: ["hw2.zip"] },
    ]);
});

test("Canvas's flat downloads: names, late submissions, second uploads, anonymous ones", async () => {
  const entries = [
    { name: "smithbob_12345_67890_layers.ts", data: "// old" },
    { name: "smithbob_12345_67891_layers-1.ts", data: "// new" },
    { name: "smithbob_12345_67892_assignment-3.ts", data: "//" },
    { name: "smithbob_12345_67893_helper-2.ts", data: "//" },
    { name: "smithbob_12345_67894_2470student-1", data: "" },
    { name: "o_neil_LATE_22_333_hw2-1.zip", data: await zipped() },
    { name: "anon_x7Qa1_444_homework.pdf", data: "x" },
    { name: "LATE_anon_b2_445_core.ts", data: "//" },
  ];
  for (const source of await bothWays(entries)) {
    const { submissions, leftOut } = await find(source);
    expect(submissions.map(brief)).toEqual([
      { name: "anon_b2", student: "anon", sid: "b2", files: ["core.ts"], notes: ["Canvas marks it as late"] },
      { name: "anon_x7Qa1", student: "anon", sid: "x7Qa1", files: ["homework.pdf"], notes: [] },
      {
        name: "o_neil_22",
        student: "o_neil",
        sid: "22",
        files: ["hw2.zip"],
        notes: ["Canvas marks it as late"],
      },
      {
        name: "smithbob_12345",
        student: "smithbob",
        sid: "12345",
        files: ["2470student", "assignment.ts", "helper-2.ts", "helper.ts", "layers.ts"],
        notes: ["There are several copies of layers.ts; the latest one is graded"],
      },
    ]);
    expect(leftOut).toEqual(["smithbob_12345_67890_layers.ts"]);
  }
  const [folder] = await bothWays(entries);
  const smith = findSubmissions(assignment, folder).submissions.find(({ name }) => name === "smithbob_12345");
  const layers = smith?.files?.find(({ name }) => name === "layers.ts");
  expect(readFileSync(layers?.path ?? "", "utf8")).toBe("// new");
});

test("names with numbers need not be Canvas's, where each file has its own number", () => {
  const folder = temporaryFolder();
  for (const name of ["hw_2_2026_ann.zip", "hw_2_2026_bob.zip"]) writeFileSync(join(folder, name), "");
  expect(findSubmissions(assignment, folder).submissions.map(({ name }) => name)).toEqual([
    "hw_2_2026_ann",
    "hw_2_2026_bob",
  ]);
});

test("a damaged zip file is refused in one line, and leaves no files behind", async () => {
  const file = join(temporaryFolder(), "class.zip");
  writeFileSync(file, "<html>Log in");
  await expect(openClass(file)).rejects.toMatchObject({
    name: "UsageError",
    message: `${file} is not a sound zip file: it is a web page`,
  });
});
