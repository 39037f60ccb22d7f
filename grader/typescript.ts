/**
 * The TypeScript compiler's API for JavaScript, of version 6. Version 7 has none, so a change of version concerns this module first.
 * `npm run typecheck` runs the compiler as a program, and does not need it.
 */
import ts from "typescript";

export { ts };
