/** The file by which a student says that the code is for the other track. */

/** In a folder of the code or above it, it says that the student takes CS2470. */
export const trackMarker = "2470student";

/** What editors, browsers and learning platforms make of that name: `2470student.txt`, `2470 Student`, `2470student-1`. */
const misspelt = /^(cs)?2470[\s_-]*students?([\s_-]*(\d|\(\d\)))?(\.[a-z0-9]{1,5})?$/i;

export function isMarker(name: string): boolean {
  return misspelt.test(name.normalize("NFC").trim());
}
