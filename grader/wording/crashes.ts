/** Why a submission could not be judged. Each fits after a colon. */
export const crashes = {
  "out-of-memory": ({ memoryMb }: { memoryMb: number }) => `it used more than ${memoryMb} MB of memory`,
  "process-ended": "its process ended",
  "endless-import": "its import does not finish",
  "endless-types": "the TypeScript compiler did not finish with these files",
};
