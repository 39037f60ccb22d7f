/** What the proofs try with the tiny assignment. */
import { join } from "node:path";
import type { Proofs } from "../../../proofs/proofs.ts";
import { entriesOf, makeZip, renaming } from "../../archives.ts";

export const proofs: Proofs = {
  mistakes: [
    {
      name: "mean-of-nothing-more",
      file: "stats.ts",
      method: "mean",
      change: ["/ values.length", ""],
      thought: "The sum is the mean.",
      kills: ["stats.mean"],
    },
    {
      name: "variance-of-a-sample",
      file: "stats.ts",
      method: "variance",
      change: [
        "mean(values.map((value) => (value - middle) ** 2))",
        "mean(values.map((value) => (value - middle) ** 2)) * values.length / (values.length - 1)",
      ],
      thought: "Variances divide by n - 1.",
      kills: ["stats.variance"],
    },
    {
      name: "transpose-reversed",
      file: "matrix.ts",
      method: "transpose",
      change: ["rows.map((row) => row[i])", "rows.map((row) => row[i]).reverse()"],
      thought: "A quarter turn is a transpose.",
      kills: ["matrix.transpose"],
    },
    {
      name: "center-by-first-column",
      file: "matrix.ts",
      method: "center",
      change: ["value - means[i]", "value - means[0]"],
      thought: "There is one mean.",
      kills: ["matrix.center"],
    },
  ],
  styles: [
    {
      name: "mean-in-a-loop",
      file: "stats.ts",
      method: "mean",
      style: "A loop is as right as reduce.",
      body: "let sum = 0;\n  for (const value of values) sum += value;\n  return sum / values.length;",
    },
    {
      name: "center-by-columns",
      file: "matrix.ts",
      method: "center",
      style: "It centers each column, and turns the columns back into rows.",
      body: "return transpose(transpose(rows).map((column) => column.map((value) => value - mean(column))));",
    },
  ],
  survivors: { equivalents: [], holes: [], unjudged: [] },
  idioms: {},
  hostile: {
    folder: join(__dirname, "../hostile"),
    recipes: {},
    archives: {
      slip: (folder) =>
        makeZip(
          join(folder, "alice.zip"),
          [...entriesOf(folder, "project/"), { name: "project/evil.ts", data: "export {};" }],
          renaming("project/evil.ts", "../outside/e.ts"),
        ),
    },
  },
  damages: { values: [], statements: [] },
};
