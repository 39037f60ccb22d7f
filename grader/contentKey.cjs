/**
 * Identifies the version of the grader by a hash. Caches and queues depend on it. It is JavaScript, because start.cjs needs it
 * before TypeScript can run.
 */
const { createHash } = require("node:crypto");
const { readdirSync, readFileSync, statSync } = require("node:fs");
const path = require("node:path");

const house = path.dirname(__dirname);
/** The folders with source files. Student code is not included: it is compiled for the sandbox on every run. */
const sources = [
  "grader",
  "data",
  "fixtures",
  "stencil/tensor",
  "stencil/errors.ts",
  "solution",
  "package-lock.json",
];

/** Returns undefined if `read` throws. What cannot be read, such as a broken link, is not a source file. */
const attempt = (read) => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/**
 * Hashes every source file, by name and content.
 * @param {{ suites?: boolean, place?: boolean, node?: boolean }} options whether to include the suites (scores depend on them, programs do
 * not), the path of the project (bundles contain it), and Node's version (what is compiled depends on it)
 * @returns {string} 16 hexadecimal digits
 */
exports.contentKey = ({ suites = false, place = false, node = true } = {}) => {
  const hash = createHash("sha256");
  if (node) hash.update(process.version);
  if (place) hash.update(house);
  const isLeft = (file) =>
    file === "grader/assignment/hostile" ||
    /\.(test|e2e|sweep)\.ts$/.test(file) ||
    (!suites && file.endsWith(".spec.ts"));
  const add = (file) => {
    const full = path.join(house, file);
    if (attempt(() => statSync(full).isFile()))
      hash.update(file).update(attempt(() => readFileSync(full)) ?? "");
  };
  const visit = (folder) => {
    if (isLeft(folder)) return;
    const entries = attempt(() => readdirSync(path.join(house, folder), { withFileTypes: true })) ?? [];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(name);
      else if (/\.(ts|cjs|json)$/.test(name) && !isLeft(name)) add(name);
    }
  };
  for (const source of sources) {
    if (path.extname(source)) add(source);
    else visit(source);
  }
  return hash.digest("hex").slice(0, 16);
};
