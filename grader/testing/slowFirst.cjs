/**
 * Jest starts with the tests that took longest in the last run. A fresh checkout has no last run. Then this sequencer starts
 * with the files whose tests have the longest time limits, so that none of them runs alone at the end.
 */
const { readFileSync } = require("node:fs");
const { default: Sequencer } = require("@jest/test-sequencer");

/** The sum of a file's time limits, which are written like 60_000. */
function allowedMs(file) {
  const limits = readFileSync(file, "utf8").match(/\b\d+_000(?=,?\s*\))/g) ?? [];
  return limits.reduce((sum, limit) => sum + Number(limit.replace("_", "")), 0);
}

module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const allowed = new Map(sorted.map(({ path }) => [path, allowedMs(path)]));
    return sorted.sort((a, b) => allowed.get(b.path) - allowed.get(a.path));
  }
};
