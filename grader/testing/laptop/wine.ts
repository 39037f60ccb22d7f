/** What Wine 8 cannot do, and Windows can: these tests are left out there, and nowhere else. */
export const isWine = process.platform === "win32" && process.env.WINEPREFIX !== undefined;

/** From the beginning of a test's full name to why. */
export const notUnderWine: Record<string, string> = {
  "a file that is there and is not read says why": "no symbolic links",
  "compileSubmission what is wrong is listed in the order":
    "compiles 180 files at once: through Wine's pipes one of them takes longer than it may",
  "a git repository at a commit": "no git for Windows is installed",
};
