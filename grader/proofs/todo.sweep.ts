/** Resets each method of the solution to its TODO in turn. Only the checks that need the method fail. */

import { expectOnlyTodo, methods } from "../testing/todo.ts";
import { takeShard } from "./shard.ts";

// These two are needed by most other checks. Every part tests them.
const always = ["Dense.inputGradients", "GradientTape.gradient"];
const part = takeShard(methods, process.env.SHARD);
const chosen = methods.filter((entry) => part.includes(entry) || always.includes(entry.method));

test.each(chosen)("$method", expectOnlyTodo, 60_000);
