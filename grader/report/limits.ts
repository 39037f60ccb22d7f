/** How much of the compared numbers a report holds: people read it, too. */
export const maxComparisons = 12;
export const maxEntries = 400;
/** A picture of a computation shows the first numbers of each of its tensors. */
export const maxGraphNodes = 40;
export const maxGraphRows = 2;
export const maxGraphColumns = 3;
