/**
 * What the grader is, as a hash: its version, for everything that is kept until it changes. JavaScript, because start.cjs
 * needs it before there is any TypeScript.
 */
const { createHash } = require("node:crypto");
const { existsSync, readdirSync, readFileSync } = require("node:fs");
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
    file === "grader/hostile/submissions" ||
    /\.(test|sweep)\.ts$/.test(file) ||
    (!suites && file.endsWith(".spec.ts"));
  const visit = (file) => {
    const full = path.join(house, file);
    if (!existsSync(full)) return;
    if (isLeft(file)) return;
    if (/\.(ts|cjs|json)$/.test(file)) hash.update(file).update(readFileSync(full));
    else if (!path.extname(file)) for (const name of readdirSync(full).sort()) visit(`${file}/${name}`);
  };
  for (const source of sources) visit(source);
  return hash.digest("hex").slice(0, 16);
};
