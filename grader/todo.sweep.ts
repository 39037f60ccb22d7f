/** Each method of the solution in turn is put back to its TODO: only the checks that need it are affected. */
import { expectOnlyTodo, methods } from "./testing/todo.ts";

test.each(methods)("$method", expectOnlyTodo, 60_000);
