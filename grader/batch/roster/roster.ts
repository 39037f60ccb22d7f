/** Reads the roster: an export of Canvas's gradebook or of Moodle's grading worksheet, or a plain CSV file. */
import type { Track } from "../../assignment.ts";
import { plainLine } from "../../report/plain.ts";
import { UsageError } from "../../submission/errors.ts";
import { readCsv, type Table } from "./csv.ts";

export interface Person {
  name: string;
  /** The ids in a platform's export. The first one is shown. */
  ids: string[];
  email: string;
  section: string;
  track: Track | null;
  /** As in the roster; "" if it has none. */
  submittedAt: string;
  /** From Moodle's worksheet: the delay that Moodle measured. */
  secondsLate: number | null;
  /** The row in the table. */
  row: number;
  /** The overrides excuse this person, who handed in nothing. */
  isExcused?: boolean;
}

export interface Roster {
  kind: "canvas" | "moodle" | "own";
  table: Table;
  people: Person[];
}

/**
 * @param tracks the assignment's tracks
 * @throws UsageError in one line that names the required columns, or the faulty row
 */
export function readRoster(file: string, tracks: Track[]): Roster {
  const table = readCsv(file);
  const kind = kindOf(table.header);
  const people = table.rows.flatMap((cells, row) => {
    const get = (...names: string[]) => {
      const at = table.header.findIndex((title) => names.includes(title.toLowerCase()));
      return at < 0 ? "" : plainLine(cells[at].trim(), 300);
    };
    if (kind === "canvas" && isNoStudent(cells)) return [];
    const person = readers[kind](get);
    if (!person.name && !person.email && person.ids.every((id) => !id)) return [];
    const track = get("track").toLowerCase();
    if (track && !tracks.includes(track))
      throw new UsageError(
        `${file}: ${person.name || person.email} has the track "${track}": choose from ${tracks.join(", ")}`,
      );
    const ids = [...new Set(person.ids.filter(Boolean))];
    return [{ ...person, ids, section: get("section"), track: track || null, row }];
  });
  if (people.length === 0)
    throw new UsageError(
      `${file} lists no students: a roster has some of the columns name, id, email, section and track, or is Canvas's gradebook or Moodle's grading worksheet`,
    );
  return { kind, table, people };
}

type Reader = (
  get: (...names: string[]) => string,
) => Pick<Person, "name" | "ids" | "email" | "submittedAt" | "secondsLate">;

const readers: Record<Roster["kind"], Reader> = {
  canvas: (get) => {
    const login = get("sis login id");
    return {
      name: get("student"),
      ids: [get("id"), get("sis user id"), login],
      email: login.includes("@") ? login : "",
      submittedAt: "",
      secondsLate: null,
    };
  },
  moodle: (get) => {
    const time = get("last modified (submission)");
    return {
      name: get("full name"),
      // "Participant 12345" has the number that the names of submitted files contain.
      ids: [get("identifier").replace(/^\D*/, ""), get("id number")],
      email: get("email address"),
      submittedAt: time === "-" ? "" : time,
      secondsLate: secondsLate(get("status")),
    };
  },
  own: (get) => ({
    name:
      get("name", "full name", "student") || [get("first name"), get("last name")].filter(Boolean).join(" "),
    ids: [get("id", "sid", "student id"), get("login", "username", "github username")],
    email: get("email", "email address", "e-mail").toLowerCase(),
    submittedAt: get("submitted", "submitted at"),
    secondsLate: null,
  }),
};

function kindOf(header: string[]): Roster["kind"] {
  if (header[0]?.includes("Student") && header[1] === "ID") return "canvas";
  return header.includes("Identifier") && header.includes("Full name") ? "moodle" : "own";
}

/** Whether a row of Canvas's table is about no student: how grades are posted, the points possible, the test student. */
function isNoStudent([name, id]: string[]): boolean {
  return name.includes("Points Possible") || (!name.trim() && !id.trim()) || name === "Student, Test";
}

const units: Record<string, number> = { sec: 1, min: 60, hour: 3600, day: 86_400, week: 604_800 };

/** Parses Moodle's English status, such as "Submitted for grading - 2 days 3 hours late - Released". */
function secondsLate(status: string): number | null {
  const [, late] = /(?:^|- )((?:\d+ (?:sec|min|hour|day|week)s? ?)+)late/.exec(status) ?? [];
  if (!late) return /submitted for grading/i.test(status) ? 0 : null;
  return [...late.matchAll(/(\d+) (sec|min|hour|day|week)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit],
    0,
  );
}
