/** The plots, with the libraries that draw them: loaded when there is something to plot, which takes 100 ms. */
export function loadPlots(): typeof import("./plots.ts") {
  return require("./plots.ts");
}
