/**
 * Writes a class for programs that are made to compare code, each in the form that its documentation asks for.
 * Dolos: https://dolos.ugent.be/docs/adding-metadata.html. JPlag: https://github.com/jplag/JPlag, docs/1.-How-to-Use-JPlag.md.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "csv-stringify/sync";
import { makeFolder } from "../../../data/writeWhole.ts";
import type { Assignment } from "../../assignment.ts";
import { type PackedFile, writeZip } from "../../pack/zip.ts";
import { UsageError } from "../../submission/errors.ts";
import type { Found } from "../find.ts";
import { readSources } from "../job.ts";
import { openFound } from "../openClass.ts";
import { ownFiles } from "./print.ts";

type Texts = Record<string, string>;

export interface Written {
  count: number;
  /** Submissions without code that can be compared, with the reason. */
  leftOut: string[];
}

/**
 * @param out a folder: gets dolos.zip and jplag/
 * @throws UsageError when it holds files: those of an earlier class would be compared, too
 */
export async function writeForOthers(
  assignment: Assignment,
  submissions: Found[],
  out: string,
): Promise<Written> {
  makeFolder(out);
  if (readdirSync(out).length > 0)
    throw new UsageError(`${out} is not empty: name another folder with --out`);
  const stencil = Object.fromEntries(
    assignment.files.map((name) => [name, readFileSync(join(assignment.stencil, name), "utf8")]),
  );
  const leftOut: string[] = [];
  const rows: Row[] = [{ filename: "stencil.ts", full_name: "", label: "", created_at: "", ignored: "true" }];
  const dolos = new Map<string, PackedFile>([["stencil.ts", { data: inOneFile(stencil) }]]);
  writeFiles(join(out, "jplag/stencil"), stencil);
  for (const found of submissions) {
    const { name, students, submittedAt = "" } = found;
    try {
      const { submission, close } = await openFound(assignment, found);
      try {
        const texts = ownFiles(assignment, readSources(submission.root));
        const filename = `submissions/${name}.ts`;
        const names = students.map((student) => student.name).join(", ");
        dolos.set(filename, { data: inOneFile(texts) });
        const label = submission.track;
        rows.push({ filename, full_name: names, label, created_at: submittedAt, ignored: "false" });
        writeFiles(join(out, "jplag/submissions", name), texts);
      } finally {
        close();
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      leftOut.push(`${name}: ${error.message}`);
    }
  }
  const info = stringify(rows, { header: true, escape_formulas: true });
  await writeZip(join(out, "dolos.zip"), new Map([["info.csv", { data: info }], ...dolos]));
  return { count: rows.length - 1, leftOut };
}

/** The columns of Dolos's info.csv. It leaves out what the one ignored file has. */
type Row = Record<"filename" | "full_name" | "label" | "created_at" | "ignored", string>;

/** Dolos compares files, not submissions, and knows one file of shared code. */
const inOneFile = (texts: Texts) =>
  Object.entries(texts)
    .map(([name, text]) => `// ${name}\n${text}\n`)
    .join("\n");

function writeFiles(folder: string, texts: Texts): void {
  for (const [name, text] of Object.entries(texts)) {
    const file = join(folder, name);
    makeFolder(dirname(file));
    writeFileSync(file, text);
  }
}
