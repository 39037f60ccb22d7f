/** Formats values as Node's console.log does, as far as students print them. */

const custom = Symbol.for("nodejs.util.inspect.custom");
/** A longer list or object is split over several lines, as in Node. */
const maxLine = 72;

export function inspect(value: unknown, depth = 0): string {
  if (typeof value === "string") return depth ? `'${value}'` : value;
  if (typeof value === "function")
    return value.toString().startsWith("class") ? `[class ${value.name}]` : `[Function: ${value.name}]`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return String(value);
  const own = (value as { [custom]?: () => string })[custom];
  if (own) return own.call(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const numbers = Array.from(value as Uint8Array);
    return `${value.constructor.name}(${numbers.length}) ${listed("[", numbers.slice(0, 100).map(String), "]")}`;
  }
  if (depth > 2) return Array.isArray(value) ? "[Array]" : `[${value.constructor?.name ?? "Object"}]`;
  const nested = (item: unknown) => inspect(item, depth + 1);
  if (Array.isArray(value)) return listed("[", value.slice(0, 100).map(nested), "]");
  if (value instanceof Map)
    return `Map(${value.size}) ${listed(
      "{",
      Array.from(value, ([key, item]) => `${nested(key)} => ${nested(item)}`),
      "}",
    )}`;
  if (value instanceof Set) return `Set(${value.size}) ${listed("{", Array.from(value, nested), "}")}`;
  const name = value.constructor?.name ?? "";
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${nested(item)}`);
  return `${name && name !== "Object" ? `${name} ` : ""}${listed("{", entries, "}")}`;
}

function listed(open: string, items: string[], close: string): string {
  if (items.length === 0) return `${open}${close}`;
  const line = `${open} ${items.join(", ")} ${close}`;
  if (line.length <= maxLine && !line.includes("\n")) return line;
  return `${open}\n  ${items.map((item) => item.replaceAll("\n", "\n  ")).join(",\n  ")}\n${close}`;
}
