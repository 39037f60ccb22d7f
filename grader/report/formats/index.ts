/** The formats in which a report can be had. Each is loaded when it is asked for. */
import type { Assignment } from "../../assignment.ts";
import type { Report } from "../report.ts";

/** Makes the text of a file from a report. What students will read must be made from `studentView(report)`. */
export type Renderer = (report: Report, assignment: Assignment) => string;

export interface Format {
  /** Takes the place of ".json" in the name of the report's file. */
  extension: string;
  /** It is nothing but points: of a report without a score there is no file, and the service tells its staff. */
  isScore?: boolean;
  /** Variables of the environment that it is made from: the service that reads it sets them. */
  environment?: string[];
  load(): Promise<Renderer>;
}

const byName = {
  json: { extension: ".json", load: async () => (await import("./json.ts")).renderJson },
  gradescope: {
    extension: ".gradescope.json",
    isScore: true,
    load: async () => (await import("./gradescope.ts")).renderGradescope,
  },
  classroom50: {
    extension: ".classroom50.json",
    isScore: true,
    environment: ["CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL"],
    load: async () => (await import("./classroom50.ts")).renderClassroom50,
  },
  prairielearn: {
    extension: ".prairielearn.json",
    isScore: true,
    load: async () => (await import("./prairielearn.ts")).renderPrairielearn,
  },
  autolab: {
    extension: ".autolab.txt",
    isScore: true,
    load: async () => (await import("./autolab.ts")).renderAutolab,
  },
  annotations: {
    extension: ".annotations.txt",
    load: async () => (await import("./annotations.ts")).renderAnnotations,
  },
  junit: { extension: ".junit.xml", load: async () => (await import("./junit.ts")).renderJunit },
  markdown: { extension: ".md", load: async () => (await import("./markdown.ts")).renderMarkdown },
  html: { extension: ".html", load: async () => (await import("./html.ts")).renderPage },
  /** GitHub Classroom closed on 28 August 2026. Kept for what was built upon it. */
  "github-classroom": {
    extension: ".github-classroom.txt",
    isScore: true,
    load: async () => (await import("./githubClassroom.ts")).renderGithubClassroom,
  },
} satisfies Record<string, Format>;

export type FormatName = keyof typeof byName;
export const formats: Record<FormatName, Format> = byName;
export const formatNames = Object.keys(formats) as FormatName[];
