/** Archives with very many names. While it reads them, the grader answers no signal and enforces no time limit. */
import { assignment } from "../assignment/index.ts";
import { temporaryFolder } from "../testing/overlay.ts";
import { chooseFiles, type PackedEntry } from "./entries.ts";
import { listIgnored } from "./ignored.ts";
import { filesToCompare, findLayout } from "./layout.ts";

/** A fifth of what is allowed: linear time is 2 s, quadratic time 50 s, and 20 minutes for all that is allowed. */
const count = 40_000;
const limitMs = 15_000;

const archives: Record<string, (i: number) => string> = {
  "a folder each, with a file of the assignment": (i) => `d${i}/assignment.ts`,
  "folders in a helper folder": (i) => `beras/d${i}/notes.txt`,
  "second copies of a file": (i) => `layers (${i}).ts`,
};

test.each(Object.keys(archives))(
  "%s: the code is found in linear time",
  (kind) => {
    const names = Array.from({ length: count }, (_, i) => archives[kind](i));
    const entries = [...assignment.files, ...names].map(
      (name): PackedEntry => ({ name, kind: "file", bytes: 10, packedBytes: 10 }),
    );
    const before = process.cpuUsage();
    const texts = new Map(filesToCompare(assignment, entries).map((entry) => [entry, ""]));
    const layout = findLayout(assignment, entries, texts, "alice.zip");
    if (!layout) throw new Error("the code is not found");
    const { files, notRead } = chooseFiles(assignment, entries, layout, "alice.zip");
    const ignored = listIgnored(
      { assignment, root: temporaryFolder(), notUnpacked: notRead },
      new Set(files.keys()),
    );
    expect(ignored.count).toBeGreaterThan(0);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(limitMs);
  },
  120_000,
);
