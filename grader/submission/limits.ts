/** How much of a hand-in is read. */

/** Eight times the largest file of the solution: far more than anybody writes by hand. */
export const maxFileBytes = 64 * 1024;
/** As a file that is not read has it in its reason. */
export const maxFileKb = maxFileBytes / 1024;
