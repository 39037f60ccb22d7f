/** Writes one SVG file made of several plots. */
import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type PlotOptions, plot } from "@observablehq/plot";
import { DOMParser } from "linkedom";
import { writeWholeSync } from "../../data/writeWhole.ts";

/** A plot and its place. Sizes and places are in pixels. */
export interface Panel {
  x: number;
  y: number;
  plot: PlotOptions & { width: number; height: number };
}

export const ink = "#1b1e23";
const font = "system-ui, 'DejaVu Sans', sans-serif";

/**
 * Writes the picture as a self-contained SVG file, without scripts, style sheets or other files.
 * @param size width and height in pixels
 * @param file the file, which is replaced if it exists, and whose folder is made if it is missing
 * @returns the absolute path of the file
 */
export function writePicture(
  title: string,
  [width, height]: [number, number],
  panels: Panel[],
  file: string,
): string {
  const document = new DOMParser().parseFromString(svgOf(title, [width, height]), "image/svg+xml");
  for (const { x, y, plot: options } of panels) {
    const drawn = plot({
      ...options,
      document: document as unknown as PlotOptions["document"],
      style: { color: ink, fontFamily: font, fontSize: "13px" },
    });
    // The style is for web pages. Inside of another SVG it would change the size.
    drawn.querySelector("style")?.remove();
    drawn.setAttribute("x", String(x));
    drawn.setAttribute("y", String(y));
    document.documentElement?.append(drawn as never);
  }
  return writeSvg(`${document.documentElement}\n`, file);
}

/** @param content the picture's content below its title */
export function svgOf(title: string, [width, height]: [number, number], content = ""): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${font}">
<title>${title}</title>
<rect width="100%" height="100%" fill="white"/>
<text x="24" y="34" font-size="17" font-weight="600" fill="${ink}">${title}</text>
${content}</svg>`;
}

/** Writes the file, or replaces it, and makes its folder. @returns the absolute path of the file */
export function writeSvg(svg: string, file: string): string {
  const path = resolve(file);
  mkdirSync(dirname(path), { recursive: true });
  writeWholeSync(path, svg);
  return path;
}
