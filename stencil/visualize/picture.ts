/** One SVG file made of several plots. */
import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type PlotOptions, plot } from "@observablehq/plot";
import { DOMParser } from "linkedom";
import { writeWholeSync } from "../../data/writeWhole.ts";

/** A plot and where it goes; sizes and places in pixels. */
export interface Panel {
  x: number;
  y: number;
  plot: PlotOptions & { width: number; height: number };
}

export const ink = "#1b1e23";
const font = "system-ui, 'DejaVu Sans', sans-serif";

/**
 * Writes the picture as an SVG file that needs nothing else: no script, no style sheet, no other file.
 * @param size width and height in pixels
 * @param file created together with its folder; replaced as a whole when it exists
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
    // Made for web pages: inside of another SVG it would change the size.
    drawn.querySelector("style")?.remove();
    drawn.setAttribute("x", String(x));
    drawn.setAttribute("y", String(y));
    document.documentElement?.append(drawn as never);
  }
  return writeSvg(`${document.documentElement}\n`, file);
}

/** @param content what the picture shows below its title */
export function svgOf(title: string, [width, height]: [number, number], content = ""): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${font}">
<title>${title}</title>
<rect width="100%" height="100%" fill="white"/>
<text x="24" y="34" font-size="17" font-weight="600" fill="${ink}">${title}</text>
${content}</svg>`;
}

/** @returns the absolute path of the file, which is created together with its folder, and replaced as a whole when it exists */
export function writeSvg(svg: string, file: string): string {
  const path = resolve(file);
  mkdirSync(dirname(path), { recursive: true });
  writeWholeSync(path, svg);
  return path;
}
