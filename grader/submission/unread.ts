/** What lies beside a hand-in by the nature of systems and tools, and is never read. */

/** What operating systems leave behind, and no student meant to hand in. */
const clutter =
  /(^|\/)(__MACOSX|\.DS_Store|\._[^/]*|\.Spotlight-V100|\.Trashes|Thumbs\.db|desktop\.ini|Icon\r)(\/|$)/i;
/** Folders where tools keep what they have installed or made, and folders that begin with a dot. */
const unreadFolder = /(^|\/)(node_modules|__MACOSX|__pycache__|venv|site-packages|\.[^/]*)\//i;

export const isClutter = (name: string): boolean => clutter.test(name);

/** @param name of a file, or of a folder with a slash at its end */
export const isUnread = (name: string): boolean => unreadFolder.test(name);

/** Where no helper is imported from. */
export const inHiddenFolder = /(^|\/)(node_modules|\.[^/]*)\//;
