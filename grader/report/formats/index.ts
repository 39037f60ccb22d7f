/** The formats in which a report can be had. Each is loaded when it is asked for. */
import type { Report } from "../report.ts";

/**
 * Makes the text of a file from a report; null when the format has no words for it, and there must be no file. What students
 * will read must be made from `studentView(report)`.
 */
export type Renderer = (report: Report) => string | null;

interface Format {
  /** Takes the place of ".json" in the name of the report's file. */
  extension: string;
  load(): Promise<Renderer>;
}

export const formats = {
  json: { extension: ".json", load: async () => (await import("./json.ts")).renderJson },
  gradescope: {
    extension: ".gradescope.json",
    load: async () => (await import("./gradescope.ts")).renderGradescope,
  },
  "github-classroom": {
    extension: ".github-classroom.txt",
    load: async () => (await import("./githubClassroom.ts")).renderGithubClassroom,
  },
  junit: { extension: ".junit.xml", load: async () => (await import("./junit.ts")).renderJunit },
  markdown: { extension: ".md", load: async () => (await import("./markdown.ts")).renderMarkdown },
  html: { extension: ".html", load: async () => (await import("./html.ts")).renderPage },
} satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as FormatName[];
