/** Writes class.html for a class with long names, many mistakes and hostile texts: `tsx writeClassPage.ts FILE`. */
import { writeFileSync } from "node:fs";
import { assignment } from "../assignment/index.ts";
import { warnings } from "../assignment/warnings.ts";
import { renderClassPage } from "../batch/classPage/index.ts";
import type { Failure } from "../report/failure.ts";
import { classRows, type Member, summaryOf } from "./classRows.ts";

const hostile = `</script><script>alert(1)</script><img src=x onerror="alert('2')">`;
const wrong = (details: string, message = "output has wrong entries"): Failure => ({
  ...{ code: "unexpected", message, expected: "output[1,1] = -1.356", received: "output[1,1] = -1.192" },
  details: [details],
});
const timeout: Failure = { code: "timeout", timeoutMs: 1 };

const members: Member[] = Array.from({ length: 60 }, (_, i) => ({
  name: `${["ann", "benjamin-alexander", "submission_314159", "cem"][i % 4]}-${i}`,
  failures: {
    ...(i % 2 && { "layers.dense.forward": wrong("no-bias") }),
    ...(i % 3 === 0 && { "losses.mse.forward": wrong("sum-instead-of-mean") }),
    ...(i % 5 === 0 && { "onehot.fit": timeout }),
    ...(i === 7 && { "metrics.accuracy": wrong("other", hostile) }),
  },
  warnings:
    i % 20 === 4
      ? [
          {
            ...{ check: "core.tape.dense", code: "runs-layers-again" },
            message: "GradientTape.gradient runs Dense.forward again: are its gradients finite differences?",
            evidence: "9312 times in one call",
            where: { file: "beras/core.ts", line: 31, method: "GradientTape.gradient" },
            ...warnings["runs-layers-again"],
          },
        ]
      : [],
}));
const rows = classRows(members);
writeFileSync(process.argv[2], renderClassPage(assignment, rows, summaryOf(rows)));
