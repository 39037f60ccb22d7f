import { readFileSync } from "node:fs";
import { join } from "node:path";
import { studentFiles } from "../assignment/contract.ts";
import { toStencil } from "./generate.ts";

const house = join(__dirname, "../..");

describe("toStencil", () => {
  test("imports the error into a file that imports nothing else", () => {
    const source = "function mean() {\n  // BEGIN SOLUTION\n  return 1;\n  // END SOLUTION\n}\n";
    expect(toStencil("stats.ts", source)).toBe(
      'import { NotImplementedError } from "#errors";\n\nfunction mean() {\n  throw new NotImplementedError("mean");\n}\n',
    );
  });

  test("leaves a TODO that names the method where the solution was", () => {
    const source = `import { x } from "./x.ts";

class Dense {
  forward(): number {
    // TODO: multiply
    // BEGIN SOLUTION
    return 1;
    // END SOLUTION
  }
}
`;
    expect(toStencil("dense.ts", source)).toBe(`import { NotImplementedError } from "#errors";
import { x } from "./x.ts";

class Dense {
  forward(): number {
    // TODO: multiply
    throw new NotImplementedError("Dense.forward");
  }
}
`);
  });

  test("removes helpers outside of any method, with one of the blank lines around them", () => {
    const source = `class A {
  x = 1;

  // BEGIN SOLUTION
  private y = 2;
  // END SOLUTION

  z = 3;
}
`;
    expect(toStencil("a.ts", source)).toBe("class A {\n  x = 1;\n\n  z = 3;\n}\n");
  });

  test("names a function by its own name", () => {
    const source = "export function load() {\n  // BEGIN SOLUTION\n  return 1;\n  // END SOLUTION\n}\n";
    expect(toStencil("a.ts", source)).toContain('throw new NotImplementedError("load");');
  });

  test.each([
    ["// BEGIN SOLUTION\n", "a.ts:1: BEGIN SOLUTION has no end"],
    ["// END SOLUTION\n", "a.ts:1: END SOLUTION without a beginning"],
    ["// BEGIN SOLUTION\n// BEGIN SOLUTION\n", "a.ts:2: BEGIN SOLUTION, but the one of line 1 has not ended"],
  ])("refuses %j", (source, message) => {
    expect(() => toStencil("a.ts", source)).toThrow(message);
  });
});

describe("the stencil", () => {
  test.each(studentFiles)("%s is what the solution generates", (file) => {
    const solution = readFileSync(join(house, "solution", file), "utf8");
    expect(readFileSync(join(house, "stencil", file), "utf8")).toBe(toStencil(`solution/${file}`, solution));
  });

  test("holds nothing of the solution", () => {
    const texts = studentFiles.map((file) => readFileSync(join(house, "stencil", file), "utf8")).join("\n");
    expect(texts).not.toMatch(/SOLUTION/);
    expect(texts).toContain("NotImplementedError");
  });
});
