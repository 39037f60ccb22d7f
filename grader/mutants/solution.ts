/** The solution by its own checks: whatever is made from it, or proved by it, rests on their passing. */
import { allSuites, gradeChanged } from "./gradeChanged.ts";
import { lossesOf } from "./verdict.ts";

/** What the solution loses, a line each. */
export async function judgeSolution(): Promise<string[]> {
  const { checks } = await gradeChanged({}, allSuites);
  return lossesOf([{ name: "solution/" }], checks);
}
