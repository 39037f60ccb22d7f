/** Hand-ins as they come: what students zip, what platforms make of it, and what cannot be graded. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { studentFiles } from "../assignment/contract.ts";
import { assignment } from "../assignment/index.ts";
import { entriesOf, makeZip, renaming, type ZipEntry } from "../testing/archives.ts";
import { replacing, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { openFiles, openSubmission } from "./open.ts";

const solution = entriesOf(writeSubmission(temporaryFolder(), "solution"));
const stencil = entriesOf(writeSubmission(temporaryFolder(), "stencil"));
const under = (folder: string, entries = solution) =>
  entries.map((entry) => ({ ...entry, name: `${folder}${entry.name}` }));
const textOf = (entries: ZipEntry[], file: string) =>
  String(entries.find(({ name }) => name.endsWith(file))?.data);

/** The same as a folder and as a zip file. */
async function bothWays(entries: ZipEntry[]): Promise<[form: string, path: string][]> {
  const folder = join(temporaryFolder(), "alice");
  mkdirSync(folder);
  for (const { name, data = "" } of entries) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    if (!name.endsWith("/")) writeFileSync(join(folder, name), data);
  }
  return [
    ["folder", folder],
    ["zip", await makeZip(join(temporaryFolder(), "alice.zip"), entries)],
  ];
}

async function open(path: string, options?: { track: "cs1470" | "cs2470" }) {
  const { submission, close } = await openSubmission(assignment, path, options);
  close();
  const { name, track, files, notes, notUnpacked } = submission;
  return { name, track, names: [...files.keys()], files, notes, notUnpacked };
}

test.each<[string, ZipEntry[]]>([
  [
    "the project's folder, as a whole",
    [...under("beras/stencil/"), { name: "beras/hw2/README.md" }, { name: "beras/grader/cli.ts" }],
  ],
  ["HW2/Code", under("HW2/Code/")],
  ["a folder in a folder", under("alice smith/homework 2 (1)/hw2/code/")],
  ["folders of the same name", under("alice/alice/alice/")],
  ["umlauts and blanks", under("Zoë Müller - Übung 2/code/")],
  ["entries that begin with ./", under("./hw2/code/")],
  ["a name of its own", under("my-beras/")],
])("%s", async (_, entries) => {
  for (const [, path] of await bothWays(entries))
    expect(await open(path)).toMatchObject({ name: "alice", names: [...studentFiles], notes: [] });
});

test("a folder whose name ends with a dot or a blank, which Windows cannot write", async () => {
  const [, [, zip]] = await bothWays(under("alice./hw2 /code/"));
  expect((await open(zip)).names).toEqual([...studentFiles]);
});

test("files that are not read never lead to a refusal: not by their names, their number or their size", async () => {
  const unread = [
    ...Array.from({ length: 2100 }, (_, i) => ({ name: `venv/lib/${i}.py` })),
    ...Array.from({ length: 2100 }, (_, i) => ({ name: `hw2/code/generated/${i}.ts` })),
    { name: "venv/bin/python", data: "/usr/bin/python3", mode: 0o120777 },
    ...["no:te.txt", "CON", "NUL.txt", "a?b.txt", "notes ./x", "hw2/code/a:b.ts"].map((name) => ({ name })),
    { name: "movie.bin", data: Buffer.alloc(20 * 2 ** 20) },
  ];
  const zip = await makeZip(join(temporaryFolder(), "alice.zip"), [...unread, ...under("hw2/code/")]);
  const { names, notUnpacked = [] } = await open(zip);
  expect(names).toEqual([...studentFiles]);
  expect(notUnpacked).toEqual(
    expect.arrayContaining([
      "venv/",
      "no:te.txt",
      "CON",
      "NUL.txt",
      "a?b.txt",
      "notes ./",
      "a:b.ts",
      "movie.bin",
    ]),
  );
}, 60_000);

describe("one in the other", () => {
  const zipped = async (entries: ZipEntry[]) =>
    readFileSync(await makeZip(join(temporaryFolder(), "inner.zip"), entries));

  test("a zip file in a folder or in a zip file is opened, and that is said", async () => {
    const inner = await zipped(under("hw2/code/"));
    const twice = await zipped([{ name: "again.zip", data: inner }]);
    for (const data of [inner, twice]) {
      for (const [, path] of await bothWays([
        { name: "hand in/sub.zip", data },
        { name: "CONCEPTUAL.pdf" },
      ])) {
        const { name, names, notes } = await open(path);
        expect([name, names]).toEqual(["alice", [...studentFiles]]);
        expect(notes[0]).toBe("The code is in the zip file hand in/sub.zip");
      }
    }
  });

  test("but not without end", async () => {
    let data = await zipped(solution);
    for (let i = 0; i < 5; i++) data = await zipped([{ name: "again.zip", data }]);
    const [, [, zip]] = await bothWays([{ name: "again.zip", data }]);
    await expect(open(zip)).rejects.toThrow(/holds no submission: .*found again.zip$/);
  });

  test("two with code are for a person to look at; beside code, none is opened", async () => {
    const data = await zipped(solution);
    for (const [, path] of await bothWays([
      { name: "old.zip", data },
      { name: "new.zip", data: await zipped(stencil) },
    ]))
      await expect(open(path)).rejects.toThrow(
        /holds more than one submission, in (new|old).zip and (old|new).zip/,
      );
    for (const [, path] of await bothWays([{ name: "submission.zip", data }, ...under("hw2/code/", stencil)]))
      expect((await open(path)).files.get("beras/layers.ts")).toBe(textOf(stencil, "beras/layers.ts"));
  });
});

describe("more than one place with code", () => {
  const changed = entriesOf(
    writeSubmission(temporaryFolder(), "solution", {
      "beras/losses.ts": replacing("return yPred.sub(yTrue).square().mean();", "return yPred;"),
    }),
  );
  test.each<[string, ZipEntry[], ZipEntry[], string[]]>([
    [
      "the untouched stencil is not what is meant",
      [...under("stencil/", stencil), ...under("solution/")],
      solution,
      ["The code in solution/ is graded; there is also code in stencil/"],
    ],
    [
      "of equals, the layout of the handout",
      [...under("backup/", changed), ...under("hw2/code/")],
      solution,
      ["The code in hw2/code/ is graded; there is also code in backup/"],
    ],
    ["what is named holds the code itself", [...changed, ...under("old/")], changed, []],
    ["two copies of the same", [...under("a/"), ...under("b/")], solution, []],
    [
      "a piece of it elsewhere",
      [{ name: "assignment.ts", data: "// notes" }, ...under("final/")],
      solution,
      [],
    ],
  ])("%s", async (_, entries, expected, notes) => {
    for (const [, path] of await bothWays(entries)) {
      const found = await open(path);
      expect(found.files.get("beras/losses.ts")).toBe(textOf(expected, "beras/losses.ts"));
      expect(found.notes).toEqual(notes);
    }
  });

  test("where nothing tells, a person has to", async () => {
    for (const [, path] of await bothWays([...under("attempt 1/"), ...under("attempt 2/", changed)]))
      await expect(open(path)).rejects.toThrow(
        /alice(\.zip)? holds more than one submission, in attempt 1\/ and attempt 2\/: grade the one that is meant$/,
      );
  });
});

describe("all files in one folder", () => {
  const flat = solution.map((entry) => ({ ...entry, name: basename(entry.name) }));

  test("are read as if they lay where they belong", async () => {
    for (const [, path] of await bothWays([
      ...under("hw2/", flat),
      { name: "hw2/helpers.ts", data: "export {};" },
    ])) {
      const { submission, close } = await openSubmission(assignment, path);
      expect([...submission.files.keys()]).toEqual([...studentFiles]);
      for (const helper of ["helpers.ts", "beras/helpers.ts"])
        expect(readFileSync(join(submission.root, helper), "utf8")).toBe("export {};");
      expect(submission.notes).toEqual([expect.stringMatching(/^All files lie in one folder/)]);
      close();
    }
  });

  test("a second download has a number", async () => {
    const entries = flat.map((entry) =>
      entry.name === "layers.ts" ? { ...entry, name: "layers (1).ts" } : entry,
    );
    for (const [, path] of await bothWays(entries)) {
      const { names, notes } = await open(path);
      expect(names).toEqual([...studentFiles]);
      expect(notes).toContain("layers (1).ts is taken for beras/layers.ts");
    }
  });

  test("beside the right one it is left out, and said", async () => {
    const copy = { name: "layers (1).ts", data: "// another" };
    for (const [, path] of await bothWays([...flat, copy])) {
      const { files, notes } = await open(path);
      expect(files.get("beras/layers.ts")).toBe(textOf(solution, "beras/layers.ts"));
      expect(notes).toContain("There is also layers (1).ts, which is not read");
    }
  });

  test("single files that a platform hands out", async () => {
    const folder = temporaryFolder();
    const files = flat.map(({ name, data = "" }, i) => {
      writeFileSync(join(folder, `${i}`), data);
      return { name, path: join(folder, `${i}`) };
    });
    const { submission, close } = await openFiles(assignment, files, "alice");
    close();
    expect([submission.name, ...submission.files.keys()]).toEqual(["alice", ...studentFiles]);
  });
});

describe("the marker of CS2470", () => {
  test.each([
    "2470student.txt",
    "2470Student",
    "2470 student",
    "2470_STUDENT.md",
    "2470student (1)",
    "2470student-1",
    "CS2470student",
    "beras/2470student",
  ])("%s is taken for it, and said", async (name) => {
    for (const [, path] of await bothWays([...under("hw2/code/"), { name: `hw2/code/${name}` }])) {
      expect(await open(path)).toMatchObject({
        track: "cs2470",
        notes: [
          `hw2/code/${name} is taken for the file 2470student beside assignment.ts: the track is CS2470`,
        ],
      });
      expect(await open(path, { track: "cs1470" })).toMatchObject({ track: "cs1470", notes: [] });
    }
  });

  test.each(["2470student", "hw2/2470student", "hw2/code/2470student"])("%s is it", async (name) => {
    for (const [, path] of await bothWays([...under("hw2/code/"), { name }]))
      expect(await open(path)).toMatchObject({ track: "cs2470", notes: [] });
  });

  test.each(["1470student", "2470students-notes.txt", "2470", "other/2470student"])(
    "%s is not",
    async (name) => {
      for (const [, path] of await bothWays([...under("hw2/code/"), { name }]))
        expect((await open(path)).track).toBe("cs1470");
    },
  );
});

test.each<[string, ZipEntry[], RegExp]>([
  [
    "another homework",
    [{ name: "model.ts" }, { name: "index.ts" }],
    /holds no submission: .*; found index.ts, model.ts$|found model.ts, index.ts$/,
  ],
  ["a project called beras with nothing of the assignment", [{ name: "beras/README.md" }], /found beras$/],
  ["documents only", [{ name: "hw2/CONCEPTUAL.pdf" }], /holds no submission: .*found hw2$/],
  ["another archive in it", [{ name: "hw2.rar", data: "Rar!" }], /found hw2.rar$/],
  [
    "only what macOS leaves",
    [{ name: "__MACOSX/assignment.ts" }, { name: ".DS_Store" }],
    /found an empty folder$/,
  ],
])("%s is no submission", async (_, entries, message) => {
  for (const [, path] of await bothWays(entries)) await expect(open(path)).rejects.toThrow(message);
});

test("a name in UTF-8 that does not say so, as macOS writes it, is read as UTF-8", async () => {
  const helper = { name: "beras/h\u00e4lper.ts", data: "export const two = 2;" };
  // The flag of UTF-8 in the directory and before the file.
  const withoutFlag = (bytes: Buffer) => {
    for (const [signature, offset] of [
      ["PK\x01\x02", 8],
      ["PK\x03\x04", 6],
    ] as const)
      for (
        let at = bytes.indexOf(signature, 0, "latin1");
        at >= 0;
        at = bytes.indexOf(signature, at + 4, "latin1")
      )
        bytes.writeUInt16LE(bytes.readUInt16LE(at + offset) & ~0x800, at + offset);
    return bytes;
  };
  const file = await makeZip(join(temporaryFolder(), "alice.zip"), [...solution, helper], withoutFlag);
  const { submission, close } = await openSubmission(assignment, file);
  expect(readFileSync(join(submission.root, helper.name), "utf8")).toBe(helper.data);
  close();
});

test("something behind the end, as tar and mailers leave it", async () => {
  for (const tail of ["\0".repeat(9000), "\r\n-- \r\nsent from a phone"]) {
    const add = (bytes: Buffer) => Buffer.concat([bytes, Buffer.from(tail)]);
    const file = await makeZip(join(temporaryFolder(), "alice.zip"), under("hw2/code/"), add);
    expect((await open(file)).names).toEqual([...studentFiles]);
  }
});

test("backslashes between folders, from an old Windows", async () => {
  const file = await makeZip(join(temporaryFolder(), "alice.zip"), under("hw2/code/"), (bytes) =>
    renaming("hw2/code/", "hw2\\code\\")(bytes),
  );
  expect((await open(file)).names).toEqual([...studentFiles]);
});
