/** All kinds of text. `npm test` takes some of them. */
import { kinds, testLinearTime } from "./testing/linearTime.ts";

testLinearTime(Object.keys(kinds));
