/** Bundles a program for start.cjs and prints the bundle. Leaves out packages: they are JavaScript already. */
const { readFileSync } = require("node:fs");
const path = require("node:path");
const { build } = require("esbuild");

const house = path.dirname(__dirname);
const { imports } = require("../package.json");

/** Gives each file in the bundle the __dirname that it has in the tree. */
const keepPlaces = {
  name: "keep-places",
  setup({ onLoad, onResolve }) {
    // `packages: "external"` would also leave out our own package imports (#tensor).
    onResolve({ filter: /^#/ }, ({ path: name }) =>
      imports[name] ? { path: path.join(house, imports[name]) } : undefined,
    );
    onLoad({ filter: /\.(ts|cjs)$/, namespace: "file" }, ({ path: file }) => ({
      contents: `const __filename = ${JSON.stringify(file)}, __dirname = ${JSON.stringify(path.dirname(file))};${readFileSync(file, "utf8")}`,
      loader: file.endsWith(".ts") ? "ts" : "js",
    }));
  },
};

build({
  entryPoints: [process.argv[2]],
  bundle: true,
  write: false,
  platform: "node",
  target: "node20",
  format: "cjs",
  packages: "external",
  sourcemap: "inline",
  sourcesContent: false,
  plugins: [keepPlaces],
}).then(
  ({ outputFiles }) => process.stdout.write(outputFiles[0].text),
  // esbuild has already printed the error and its place.
  () => process.exit(1),
);
