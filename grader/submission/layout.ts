/** Finds the folder in a hand-in that holds the assignment's files. Students and services put it in many places. */
import type { Assignment, HandIn, TrackDefinition } from "../assignment.ts";
import type { Message } from "../wording/catalogue.ts";
import type { notes } from "../wording/handIn.ts";
import { refusal } from "./errors.ts";
import { maxFileBytes } from "./limits.ts";
import { trackMarkedBy } from "./marker.ts";
import { isMeant } from "./spelling.ts";
import type { Entry } from "./tree.ts";
import { isClutter, isUnread } from "./unread.ts";

export interface Layout {
  /** Where the code is, within the hand-in: "", or "project/". */
  folder: string;
  /**
   * Maps a name in the contract to its file, if a service or a browser without folders put all files into one folder. Null
   * if the files lie where the contract has them.
   */
  flat: Map<string, Entry> | null;
  /** The file that selects the track, if there is one. */
  marker: Marker | null;
  /** How the hand-in was read, if it differs from the handout. */
  notes: Note[];
}

type Note = Message<typeof notes>;

interface Marker {
  name: string;
  track: TrackDefinition;
}

interface Candidate {
  folder: string;
  isFlat: boolean;
  files: Map<string, Entry>;
}

/** Fewer than half of the files are a piece of a submission. It is used only if there is nothing better. */
const mostOf = ({ files }: Assignment) => files.length / 2;
/** Limits the work for a hand-in that contains a whole disk. */
const maxCompared = 20;

/** The files whose texts decide between several copies; none if there is no choice. */
export function filesToCompare(assignment: Assignment, entries: Entry[]): Entry[] {
  const candidates = findCandidates(assignment, entries);
  return isClear(assignment, candidates)
    ? []
    : candidates.flatMap(({ files }) => [...files.values()]).filter(isReadable);
}

/**
 * @param texts of the files to compare
 * @returns null if no file of the assignment is found
 * @throws UsageError if there are several submissions and no way to choose
 */
export function findLayout(
  assignment: Assignment,
  entries: Entry[],
  texts: Map<Entry, string>,
  source: string,
): Layout | null {
  const candidates = findCandidates(assignment, entries);
  if (candidates.length === 0) return null;
  const { chosen, notes } = isClear(assignment, candidates)
    ? { chosen: candidates[0], notes: [] }
    : choose(assignment, candidates, texts, source);
  const { folder, isFlat, files } = chosen;
  const marker = markerOf(assignment, entries, folder);
  if (marker && !isWhereItBelongs(assignment, marker, folder))
    notes.push({
      code: "marker-taken",
      found: marker.name,
      marker: marker.track.marker?.name,
      beside: topFileOf(assignment),
      track: marker.track.title,
    });
  if (isFlat) {
    notes.push({ code: "flat", folders: foldersOf(assignment) });
    for (const [name, { name: given }] of files) {
      if (baseOf(given) !== baseOf(name)) notes.push({ code: "taken-for", found: given, file: name });
      const copy = entries.find(
        (one) =>
          one.name !== given && placeOf(one.name) === folder && isMeant(baseOf(one.name), baseOf(name)),
      );
      if (copy) notes.push({ code: "second-copy", file: copy.name });
    }
  }
  return { folder, flat: isFlat ? files : null, marker, notes };
}

const isReadable = ({ bytes }: Entry) => bytes <= maxFileBytes;
const baseOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const placeOf = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);

/** The folders of the assignment's files, each with a trailing slash. */
export function foldersOf({ files }: Assignment): string[] {
  return [...new Set(files.map(placeOf))].filter((place) => place !== "");
}

/** The last file of the top folder. People know this one. */
const topFileOf = ({ files }: Assignment) => files.findLast((file) => placeOf(file) === "") ?? files[0];

/** If the named folder itself holds the code, the folders in it do not matter. */
function isClear(assignment: Assignment, candidates: Candidate[]): boolean {
  const [first] = candidates;
  return candidates.length < 2 || (first.folder === "" && first.files.size >= mostOf(assignment));
}

/** All folders that hold files of the assignment, outermost first. Pieces count only if there is nothing else. */
function findCandidates(assignment: Assignment, entries: Entry[]): Candidate[] {
  const { files: contract, handIn } = assignment;
  const hasFolders = foldersOf(assignment).length > 0;
  const found = new Map<string, Candidate>();
  const add = (folder: string, isFlat: boolean, name: string, entry: Entry) => {
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
    for (const name of contract) {
      if (!isMeant(base, baseOf(name))) continue;
      const place = placeOf(name);
      const parent = parts.slice(0, -1).map((part) => `${part}/`);
      const depth = place.split("/").length - 1;
      const within = parent.slice(parent.length - depth).join("");
      if (place === "") {
        for (const isFlat of hasFolders ? [true, false] : [false]) add(parent.join(""), isFlat, name, entry);
      } else if (within.toLowerCase() === place.toLowerCase())
        add(parent.slice(0, -depth).join(""), false, name, entry);
      // Such a submission consists of this folder alone.
      else add(parent.join(""), true, name, entry);
    }
  }
  const isLandmark = (name: string) =>
    handIn.landmarks.some((landmark) => name === landmark || name.startsWith(ofFolder(landmark)));
  const isWorth = ({ folder, isFlat, files }: Candidate) => {
    if (!isFlat) return [...files.keys()].some(isLandmark);
    // Three, because other projects also have files with common names.
    const inPlace = [...(found.get(`false ${folder}`)?.files.keys() ?? [])];
    return files.size >= 3 && !inPlace.some((name) => placeOf(name) !== "");
  };
  const rank = ({ folder }: Candidate) => rankOf(handIn, folder);
  const all = [...found.values()].filter(isWorth);
  const whole = all.filter(({ files }) => files.size >= mostOf(assignment));
  return (whole.length ? whole : all)
    .sort((a, b) => rank(a) - rank(b) || depthOf(a) - depthOf(b) || (a.folder < b.folder ? -1 : 1))
    .slice(0, maxCompared);
}

/** The prefix of a folder's files. No file has a name with this prefix. */
const ofFolder = (landmark: string) => (landmark.endsWith("/") ? landmark : `${landmark}/`);
const depthOf = ({ folder }: Candidate) => folder.split("/").length;
/** The named folder comes first, then the folders of the handout and the template, then any other. */
function rankOf({ folders }: HandIn, folder: string): number {
  const rank = folders.findIndex((layout) => layout.test(folder));
  return folder === "" ? -1 : rank < 0 ? folders.length : rank;
}

/** Prefers the file with the exact name, and otherwise the later copy. */
function isBetter(one: Entry, other: Entry, name: string): boolean {
  const isExact = (entry: Entry) => baseOf(entry.name) === baseOf(name);
  if (isExact(one) !== isExact(other)) return isExact(one);
  return one.name.localeCompare(other.name, "en", { numeric: true }) > 0;
}

/**
 * Chooses the candidate with the most work in it, because a student does not mean an untouched stencil beside it. Between
 * equals the folder decides, in the handout's order.
 */
function choose(
  { files: contract, handIn }: Assignment,
  candidates: Candidate[],
  texts: Map<Entry, string>,
  source: string,
): { chosen: Candidate; notes: Note[] } {
  const textOf = ({ files }: Candidate) =>
    contract
      .map((name) => texts.get(files.get(name) as Entry) ?? "")
      .join("\0")
      .replaceAll("\r\n", "\n");
  const contents = new Map(candidates.map((one) => [one, textOf(one)]));
  const unwritten = (one: Candidate) =>
    (contents.get(one) as string).split("new NotImplementedError(").length;
  const rank = ({ folder }: Candidate) => rankOf(handIn, folder);
  const isSame = (a: Candidate, b: Candidate) => contents.get(a) === contents.get(b);
  const least = Math.min(...candidates.map(unwritten));
  const [chosen, ...equals] = candidates.filter((one) => unwritten(one) === least);
  const rival = equals.find(
    (one) => rank(one) === rank(chosen) && depthOf(one) === depthOf(chosen) && !isSame(one, chosen),
  );
  if (rival) throw refusal({ code: "several-submissions", source, one: shown(chosen), other: shown(rival) });
  const others = candidates.filter((one) => one !== chosen && !isSame(one, chosen)).map(shown);
  if (others.length === 0) return { chosen, notes: [] };
  const more = Math.max(0, others.length - 3);
  const folder = shown(chosen);
  return { chosen, notes: [{ code: "other-code", folder, others: others.slice(0, 3), more }] };
}

const shown = ({ folder }: Candidate) => folder || "./";

/** The marker lies beside the code, above it, or in one of its folders. A correct name has priority. */
function markerOf(assignment: Assignment, entries: Entry[], folder: string): Marker | null {
  const parts = folder.split("/").slice(0, -1);
  const places = parts.map((_, i) => `${parts.slice(0, i + 1).join("/")}/`);
  const isNear = (name: string) => {
    const place = placeOf(name);
    const own = foldersOf(assignment).map((one) => `${folder}${one}`.toLowerCase());
    return place === "" || places.includes(place) || own.includes(place.toLowerCase());
  };
  const markers = entries.flatMap(({ name }) => {
    const track = isNear(name) ? trackMarkedBy(assignment, baseOf(name)) : undefined;
    return track ? [{ name, track }] : [];
  });
  return markers.find((marker) => isWhereItBelongs(assignment, marker, folder)) ?? markers[0] ?? null;
}

function isWhereItBelongs(assignment: Assignment, { name, track }: Marker, folder: string): boolean {
  const inner = name.slice(folder.length).toLowerCase();
  const isInside = foldersOf(assignment).some((own) => inner.startsWith(own.toLowerCase()));
  return baseOf(name) === track.marker?.name && !isInside;
}
