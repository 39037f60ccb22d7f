/** What a report says as a whole, and what comes next. */
import type { Progress } from "../report/earlier.ts";

/** Above the checks: what the run covered, or why it covered less. */
export const messages = {
  selected: ({ only }: { only: string[] }) => `Only ${only.join(", ")}: the score leaves out the rest`,
  stopped: ({ seconds }: { seconds: number }) => `Stopped after ${seconds} s; the finished checks count`,
  interrupted: "Interrupted; the finished checks count",
  fault: ({ reason }: { reason: string }) => `The grader itself failed: ${reason}`,
  "part-of-score": ({ points, maxPoints }: { points: number; maxPoints: number }) =>
    `${points}/${maxPoints} points`,
  "in-part": "in what was graded",
  "not-the-score": ({ score, maxScore }: { score: number | null; maxScore: number }) =>
    `The rest was left out, so the ${score}/${maxScore} in the report is not your score`,
  "left-out": ({ suites }: { suites: string[] }) =>
    `This run leaves out ${suites.join(", ")}, which that builds on: a mistake there shows here as well`,
  "check-not-run": ({ id }: { id: string }) => `the check ${id} was not run`,
  "hidden-checks": ({ count }: { count: number }) =>
    `${count === 1 ? "1 check is" : `${count} checks are`} not shown, and not in this score`,
};

/** What has changed since the last run. */
export const progress = {
  line: ({ score, right, wrong }: Progress) =>
    [
      score && `was ${score.before}, now ${score.after}`,
      right.length && `newly right: ${some(right)}`,
      wrong.length && `no longer right: ${some(wrong)}`,
    ]
      .filter(Boolean)
      .join("; "),
};

/** People do not read more. */
const maxNamed = 8;
const some = (ids: string[]) =>
  ids.slice(0, maxNamed).join(", ") + (ids.length > maxNamed ? ` and ${ids.length - maxNamed} more` : "");

/** The next step. The terminal and the page begin with `labels.next`. */
export const next = {
  fix: ({ what }: { what: string }) => `fix ${what}`,
  "fix-check": ({ title }: { title: string }) => `fix this: ${title}`,
  method: ({ method, file }: { method: string | null; file: string | null }) =>
    [method, file].filter(Boolean).join(" in "),
  "grade-alone": ({ suite }: { suite: string }) =>
    `\`npm run grade -- --only ${suite}\` grades this part alone`,
  "more-hints": "If it fails again, it tells more; `npm run grade -- --hints all` tells everything now",
  "grade-next": ({ id, title }: { id: string; title: string }) =>
    `${title}: \`npm run grade -- --only ${id}\`, or \`npm run grade\` for all`,
  "grade-all": "`npm run grade` shows what is next",
  "hand-in": ({ document }: { document?: string }) =>
    `hand in: ${document ? `answer ${document}, then ` : ""}\`npm run pack -- submission\``,
  marker: ({ track, marker, beside }: { track: string; marker: string; beside: string }) =>
    `For ${track}, whose part is written, put an empty file named ${marker} beside ${beside} first`,
};
