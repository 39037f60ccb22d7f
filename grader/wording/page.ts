/** The texts of the page and of the services' formats that belong to no check. */
export const page = {
  score: ({ score, maxScore }: { score: number | null; maxScore: number }) =>
    score === null ? page["no-score"] : `${score} of ${maxScore} points`,
  "no-score": "No score",
  "of-points": ({ maxScore }: { maxScore: number }) => `of ${maxScore} points`,
  "of-points-graded": ({ maxScore }: { maxScore: number }) => `of ${maxScore} points in what was graded`,
  "by-machine": "graded by machine",
  "first-to-fix": "First to fix",
  "next-to-write": "Next to write",
  "all-passed": "Every check has passed.",
  "not-run": "not run",
  "for-a-person": "For a person to look at",
  "by-hand": "Graded by hand",
  graded: (p: { at: string; seconds: string; seed: string; node: string; platform: string }) =>
    `Graded on ${p.at} UTC in ${p.seconds} s with the seed ${p.seed}, on Node ${p.node}, ${p.platform}.`,
};

/** Two tensors as pictures. */
export const pictures = {
  tensor: ({ title, name, shape }: { title: string; name: string; shape: string }) =>
    `${title}: ${name}, shape ${shape}`,
  differences: (p: { name: string; shape: string; differing: number; size: number }) =>
    `${p.name}, shape ${p.shape}: ${p.differing} of ${p.size} entries differ (outlined).`,
  derivatives: ({ count, right, wrong }: { count: number; right: number; wrong: number }) =>
    `${count} derivatives, analytic against numeric: ${right} agree, ${wrong} do not`,
  graph:
    "From left to right as it was computed: a box is a tensor, with its shape and first numbers, and in orange J, the gradient of the last box with respect to it. Where several arrows leave a box, each has its part of J, and the parts add up.",
  received: ({ numbers }: { numbers: string }) => `yours: ${numbers}`,
  operation: ({ name, inputs, output }: { name: string; inputs: string; output: string }) =>
    `${name} of ${inputs} gives ${output}`,
  "each-dot":
    "Each dot is a derivative: yours upwards, the numeric one to the right. Where the two agree, it lies on the dashed line.",
  numeric: "numeric (finite differences)",
  analytic: "analytic (yours)",
};

export const services = {
  "not-graded": "Not graded",
  "not-complete": "Not complete",
  "more-fail": ({ count }: { count: number }) => `${count} more checks fail: see the summary of this run`,
  "more-hidden": ({ count }: { count: number }) =>
    `${count} more ${count === 1 ? "check is" : "checks are"} not shown.`,
  "for-staff": "For staff: warnings, which change no score",
};
