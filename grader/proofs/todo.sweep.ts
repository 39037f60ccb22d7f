/** Resets each method of the solution to its TODO in turn. Only the checks that need the method fail. */

import { expectOnlyTodo, methods } from "../testing/todo.ts";
import { takeShard } from "./shard.ts";

test.each(takeShard(methods, process.env.SHARD))("$method", expectOnlyTodo, 60_000);
