/** Bundles a program for start.cjs and prints the bundle. Leaves out most packages: they are JavaScript already. */
const { readFileSync } = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { build } = require("esbuild");

const house = path.dirname(__dirname);
const { imports } = require("../package.json");

/**
 * The packages that every grading run loads. They have hundreds of files: to find and to read these takes longer than to run
 * them.
 */
const bundled = [
  "@jridgewell/trace-mapping",
  "@observablehq/plot",
  "ajv",
  "cli-progress",
  "jest-diff",
  "linkedom",
  "picocolors",
  "seedrandom",
  "word-wrap",
  "yargs",
];

/** Whether a file belongs to a package. These may be links that lead out of the project, which may itself lie in a node_modules. */
const isOfPackage = (file) => /^(node_modules|\.\.)[\\/]|^\w:/.test(path.relative(house, file));

/** Whether an import stays as it is. What a bundled package imports is bundled, too. */
const isLeft = (name, importer) =>
  !isOfPackage(importer) &&
  !/^[./]/.test(name) &&
  !bundled.some((known) => name === known || name.startsWith(`${known}/`));

/** Gives each file in the bundle the __dirname (in an ES module the URL) that it has in the tree. */
const keepPlaces = {
  name: "keep-places",
  setup({ onLoad, onResolve }) {
    // `packages: "external"` would also leave out our own package imports (#tensor).
    onResolve({ filter: /^#/ }, ({ path: name }) =>
      imports[name] ? { path: path.join(house, imports[name]) } : undefined,
    );
    onResolve({ filter: /.*/ }, ({ path: name, importer, kind }) =>
      kind !== "entry-point" && isLeft(name, importer) ? { path: name, external: true } : undefined,
    );
    onLoad({ filter: /\.([cm]?js|ts)$/, namespace: "file" }, ({ path: file }) => {
      const place = isOfPackage(file)
        ? `const __url = ${JSON.stringify(pathToFileURL(file).href)};`
        : `const __filename = ${JSON.stringify(file)}, __dirname = ${JSON.stringify(path.dirname(file))};`;
      return {
        contents: `${place}${readFileSync(file, "utf8")}`,
        loader: file.endsWith(".ts") ? "ts" : "js",
      };
    });
  },
};

build({
  entryPoints: [process.argv[2]],
  bundle: true,
  write: false,
  platform: "node",
  target: "node20",
  format: "cjs",
  define: { "import.meta.url": "__url" },
  // Node 20 runs no import() of a module that it takes from a cache: see compileCache.cjs.
  supported: { "dynamic-import": false },
  plugins: [keepPlaces],
}).then(
  ({ outputFiles }) => process.stdout.write(outputFiles[0].text),
  // esbuild has already printed the error and its place.
  () => process.exit(1),
);
