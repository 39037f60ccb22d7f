/** Each method that students write has a check. todo.sweep.ts resets the methods to their TODO and grades that. */
import { methods, needing, optional } from "../testing/todo.ts";

test("every method that students write has a check", () => {
  for (const { method } of methods) {
    if (!optional.includes(method)) expect(needing(method)).not.toEqual([]);
  }
  expect(methods.length).toBeGreaterThan(20);
});
