import type { DType, FloatArray } from "./dtype.ts";

// NumPy's defaults (numpy.set_printoptions).
const LINE_WIDTH = 75;
const PRECISION = 8;
const SUMMARIZE_BEYOND = 1000;
const EDGE_ITEMS = 3;

/** The parts of a tensor that printing needs. */
interface Printable {
  /** In row-major order. */
  data: FloatArray;
  shape: readonly number[];
  dtype: DType;
}

/** Formats the tensor like NumPy's `print`. */
export function format(x: Printable): string {
  const { data, shape } = x;
  if (shape.length === 0) return formatNumber(data[0], x.dtype);
  if (data.length === 0) return "[]";
  const summarize = data.length > SUMMARIZE_BEYOND;
  const word = elementFormat(visible(data, shape, summarize), x.dtype);
  return formatAxis({ data, shape, summarize, word }, 0, 0, " ", LINE_WIDTH);
}

interface Page {
  data: FloatArray;
  shape: readonly number[];
  summarize: boolean;
  word: (value: number) => string;
}

/** Formats the part of the tensor that begins at `start` and spans `axis` and the axes after it. */
function formatAxis(page: Page, axis: number, start: number, indent: string, width: number): string {
  const { data, shape, summarize, word } = page;
  if (axis === shape.length) return word(data[start]);
  const inner =
    data.length === 0 ? 0 : shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  const items = indices(shape[axis], summarize).map((i) =>
    i === undefined ? "..." : formatAxis(page, axis + 1, start + i * inner, `${indent} `, width - 1),
  );
  const isRow = axis === shape.length - 1;
  const body = isRow
    ? wrap(items, indent, width - 1)
    : items.join("\n".repeat(shape.length - axis - 1) + indent);
  return `[${body}]`;
}

/** Fills lines up to `width` with words. */
function wrap(words: string[], indent: string, width: number): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of words) {
    if (line.length + word.length > width && line.length > indent.length) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  lines.push(line.slice(0, -1));
  return lines.join("\n").slice(indent.length);
}

/** The indices printed along an axis; `undefined` stands for the omitted ones. */
function indices(length: number, summarize: boolean): (number | undefined)[] {
  const all = Array.from({ length }, (_, i) => i);
  if (!summarize || length <= 2 * EDGE_ITEMS) return all;
  return [...all.slice(0, EDGE_ITEMS), undefined, ...all.slice(-EDGE_ITEMS)];
}

/** The printed elements. Only they determine the width of a column. */
function visible(data: FloatArray, shape: readonly number[], summarize: boolean): number[] {
  if (!summarize) return Array.from(data);
  let starts = [0];
  for (const length of shape) {
    const kept = indices(length, true).filter((i) => i !== undefined);
    starts = starts.flatMap((start) => kept.map((i) => start * length + i));
  }
  return starts.map((i) => data[i]);
}

/** A function that formats elements so that they align at the decimal point. */
function elementFormat(values: number[], dtype: DType): (value: number) => string {
  const finite = values.filter(Number.isFinite);
  const magnitudes = finite.filter((x) => x !== 0).map(Math.abs);
  const largest = magnitudes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = magnitudes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const exponential =
    magnitudes.length > 0 &&
    (largest >= (dtype === "float32" ? 1e6 : 1e8) || smallest < 1e-4 || largest / smallest > 1000);

  const split = exponential ? splitScientific : splitPositional;
  const parts = finite.map((x) => split(x, dtype));
  const widest = (part: "whole" | "fraction" | "exponent") =>
    Math.max(0, ...parts.map((p) => p[part].length));
  const fraction = widest("fraction");
  const exponent = widest("exponent");
  const tail = (finite.length > 0 ? 1 : 0) + fraction + (exponential ? exponent + 2 : 0);
  const special = values.filter((x) => !Number.isFinite(x)).map((x) => spell(x).length);
  const width = Math.max(widest("whole") + tail, ...special);

  return (x) => {
    if (!Number.isFinite(x)) return spell(x).padStart(width);
    const p = split(x, dtype, fraction);
    const digits = exponential
      ? `${p.fraction}e${p.sign}${p.exponent.padStart(exponent, "0")}`
      : p.fraction.padEnd(fraction);
    return `${p.whole}.${digits}`.padStart(width);
  };
}

interface Parts {
  whole: string;
  fraction: string;
  sign: string;
  exponent: string;
}

function splitPositional(x: number, dtype: DType): Parts {
  const [digits, exponent] = shortest(x, dtype);
  const decimals = Math.min(Math.max(digits - 1 - exponent, 0), PRECISION);
  const [whole, fraction = ""] = roundTie(
    Math.abs(x).toFixed(decimals),
    Math.abs(x).toFixed(100),
    decimals,
  ).split(".");
  return { whole: minus(x) + whole, fraction: fraction.replace(/0+$/, ""), sign: "", exponent: "" };
}

/** @param decimals how many decimals to write; by default as many as needed, without trailing zeros */
function splitScientific(x: number, dtype: DType, decimals?: number): Parts {
  const needed = Math.min(shortest(x, dtype)[0] - 1, PRECISION);
  const [rounded, power] = Math.abs(x)
    .toExponential(decimals ?? needed)
    .split("e");
  const [exact] = Math.abs(x).toExponential(100).split("e");
  const [whole, fraction = ""] = roundTie(rounded, exact, decimals ?? needed).split(".");
  return {
    whole: minus(x) + whole,
    fraction: decimals === undefined ? fraction.replace(/0+$/, "") : fraction,
    sign: power[0],
    exponent: power.slice(1).padStart(2, "0"),
  };
}

/** Rounds a tie to the even digit, as NumPy does, where JavaScript rounds up: 1/512 is 0.00195312. */
function roundTie(rounded: string, exact: string, decimals: number): string {
  const end = exact.indexOf(".") + 1 + decimals;
  const down = exact.slice(0, end);
  return /^50*$/.test(exact.slice(end)) && /[02468]\.?$/.test(down) ? down : rounded;
}

/** How many digits distinguish the number from all others of its dtype, and its decimal exponent. */
function shortest(x: number, dtype: DType): [digits: number, exponent: number] {
  let text = x.toExponential();
  if (dtype === "float32") {
    // Nine digits always suffice for float32.
    for (let decimals = 0; decimals < 9; decimals++) {
      text = x.toExponential(decimals);
      if (Math.fround(Number(text)) === x) break;
    }
  }
  const [mantissa, exponent] = text.split("e");
  return [mantissa.replace(/[-.]/g, "").length, Number(exponent)];
}

/** Formats a single number as NumPy prints a scalar. */
function formatNumber(x: number, dtype: DType): string {
  if (!Number.isFinite(x)) return spell(x);
  const [digits] = shortest(x, dtype);
  const magnitude = Math.abs(x);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= (dtype === "float32" ? 1e6 : 1e16))) {
    const [mantissa, power] = magnitude.toExponential(digits - 1).split("e");
    return `${minus(x)}${mantissa}e${power[0]}${power.slice(1).padStart(2, "0")}`;
  }
  const text = String(Number(magnitude.toPrecision(digits)));
  return minus(x) + (text.includes(".") ? text : `${text}.0`);
}

function spell(x: number): string {
  if (Number.isNaN(x)) return "nan";
  return x > 0 ? "inf" : "-inf";
}

function minus(x: number): string {
  return x < 0 || Object.is(x, -0) ? "-" : "";
}
