/** What packages for students and services hold of Beras. */
import type { Packaging } from "../../assignment.ts";

export const packaging: Packaging = {
  paths: [
    ".vscode/launch.json",
    "stencil",
    "data",
    ...["activations", "layers", "losses", "optimizers"].map((name) => `fixtures/${name}`),
    "grader/cli.ts",
    ...[
      "commands",
      "constants.ts",
      "contract.ts",
      "documents.ts",
      "explanations.ts",
      "givenMethods.ts",
      "index.ts",
      "rubric.json",
      "rules.ts",
      "signatures.ts",
      "staff.student.ts",
      "suites",
      "training",
      "warnings.ts",
    ].map((name) => `grader/assignment/${name}`),
  ],
  // MNIST, if it was downloaded.
  leftOut: /^data\/mnist\//,
  scripts: ["start", "playground", "grade", "diff", "data", "pack", "typecheck"],
  types: ["node", "cli-progress", "pngjs", "seedrandom", "write-file-atomic"],
  typechecked: ["stencil", "data"],
  readme: "grader/assignment/packaging/README.md",
  dataset: {
    option: "mnist",
    title: "MNIST",
    describe: "For a service: pack MNIST, too (`npm run data` downloads it)",
    folder: "data/mnist",
    files: async () => (await import("./mnist.ts")).mnistFiles(),
  },
};
