/** Given files beside the student's own. `beras/` is not among them: the student writes most of it. */
const given = /^(tensor|main|visualize|playground)\/|^(main|visualize|checkGradients|errors)\.ts$/;

/**
 * Whether a file is the student's, as helper files are. Stack frames of given code and of libraries do not help students.
 *
 * @param file relative to the folder of assignment.ts, with slashes
 */
export function isOwnFile(file: string): boolean {
  // Another drive of Windows has no relative path, so the name begins with the drive.
  return file.endsWith(".ts") && !/^(\.\.\/|\/|\w:)/.test(file) && !given.test(file);
}
