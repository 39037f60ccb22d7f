/** Finds the submissions of a class: what lies in a folder, with the names that a grading service knows. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { UsageError } from "../submission/errors.ts";

export interface Student {
  name: string;
  /** As the service has it; "" when it has none. */
  sid: string;
  email: string;
}

export interface Found {
  /** Unique in the batch; its report is reports/NAME.json and .html. */
  name: string;
  path: string;
  /** Who handed it in: several for a group. */
  students: Student[];
}

/** Gradescope puts it into the archive of "Export Submissions". */
const metadataFile = "submission_metadata.yml";

/**
 * @param folder with a folder or zip file for each submission, or with a grading service's export in it
 * @returns sorted by name
 * @throws UsageError when there is nothing to grade, or the metadata cannot be read
 */
export function findSubmissions(folder: string): Found[] {
  if (!existsSync(folder)) throw new UsageError(`There is no folder ${folder}`);
  const place = exportFolder(folder);
  const metadata = readMetadata(join(place, metadataFile));
  const names = new Set<string>();
  const found = metadata
    ? [...metadata].map(([key, students]) => ({ ...nameOf(key, names), path: join(place, key), students }))
    : readdirSync(place, { withFileTypes: true })
        .filter((entry) => !entry.name.startsWith(".") && entry.name !== "__MACOSX")
        .filter((entry) => entry.isDirectory() || /\.zip$/i.test(entry.name))
        .map(({ name }) => name)
        .sort()
        .map((file) => {
          const { name } = nameOf(file, names);
          return {
            name,
            path: join(place, file),
            students: [{ name: file.replace(/\.zip$/i, ""), sid: "", email: "" }],
          };
        });
  if (found.length === 0)
    throw new UsageError(`${folder} holds no submissions: neither folders nor zip files`);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** An export is unpacked into a folder of its own: assignment_123_export/. */
function exportFolder(folder: string): string {
  if (existsSync(join(folder, metadataFile))) return folder;
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    throw new UsageError(`${folder} cannot be read: ${(error as Error).message}`);
  }
  const inner = entries.filter((name) => existsSync(join(folder, name, metadataFile)));
  return inner.length === 1 ? join(folder, inner[0]) : folder;
}

/** "alice.zip" is called alice, unless somebody else is already. A name becomes part of a path, so it is kept plain. */
function nameOf(file: string, taken: Set<string>): { name: string } {
  const plain = (text: string) =>
    text
      .normalize("NFC")
      .replace(/[^\p{L}\p{N}._ -]/gu, "_")
      .replace(/^[. ]+|[. ]+$/g, "")
      .slice(0, 100) || "submission";
  const isTaken = (name: string) => taken.has(name.toLowerCase());
  let name = plain(file.replace(/\.zip$/i, ""));
  if (isTaken(name)) name = plain(file);
  for (let i = 2; isTaken(name); i++) name = `${plain(file)}-${i}`;
  taken.add(name.toLowerCase());
  return { name };
}

type Metadata = Record<string, { ":submitters"?: Record<string, unknown>[] }>;

function readMetadata(file: string): Map<string, Student[]> | null {
  if (!existsSync(file)) return null;
  let metadata: Metadata;
  try {
    // Ruby wrote it: its keys begin with a colon. Aliases would let a small file become a huge one.
    metadata = parse(readFileSync(file, "utf8"), { maxAliasCount: 100, logLevel: "error" });
  } catch (error) {
    throw new UsageError(`${file} is no YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata))
    throw new UsageError(`${file} lists no submissions`);
  return new Map(
    Object.entries(metadata).map(([key, value]) => {
      // The names of folders in the export: submission_123.
      if (!/^[\w.-]+$/.test(key) || key.startsWith("."))
        throw new UsageError(`${file}: "${key}" is no folder's name`);
      const submitters = Array.isArray(value?.[":submitters"]) ? value[":submitters"] : [];
      const text = (one: Record<string, unknown>, field: string) => String(one?.[field] ?? "");
      const students = submitters.map((one) => ({
        name: text(one, ":name"),
        sid: text(one, ":sid"),
        email: text(one, ":email"),
      }));
      return [key, students.length ? students : [{ name: key, sid: "", email: "" }]];
    }),
  );
}
