import { submissionOf } from "../../../checks/check.ts";
import type * as matrix from "../solution/matrix.ts";
import type * as stats from "../solution/stats.ts";

export const submission = submissionOf<typeof stats & typeof matrix>();
