import { check } from "../../../checks/check.ts";
import { submission } from "./submission.ts";

check("matrix.transpose", async () => {
  const rows = await submission.evaluate(({ transpose }) =>
    transpose([
      [1, 2, 3],
      [4, 5, 6],
    ]).join(" "),
  );
  expect(rows).toBeExactly("1,4 2,5 3,6", { message: "the transpose of two rows" });
});

check("matrix.center", async () => {
  const rows = await submission.evaluate(({ center }) =>
    center([
      [1, 8],
      [3, 4],
    ]).join(" "),
  );
  expect(rows).toBeExactly("-1,2 1,-2", { message: "two rows, centered" });
});
