/** Limits for reading a hand-in. */

/** Eight times the largest file of the solution: far more than a person writes by hand. */
export const maxFileBytes = 64 * 1024;
/** The same, as messages show it. */
export const maxFileKb = maxFileBytes / 1024;
