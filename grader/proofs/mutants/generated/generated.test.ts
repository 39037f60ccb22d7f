/** Tests the operators on a small class, and the verdict on the mutants. `npm run mutants` runs all mutants. */
import { ts } from "../../../typescript.ts";
import { applyDraft, changedLines, type Draft, type Mutant } from "./mutant.ts";
import * as aliases from "./operators/aliases.ts";
import * as expressions from "./operators/expressions.ts";
import { partOfList } from "./operators/lists.ts";
import * as memory from "./operators/memory.ts";
import { shareField } from "./operators/sharing.ts";
import * as steps from "./operators/steps.ts";
import { markedRanges, placeOf, type Site, siteOf } from "./site.ts";
import { closedHoles, generatedProblems, keyOf } from "./verdict.ts";

const text = `
declare class Tensor {
  shape: number[];
  mul(other: Tensor | number): Tensor;
  sum(axis?: number, keepdims?: boolean): Tensor;
  assignSub(other: Tensor): Tensor;
}
class Step {
  iterations = 0;
  private readonly state = new Map<Tensor, Tensor>();
  constructor(readonly rate = 0.1) {}

  call(x: Tensor): Tensor {
    // BEGIN SOLUTION
    return x.mul(this.rate).sum(-1, true);
    // END SOLUTION
  }

  apply(weights: Tensor[], grads: Tensor[]): void {
    // BEGIN SOLUTION
    weights.forEach((w, i) => {
      w.assignSub(grads[i].mul(this.iterations - 1));
    });
    // END SOLUTION
  }

  given(x: Tensor): Tensor {
    return x.mul(2);
  }
}
`;

function siteOfSample(): Site {
  const options = { noLib: true, target: ts.ScriptTarget.ES2022 };
  const base = ts.createCompilerHost(options);
  const source = ts.createSourceFile("sample.ts", text, ts.ScriptTarget.ES2022, true);
  const library = ts.createSourceFile(
    "array.ts",
    "interface Array<T> { [i: number]: T; length: number; forEach(f: (item: T, i: number) => void): void }",
    ts.ScriptTarget.ES2022,
    true,
  );
  const files: Record<string, ts.SourceFile> = { "sample.ts": source, "array.ts": library };
  const program = ts.createProgram(Object.keys(files), options, {
    ...base,
    fileExists: (path) => path in files,
    getSourceFile: (path) => files[path],
  });
  return siteOf("optimizers.ts", source, program.getTypeChecker(), { counter: "this.iterations" });
}

const site = siteOfSample();
const after = (draft: Draft) =>
  changedLines(text, applyDraft({ edits: draft.edits }, text)).split("  =>  ")[1];
const changes = (operator: (site: Site) => Draft[]) =>
  operator(site).map((draft) => draft.change ?? after(draft));

test.each<[string, (site: Site) => Draft[], string[]]>([
  [
    "remembers a first result",
    memory.rememberFirst,
    [
      "the first result, in a field",
      "the first result, in the module",
      "the first result for the object of x",
      "the first result for the text of x",
      "the first result for the shape of x",
    ],
  ],
  ["returns the last of nine results forever", memory.freezeResult, ["after 9 calls the last result"]],
  [
    "returns an object that it returned before",
    aliases.reuseResult,
    ["the object that the call before gave, filled anew"],
  ],
  [
    "returns the overwritten argument",
    aliases.resultIntoArgument,
    ["the result is written into x, and that is returned"],
  ],
  [
    "swaps an axis",
    expressions.swapAxis,
    ["0", "1", "2", "null"].map((axis) => `return x.mul(this.rate).sum(${axis}, true);`),
  ],
  [
    "leaves an argument out",
    expressions.dropArgument,
    [
      "return x.mul(this.rate).sum(-1);",
      "return x.mul().sum(-1, true);",
      "w.assignSub();",
      "w.assignSub(grads[i].mul());",
    ],
  ],
  [
    "replaces a method by a similar one",
    expressions.swapCall,
    [
      "return x.mul(this.rate).mean(-1, true);",
      "return x.mul(this.rate).max(-1, true);",
      "return x.div(this.rate).sum(-1, true);",
      "return x.add(this.rate).sum(-1, true);",
      "w.assignAdd(grads[i].mul(this.iterations - 1));",
      "w.assign(grads[i].mul(this.iterations - 1));",
      "w.assignSub(grads[i].div(this.iterations - 1));",
      "w.assignSub(grads[i].add(this.iterations - 1));",
    ],
  ],
  [
    "ignores a parameter of the constructor",
    expressions.ignoreParameter,
    ["return x.mul(0.1).sum(-1, true);"],
  ],
  [
    "sees only a part of a list",
    partOfList,
    [".slice(0, 2)", ".slice(0, 3)", ".slice(1)", ".slice(0, -1)"].map(
      (part) => `weights${part}.forEach((w, i) => {`,
    ),
  ],
  ["leaves calls out", steps.skipCalls, ["only the first 9 calls", "not the first call"]],
  [
    "counts up to a step, or from one",
    steps.clampCount,
    [
      "w.assignSub(grads[i].mul(Math.min(this.iterations, 9) - 1));",
      "w.assignSub(grads[i].mul(Math.max(this.iterations, 2) - 1));",
    ],
  ],
  [
    "skips iterations of a loop",
    steps.skipTurns,
    [
      "no turn when w is all zero",
      "no turn when w was there before",
      "no turn when one of its shape was there before",
      "no turn when grads[i] is all zero",
    ],
  ],
  [
    "shares fields",
    shareField,
    ["iterations is one for all, and whatever is put there", "state is one for all"],
  ],
])("an operator that %s", (_, operator, expected) => {
  expect(changes(operator)).toEqual(expected);
});

test("given code stays unchanged, and every change has a place", () => {
  const [first] = markedRanges(text);
  expect(placeOf(site, first[0] + 4)).toBe("Step.call");
  const all = Object.values(expressions).flatMap((operator) => operator(site));
  expect(all.length).toBeGreaterThan(20);
  for (const { edits } of all) expect(placeOf(site, edits[0].start)).not.toBe("Step.given");
});

describe("the verdict", () => {
  const mutant: Mutant = {
    name: "drop-call:Step.call:1",
    operator: "drop-call",
    file: "beras/optimizers.ts",
    method: "Step.call",
    change: "x.mul(2)  =>  x",
    body: "",
    text: "",
  };
  const listed = [{ reason: "It makes no difference.", mutants: [keyOf(mutant)] }];

  test("a killed mutant is no problem, and neither is an equivalent one that survives", () => {
    expect(
      generatedProblems([{ mutant, killedBy: "a.check" }], [mutant], { equivalents: [], holes: [] }),
    ).toEqual([]);
    for (const lists of [
      { equivalents: listed, holes: [] },
      { equivalents: [], holes: listed },
    ])
      expect(generatedProblems([{ mutant, killedBy: null }], [mutant], lists)).toEqual([]);
  });

  test("a survivor without a reason is a problem", () => {
    expect(generatedProblems([{ mutant, killedBy: null }], [mutant], { equivalents: [], holes: [] })).toEqual(
      [
        expect.stringMatching(
          /^drop-call:Step.call:1 survives \(drop-call Step.call: x.mul\(2\) {2}=> {2}x\)/,
        ),
      ],
    );
  });

  test("a failure of the grader is reported as a problem", () => {
    const fault = "the grader itself failed: TypeError";
    const lists = { equivalents: listed, holes: [] };
    expect(generatedProblems([{ mutant, killedBy: null, fault }], [mutant], lists)).toEqual([
      expect.stringMatching(/^drop-call:Step.call:1 .*: the grader itself failed: TypeError$/),
    ]);
  });

  test("stale entries of the list are a problem", () => {
    const lists = { equivalents: listed, holes: [] };
    expect(generatedProblems([{ mutant, killedBy: "a.check" }], [mutant], lists)).toEqual([
      expect.stringContaining("but fails a.check"),
    ]);
    expect(generatedProblems([], [], lists)).toEqual([
      expect.stringMatching(/no longer exists: drop-call Step\.call/),
    ]);
  });

  test("a killed mutant among the holes is news, not a problem", () => {
    const lists = { equivalents: [], holes: listed };
    const verdicts = [{ mutant, killedBy: "a.check" }];
    expect(generatedProblems(verdicts, [mutant], lists)).toEqual([]);
    expect(closedHoles(verdicts, lists)).toEqual([expect.stringContaining("fails a.check")]);
  });
});
