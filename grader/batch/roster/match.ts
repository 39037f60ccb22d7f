/** Finds the people of each submission in a roster. */
import type { Found, Student } from "../find.ts";
import type { Person, Roster } from "./roster.ts";

export interface Matched {
  submissions: Found[];
  /** People who handed in nothing. */
  missing: Person[];
  /** Submissions with a student who is not in the roster. */
  unlisted: string[];
}

export function matchRoster(submissions: Found[], { people }: Roster): Matched {
  const find = finder(people);
  const present = new Set<Person>();
  const unlisted: string[] = [];
  const matched = submissions.map((found) => {
    const persons = found.students.map((student) => find(student, found));
    for (const person of persons) if (person) present.add(person);
    if (persons.some((person) => !person)) unlisted.push(found.name);
    const students = found.students.map((student, i) => (persons[i] ? asStudent(persons[i]) : student));
    const known = persons.filter((person) => person !== null);
    const track = known.find((person) => person.track)?.track;
    return { ...found, students, ...(track && { track }) };
  });
  return { submissions: matched, missing: people.filter((person) => !present.has(person)), unlisted };
}

function asStudent(person: Person): Student {
  return { name: person.name, sid: person.ids[0] ?? "", email: person.email, person };
}

/**
 * The most reliable first: e-mail address, number or login, the part of the address before the "@", the name. A key that fits two
 * people is not used.
 */
function finder(people: Person[]): (student: Student, found: Found) => Person | null {
  const byEmail = index(people, ({ email }) => [email]);
  const byId = index(people, ({ ids }) => ids);
  const byLocalPart = index(people, ({ email, ids }) =>
    [email, ...ids].filter((text) => text.includes("@")).map((text) => text.split("@")[0]),
  );
  const byName = index(people, ({ name }) => namesOf(name));
  return ({ name, sid, email }, found) => {
    const only = found.students.length === 1 ? [found.name] : [];
    return (
      byEmail([email, name, ...only]) ??
      byId([sid, name, ...only]) ??
      byLocalPart([name, ...only]) ??
      byName([name, ...only].flatMap(namesOf))
    );
  };
}

function index(people: Person[], keysOf: (person: Person) => string[]) {
  const map = new Map<string, Person | null>();
  for (const person of people) {
    for (const key of new Set(keysOf(person).map(plain))) {
      if (key) map.set(key, map.has(key) ? null : person);
    }
  }
  return (keys: string[]) => {
    for (const key of keys) {
      const person = map.get(plain(key));
      if (person) return person;
    }
    return null;
  };
}

const plain = (text: string) => text.normalize("NFKC").trim().toLowerCase();

/** "Ann Lee" and "Lee, Ann" are the same. Canvas names files "leeann". */
function namesOf(name: string): string[] {
  const words = plain(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length ? [[...words].sort().join(" "), words.join("")] : [];
}
