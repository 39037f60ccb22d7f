/** How much of a hand-in is read. */

/** Eight times the largest file of the solution: far more than anybody writes by hand. */
export const maxFileBytes = 64 * 1024;
/** Why such a file is not read. */
export const tooLarge = `is larger than ${maxFileBytes / 1024} kB`;
