/** Beras, as the grader is told about it. */
import { join } from "node:path";
import type { Assignment } from "../assignment.ts";
import { exportsByFile, studentFiles } from "./contract.ts";
import { documents } from "./documents.ts";
import { explanations } from "./explanations.ts";
import { givenMethods } from "./givenMethods.ts";
import { trainingSection } from "./training/section/index.ts";
import { datasetKey, loadTestSet } from "./training/testSet.ts";
import { warnings } from "./warnings.ts";

const house = join(__dirname, "../..");

export const assignment: Assignment = {
  name: "beras",
  title: "Beras",
  program: join(house, "grader/cli.ts"),
  solution: join(house, "solution"),
  stencil: join(house, "stencil"),
  suites: join(__dirname, "suites"),
  rubric: join(__dirname, "rubric.json"),
  fixtures: join(house, "fixtures"),
  signatures: join(__dirname, "signatures.ts"),
  files: studentFiles,
  exports: exportsByFile,
  tracks: [
    { id: "cs1470", title: "CS1470" },
    {
      id: "cs2470",
      title: "CS2470",
      // `2470student.txt`, `2470 Student`, `2470student-1`
      marker: {
        name: "2470student",
        misspelt: /^(cs)?2470[\s_-]*students?([\s_-]*(\d|\(\d\)))?(\.[a-z0-9]{1,5})?$/i,
      },
    },
  ],
  handIn: {
    code: "hw2/code/",
    folders: [/(^|\/)hw2\/code\/$/i, /(^|\/)code\/$/i, /(^|\/)hw2\/$/i, /(^|\/)stencil\/$/i],
    landmarks: ["assignment.ts", "beras/"],
    documents: "hw2/",
    documentNames: [["CONCEPTUAL.pdf", "CONCEPTUAL.md"], ["NOTEBOOK.pdf", "NOTEBOOK.md"], ["README.md"]],
    isDocument: /(^|\/)(conceptual|readme)\.\w+$/i,
  },
  given: {
    modules: { "#tensor": "tensor/index.ts", "#errors": "errors.ts" },
    programs: ["main", "visualize"],
    methods: givenMethods,
  },
  forbiddenPackages: [
    [/^(@tensorflow\/|tensorflow)/i, "TensorFlow"],
    [/keras/i, "Keras"],
    [
      /^(onnxruntime|brain\.js|ml-|@stdlib|numpy|numjs|synaptic|convnetjs|@xenova)/i,
      "a machine-learning library",
    ],
  ],
  explanations,
  warnings,
  slowSuites: ["accuracy", "policy"],
  typeSuite: "policy",
  // An empty MNIST_DIR counts as unset.
  dataset: { key: datasetKey, load: loadTestSet, builtIn: { MNIST_DIR: "" } },
  sections: [trainingSection],
  documents,
};
