/** Tests to skip under Wine 8, which cannot do everything that Windows can. */
export const isWine = process.platform === "win32" && process.env.WINEPREFIX !== undefined;

/** Maps the beginning of a test's full name to the reason. */
export const notUnderWine: Record<string, string> = {
  "a file that is there and is not read says why": "no symbolic links",
  "compileSubmission what is wrong is listed in the order":
    "compiles 180 files at once: through Wine's pipes one of them exceeds its time limit",
  "a git repository at a commit": "no git for Windows is installed",
};
