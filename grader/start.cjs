/**
 * Runs a TypeScript program of this project: `node grader/start.cjs grader/cli.ts grade`.
 *
 * Bundles the program once and keeps the bundle under a hash of its sources, so that later starts are as fast as plain
 * JavaScript. (A loader that translates file by file adds a second to each start: see `npm run bench`.) This file has to be
 * JavaScript itself.
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

// As in stencil/main/relaxedSimd.ts: the matrix products of #tensor take a fifth less time.
if (process.version.startsWith("v20."))
  require("node:v8").setFlagsFromString("--experimental-wasm-relaxed-simd");

const house = path.dirname(__dirname);
const cache = path.join(house, "node_modules/.cache/grader");

/** Returns the text of the bundle. Every file in it keeps the __dirname that it has in the tree. */
function bundle(entry) {
  // Must be synchronous, so that the program can be required. esbuild's synchronous API has no plugins, so this uses a child.
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

/** Whether we may read a file. Another user may have made it. */
function isReadable(file) {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Returns the bundle's file, written on first use; or its text, if the cache cannot be written. */
function compiled(entry) {
  const name = path.relative(house, entry).replace(/[\\/.]/g, "-");
  const file = path.join(cache, `${name}-${contentKey({ place: true })}.cjs`);
  if (isReadable(file)) return { file };
  const text = bundle(entry);
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
    // Removes bundles of earlier sources.
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
