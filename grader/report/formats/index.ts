/** The formats in which a report can be had. Each is loaded when it is asked for. */
import type { Report } from "../report.ts";

/** Makes the text of a file from a report. What students will read must be made from `studentView(report)`. */
export type Renderer = (report: Report) => string;

interface Format {
  /** Takes the place of ".json" in the name of the report's file. */
  extension: string;
  /** It is nothing but points: of a report without a score there is no file, and the service tells its staff. */
  isScore?: boolean;
  load(): Promise<Renderer>;
}

export const formats = {
  json: { extension: ".json", load: async () => (await import("./json.ts")).renderJson },
  gradescope: {
    extension: ".gradescope.json",
    isScore: true,
    load: async () => (await import("./gradescope.ts")).renderGradescope,
  },
  "github-classroom": {
    extension: ".github-classroom.txt",
    isScore: true,
    load: async () => (await import("./githubClassroom.ts")).renderGithubClassroom,
  },
  junit: { extension: ".junit.xml", load: async () => (await import("./junit.ts")).renderJunit },
  markdown: { extension: ".md", load: async () => (await import("./markdown.ts")).renderMarkdown },
  html: { extension: ".html", load: async () => (await import("./html.ts")).renderPage },
} satisfies Record<string, Format> as Record<FormatName, Format>;

export type FormatName = "json" | "gradescope" | "github-classroom" | "junit" | "markdown" | "html";
export const formatNames = Object.keys(formats) as FormatName[];
