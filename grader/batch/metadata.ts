/** submission_metadata.yml, which Gradescope puts into the archive of "Export Submissions". */
import { readFileSync, statSync } from "node:fs";
import { isMap, parseDocument } from "yaml";
import { UsageError } from "../submission/errors.ts";
import type { Student } from "./find.ts";

export const metadataFile = "submission_metadata.yml";

/** Ruby's way to write a text that is not ASCII. */
const bytes = {
  tag: "!binary",
  resolve: (text: string) => Buffer.from(text, "base64").toString("utf8"),
};

/** A class of a thousand has 1 MB. */
const maxBytes = 50 * 1024 * 1024;
/** Anchors let a small file name a large class again and again. */
const maxStudents = 100_000;

/** By the submission's folder. */
export type Metadata = Map<string, { students: Student[]; submittedAt?: string }>;

/**
 * Who handed in what and when, by the name of the submission's folder. Every value is a text, as it is written: `0123` and `1e5`
 * are student ids.
 *
 * @throws UsageError when it is not what Gradescope writes
 */
export function readMetadata(file: string): Metadata {
  if (statSync(file).size > maxBytes) throw new UsageError(`${file} is larger than 50 MB`);
  const text = readFileSync(file, "utf8");
  const refuse = (why: string): never => {
    throw new UsageError(`${file} ${why}`);
  };
  let metadata: unknown;
  try {
    // Ruby wrote it: its keys begin with a colon, a name that is not ASCII may be !binary, and what stands there twice is an
    // alias. A file has fewer of these than characters; nested ones count as often as they would be written out.
    const document = parseDocument(text, { schema: "failsafe", customTags: [bytes], logLevel: "silent" });
    const [error] = document.errors;
    if (error) throw error;
    if (!isMap(document.contents)) return refuse("lists no submissions");
    metadata = document.toJS({ maxAliasCount: text.length });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return refuse(`is no YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  let count = 0;
  return new Map(
    Object.entries(metadata as Record<string, unknown>).map(([key, value]) => {
      // The names of folders in the export: submission_123.
      if (!/^[\w.-]+$/.test(key) || key.startsWith(".")) return refuse(`: "${key}" is no folder's name`);
      const submitters = fieldOf(value, ":submitters");
      const students = (Array.isArray(submitters) ? submitters : []).map((one) => ({
        name: textOf(fieldOf(one, ":name")),
        sid: textOf(fieldOf(one, ":sid")),
        email: textOf(fieldOf(one, ":email")),
      }));
      count += students.length;
      if (count > maxStudents) return refuse(`names more than ${maxStudents.toLocaleString("en")} students`);
      const submittedAt = timeOf(fieldOf(value, ":created_at"));
      const known = students.length ? students : [{ name: key, sid: "", email: "" }];
      return [key, { students: known, ...(submittedAt && { submittedAt }) }];
    }),
  );
}

/** Ruby writes `2026-01-02 03:04:05.123 -05:00`. */
function timeOf(value: unknown): string | undefined {
  const [, date, time, zone] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)? ?(Z|[+-]\d\d:\d\d)$/.exec(textOf(value)) ?? [];
  const text = `${date}T${time}${zone}`;
  return date && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** "" for what is not there; YAML writes null as "~" or not at all. */
function textOf(value: unknown): string {
  return typeof value === "string" && value !== "~" && value !== "null" ? value : "";
}
