/**
 * The interface of an assignment. The harness (everything but `assignment/`) receives an object of this type, and does not
 * know which assignment it grades.
 */

import type { PackedFile } from "./pack/zip.ts";
import type { Proofs } from "./proofs/proofs.ts";
import type { Report } from "./report/report.ts";
import type { AnySection } from "./report/section.ts";
import type { Rubric } from "./rubric.ts";

/** A track by its id, such as "honors": the same assignment with other checks. */
export type Track = string;

export interface TrackDefinition {
  id: Track;
  /** The name for people. */
  title: string;
  /** The file by which a student selects this track. The first track has none: it is the default. */
  marker?: {
    name: string;
    /** Matches the name, and what editors, browsers and learning platforms may turn it into. */
    misspelt: RegExp;
  };
}

/** The layout of a submission. */
export interface HandIn {
  /** The folder in which the handout expects the code, such as "project/code/"; "" for the top folder. */
  code: string;
  /** Folders to search for the code first, in this order, relative to the named folder. */
  folders: readonly RegExp[];
  /** Files, or folders with a trailing slash. Any of them identifies the code among other files. */
  landmarks: readonly string[];
  /** The folder for documents that students write for people. */
  documents: string;
  /** The documents, each with the names that it may have. */
  documentNames: readonly (readonly string[])[];
  /** Documents that belong in a submission, but are not read by the grader. */
  isDocument: RegExp;
}

/** Code that students receive and may import, next to their own files. The grader uses its own copies. */
export interface GivenCode {
  /** Maps a module of package.json's `imports` to its path next to the student's files. */
  modules: Readonly<Record<string, string>>;
  /** Programs that run the student's files, without ".ts". */
  programs: readonly string[];
  /**
   * Methods in the students' own files that are given. Errors that surface in them are never their own fault. A method that
   * checks what another method of the same object returned names that method; all others have null.
   */
  methods: Readonly<Record<string, string | null>>;
}

/** The bytes for a training. The labels of the test images never leave the grader's process. */
export interface TrainingData {
  train: { images: Uint8Array; labels: Uint8Array };
  test: { images: Uint8Array };
}

/** The data set, split into the part that a submission may see and the part that it may not. */
export interface TestSet {
  about: NonNullable<Report["dataset"]>;
  /** The data that goes into the sandbox. */
  training: TrainingData;
  /** The share of correct predictions, made for every image or for one of `every` images. The labels stay in here. */
  accuracy(predicted: ArrayLike<number>, every?: number): number;
  /** What was taken for what, with samples. */
  review(predicted: ArrayLike<number>): Promise<unknown>;
}

export interface Dataset {
  /**
   * Identifies the data set by its content.
   * @throws DataError when it exists but is damaged
   */
  key(): string;
  /** @throws DataError when it is damaged or missing */
  load(): TestSet;
  /** Environment variables that select data which is always there: for results that do not depend on the machine. */
  builtIn?: NodeJS.ProcessEnv;
}

/** A text that repeats numbers of the rubric: `npm run stencil` writes them into it. */
export interface Document {
  /** The path as people should see it. */
  name: string;
  path: string;
  /** @throws Error when a number has lost its place */
  fill(text: string, rubric: Rubric): string;
}

/** What packages for students and services hold beside the grader itself. */
export interface Packaging {
  /**
   * Files and folders, from the top of the project: the program, its assignment and its data. What is not named stays out,
   * because a new folder may hold pieces of the solution. `X.student.ts` takes the place of `X.ts`.
   */
  paths: readonly string[];
  /** What stays out of these folders. */
  leftOut?: RegExp;
  /** The commands of package.json that a student has. */
  scripts: readonly string[];
  /** What `npm run typecheck` reads: folders, and the packages whose types they need. */
  typechecked: readonly string[];
  types: readonly string[];
  /** The file that becomes README.md, from the top of the project. */
  readme: string;
  /** A data set that a package for a service may hold. */
  dataset?: {
    /** The option of `npm run pack` that asks for it. */
    option: string;
    title: string;
    describe: string;
    /** Where it goes, from the top of the project. */
    folder: string;
    /** @throws UsageError when it is not there */
    files(): Promise<Map<string, PackedFile>>;
  };
}

/** A generated file of numbers. */
export interface MadeFixture {
  /** Such as "stats/mean": the path below the folder of fixtures, without ".json". */
  name: string;
  text: string;
  /** The checks that read it. */
  checks: readonly string[];
}

export interface Assignment {
  /** Used in the names of files and queues. */
  name: string;
  /** The name for people. */
  title: string;
  /** The program that runs the commands with this assignment. The grader starts its other processes from it. */
  program: string;
  /** Folders: the reference solution, the files that students receive, and the suites (`SUITE.spec.ts`). */
  solution: string;
  stencil: string;
  suites: string;
  /** The file with checks and points. */
  rubric: string;
  /** The contract, written as uses of it: the type check compiles it against a submission. */
  signatures?: string;
  /** The folder of the numbers that suites read by `fixture`. */
  fixtures?: string;

  /** The files that students submit. Each may use those before it. */
  files: readonly string[];
  /** The names that `submission.evaluate` passes to a check, by the file that exports them. */
  exports: Readonly<Record<string, readonly string[]>>;
  /** The first track is that of a submission without a marker. */
  tracks: readonly [TrackDefinition, ...TrackDefinition[]];
  handIn: HandIn;
  given: GivenCode;
  /** Packages that would solve the assignment: a pattern, and the name to show. */
  forbiddenPackages: readonly (readonly [RegExp, string])[];
  /** Known mistakes in words: what a hint says of numbers that are those of the mistake. */
  explanations?: Readonly<Record<string, string>>;
  /** For a person who looks into a warning: by its code, what it may mean, and how to find out. */
  warnings?: Readonly<Record<string, { meaning: string; lookFurther: string }>>;
  /** Suites that take seconds. They run after the others. */
  slowSuites: readonly string[];
  /** The suite that needs the type check, which then starts before the others. */
  typeSuite?: string;
  /** The data set on which the suites train, if they do. */
  dataset?: Dataset;
  /** What the suites add to the report, with its schema and how it is shown. */
  sections: readonly AnySection[];
  documents: readonly Document[];

  /** For staff: what `npm run pack` puts into packages. */
  packaging?: Packaging;
  /** For staff: what the proofs try. */
  proofs?: () => Promise<Proofs>;
  /** For staff: makes the fixtures from the solution. */
  makeFixtures?: () => Promise<MadeFixture[]>;
}

export const trackIds = ({ tracks }: Pick<Assignment, "tracks">): Track[] => tracks.map(({ id }) => id);
