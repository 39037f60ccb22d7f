/** The environment variables of a sandbox process. It inherits none from the grader. */

/**
 * Settings for glibc. By default, glibc maps fresh pages for every large array. Training then takes up to a third longer, and
 * a per-sample weight gradient, [batch, in, out] (50 MB a step), spends two fifths of its time on mapping.
 */
const allocator = { MALLOC_MMAP_MAX_: "0", MALLOC_TRIM_THRESHOLD_: String(2 ** 30) };

/**
 * Variables that libuv copies from the parent on Windows unless they are set (`required_vars` in its src/win/process.c).
 * They include the user's name and the search path.
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

/** Sets all variables to empty on Windows, except the system folder: Windows finds its libraries there. */
export function sandboxEnvironment(
  platform: NodeJS.Platform = process.platform,
  { SystemRoot = "C:\\Windows" }: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  if (platform !== "win32") return allocator;
  return { ...Object.fromEntries(copiedOnWindows.map((name) => [name, ""])), SYSTEMROOT: SystemRoot };
}
