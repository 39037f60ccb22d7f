/** Translates TypeScript for Jest, suites and tests alike. What is in a check's function stays as it is written: its source goes to the sandbox. */
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { transformSync, version } = require("esbuild");

const own = readFileSync(__filename);

module.exports = {
  process(text, file) {
    const { code } = transformSync(text, {
      loader: "ts",
      format: "cjs",
      target: "node20",
      platform: "node",
      sourcefile: file,
      sourcemap: "inline",
      // Jest has no modules to import dynamically: it is a require.
      supported: { "dynamic-import": false },
    });
    return { code };
  },
  getCacheKey: (text, file) =>
    createHash("sha256")
      .update(JSON.stringify([version, file, text]))
      .update(own)
      .digest("hex"),
};
