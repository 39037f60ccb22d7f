/** The submission, as the suites of this assignment see it: with the names of its contract. */
import { submissionOf } from "../../checks/check.ts";
import type { SubmissionModules } from "../contract.ts";

export const submission = submissionOf<SubmissionModules>();
