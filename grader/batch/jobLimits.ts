/** A job may come from anybody who reaches the queue, and must not occupy a worker for ever. */

/** Twenty times the size of a large submission. */
export const maxJobBytes = 10 * 1024 * 1024;
/** Ten times what a zip file may hold. */
export const maxJobFiles = 5000;
/** A day: a hundred times the default. */
export const maxTimeoutSeconds = 24 * 3600;
export const maxSeedLength = 1000;
