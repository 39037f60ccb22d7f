/** How much of the compared numbers a report holds: people read it, too. */
export const maxComparisons = 12;
export const maxEntries = 400;
