/** What Dolos and JPlag get, read as they document it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { openZip } from "../../submission/zip.ts";
import { runCommand } from "../../testing/command.ts";
import { temporaryFolder, writeSubmission } from "../../testing/overlay.ts";

const place = temporaryFolder();
const out = join(place, "similar");
const similarity = () => runCommand(["similarity", join(place, "class"), "--out", out]);

beforeAll(() => {
  writeSubmission(join(place, "class/ann"), "solution");
  writeSubmission(join(place, "class/=ben"), "stencil");
  writeFileSync(join(place, "class/=ben/2470student"), "");
  writeFileSync(join(place, "class/ann/beras/mine.ts"), "export const mine = 1;\n");
  mkdirSync(join(place, "class/eve"));
});

test("a class is written without given code, with the stencil as the code that all share", async () => {
  const { code, stdout } = await similarity();
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Left out: eve: .*\n2 submissions, and the stencil as shared code:\n/);

  const zip = await openZip(join(out, "dolos.zip"), "dolos.zip");
  const contents = await zip.read(zip.entries);
  zip.close();
  const files = new Map(zip.entries.map(({ name }, i) => [name, contents[i].toString("utf8")]));
  const rows: Record<string, string>[] = parse(files.get("info.csv") ?? "", { columns: true });
  expect(rows).toEqual([
    { filename: "stencil.ts", full_name: "", label: "", created_at: "", ignored: "true" },
    {
      filename: "submissions/_ben.ts",
      full_name: "'=ben",
      label: "cs2470",
      created_at: "",
      ignored: "false",
    },
    { filename: "submissions/ann.ts", full_name: "ann", label: "cs1470", created_at: "", ignored: "false" },
  ]);
  expect([...files.keys()].sort()).toEqual(["info.csv", ...rows.map(({ filename }) => filename)].sort());
  for (const name of ["beras/layers.ts", "beras/mine.ts"])
    expect(files.get("submissions/ann.ts")).toContain(readFileSync(join(place, "class/ann", name), "utf8"));
  expect(files.get("submissions/ann.ts")).not.toContain("class Tensor");

  expect(readdirSync(join(out, "jplag")).sort()).toEqual(["stencil", "submissions"]);
  expect(readdirSync(join(out, "jplag/submissions")).sort()).toEqual(["_ben", "ann"]);
  for (const name of ["stencil", "submissions/ann", "submissions/_ben"])
    expect(existsSync(join(out, "jplag", name, "beras/layers.ts"))).toBe(true);
  expect(existsSync(join(out, "jplag/submissions/ann/beras/mine.ts"))).toBe(true);
  expect(existsSync(join(out, "jplag/submissions/ann/tensor"))).toBe(false);
}, 60_000);

test("a folder that holds an earlier class is refused in one line", async () => {
  const { code, stderr } = await similarity();
  expect([code, stderr.trim()]).toEqual([2, `${out} is not empty: name another folder with --out`]);
}, 60_000);
