import "./a.ts";
import "../metrics.ts";
export const b = 1;
