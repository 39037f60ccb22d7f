import { check } from "../../../checks/check.ts";
import { submission } from "./submission.ts";

check("stats.mean", async () => {
  const value = await submission.evaluate(({ mean }) => mean([1, 2, 6]));
  expect(value).toBeExactly(3, { message: "the mean of 1, 2 and 6" });
});

check("stats.variance", async () => {
  const value = await submission.evaluate(({ variance }) => variance([1, 2, 6, 7]));
  expect(value).toBeExactly(6.5, { message: "the variance of 1, 2, 6 and 7" });
});
