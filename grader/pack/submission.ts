/** Packs a submission in the layout of the handout. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Assignment } from "../assignment.ts";
import { compileSubmission } from "../submission/compile.ts";
import { UsageError } from "../submission/errors.ts";
import { locateSubmission, readSubmittedFile } from "../submission/locate.ts";
import type { PackedFile } from "./zip.ts";

export interface PackedSubmission {
  files: Map<string, PackedFile>;
  /** What is missing, a line each. */
  missing: string[];
}

const maxDocumentBytes = 20 * 1024 * 1024;

/**
 * Packs the assignment's files, the helpers that they import, and the student's documents.
 *
 * @param folder the folder with the code
 * @param documentsFolder the folder with the documents
 * @throws UsageError when there is no submission in `folder`
 */
export async function packSubmission(
  assignment: Assignment,
  folder: string,
  documentsFolder: string,
): Promise<PackedSubmission> {
  const { handIn, tracks } = assignment;
  const submission = locateSubmission(assignment, folder);
  const compiled = await compileSubmission(submission);
  const files = new Map<string, PackedFile>();
  for (const { name } of compiled.modules) {
    const { text } = readSubmittedFile(submission.root, name);
    if (text !== undefined) files.set(`${handIn.code}${name}`, { data: text });
  }
  const { marker } = tracks.find(({ id }) => id === submission.track) ?? {};
  if (marker) files.set(`${handIn.code}${marker.name}`, { data: "" });

  const missing = [
    ...compiled.fileProblems.map(({ message }) => message),
    ...compiled.importProblems.map(({ file, line, reason }) => `${file}:${line} ${reason}`),
  ];
  for (const names of handIn.documentNames) {
    const found = names.find((name) => existsSync(join(documentsFolder, name)));
    if (!found) {
      missing.push(`There is no ${names.join(" or ")} in ${shorten(documentsFolder)}`);
      continue;
    }
    const path = join(documentsFolder, found);
    if (statSync(path).size > maxDocumentBytes) throw new UsageError(`${shorten(path)} is larger than 20 MB`);
    files.set(`${handIn.documents}${found}`, { data: readFileSync(path) });
  }
  return { files, missing };
}

function shorten(path: string): string {
  return relative(process.cwd(), path).split(sep).join("/") || ".";
}
