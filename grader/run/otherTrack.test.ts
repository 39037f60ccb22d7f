import { assignment } from "../assignment/index.ts";
import { loadRubric } from "../rubric.ts";
import { locateSubmission } from "../submission/locate.ts";
import { replacing, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { lacksMarker } from "./otherTrack.ts";

const lacks = (
  ...written: Parameters<typeof writeSubmission> extends [string, ...infer Rest] ? Rest : never
) =>
  lacksMarker(
    locateSubmission(assignment, writeSubmission(temporaryFolder(), ...written)),
    loadRubric(assignment),
  );

test("a finished part of CS2470 without a marker is noticed", () => {
  expect(lacks("solution")).toBe(true);
  // The stencil's line may stay as a comment.
  const comment = (text: string) => `${text}\n  // throw new NotImplementedError("Softmax.forward");\n`;
  expect(lacks("solution", { "beras/activations.ts": comment })).toBe(true);
});

test("with its marker, or unfinished, it lacks none", () => {
  expect(lacks("solution", { "2470student": "" })).toBe(false);
  expect(lacks("stencil")).toBe(false);
  const todo = replacing(
    "getAdvancedModelComponents(): ModelComponents {",
    'getAdvancedModelComponents(): ModelComponents {\n  throw new NotImplementedError("getAdvancedModelComponents");',
  );
  expect(lacks("solution", { "assignment.ts": todo })).toBe(false);
  expect(lacks("solution", { "beras/activations.ts": null })).toBe(false);
});

test("a marker that `--track cs1470` overrules is there all the same", () => {
  const folder = writeSubmission(temporaryFolder(), "solution", { "2470student": "" });
  expect(lacksMarker(locateSubmission(assignment, folder, "cs1470"), loadRubric(assignment))).toBe(false);
});
