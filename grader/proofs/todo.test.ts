/** Each method that students write has a check. todo.sweep.ts resets the methods to their TODO and grades that. */
import { methods, needing, optional } from "../testing/todo.ts";

test("every method that students write has a check", () => {
  const unjudged = methods
    .map(({ method }) => method)
    .filter((method) => !optional.includes(method) && needing(method).length === 0);
  expect(unjudged).toEqual([]);
  expect(methods.length).toBeGreaterThan(20);
});
