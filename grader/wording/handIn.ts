/** What is said about a hand-in as a whole: why it is not graded, and how it was read. */

interface From {
  /** How people call the hand-in. */
  source: string;
}
interface OfEntry extends From {
  /** The name, as JSON: it is the submission's. */
  entry: string;
}

const refused = (source: string, reason: string) => `${source} is refused: ${reason}`;
const unsound = (source: string, reason: string) => `${source} is not a sound zip file: ${reason}`;

/** What a file is that was handed in as a zip file. */
export const otherFiles = {
  unreadable: "it cannot be read",
  empty: "it is empty",
  "cut-off": "its end is missing; it may have been cut off on its way",
  rar: "it is a RAR archive",
  "7-zip": "it is a 7-Zip archive",
  gzip: "it is a gzip archive, such as .tar.gz",
  tar: "it is a tar archive",
  "web-page": "it is a web page",
  other: "it is some other kind of file",
};

/** Why a hand-in is not graded. */
export const refusals = {
  "no-submission": ({ source }: From) =>
    `There is no submission at ${source}: name a folder, for example stencil`,
  "not-a-folder": ({ source, extension }: From & { extension?: string }) =>
    `${source} is neither a folder nor a zip file${extension ? `, but ${extension}` : ""}`,
  "all-in-one-folder": ({ source, file, folder }: From & { file: string; folder: string }) =>
    `${source} holds all files in one folder: ${file} belongs in ${folder}`,
  "nothing-found": ({ source, expected, found }: From & { expected: string; found: string[] }) =>
    `${source} holds no submission: expected ${expected}; found ${found.join(", ") || "an empty folder"}`,
  "several-submissions": ({ source, one, other }: From & { one: string; other: string }) =>
    `${source} holds more than one submission, in ${one} and ${other}: grade the one that is meant`,

  "absolute-path": ({ source, entry }: OfEntry) => refused(source, `the entry ${entry} has an absolute path`),
  "leads-out": ({ source, entry }: OfEntry) => refused(source, `the entry ${entry} leads out of the archive`),
  link: ({ source, entry }: OfEntry) => refused(source, `the entry ${entry} is a link`),
  "neither-file-nor-folder": ({ source, entry }: OfEntry) =>
    refused(source, `the entry ${entry} is neither a file nor a folder`),
  encrypted: ({ source, entry }: OfEntry) => refused(source, `the entry ${entry} is encrypted`),
  "same-name": ({ source, one, other }: From & { one: string; other: string }) =>
    refused(source, `the entries "${one}" and "${other}" are the same file on many systems`),
  "entry-twice": ({ source, entry }: OfEntry) => refused(source, `the entry ${entry} is there twice`),
  "file-and-folder": ({ source, entry }: OfEntry) =>
    refused(source, `the entry ${entry} is both a file and a folder`),
  "too-large": ({ source, maxMb }: From & { maxMb: number }) =>
    refused(source, `it would unpack to more than ${maxMb} MB`),
  "too-dense": ({ source, maxRatio }: From & { maxRatio: number }) =>
    refused(source, `it would unpack to more than ${maxRatio} times its size`),
  "too-many-entries": ({ source, max }: From & { max: number }) =>
    refused(source, `it has more than ${max.toLocaleString("en")} entries`),
  "entry-too-large": ({ source, entry, max }: OfEntry & { max: string }) =>
    refused(source, `the entry ${entry} is larger than ${max}`),
  "entry-too-dense": ({ source, entry, maxRatio }: OfEntry & { maxRatio: number }) =>
    refused(source, `the entry ${entry} would unpack to more than ${maxRatio} times its size`),

  "no-zip": ({ source, kind }: From & { kind: keyof typeof otherFiles }) => unsound(source, otherFiles[kind]),
  "list-damaged": ({ source }: From) => unsound(source, "its list of files is damaged"),
  "entry-damaged": ({ source, entry }: OfEntry) => unsound(source, `the entry ${entry} is damaged`),
  "entry-unpackable": ({ source, entry }: OfEntry) =>
    unsound(
      source,
      `the entry ${entry} is packed in a way that few programs know; pack it again as a plain zip file`,
    ),
  "entry-larger-than-it-says": ({ source, entry }: OfEntry) =>
    unsound(source, `the entry ${entry} unpacks to too many bytes, more than it says`),
  "cannot-unpack": ({ path, reason }: { path: string; reason: string }) =>
    `${path} cannot be written (${reason})`,

  "no-repository": ({ source }: From) => `There is no git repository at ${source}`,
  "no-commit": ({ source, commit }: From & { commit: string }) => `There is no commit ${commit} in ${source}`,
  "ambiguous-commit": ({ source, commit, count }: From & { commit: string; count: number }) =>
    `${source}: ${count} commits begin with ${commit}: give more of the hash`,
  "other-repository": ({ source, what }: From & { what: string }) =>
    `${source}: ${what} leads to another repository; clone that one whole (git clone --no-shared) and grade the clone`,
  "repository-unreadable": ({ source, reason }: From & { reason?: string }) =>
    `${source}: the repository cannot be read (${reason})`,
  "object-missing": ({ source, hash }: From & { hash: string }) =>
    `${source}: the object ${hash} is missing; is the clone complete?`,
  "object-forged": ({ source, hash }: From & { hash: string }) =>
    refused(source, `the object ${hash} is not what its hash says; the repository is damaged or forged`),
  "git-too-slow": ({ source, seconds }: From & { seconds: number }) =>
    `${source}: git takes longer than ${seconds} s`,
  "git-missing": "--commit needs git, which is not installed",
};

/** In a repository, what leads to another one. */
export const otherRepository = {
  gitLink: ".git is a link, which",
  gitFile: ".git is a file, which",
  link: ({ path }: { path: string }) => `the link ${path}`,
  atCommit: ({ repository, commit }: { repository: string; commit: string }) => `${repository} at ${commit}`,
};

/** How a hand-in was read, where that is not as the handout has it. */
export const notes = {
  "marker-taken": (p: { found: string; marker?: string; beside: string; track: string }) =>
    `${p.found} is taken for the file ${p.marker} beside ${p.beside}: the track is ${p.track}`,
  flat: ({ folders }: { folders: string[] }) =>
    `All files lie in one folder; they are read as if they lay in ${folders.join(", ")} and beside it`,
  "taken-for": ({ found, file }: { found: string; file: string }) => `${found} is taken for ${file}`,
  "second-copy": ({ file }: { file: string }) => `There is also ${file}, which is not read`,
  "other-code": ({ folder, others, more }: { folder: string; others: string[]; more: number }) =>
    `The code in ${folder} is graded; there is also code in ${others.join(", ")}${more ? `, and ${more} more` : ""}`,
  "inner-zip": ({ file }: { file: string }) => `The code is in the zip file ${file}`,
  converted: ({ file, how }: { file: string; how: string }) => `${file} ${how}`,
};

/** What a hand-in should hold: "stats.ts and lib/, there or in project/code/". */
export function landmarksIn({ landmarks, folder }: { landmarks: readonly string[]; folder: string }): string {
  return `${landmarks.join(" and ")}, there${folder ? ` or in ${folder}` : ""}`;
}

/** The name of a link in a list of files. */
export const linkName = ({ name }: { name: string }) => `${name} (a symbolic link)`;
