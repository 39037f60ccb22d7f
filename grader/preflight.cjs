/**
 * Runs before every command, and ends it with one line and exit code 2 if it cannot work here. Written for Node 12, so that
 * an old Node can still report that it is too old.
 */
// biome-ignore-all lint/style/useNodejsImportProtocol: Node 12 does not support it
const { mkdtempSync, rmdirSync } = require("fs");
const { tmpdir } = require("os");
const path = require("path");
const { engines } = require("../package.json");

/** Parsed from "^20.19.0 || ^22.12.0 || >=24.0.0" */
const ranges = engines.node.split(" || ").map((range) => {
  const [, operator, major, minor] = /^(\^|>=)(\d+)\.(\d+)\.0$/.exec(range);
  return { major: Number(major), minor: Number(minor), isOpen: operator === ">=" };
});

function nodeProblem() {
  const version = process.version.slice(1);
  const [foundMajor, foundMinor] = version.split(".").map(Number);
  const isSupported = ranges.some(
    ({ major, minor, isOpen }) =>
      (foundMajor === major && foundMinor >= minor) || (isOpen && foundMajor > major),
  );
  if (isSupported) return null;
  const needed = ranges.map(({ major, minor, isOpen }) =>
    isOpen ? `${major} and newer` : `${major} (from ${major}.${minor} on)`,
  );
  return `This project needs Node.js ${needed.join(", or ")}; this is ${version}. The current LTS is at https://nodejs.org`;
}

/** Without a writable folder, every check of a grading run would fail. */
function temporaryFolderProblem() {
  const folder = tmpdir();
  try {
    rmdirSync(mkdtempSync(path.join(folder, "grader-")));
    return null;
  } catch ({ code }) {
    const name = process.platform === "win32" ? "TEMP" : "TMPDIR";
    return `Temporary files cannot be written to ${folder} (${code}): set ${name} to a writable folder`;
  }
}

/** Node's loader rejects backslashes; Jest and esbuild read the others as patterns. Windows allows none of them. */
function placeProblem() {
  const house = path.dirname(__dirname);
  const found = path.sep === "/" && /[\\?*|]/.exec(house);
  return (
    found &&
    `Node and its packages cannot work below a folder with ${found[0]} in its name: rename it (${house})`
  );
}

const problem = nodeProblem() || placeProblem() || temporaryFolderProblem();
if (problem) {
  console.error(problem);
  process.exit(2);
}
