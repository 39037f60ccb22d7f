/**
 * Runs the suites in the order of the rubric, so that whatever a check requires has been judged before it. JavaScript,
 * because Jest loads a sequencer as it is.
 */
const { basename } = require("node:path");
const Sequencer = require("@jest/test-sequencer").default;

module.exports = class RubricSequencer extends Sequencer {
  sort(tests) {
    const { checks } = globalThis[Symbol.for("beras.suiteRun")];
    const order = [...new Set([...checks.values()].map(({ suite }) => suite))];
    const position = ({ path }) => order.indexOf(basename(path, ".spec.ts"));
    return [...tests].sort((a, b) => position(a) - position(b));
  }
};
