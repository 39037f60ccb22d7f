/** Reads submission_metadata.yml from Gradescope's "Export Submissions". */
import { readFileSync, statSync } from "node:fs";
import { isMap, parseDocument } from "yaml";
import { UsageError } from "../submission/errors.ts";
import type { Student } from "./find.ts";

export const metadataFile = "submission_metadata.yml";

/** Ruby writes text that is not ASCII in this way. */
const bytes = {
  tag: "!binary",
  resolve: (text: string) => Buffer.from(text, "base64").toString("utf8"),
};

/** A class of a thousand takes 1 MB. */
const maxBytes = 50 * 1024 * 1024;
/** With anchors, a small file can repeat a large class many times. */
const maxStudents = 100_000;

/** By the submission's folder. */
export type Metadata = Map<string, { students: Student[]; submittedAt?: string }>;

/**
 * Returns the students and the time of each submission, by the name of its folder. Every value is kept as text: `0123` and `1e5`
 * are student ids.
 *
 * @throws UsageError when Gradescope did not write the file
 */
export function readMetadata(file: string): Metadata {
  if (statSync(file).size > maxBytes) throw new UsageError(`${file} is larger than 50 MB`);
  const text = readFileSync(file, "utf8");
  const refuse = (why: string): never => {
    throw new UsageError(`${file} ${why}`);
  };
  let metadata: unknown;
  try {
    // Ruby's YAML: keys begin with a colon, a name that is not ASCII may be !binary, and a repeated value is an alias. A file has
    // fewer aliases than characters. Nested aliases count as often as they expand.
    const document = parseDocument(text, { schema: "failsafe", customTags: [bytes], logLevel: "silent" });
    const [error] = document.errors;
    if (error) throw error;
    if (!isMap(document.contents)) return refuse("lists no submissions");
    metadata = document.toJS({ maxAliasCount: text.length });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return refuse(`is not YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  let count = 0;
  return new Map(
    Object.entries(metadata as Record<string, unknown>).map(([key, value]) => {
      // Keys are the names of folders in the export, such as submission_123.
      if (!/^[\w.-]+$/.test(key) || key.startsWith("."))
        return refuse(`: "${key}" is not the name of a folder`);
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

/** Returns "" for a missing value. YAML writes null as "~" or leaves it out. */
function textOf(value: unknown): string {
  return typeof value === "string" && value !== "~" && value !== "null" ? value : "";
}
