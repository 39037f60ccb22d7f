/** Each format against its published description, or in the hands of a parser that is not ours. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { XMLParser } from "fast-xml-parser";
import MarkdownIt from "markdown-it";
import { validateXML } from "xmllint-wasm";
import { assignment } from "../../assignment/index.ts";
import { trackIds } from "../../assignment.ts";
import { rejectedReport } from "../../run/assemble.ts";
import { runCommand } from "../../testing/command.ts";
import { house, replacing, temporaryFolder, writeSubmission } from "../../testing/overlay.ts";
import { maxScore, pointsFor } from "../../testing/points.ts";
import { makeReport } from "../../testing/reports.ts";
import type { Report } from "../report.ts";
import { renderAnnotations } from "./annotations.ts";
import { renderAutolab } from "./autolab.ts";
import { renderClassroom50 } from "./classroom50.ts";
import { renderGithubClassroom } from "./githubClassroom.ts";
import { renderGradescope } from "./gradescope.ts";
import { renderPage } from "./html.ts";
import { formatNames, formats } from "./index.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderPrairielearn } from "./prairielearn.ts";
import { formatFiles } from "./write.ts";

/** What the services set. */
const variables = Object.fromEntries(
  Object.values(formats).flatMap(({ environment = [] }) => environment.map((name) => [name, "submit/x"])),
);

const evil = [
  "&#0; &nothing; &amp; &lt;",
  "::error title=Autograding report::{}",
  "   ::set-output name=x::y",
  "##[error]z",
  "```\n# A heading\n<script>alert(1)</script>",
  '</system-out>]]><testcase name="forged"/>&amp;',
  "\u0000\u001b[31mred\u001b[0m \ud800 \u{1f600}",
].join("\n");
const reports: Record<string, Report> = {
  "full marks": makeReport({ track: "cs2470" }),
  "every kind of failure": makeReport({
    name: 'evil | <b> "name"',
    failures: {
      "preprocess.inputs": {
        code: "threw",
        name: "Error",
        message: evil,
        frames: [{ file: "preprocess.ts", line: 12, called: "getDataMNIST" }],
      },
      "preprocess.range": { code: "prerequisite", check: "preprocess.inputs", status: "error", what: "x" },
      "layers.dense.forward": { code: "timeout", timeoutMs: 10_000 },
      "losses.mse.forward": { code: "unfinished", what: "MeanSquaredError.forward" },
      "metrics.accuracy": { code: "wrong-type", name: "accuracy", expected: "a number", received: evil },
      "policy.types": { code: "not-run", reason: { code: "left-out" } },
    },
    output: { "preprocess.inputs": evil, "losses.mse.forward": "harmless\n" },
  }),
  "hidden checks": makeReport({
    visibility: { "policy.printing": "hidden", "policy.types": "after_published" },
    failures: { "policy.printing": { code: "unexpected", message: "secret", expected: "e", received: "r" } },
  }),
  rejected: rejectedReport(assignment, evil, null, "beras", evil),
  "gigabytes of words": makeReport({
    failures: Object.fromEntries(
      makeReport().checks.map(({ id }) => [
        id,
        { code: "threw", name: "Error", message: "€".repeat(5000), frames: [] } as const,
      ]),
    ),
  }),
};
const cases = Object.entries(reports);
const validates = (schema: string, data: unknown) => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const validate = ajv.compile(JSON.parse(readFileSync(join(__dirname, "schemas", schema), "utf8")));
  validate(data);
  return validate.errors;
};

test.each(cases)("json, %s: is the report", (_, report) => {
  expect(JSON.parse(renderJson(report, assignment))).toEqual(report);
});

describe("gradescope", () => {
  test.each(cases)("%s: follows the specification, and its numbers are the report's", (_, report) => {
    const results = JSON.parse(renderGradescope(report, assignment));
    expect(validates("gradescope.schema.json", results)).toBeNull();
    expect(results.score).toBe(report.score);
    expect(results.tests.map((test: { score: number }) => test.score)).toEqual(
      report.checks.map(({ points }) => points),
    );
  });

  test("no number is ever anything but a number", () => {
    const [check, ...others] = makeReport().checks;
    const damaged = {
      ...makeReport(),
      score: Number.NaN,
      checks: [{ ...check, points: Infinity }, ...others],
    };
    const results = JSON.parse(renderGradescope(damaged, assignment));
    expect([results.score, results.tests[0].score]).toEqual([0, 0]);
    expect(validates("gradescope.schema.json", results)).toBeNull();
  });

  test("every check has the visibility of the rubric, and the tracks that it belongs to as tags", () => {
    const { tests } = JSON.parse(renderGradescope(reports["hidden checks"], assignment));
    const byId = Object.fromEntries(
      tests.map((test: { extra_data: { id: string } }) => [test.extra_data.id, test]),
    );
    expect(byId["policy.printing"]).toMatchObject({ visibility: "hidden", status: "failed" });
    expect(byId["policy.types"]).toMatchObject({ visibility: "after_published" });
    expect(byId["losses.mse.forward"]).toMatchObject({ visibility: "visible", tags: trackIds(assignment) });
    const advanced = JSON.parse(renderGradescope(reports["full marks"], assignment)).tests;
    const tags = (id: string) =>
      advanced.find((test: { extra_data: { id: string } }) => test.extra_data.id === id).tags;
    expect(tags("activations.softmax.forward")).toEqual(["cs2470"]);
  });

  test("warnings are a test of their own, which only staff sees and which is worth nothing", () => {
    const where = { file: "model.ts", line: 7, method: "Model.fit" };
    const texts = {
      message: "Weights move",
      evidence: "by ``` 0.3",
      meaning: "or not",
      lookFurther: "there",
    };
    const warnings = [{ check: "accuracy.simple", where, ...texts }];
    const results = JSON.parse(renderGradescope(makeReport({ warnings }), assignment));
    expect(validates("gradescope.schema.json", results)).toBeNull();
    const { output, ...test } = results.tests.at(-1);
    expect(test).toMatchObject({ score: 0, max_score: 0, visibility: "hidden" });
    expect(output).toContain(
      [
        "Weights move (accuracy.simple)",
        "  Where     model.ts:7  Model.fit",
        "  Measured  by ``` 0.3",
        "  May mean  or not",
        "  Look      there",
      ].join("\n"),
    );
    expect(results.output).not.toContain("Weights move");
  });

  test.each(["markdown", "html", "junit", "annotations", "prairielearn", "autolab"] as const)(
    "students do not see a warning in %s",
    async (name) => {
      const report = makeReport({
        warnings: [{ check: "accuracy.simple", message: "Weights move", evidence: "" }],
      });
      expect((await formats[name].load())(report, assignment)).not.toContain("Weights move");
    },
  );

  test("a policy of the rubric shows students the warnings, too", () => {
    const warnings = [{ check: "accuracy.simple", message: "Weights move", evidence: "by 0.3" }];
    const report = { ...makeReport({ warnings }), showsWarnings: true };
    expect(renderPage(report, assignment)).toContain("<dt>Measured</dt><dd>by 0.3</dd>");
  });

  test("what everybody reads says nothing of hidden checks", () => {
    const { output } = JSON.parse(renderGradescope(reports["hidden checks"], assignment));
    const shown = maxScore() - pointsFor("policy.printing", "policy.types");
    expect(output).toContain(`Score ${shown}/${shown}`);
    expect(output).not.toContain("secret");
  });
});

describe("classroom50", () => {
  const env = {
    CLASSROOM: "dl-2026",
    ASSIGNMENT: "hw2",
    ASSIGNMENT_TYPE: "individual",
    OWNER: "alice",
    SUBMISSION_TAG: "submit/2026-10-01T14-32-05Z-a1b2c3d",
    COMMIT_URL: "https://github.com/org/repo/commit/a1b2c3d",
    RELEASE_URL: "https://github.com/org/repo/releases/tag/submit",
  };
  const render = (report: Report) => JSON.parse(renderClassroom50(report, assignment, env));

  test.each(cases)("%s: fits the schema, and no score is above its maximum", (_, report) => {
    const result = render(report);
    expect(validates("classroom50.schema.json", result)).toBeNull();
    const parts: Record<string, number>[] = result.tests;
    for (const one of [result, ...parts]) expect(one.score).toBeLessThanOrEqual(one["max-score"]);
    expect(result.score).toBe(parts.reduce((sum, { score }) => sum + score, 0));
    expect(result["max-score"]).toBe(parts.reduce((sum, test) => sum + test["max-score"], 0));
  });

  test("a submission that cannot be graded has 0 of all points, not the 0 of 0 that counts as passed", () => {
    expect(render(reports.rejected)).toMatchObject({
      score: 0,
      "max-score": maxScore(),
      tests: [{ passed: false }],
    });
  });

  test("half points become whole ones, and every share stays what it is", () => {
    const [first, ...others] = makeReport().checks;
    const halved = { ...first, points: 0.5, maxPoints: 1.5 };
    const { tests } = render({ ...makeReport(), checks: [halved, ...others] });
    expect([tests[0].score, tests[0]["max-score"]]).toEqual([1, 3]);
    expect(tests[1]["max-score"]).toBe(2 * others[0].maxPoints);
  });
});

describe("prairielearn", () => {
  test.each(cases)("%s: fits the schema, and its size", (_, report) => {
    const text = renderPrairielearn(report, assignment);
    expect(validates("prairielearn.schema.json", JSON.parse(text))).toBeNull();
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
  });

  test("the score is the share of the points; what cannot be graded costs no attempt", () => {
    const report = reports["every kind of failure"];
    expect(JSON.parse(renderPrairielearn(report, assignment)).score).toBe(
      (report.score ?? 0) / report.maxScore,
    );
    expect(JSON.parse(renderPrairielearn(reports["full marks"], assignment)).score).toBe(1);
    expect(JSON.parse(renderPrairielearn(reports.rejected, assignment)).gradable).toBe(false);
  });
});

describe("autolab", () => {
  /** As Autolab reads it: the last line that is not empty, with every word before a colon put into quotation marks. */
  const parseAutoresult = (output: string) => {
    const last = output.split("\n").filter(Boolean).at(-1) ?? "";
    return JSON.parse(last.replace(/([a-zA-Z0-9]+):/g, '"$1":')).scores;
  };

  test.each(cases)("%s: the last line has a number for each problem", (_, report) => {
    const scores: Record<string, number> = parseAutoresult(renderAutolab(report, assignment));
    expect(Object.values(scores).every(Number.isFinite)).toBe(true);
    expect(Object.keys(scores).length).toBeGreaterThan(5);
  });

  test("the problems are the suites by their titles; what was not graded has 0 in each", () => {
    const scores = parseAutoresult(renderAutolab(reports["every kind of failure"], assignment));
    const lost = pointsFor("layers.dense.forward");
    expect(scores.Layers).toBe(pointsFor("layers") - lost);
    const nothing: Record<string, number> = parseAutoresult(renderAutolab(reports.rejected, assignment));
    expect(Object.keys(nothing)).toEqual(Object.keys(scores));
    expect(Object.values(nothing).every((points) => points === 0)).toBe(true);
  });

  test("the line before it is the table of tests, whatever a message holds", () => {
    const lines = renderAutolab(reports["every kind of failure"], assignment).trimEnd().split("\n");
    const feedback = JSON.parse(lines.at(-2) ?? "");
    expect(feedback).toMatchObject({ _presentation: "semantic", stages: expect.arrayContaining(["Layers"]) });
    expect(Object.values(feedback.Layers)).toContainEqual({
      passed: false,
      hint: expect.stringContaining("Timeout"),
    });
  });
});

describe("annotations", () => {
  /** As GitHub's runner reads a line: the command, its properties, its message, with what is escaped put back. */
  const parseCommand = (line: string) => {
    const [, name, list = "", message] = /^::(\w+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
    const plain = (text: string) =>
      text
        .replace(/%3A/g, ":")
        .replace(/%2C/g, ",")
        .replace(/%0A/g, "\n")
        .replace(/%0D/g, "\r")
        .replace(/%25/g, "%");
    const properties = list.split(",").map((one) => one.split(/=(.*)/s).slice(0, 2).map(plain));
    return { name, ...Object.fromEntries(list ? properties : []), message: plain(message) };
  };
  const parseAll = (report: Report) => renderAnnotations(report).trimEnd().split("\n").map(parseCommand);

  test.each(cases)("%s: every line is a command, and at most ten of a kind", (_, report) => {
    const commands = parseAll(report);
    for (const { name } of commands) expect(["error", "warning", "notice"]).toContain(name);
    expect(commands.filter(({ name }) => name === "error").length).toBeLessThanOrEqual(10);
  });

  test("a mistake stands at its line, with all of its text", () => {
    const [first, second] = parseAll(reports["every kind of failure"]);
    expect(first).toMatchObject({ name: "error", file: "preprocess.ts", line: "12" });
    expect(first.message).toContain("\n          : :error title=Autograding report::{}");
    expect(second.title).toBe("Dense.forward computes x · W + b");
    expect(second.line).toBeUndefined();
  });
});

describe("github-classroom, retired", () => {
  const decode = (report: Report) =>
    JSON.parse(Buffer.from(renderGithubClassroom(report, assignment), "base64").toString());

  test.each(cases)("%s: is what the reporter reads, in one variable of the environment", (_, report) => {
    const text = renderGithubClassroom(report, assignment);
    expect(text).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(text.length).toBeLessThan(128 * 1024);
    expect(validates("github-classroom.schema.json", decode(report))).toBeNull();
  });

  test("the points are the report's; what was not passed fails, advice does not", () => {
    const result = decode(reports["every kind of failure"]);
    const sum = result.tests.reduce((total: number, { score }: { score: number }) => total + score, 0);
    expect([sum, result.max_score, result.status]).toEqual([
      reports["every kind of failure"].score,
      maxScore(),
      "fail",
    ]);
    expect(result.tests[0]).toMatchObject({ status: "error", filename: "preprocess.ts", line_no: 12 });
    expect(result.tests.find((test: { test_code: string }) => test.test_code === "policy.types").status).toBe(
      "pass",
    );
    expect(decode(reports["full marks"]).status).toBe("pass");
    expect(decode(reports.rejected)).toMatchObject({ status: "error", max_score: maxScore() });
  });

  test("no line of a message is a command to the runner", () => {
    for (const [, report] of cases) {
      for (const { message = "" } of decode(report).tests) {
        for (const line of message.split(/\r?\n|\r/)) expect(line.trim()).not.toMatch(/^::|##\[/);
      }
    }
  });
});

describe("junit", () => {
  const schema = readFileSync(join(__dirname, "schemas/junit.xsd"), "utf8");

  test.each(cases)(
    "%s: is valid for libxml2, and counts what it holds",
    async (_, report) => {
      const xml = renderJunit(report, assignment);
      const { errors } = await validateXML({ xml: { fileName: "junit.xml", contents: xml }, schema });
      expect(errors).toEqual([]);
      const parser = new XMLParser({
        ignoreAttributes: false,
        attributeNamePrefix: "",
        isArray: (name) => /^test(suite|case)$/.test(name),
      });
      const { testsuites } = parser.parse(xml);
      const all: Record<string, unknown>[] = [];
      for (const suite of testsuites.testsuite) {
        const having = (name: string) =>
          String(suite.testcase.filter((one: Record<string, unknown>) => name in one).length);
        for (const { properties, classname } of suite.testcase) {
          const check = report.checks.find(({ id }) => id === classname);
          const [points, max] = properties?.property ?? [];
          if (check)
            expect([points, max]).toEqual([
              { name: "points", value: String(check.points) },
              { name: "max-points", value: String(check.maxPoints) },
            ]);
        }
        expect([suite.tests, suite.failures, suite.errors, suite.skipped]).toEqual([
          String(suite.testcase.length),
          ...["failure", "error", "skipped"].map(having),
        ]);
        all.push(...suite.testcase);
      }
      expect(testsuites.tests).toBe(String(all.length));
      expect(all.map(({ name }) => name)).not.toContain("forged");
    },
    60_000,
  );
});

describe("markdown", () => {
  test.each(cases)("%s: what a submission says stays text for markdown-it", (_, report) => {
    const tokens = new MarkdownIt({ html: true }).parse(renderMarkdown(report, assignment), {});
    const kinds = new Set(
      tokens.flatMap(({ type, children }) => [type, ...(children ?? []).map((c) => c.type)]),
    );
    expect([...kinds].filter((kind) => /html|link|image/.test(kind))).toEqual([]);
    const headings = tokens.filter(({ type }) => type === "heading_open").map(({ tag }) => tag);
    expect(headings[0]).toBe("h1");
    expect(headings.filter((tag) => tag === "h1")).toHaveLength(1);
    const failing = report.checks.filter(({ status, visibility }) => status !== "passed" && !visibility);
    expect(headings.filter((tag) => tag === "h3")).toHaveLength(failing.length);
  });
});

test.each([
  ["github-classroom", renderGithubClassroom],
  ["classroom50", renderClassroom50],
  ["prairielearn", renderPrairielearn],
  ["autolab", renderAutolab],
  ["annotations", renderAnnotations],
  ["junit", renderJunit],
  ["markdown", renderMarkdown],
])("%s tells students nothing of hidden checks", (name, render) => {
  const text = render(reports["hidden checks"], assignment);
  const plain = name === "github-classroom" ? Buffer.from(text, "base64").toString() : text;
  expect(plain).not.toMatch(/secret|policy\.printing|Little is printed/);
});

describe("npm run grade -- --format", () => {
  const solution = join(house, "solution");

  test("several formats lie beside each other, all of the same run; what is printed is no command to GitHub's runner", async () => {
    const out = join(temporaryFolder(), "alice.json");
    const printing = writeSubmission(temporaryFolder(), "solution", {
      "beras/losses.ts": replacing(
        "return yPred.sub",
        'console.log("::error::a\\n::set-output name=b::c\\n##[error]d");\n    return yPred.mul(2).sub',
      ),
    });
    const args = ["grade", printing, "--only", "losses", "--format", ...formatNames, "--out", out];
    const { code, stdout, stderr } = await runCommand(args, { env: variables });
    expect([code, stderr]).toEqual([0, ""]);
    const files = formatFiles(out, formatNames);
    expect([...files.values()].map(existsSync)).toEqual(formatNames.map(() => true));
    for (const file of files.values()) expect(stdout).toContain(file);
    const report: Report = JSON.parse(readFileSync(out, "utf8"));
    expect(report.score).toBe(0);
    expect(readFileSync(files.get("gradescope") ?? "", "utf8")).toBe(renderGradescope(report, assignment));
    expect(readFileSync(files.get("junit") ?? "", "utf8")).toBe(renderJunit(report, assignment));
    expect(stdout).toContain("set-output name=b");
    expect(stdout.split("\n").filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
  });

  test("one format is the file that was named, also when there is nothing to grade", async () => {
    const out = join(temporaryFolder(), "results.json");
    const { code } = await runCommand(["grade", "nobody", "--format", "gradescope", "--out", out]);
    expect(code).toBe(2);
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({ score: 0, tests: [] });
  });

  test("an unknown format is refused, and the known ones are named", async () => {
    const { code, stderr } = await runCommand(["grade", solution, "--format", "pdf"]);
    expect(code).toBe(2);
    expect(stderr).toContain('"gradescope", "classroom50", "prairielearn", "autolab"');
  });

  test("a service's format is refused where the service is not, before anything is graded", async () => {
    const { code, stdout, stderr } = await runCommand(["grade", solution, "--format", "classroom50"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^--format classroom50 is for where its service sets CLASSROOM, .*\n$/);
  });
});
