/** Resets two methods to their TODO. todo.sweep.ts does so with every method. */
import { expectOnlyTodo, methods, needing, optional } from "../testing/todo.ts";

test("every method that students write has a check", () => {
  for (const { method } of methods) {
    if (!optional.includes(method)) expect(needing(method)).not.toEqual([]);
  }
  expect(methods.length).toBeGreaterThan(20);
});

const some = ["Dense.inputGradients", "GradientTape.gradient"];

test.each(methods.filter(({ method }) => some.includes(method)))("$method", expectOnlyTodo, 60_000);
