/** What a sandbox process finds in its environment: nothing of the grader's. */

/**
 * Settings of glibc's. Without them every large array is a mapping of its own, fresh pages each time: training takes up to
 * a third longer, and with a weight gradient per sample, [batch, in, out] (50 MB a step), two fifths of its time go into
 * that.
 */
const allocator = { MALLOC_MMAP_MAX_: "0", MALLOC_TRIM_THRESHOLD_: String(2 ** 30) };

/**
 * What libuv copies from the parent on Windows unless it is given (`required_vars` in its src/win/process.c), the user's
 * name and the search path among it.
 */
const copiedOnWindows = [
  "HOMEDRIVE",
  "HOMEPATH",
  "LOGONSERVER",
  "PATH",
  "SYSTEMDRIVE",
  "TEMP",
  "USERDOMAIN",
  "USERNAME",
  "USERPROFILE",
  "WINDIR",
];

/** On Windows all of it is empty but the folder of the system, without which its libraries are not found. */
export function sandboxEnvironment(
  platform: NodeJS.Platform = process.platform,
  { SystemRoot = "C:\\Windows" }: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  if (platform !== "win32") return allocator;
  return { ...Object.fromEntries(copiedOnWindows.map((name) => [name, ""])), SYSTEMROOT: SystemRoot };
}
