/** An eighth of the kinds of text, another one with each commit. linearTime.sweep.ts takes all. */
import { takeShard } from "./proofs/shard.ts";
import { kinds, testLinearTime } from "./testing/linearTime.ts";
import { partOf } from "./testing/rotation.ts";

testLinearTime(takeShard(Object.keys(kinds), partOf(8)));
