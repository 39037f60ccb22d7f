/** Converts pixels to an image that a picture can embed. */
import { PNG } from "pngjs";

/**
 * @param pixels of a square image, row by row, 0 (paper) to 1 (ink)
 * @returns a PNG as a data URL, dark ink on light paper
 */
export function toDataUrl(pixels: ArrayLike<number>): string {
  const side = Math.sqrt(pixels.length);
  const png = new PNG({ width: side, height: side, colorType: 0, inputColorType: 0, inputHasAlpha: false });
  png.data = Buffer.from(Array.from(pixels, (ink) => 255 * (1 - Math.min(Math.max(ink, 0), 1))));
  return `data:image/png;base64,${PNG.sync.write(png, { colorType: 0, inputColorType: 0, inputHasAlpha: false }).toString("base64")}`;
}
