/** Finds the code in a hand-in: the folder that holds `assignment.ts` and `beras/`, wherever a student or a service put it. */
import { type StudentFile, studentFiles } from "../assignment/contract.ts";
import { UsageError } from "./errors.ts";
import { maxFileBytes } from "./limits.ts";
import { isMarker, trackMarker } from "./marker.ts";
import { isMeant } from "./spelling.ts";
import type { Entry } from "./tree.ts";
import { isClutter, isUnread } from "./unread.ts";

export interface Layout {
  /** Where the code is, within the hand-in: "", or "hw2/code/". */
  folder: string;
  /**
   * From a name in the contract to where that file is, where all files lie in one folder because a service or a browser
   * knows no folders. Null where they lie as the contract has them.
   */
  flat: Map<StudentFile, Entry> | null;
  /** The name of the file that says CS2470, if there is one. */
  marker: string | null;
  /** What was taken for what it is not called, and what was left out, for people: a sentence each. */
  notes: string[];
}

interface Candidate {
  folder: string;
  isFlat: boolean;
  files: Map<StudentFile, Entry>;
}

/** Fewer than half of the ten files are a piece of a submission: taken only where there is nothing better. */
const mostFiles = studentFiles.length / 2;
/** The folders that the handout and the template name, in this order: what was made for handing in comes first. */
const layouts = [/(^|\/)hw2\/code\/$/i, /(^|\/)code\/$/i, /(^|\/)hw2\/$/i, /(^|\/)stencil\/$/i];
/** Whoever copies a whole disk must not make us read it. */
const maxCompared = 20;

/** The files whose texts tell which of several copies is meant; none where that is clear. */
export function filesToCompare(entries: Entry[]): Entry[] {
  const candidates = findCandidates(entries);
  return isClear(candidates) ? [] : candidates.flatMap(({ files }) => [...files.values()]).filter(isReadable);
}

/**
 * @param texts of the files to compare
 * @returns null where nothing of the assignment is found
 * @throws UsageError where there are several submissions and nothing tells which is meant
 */
export function findLayout(entries: Entry[], texts: Map<Entry, string>, source: string): Layout | null {
  const candidates = findCandidates(entries);
  if (candidates.length === 0) return null;
  const { chosen, notes } = isClear(candidates)
    ? { chosen: candidates[0], notes: [] }
    : choose(candidates, texts, source);
  const { folder, isFlat, files } = chosen;
  const marker = markerOf(entries, folder);
  if (marker && (baseOf(marker) !== trackMarker || isInBeras(marker.slice(folder.length).toLowerCase())))
    notes.push(`${marker} is taken for the file ${trackMarker} beside assignment.ts: the track is CS2470`);
  if (isFlat) {
    notes.push("All files lie in one folder; they are read as if they lay in beras/ and beside it");
    for (const [name, { name: given }] of files) {
      if (baseOf(given) !== baseOf(name)) notes.push(`${given} is taken for ${name}`);
      const copy = entries.find(
        (one) =>
          one.name !== given && placeOf(one.name) === folder && isMeant(baseOf(one.name), baseOf(name)),
      );
      if (copy) notes.push(`There is also ${copy.name}, which is not read`);
    }
  }
  return { folder, flat: isFlat ? files : null, marker, notes };
}

const isReadable = ({ bytes }: Entry) => bytes <= maxFileBytes;
const baseOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const placeOf = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);

/** What was named holds the code itself: then that is meant, whatever lies within. */
function isClear(candidates: Candidate[]): boolean {
  const [first] = candidates;
  return candidates.length < 2 || (first.folder === "" && first.files.size >= mostFiles);
}

/** All folders that hold files of the assignment, the outermost first; pieces only where there are no others. */
function findCandidates(entries: Entry[]): Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (folder: string, isFlat: boolean, name: StudentFile, entry: Entry) => {
    const key = `${isFlat} ${folder}`;
    const candidate = found.get(key) ?? { folder, isFlat, files: new Map() };
    found.set(key, candidate);
    const known = candidate.files.get(name);
    if (!known || isBetter(entry, known, name)) candidate.files.set(name, entry);
  };
  for (const entry of entries) {
    if (entry.kind !== "file" || isClutter(entry.name) || isUnread(entry.name)) continue;
    const parts = entry.name.split("/");
    const base = baseOf(entry.name);
    for (const name of studentFiles) {
      if (!isMeant(base, baseOf(name))) continue;
      const inBeras = name.startsWith("beras/");
      const parent = parts.slice(0, -1).map((part) => `${part}/`);
      if (!inBeras) for (const isFlat of [true, false]) add(parent.join(""), isFlat, name, entry);
      else if (/^beras\/$/i.test(parent.at(-1) ?? "")) add(parent.slice(0, -1).join(""), false, name, entry);
      // A folder beras/ with nothing beside it is all that there is of such a submission.
      else add(parent.join(""), true, name, entry);
    }
  }
  const isWorth = ({ folder, isFlat, files }: Candidate) => {
    const names = [...files.keys()];
    if (!isFlat) return files.has("assignment.ts") || names.some(isInBeras);
    // Three, because other projects have a model.ts, too.
    return files.size >= 3 && ![...(found.get(`false ${folder}`)?.files.keys() ?? [])].some(isInBeras);
  };
  const all = [...found.values()].filter(isWorth);
  const whole = all.filter(({ files }) => files.size >= mostFiles);
  return (whole.length ? whole : all)
    .sort((a, b) => rankOf(a) - rankOf(b) || depthOf(a) - depthOf(b) || (a.folder < b.folder ? -1 : 1))
    .slice(0, maxCompared);
}

const isInBeras = (name: string) => name.startsWith("beras/");
const depthOf = ({ folder }: Candidate) => folder.split("/").length;
/** What the user named comes before all layouts, and any other place after them. */
function rankOf({ folder }: Candidate): number {
  const rank = layouts.findIndex((layout) => layout.test(folder));
  return folder === "" ? -1 : rank < 0 ? layouts.length : rank;
}

/** Of two files that are meant by the same name, the one that is called so, else the later copy. */
function isBetter(one: Entry, other: Entry, name: StudentFile): boolean {
  const isExact = (entry: Entry) => baseOf(entry.name) === baseOf(name);
  if (isExact(one) !== isExact(other)) return isExact(one);
  return one.name.localeCompare(other.name, "en", { numeric: true }) > 0;
}

/**
 * Takes the one that is furthest: an untouched stencil beside the work is not what a student means. Of equals the place
 * decides, as the handout has it.
 */
function choose(
  candidates: Candidate[],
  texts: Map<Entry, string>,
  source: string,
): { chosen: Candidate; notes: string[] } {
  const textOf = ({ files }: Candidate) =>
    studentFiles
      .map((name) => texts.get(files.get(name) as Entry) ?? "")
      .join("\0")
      .replaceAll("\r\n", "\n");
  const contents = new Map(candidates.map((one) => [one, textOf(one)]));
  const unwritten = (one: Candidate) =>
    (contents.get(one) as string).split("new NotImplementedError(").length;
  const isSame = (a: Candidate, b: Candidate) => contents.get(a) === contents.get(b);
  const least = Math.min(...candidates.map(unwritten));
  const [chosen, ...equals] = candidates.filter((one) => unwritten(one) === least);
  const rival = equals.find(
    (one) => rankOf(one) === rankOf(chosen) && depthOf(one) === depthOf(chosen) && !isSame(one, chosen),
  );
  if (rival)
    throw new UsageError(
      `${source} holds more than one submission, in ${shown(chosen)} and ${shown(rival)}: grade the one that is meant`,
    );
  const others = candidates.filter((one) => one !== chosen && !isSame(one, chosen)).map(shown);
  if (others.length === 0) return { chosen, notes: [] };
  const more = others.length > 3 ? `, and ${others.length - 3} more` : "";
  return {
    chosen,
    notes: [
      `The code in ${shown(chosen)} is graded; there is also code in ${others.slice(0, 3).join(", ")}${more}`,
    ],
  };
}

const shown = ({ folder }: Candidate) => folder || "./";

/** The marker lies beside the code, in a folder above it, or in beras/. The right name counts before others. */
function markerOf(entries: Entry[], folder: string): string | null {
  const parts = folder.split("/").slice(0, -1);
  const places = parts.map((_, i) => `${parts.slice(0, i + 1).join("/")}/`);
  const isNear = (name: string) => {
    const place = placeOf(name);
    return place === "" || places.includes(place) || place.toLowerCase() === `${folder}beras/`.toLowerCase();
  };
  const markers = entries.map(({ name }) => name).filter((name) => isNear(name) && isMarker(baseOf(name)));
  const isRight = (name: string) => baseOf(name) === trackMarker && !isInBeras(name.slice(folder.length));
  return markers.find(isRight) ?? markers[0] ?? null;
}
