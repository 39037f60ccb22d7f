/** Tests the checks that run before every command. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { house, temporaryFolder } from "./testing/overlay.ts";

const { engines, scripts } = JSON.parse(readFileSync(join(house, "package.json"), "utf8"));
const preflight = join(house, "grader/preflight.cjs");

function withVersion(version: string) {
  const disguise = join(temporaryFolder(), "disguise.cjs");
  writeFileSync(disguise, `Object.defineProperty(process, "version", { value: "${version}" });`);
  return spawnSync(process.execPath, ["--require", disguise, preflight], { encoding: "utf8" });
}

describe("Node", () => {
  test.each("v20.19.0 v20.20.2 v22.12.0 v22.23.3 v24.0.0 v25.1.0 v26.12.1 v30.0.0-nightly".split(" "))(
    "%s is accepted",
    (version) => expect(withVersion(version)).toMatchObject({ status: 0, stdout: "", stderr: "" }),
  );

  test.each("v12.22.12 v18.20.8 v20.18.3 v21.7.3 v22.11.0 v23.11.1".split(" "))(
    "%s is rejected: one line names the required and the actual version",
    (version) => {
      const { status, stdout, stderr } = withVersion(version);
      expect([status, stdout]).toEqual([2, ""]);
      expect(stderr).toBe(
        `This project needs Node.js 20 (from 20.19 on), or 22 (from 22.12 on), or 24 and newer; this is ${version.slice(1)}. The current LTS is at https://nodejs.org\n`,
      );
    },
  );

  test("every package that students install supports the promised versions", () => {
    const { packages } = JSON.parse(readFileSync(join(house, "package-lock.json"), "utf8"));
    const installed = Object.entries<{ dev?: boolean; optional?: boolean; engines?: { node?: string } }>(
      packages,
    )
      .filter(([, { dev, optional }]) => !dev && !optional)
      .map(([, { engines }]) => engines?.node);
    // The strictest range. If it changes, package.json and the pages below have to follow.
    expect(installed).toContain("^20.19.0 || ^22.12.0 || >=23");
    expect(engines.node).toBe("^20.19.0 || ^22.12.0 || >=24.0.0");
  });

  test.each(["README.md", "stencil/README.md", "grader/assignment/packaging/README.md"])(
    "%s names these versions",
    (page) => {
      expect(readFileSync(join(house, page), "utf8")).toContain("20.19, 22.12, or 24 and newer");
    },
  );
});

test("a missing temporary folder is reported in one line by every command", () => {
  const TMPDIR = join(temporaryFolder(), "nowhere");
  const { status, stdout, stderr } = spawnSync(process.execPath, [preflight], {
    encoding: "utf8",
    env: { ...process.env, TMPDIR, TEMP: TMPDIR, TMP: TMPDIR },
  });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(
    /^Temporary files cannot be written to \S+nowhere \(ENOENT\): set (TMPDIR|TEMP) to .*\n$/,
  );
});

test.each(Object.entries<string>(scripts))("npm run %s starts with the preflight", (_, script) => {
  expect(script).toMatch(/^node grader\/(preflight\.cjs && |start\.cjs )/);
});
