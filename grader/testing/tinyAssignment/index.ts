/**
 * A second assignment: two files, no training, no data set. The same grader grades, packs and batch-grades it, and what it
 * cannot do without an edit outside of this folder is a leak. Tests that need some submission have a cheap one in it.
 */
import { join } from "node:path";
import type { Assignment } from "../../assignment.ts";

export const assignment: Assignment = {
  name: "tiny",
  title: "Tiny",
  program: join(__dirname, "cli.ts"),
  solution: join(__dirname, "solution"),
  stencil: join(__dirname, "stencil"),
  suites: join(__dirname, "suites"),
  // Tests of regrades change the rubric between two runs.
  rubric: process.env.TINY_RUBRIC ?? join(__dirname, "rubric.json"),
  files: ["stats.ts", "matrix.ts"],
  exports: { "stats.ts": ["mean", "variance"], "matrix.ts": ["transpose", "center"] },
  tracks: [
    { id: "basic", title: "the basic track" },
    {
      id: "honors",
      title: "honors",
      marker: { name: "honors-student", misspelt: /^honors[\s_-]*student(\.\w+)?$/i },
    },
  ],
  handIn: {
    code: "project/",
    folders: [/(^|\/)project\/$/i],
    landmarks: ["stats.ts", "matrix.ts"],
    documents: "",
    documentNames: [["NOTES.md"]],
    isDocument: /(^|\/)notes\.\w+$/i,
  },
  given: { modules: { "#errors": "errors.ts" }, methods: {}, programs: [] },
  forbiddenPackages: [[/^mathjs$/i, "a library of mathematics"]],
  slowSuites: [],
  sections: [],
  documents: [],
};
