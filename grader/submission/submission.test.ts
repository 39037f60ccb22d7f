/** Finding a submission, compiling it, and what it may import. */

import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { leakyAlpha } from "../assignment/constants.ts";
import { studentFiles } from "../assignment/contract.ts";
import { assignment } from "../assignment/index.ts";
import { house, replacing, temporaryFolder, writeSubmission } from "../testing/overlay.ts";
import { compileSubmission } from "./compile.ts";
import { Compiler } from "./compiler.ts";
import { resolveImport } from "./importPolicy.ts";
import { locateSubmission } from "./locate.ts";
import { typecheck } from "./typecheck.ts";

describe("locateSubmission", () => {
  test.each([".", "hw2/code", "code", "hw2"])("finds the code in %s", (layout) => {
    const folder = temporaryFolder();
    writeSubmission(join(folder, layout), "stencil");
    const submission = locateSubmission(assignment, folder);
    expect(submission.root).toBe(join(folder, layout));
    expect([...submission.files.keys()]).toEqual([...studentFiles]);
    expect(submission.track).toBe("cs1470");
  });

  test.each([".", "hw2", "hw2/code"])("a file named 2470student in %s says which track", (place) => {
    const folder = temporaryFolder();
    writeSubmission(join(folder, "hw2/code"), "stencil");
    writeFileSync(join(folder, place, "2470student"), "");
    expect(locateSubmission(assignment, folder).track).toBe("cs2470");
    expect(locateSubmission(assignment, folder, "cs1470").track).toBe("cs1470");
  });

  test("what is not there is refused in one line", () => {
    const folder = temporaryFolder();
    expect(() => locateSubmission(assignment, join(folder, "nobody"))).toThrow(/^There is no submission at /);
    expect(() => locateSubmission(assignment, folder)).toThrow(
      /holds no submission: .*found an empty folder$/,
    );
    writeFileSync(join(folder, "notes.txt"), "");
    expect(() => locateSubmission(assignment, folder)).toThrow(/found notes.txt$/);
    expect(() => locateSubmission(assignment, join(folder, "notes.txt"))).toThrow(
      /is neither a folder nor a zip file$/,
    );
  });

  test("a symbolic link is not a file of the submission", () => {
    const folder = writeSubmission(temporaryFolder(), "stencil", { "beras/layers.ts": null });
    symlinkSync(join(house, "solution/beras/layers.ts"), join(folder, "beras/layers.ts"));
    expect(locateSubmission(assignment, folder).files.has("beras/layers.ts")).toBe(false);
  });

  test("nor is what lies behind a folder that is one", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "real"));
    writeFileSync(join(folder, "assignment.ts"), "");
    symlinkSync(join(house, "solution/beras"), join(folder, "beras"));
    expect([...locateSubmission(assignment, folder).files.keys()]).toEqual(["assignment.ts"]);
  });
});

test("a link in the place of a layout's folder leads to another submission's code", () => {
  const other = writeSubmission(join(temporaryFolder(), "hw2/code"), "solution");
  const folder = temporaryFolder();
  symlinkSync(join(other, ".."), join(folder, "hw2"));
  expect(() => locateSubmission(assignment, folder)).toThrow(/holds no submission/);
});

test("a file that is there and is not read says why", async () => {
  const folder = writeSubmission(temporaryFolder(), "solution", {
    "beras/layers.ts": null,
    "beras/losses.ts": "x".repeat(70_000),
    "beras/metrics.ts": null,
  });
  symlinkSync(join(house, "solution/beras/layers.ts"), join(folder, "beras/layers.ts"));
  mkdirSync(join(folder, "beras/metrics.ts"));
  const { fileProblems } = await compileSubmission(locateSubmission(assignment, folder));
  expect(fileProblems.map(({ message }) => message)).toEqual([
    "beras/layers.ts is a symbolic link, or in a folder that is one: it is not read",
    "beras/losses.ts is larger than 64 kB: it is not read",
    "beras/metrics.ts is not a regular file: it is not read",
  ]);
});

describe("resolveImport", () => {
  const files = ["beras/core.ts", "beras/layers.ts", "assignment.ts", "beras/helpers/index.ts"];
  const resolve = (specifier: string, importer = "beras/layers.ts") =>
    resolveImport(assignment, specifier, importer, (file) => files.includes(file));

  test.each([
    ["#tensor", "#tensor"],
    ["#errors", "#errors"],
    ["./core.ts", "beras/core.ts"],
    ["./core", "beras/core.ts"],
    ["./core.js", "beras/core.ts"],
    ["../assignment.ts", "assignment.ts"],
    ["./helpers", "beras/helpers/index.ts"],
    // Its own copy of given code would be no copy that we know: it gets ours.
    ["../tensor/index.ts", "#tensor"],
    ["../tensor", "#tensor"],
  ])("%s leads to %s", (specifier, module) => {
    expect(resolve(specifier)).toEqual({ module });
  });

  test.each([
    ["@tensorflow/tfjs", "import-library"],
    ["@tensorflow/tfjs-node", "import-library"],
    ["keras-js", "import-library"],
    ["numpy-ts", "import-library"],
    ["node:fs", "import-forbidden"],
    ["fs", "import-forbidden"],
    ["lodash", "import-forbidden"],
    ["/etc/passwd", "import-forbidden"],
    ["file:///etc/passwd", "import-forbidden"],
    ["#data", "import-forbidden"],
    ["../../solution/beras/layers.ts", "import-outside"],
    ["../main.ts", "import-program"],
    ["../tensor/matmul.ts", "import-part"],
    ["./missing.ts", "import-missing"],
  ])("%s is refused", (specifier, code) => {
    expect(resolve(specifier)).toMatchObject({ forbidden: { code } });
  });
});

describe("compileSubmission", () => {
  const compile = (changes: Parameters<typeof writeSubmission>[2]) =>
    compileSubmission(locateSubmission(assignment, writeSubmission(temporaryFolder(), "solution", changes)));

  test("the modules come in the order of the contract, whatever is done first", async () => {
    const { modules, fileProblems, importProblems } = await compile({});
    expect(modules.map(({ name }) => name)).toEqual([...studentFiles]);
    expect([fileProblems, importProblems]).toEqual([[], []]);
  });

  test("helper files inside of the submission come along", async () => {
    const { modules, importProblems } = await compile({
      "beras/helpers.ts": "export const two = 2;",
      "beras/metrics.ts": (text) =>
        `import { two } from "./helpers.ts";\nexport const four = two * 2;\n${text}`,
    });
    expect(modules.map(({ name }) => name)).toContain("beras/helpers.ts");
    expect(importProblems).toEqual([]);
  });

  test("a forbidden import is reported with its line, however it is written", async () => {
    const { importProblems } = await compile({
      "beras/losses.ts": (text) => `// one\nimport "@tensorflow/tfjs";\n${text}`,
      "beras/metrics.ts": (text) => `${text}\nexport const later = () => import("node:fs");\n`,
      "beras/onehot.ts": (text) =>
        `${text}\ndeclare const require: any;\nexport const now = () => require("child_process");\n`,
    });
    expect(importProblems.map(({ file, specifier }) => [file, specifier]).sort()).toEqual([
      ["beras/losses.ts", "@tensorflow/tfjs"],
      ["beras/metrics.ts", "node:fs"],
      ["beras/onehot.ts", "child_process"],
    ]);
    expect(importProblems.find(({ file }) => file === "beras/losses.ts")?.line).toBe(2);
  });

  test("what is wrong is listed in the order of the files and lines, whatever the compiler ends first", async () => {
    const broken = (text: string) => `export const = 1;\n${text}`;
    const forbidden = (text: string) => `import "node:fs";\nimport "node:os";\nimport "node:os";\n${text}`;
    const compiled = await Promise.all(
      Array.from({ length: 20 }, () =>
        compile({
          "preprocess.ts": forbidden,
          "beras/core.ts": forbidden,
          "beras/layers.ts": null,
          "beras/losses.ts": broken,
          "beras/metrics.ts": broken,
          "beras/model.ts": broken,
        }),
      ),
    );
    for (const { fileProblems, importProblems, modules } of compiled) {
      expect(fileProblems.map(({ file }) => file)).toEqual([
        "beras/layers.ts",
        "beras/losses.ts",
        "beras/metrics.ts",
        "beras/model.ts",
      ]);
      expect(importProblems.map(({ file, line, specifier }) => `${file}:${line} ${specifier}`)).toEqual([
        "beras/core.ts:1 node:fs",
        "beras/core.ts:2 node:os",
        "preprocess.ts:1 node:fs",
        "preprocess.ts:2 node:os",
      ]);
      expect(modules.slice(studentFiles.length).map(({ name }) => name)).toEqual(["node:fs", "node:os"]);
    }
  });

  test("an import by a pattern reads nothing from the disk", async () => {
    const { modules } = await compile({
      "secret.ts": "export const secret = 'from the disk';",
      "beras/losses.ts": (text) =>
        `${text}\nexport const a = (name: string) => import("../" + name + ".ts");`,
      "beras/metrics.ts": (text) =>
        `${text}\ndeclare const require: any;\nexport const b = (name: string) => require("../" + name);`,
    });
    expect(JSON.stringify(modules)).not.toContain("from the disk");
  });

  // Windows has no files that keep a reader waiting.
  (process.platform === "win32" ? test.skip : test)("a source map of its own is not looked for", async () => {
    const folder = writeSubmission(temporaryFolder(), "solution", {
      "beras/losses.ts": (text) => `${text}\n//# sourceMappingURL=pipe.map`,
      "beras/metrics.ts": (text) => `${text}\n//# sourceMappingURL=/dev/zero`,
    });
    // Reading a pipe waits until another process writes to it.
    execFileSync("mkfifo", [join(folder, "beras/pipe.map")]);
    expect((await compileSubmission(locateSubmission(assignment, folder))).fileProblems).toEqual([]);
  });

  test("a file that the compiler does not finish with costs only itself", async () => {
    const compiler = new Compiler(1_500);
    const [endless, honest] = await Promise.all([
      compiler.compile("a.ts", `export const a = ${"a=".repeat(30_000)}1;`, String),
      compiler.compile("b.ts", "export const b = 1;", String),
    ]);
    expect(endless).toEqual({ problem: "the compiler does not finish with it" });
    expect(honest).toMatchObject({ code: expect.stringContaining("var b = 1") });
  });

  test("a configuration of its own changes nothing", async () => {
    const { fileProblems } = await compile({
      "tsconfig.json": '{ "compilerOptions": { "target": "es3", "paths": { "#tensor": ["./evil.ts"] } } }',
      "package.json": '{ "imports": { "#tensor": "./evil.ts" } }',
      "evil.ts": "export const zeros = () => 1;",
    });
    expect(fileProblems).toEqual([]);
  });
});

describe("typecheck", () => {
  // As in watch mode, one compiler stays. Starting it takes most of a check's time.
  const checkFolder = (folder: string) => typecheck(assignment, folder, 60_000, { staysWarm: true }).report;
  const check = (changes: Parameters<typeof writeSubmission>[2]) =>
    checkFolder(writeSubmission(temporaryFolder(), "solution", changes));
  // A limit that is over ends it.
  afterAll(() => typecheck(assignment, house, 1, { staysWarm: true }).report);

  test.each(["solution", "stencil"])("%s fits the contract and passes strict checks", async (base) => {
    expect(await checkFolder(join(house, base))).toMatchObject({
      signatures: [],
      types: [],
      loops: [],
      tables: [],
      habits: [],
    });
  });

  test("a renamed method, a changed parameter and a wrong result are found", async () => {
    const report = await check({
      "beras/onehot.ts": (text) => text.replace("inverse(onehot: Tensor)", "decode(onehot: Tensor)"),
      "beras/layers.ts": replacing(
        "outputSize: number, initializer: Initializer",
        "outputSize: string, initializer: Initializer",
      ),
      "beras/metrics.ts": (text) =>
        text.replace(".mean().item()", ".mean().item().toFixed(2)").replaceAll("number", "string"),
    });
    if (report === "timeout") throw new Error("timeout");
    // Others may follow from these.
    expect(report.signatures.map(({ file }) => file)).toEqual(
      expect.arrayContaining(["beras/layers.ts", "beras/metrics.ts", "beras/onehot.ts"]),
    );
  });

  test("loops over single entries are found; an optional parameter at the end does no harm", async () => {
    const report = await check({
      "beras/activations.ts": replacing(
        `constructor(readonly alpha = ${leakyAlpha})`,
        `constructor(readonly alpha = ${leakyAlpha}, readonly name = '')`,
      ),
      "beras/losses.ts": replacing(
        "return yPred.sub(yTrue).square().mean();",
        `let sum = 0;
    for (let i = 0; i < yPred.shape[0]; i++) {
      for (let j = 0; j < yPred.shape[1]; j++) sum += (yPred.at(i, j) - yTrue.at(i, j)) ** 2;
    }
    return yPred.sub(yTrue).square().mean().add(sum * 0);`,
      ),
    });
    expect(report).toMatchObject({
      signatures: [],
      types: [],
      loops: [{ file: "beras/losses.ts", message: expect.stringContaining("single numbers") }],
    });
  });

  test("no file outside of the submission is told about", async () => {
    const folder = temporaryFolder();
    const secret = join(folder, "secret.ts");
    writeFileSync(secret, 'export const secret = "hidden" as const;');
    const root = writeSubmission(join(folder, "alice"), "solution", {
      "beras/losses.ts": (text) =>
        `/// <reference path="${secret}" />\nimport type { secret } from "../../secret.ts";\nconst n: number = "" as typeof secret;\n${text}`,
    });
    const report = JSON.stringify(await checkFolder(root));
    expect(report).toContain("secret.ts");
    expect(report).not.toContain("hidden");
  });

  test.each([
    [
      "an expression that is nested too deeply",
      `export const deep = ${"(".repeat(20_000)}1${")".repeat(20_000)};`,
    ],
    [
      "a type that takes all memory",
      "type T<A extends 0[], B extends 0[]> = A['length'] extends 9 ? B : T<[...A, 0], [...B, ...B]>; export const m: T<[], [0, 0, 0]> = [0] as T<[], [0, 0, 0, 0]>;",
    ],
  ])(
    "%s ends the compiler, not the grader",
    async (_, code) => {
      const report = await check({ "beras/losses.ts": (text) => `${text}\n${code}` });
      if (report !== "timeout") expect(report.types.length).toBeGreaterThan(0);
    },
    90_000,
  );

  test("types without end are ended", async () => {
    const report = typecheck(assignment, house, 1).report;
    expect(await report).toBe("timeout");
  });
});
