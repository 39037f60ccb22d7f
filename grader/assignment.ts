/**
 * What the grader has to be told about an assignment. The harness (everything but `assignment/`) reads this interface and
 * is handed an object that satisfies it: nothing in it knows which assignment it grades.
 */

import type { Report } from "./report/report.ts";
import type { AnySection } from "./report/section.ts";
import type { Rubric } from "./rubric.ts";

/** A track by its id, such as "honors": the same assignment with other checks. */
export type Track = string;

export interface TrackDefinition {
  id: Track;
  /** As people call it. */
  title: string;
  /** The file by which a student says that the code is for this track. The first track has none: it is everybody else's. */
  marker?: {
    name: string;
    /** The name, and what editors, browsers and learning platforms make of it. */
    misspelt: RegExp;
  };
}

/** What a hand-in looks like. */
export interface HandIn {
  /** Where the handout wants the code, such as "project/code/"; "" at the top. */
  code: string;
  /** Folders in which the code is looked for first, in this order, beside the one that was named. */
  folders: readonly RegExp[];
  /** Files, or folders with a slash at the end, by one of which the code is known among other files. */
  landmarks: readonly string[];
  /** Where what a student writes for people goes. */
  documents: string;
  /** What that is: for each document the names that it may have. */
  documentNames: readonly (readonly string[])[];
  /** Documents that belong in a hand-in, and that no program reads. */
  isDocument: RegExp;
}

/** What students receive and may import, beside their own files. The copies that count are the grader's. */
export interface GivenCode {
  /** Under which path, beside the student's files, a module of package.json's `imports` lies. */
  modules: Readonly<Record<string, string>>;
  /** Programs that run the student's files, without ".ts". */
  programs: readonly string[];
  /** Functions of given code that find out what another method has returned: the fault is not there. */
  finders?: RegExp;
}

/** The bytes that a training needs. The labels of the test images never leave the grader's process. */
export interface TrainingData {
  train: { images: Uint8Array; labels: Uint8Array };
  test: { images: Uint8Array };
}

/** The data set, split into what a submission may see and what it may not. */
export interface TestSet {
  about: NonNullable<Report["dataset"]>;
  /** Everything that goes into the sandbox. */
  training: TrainingData;
  /** The share of the predictions that are right, for every image or one of so many. The labels stay in here. */
  accuracy(predicted: ArrayLike<number>, every?: number): number;
  /** What was taken for what, with samples. */
  review(predicted: ArrayLike<number>): Promise<unknown>;
}

export interface Dataset {
  /**
   * Which one it is, by its content.
   * @throws DataError when it is there but damaged
   */
  key(): string;
  /** @throws DataError when it is damaged, or not where it should be */
  load(): TestSet;
}

/** A text that repeats numbers of the rubric: `npm run stencil` writes them into it. */
export interface Document {
  /** The path as people should see it. */
  name: string;
  path: string;
  /** @throws Error when a number has lost its place */
  fill(text: string, rubric: Rubric): string;
}

export interface Assignment {
  /** In the names of files and of queues. */
  name: string;
  /** As people call it. */
  title: string;
  /** The program that runs the commands with this assignment. Other processes of the grader are started from it. */
  program: string;
  /** Folders: the reference solution, what students receive, and the suites (`SUITE.spec.ts`). */
  solution: string;
  stencil: string;
  suites: string;
  /** Files: checks and points, and the contract written as uses of it. */
  rubric: string;
  signatures: string;

  /** The files that students hand in, in the order in which they build on one another. */
  files: readonly string[];
  /** Where each name comes from that `submission.evaluate` hands to a check. */
  exports: Readonly<Record<string, readonly string[]>>;
  /** The first is that of a submission without a marker. */
  tracks: readonly [TrackDefinition, ...TrackDefinition[]];
  handIn: HandIn;
  given: GivenCode;
  /** Packages that would do the homework, by the name that people know them by. */
  forbiddenPackages: readonly (readonly [RegExp, string])[];
  /** Suites that take seconds: what they say comes after the rest. */
  slowSuites: readonly string[];
  /** The suite that asks for the type check, which is then started before the others. */
  typeSuite?: string;
  /** What the suites train on, if they train anything. */
  dataset?: Dataset;
  /** What the suites add to the report, with its schema and how it is shown. */
  sections: readonly AnySection[];
  documents: readonly Document[];
}

export const trackIds = ({ tracks }: Pick<Assignment, "tracks">): Track[] => tracks.map(({ id }) => id);
