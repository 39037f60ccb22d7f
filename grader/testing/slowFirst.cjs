/**
 * Jest runs first what took longest the last time. On a fresh checkout it does not know; there, the files come first whose
 * tests allow themselves the most time, so that none of them is left for the end, alone.
 */
const { readFileSync } = require("node:fs");
const { default: Sequencer } = require("@jest/test-sequencer");

/** The sum of its time limits, which are written as 60_000. */
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
