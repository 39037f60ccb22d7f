/**
 * Runs a TypeScript program of this project: `node grader/start.cjs grader/cli.ts grade`.
 *
 * Bundles the program once and keeps the bundle under a hash of its sources, and what V8 compiles of it, so that later starts
 * only run it. (A loader that translates file by file adds a second to each start: see `npm run bench`.) This file has to
 * be JavaScript itself.
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
const { keepCompiled } = require("./compileCache.cjs");
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

const [entry] = process.argv.splice(2, 1).map((file) => path.resolve(file));
const name = path.relative(house, entry).replace(/[\\/.]/g, "-");
const bundleFile = path.join(cache, `${name}-${contentKey({ place: true })}.cjs`);
const nodesCache = path.join(cache, "node");

/** Returns the bundle's text, or undefined if it is in its file, which is written on first use. */
function compiled() {
  if (isReadable(bundleFile)) return undefined;
  const text = bundle(entry);
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${bundleFile}.${process.pid}`, text);
    renameSync(`${bundleFile}.${process.pid}`, bundleFile);
    // Removes what is kept of earlier sources.
    rmSync(nodesCache, { recursive: true, force: true });
    for (const other of readdirSync(cache)) {
      if (other.startsWith(`${name}-`) && other !== path.basename(bundleFile))
        rmSync(path.join(cache, other), { force: true });
    }
    return undefined;
  } catch {
    return text;
  }
}

const text = compiled();
keepCompiled(nodesCache, bundleFile.replace(/cjs$/, "v8"));
if (text === undefined) {
  require(bundleFile);
} else {
  const main = new Module(path.join(house, "main.cjs"), module);
  main.paths = module.paths;
  main._compile(text, main.id);
}
