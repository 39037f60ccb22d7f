/**
 * What the grader is, as a hash: its version, for everything that is kept until it changes. JavaScript, because start.cjs
 * needs it before there is any TypeScript.
 */
const { createHash } = require("node:crypto");
const { readdirSync, readFileSync, statSync } = require("node:fs");
const path = require("node:path");

const house = path.dirname(__dirname);
/** Where programs come from. Student code is not among them: it is compiled for the sandbox, each time. */
const sources = [
  "grader",
  "data",
  "fixtures",
  "stencil/tensor",
  "stencil/errors.ts",
  "solution",
  "package-lock.json",
];

/** Undefined where it throws: what cannot be read, such as a link that leads nowhere, is no source of what runs. */
const attempt = (read) => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/**
 * A hash of every source file, by name and content, and of Node's version.
 * @param {{ suites?: boolean, place?: boolean }} options whether the suites count (programs do without them, a score does
 * not), and whether it matters where the project lies (to a bundle, which has paths in it)
 * @returns {string} 16 hexadecimal digits
 */
exports.contentKey = ({ suites = false, place = false } = {}) => {
  const hash = createHash("sha256").update(process.version);
  if (place) hash.update(house);
  const isLeft = (file) =>
    file === "grader/assignment/hostile" ||
    /\.(test|sweep)\.ts$/.test(file) ||
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
