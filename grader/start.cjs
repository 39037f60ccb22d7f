/**
 * Runs a TypeScript program of this project: `node grader/start.cjs grader/cli.ts grade`.
 *
 * The program is bundled once and kept by the content of its sources, so that every later start takes as long as plain
 * JavaScript does. (A loader that translates file by file adds a second to each start: `npm run bench` has the figure.)
 * This file is JavaScript because it is what makes TypeScript run.
 */
require("./preflight.cjs");
const {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { contentKey } = require("./contentKey.cjs");

// As stencil/main/relaxedSimd.ts: the matrix products of #tensor take a fifth less time.
if (process.version.startsWith("v20."))
  require("node:v8").setFlagsFromString("--experimental-wasm-relaxed-simd");

const house = path.dirname(__dirname);
const cache = path.join(house, "node_modules/.cache/beras");

/** The bundle's text. In it, every file still has the __dirname that it has in the tree. */
function bundle(entry) {
  // Synchronous, so that what follows is an ordinary require; plugins are not to be had then, hence the child.
  const { execFileSync } = require("node:child_process");
  try {
    return execFileSync(process.execPath, [path.join(__dirname, "bundle.cjs"), entry], {
      maxBuffer: 1e8,
      encoding: "utf8",
    });
  } catch {
    console.error(`The grader itself failed: ${path.relative(house, entry)} does not compile (see above)`);
    process.exit(3);
  }
}

/** One that another user has made may be there, and not for us to read. */
function isReadable(file) {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** The bundle's file, written if it is not there yet; or, where nothing can be written, its text. */
function compiled(entry) {
  const name = path.relative(house, entry).replace(/[\\/.]/g, "-");
  const file = path.join(cache, `${name}-${contentKey({ place: true })}.cjs`);
  if (isReadable(file)) return { file };
  const text = bundle(entry);
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
    // Bundles of earlier sources are of no use any more.
    for (const other of readdirSync(cache)) {
      if (other.startsWith(`${name}-`) && other !== path.basename(file))
        rmSync(path.join(cache, other), { force: true });
    }
    return { file };
  } catch {
    return { text };
  }
}

const [entry] = process.argv.splice(2, 1);
const program = compiled(path.resolve(entry));
if (program.file) {
  require(program.file);
} else {
  const main = new Module(path.join(house, "main.cjs"), module);
  main.paths = module.paths;
  main._compile(program.text, main.id);
}
