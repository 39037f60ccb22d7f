/** The rubric: every check of the grader, in the order in which they run. */
import { readFileSync } from "node:fs";
import type { Static } from "@sinclair/typebox";
import type { Assignment, Track } from "./assignment.ts";
import { shortHash } from "./report/provenance.ts";
import { formatShare } from "./report/share.ts";
import { validator } from "./report/validate.ts";
import type * as schema from "./rubric.schema.ts";

/** A check as the file has it, with its suite and what the file leaves to be understood. */
export interface RubricCheck extends Omit<FileCheck, "points" | "visibility" | "timeoutSeconds"> {
  suite: string;
  kind: CheckKind;
  /** By track; a track that is not there does not have the check. */
  points: Readonly<Partial<Record<Track, number>>>;
  requires: string[];
  evenIfWrong: boolean;
  timeoutMs: number;
  /** Absent if students see the check at once. Otherwise only staff see it until the service shows it. */
  visibility?: Visibility;
}

/** The rubric as it stands in the file. */
export type RubricFile = Static<typeof schema.rubric>;
type FileCheck = Static<typeof schema.check>;
/** A number for every track; or for the default track and all that do not differ from it, and those that do. */
export type FilePoints = Static<typeof schema.points>;

export type CheckKind = (typeof schema.kinds)[number];
export type Visibility = (typeof schema.visibilities)[number];

export interface Rubric {
  /** Of its text. */
  hash: string;
  /** The first is the default. The total is what the graded checks are worth. */
  tracks: { id: Track; total: number }[];
  /** Whether extra credit may lift a score above the total. */
  extraCredit: { aboveTotal: boolean };
  /** Whether students see warnings, too. */
  showsWarnings: boolean;
  suites: { id: string; title: string }[];
  checks: RubricCheck[];
  manual: { id: string; title: string; tracks: Track[] }[];
}

type From = Pick<Assignment, "rubric"> & Partial<Pick<Assignment, "tracks">>;

const defaultTimeoutSeconds = 10;
const validate = validator("../rubric.schema.json");

/**
 * Reads and checks a rubric.
 * @throws Error with one line that names the mistake and its place
 */
export function loadRubric({ rubric: path, tracks }: From): Rubric {
  let file: RubricFile;
  let hash: string;
  try {
    const text = readFileSync(path, "utf8");
    file = JSON.parse(text);
    hash = shortHash(text.replaceAll("\r\n", "\n"));
  } catch (error) {
    // The parser quotes the text around the mistake, line breaks included.
    throw new Error(`rubric ${path}: ${(error as Error).message.replace(/\s+/g, " ")}`);
  }
  const problem = validate(file);
  if (problem) throw new Error(`rubric ${path}: ${problem}`);

  const ids = Object.keys(file.tracks);
  const checks = file.suites.flatMap((suite) =>
    suite.checks.map((check) => toCheck({ read: suite.read, ...check }, suite.id, ids)),
  );
  const known = tracks?.map(({ id }) => id) ?? ids;
  if (known.join() !== ids.join())
    throw new Error(`rubric ${path}: its tracks are ${ids.join(", ")}, the assignment's ${known.join(", ")}`);
  const wrong = problemOfTracks(file, checks);
  if (wrong) throw new Error(`rubric ${path}: ${wrong}`);
  const seen = new Set<string>();
  const hidden = new Set(checks.filter(({ visibility }) => visibility).map(({ id }) => id));
  for (const { id, suite, requires, visibility } of checks) {
    if (seen.has(id)) throw new Error(`rubric ${path}: the check ${id} is listed twice`);
    if (!id.startsWith(`${suite}.`))
      throw new Error(`rubric ${path}: the check ${id} is listed in the suite ${suite}`);
    const unknown = requires.find((required) => !seen.has(required));
    if (unknown) throw new Error(`rubric ${path}: ${id} requires ${unknown}, which does not precede it`);
    const secret = visibility ? undefined : requires.find((required) => hidden.has(required));
    if (secret) throw new Error(`rubric ${path}: ${id} is visible, and requires ${secret}, which is not`);
    seen.add(id);
  }
  return {
    hash,
    tracks: ids.map((id) => ({ id, total: file.tracks[id].total })),
    extraCredit: file.extraCredit,
    showsWarnings: file.warnings === "students",
    suites: file.suites.map(({ id, title }) => ({ id, title })),
    checks,
    manual: file.manual.map(({ tracks = ids, ...item }) => ({ ...item, tracks })),
  };
}

function toCheck(check: FileCheck, suite: string, tracks: Track[]): RubricCheck {
  const { timeoutSeconds = defaultTimeoutSeconds, requires = [], evenIfWrong = false, ...row } = check;
  const { kind = "graded", visibility = "visible", points = 0, ...rest } = row;
  const fill = (text: string) => text.replaceAll("{threshold}", formatShare(rest.threshold ?? 0));
  return {
    ...rest,
    title: fill(rest.title),
    hint: fill(rest.hint),
    kind,
    points: pointsByTrack(points, tracks),
    ...(visibility !== "visible" && { visibility }),
    requires,
    evenIfWrong,
    suite,
    timeoutMs: timeoutSeconds * 1000,
  };
}

/** What a check is worth on each of these tracks that have it. */
export function pointsByTrack(points: FilePoints, tracks: Track[]): RubricCheck["points"] {
  const on = (track: Track) => (typeof points === "number" ? points : (points[track] ?? points.default));
  const entries = tracks.map((track) => [track, on(track)] as const);
  return Object.fromEntries(entries.filter(([, worth]) => worth !== undefined));
}

/** Unknown tracks, and totals that do not add up; null when all is well. */
function problemOfTracks({ tracks, suites, manual }: RubricFile, checks: RubricCheck[]): string | null {
  const ids = Object.keys(tracks);
  const named = [
    ...suites.flatMap((suite) =>
      suite.checks.flatMap(({ id, points = 0 }) =>
        Object.keys(Object(points)).map((track) => ({ id, track })),
      ),
    ),
    ...manual.flatMap(({ id, tracks: own = [] }) => own.map((track) => ({ id, track }))),
  ];
  const unknown = named.find(({ track }) => track !== "default" && !ids.includes(track));
  if (unknown) return `${unknown.id} names the track ${unknown.track}: there are ${ids.join(", ")}`;
  for (const id of ids) {
    const graded = checks.filter(({ kind }) => kind === "graded");
    const sum = graded.reduce((total, { points }) => total + (points[id] ?? 0), 0);
    // Points may be fractions, whose sum is rounded.
    if (Math.abs(sum - tracks[id].total) > 1e-9)
      return `the graded checks of ${id} are worth ${sum} points, and its total is ${tracks[id].total}`;
  }
  return null;
}

/** The track with the most checks. */
export function widestTrack(rubric: Rubric): Track {
  const count = ({ id }: { id: Track }) => checksOf(rubric, id).length;
  return rubric.tracks.reduce((widest, track) => (count(track) > count(widest) ? track : widest)).id;
}

/** The checks that a track has, in order. */
export function checksOf(rubric: Rubric, track: Track): RubricCheck[] {
  return rubric.checks.filter((check) => check.points[track] !== undefined);
}

/**
 * Whether a run is about a check.
 * @param only suites and checks, by id; all when it is empty
 */
export function isSelected(only: string[], { id, suite }: Pick<RubricCheck, "id" | "suite">): boolean {
  return only.length === 0 || only.includes(suite) || only.includes(id);
}
