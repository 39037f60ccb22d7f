/** Python's words where a file does not compile. */
import { adviceNear } from "./python.ts";

const inMethod = (line: string) => `class Queue {\n  push(item: number): void {\n${line}\n  }\n}\n`;

test.each([
  ["    raise ValueError(item)", /throw new Error/],
  ["    # the item", /a comment begins with \/\//],
  ["    for i in range(3):", /for \(const x of list\)/],
  ["    for a, b in pairs {", /for \(const x of list\)/],
  ["    if item > 3:", /a block stands in \{ \}/],
  ["    if not item {", /`not` is `!`/],
  ["    with Lock() as lock:", /`using x = new X\(\);`/],
  ['    throw new Error(f"no {item}");', /between backticks/],
  ["    const rest = items[1:];", /list\.slice\(1, 3\)/],
  ["    const y = x @ this.w;", /x\.matmul\(y\)/],
  ["    const half = (item // 2);", /division is \//],
  ["    from tensor import zeros", /import \{ y \} from/],
  ["    const a, b = pair;", /const \[a, b\]/],
  ["    const (a, b) = pair;", /const \[a, b\]/],
  ["    return [f(x) for x in items];", /list\.map/],
  ["    return item if item > 0 else 0;", /`c \? a : b`/],
  ["    items.sort(key=lambda: 0);", /`\(x\) => \.\.\.`/],
  ["    return this.items[:, :, None];", /x\.expandDims\(1\)/],
  ["    return this.items[0][1:];", /list\.slice\(1, 3\)/],
  ["    import numpy as np", /with each name that is used/],
  ['    """Adds an item."""', /between \/\* and \*\//],
  ["  override pop(item: number): void {", /is a `}` missing above it/],
  ["  pop(item: number): void {", /is a `}` missing above it/],
])("%s", (line, advice) => {
  expect(adviceNear(inMethod(line), 3)).toMatch(advice);
});

test.each([
  "    return item +;",
  "    const x = a ? b : c d;",
  "    if (a) { b }}",
  '    say("a [1:2] and # b" c);',
])("nothing of Python's: %s", (line) => {
  expect(adviceNear(inMethod(line), 3)).toBe("");
});

test.each([
  ['Cannot assign to "n" because it is a constant', /declare it with `let`/],
  ["Cannot use a declaration in a single-statement context", /stands in \{ \}/],
  ["Top-level return cannot be used inside an ECMAScript module", /outside of every method/],
])("%s", (reason, advice) => {
  expect(adviceNear(inMethod("    n = 1;"), 3, reason)).toMatch(advice);
});

test("a file that ends too early", () => {
  const text = "class Queue {\n  push(): void {\n";
  expect(adviceNear(text, 3)).toMatch(/is a `}` missing/);
});

test("a line without an end takes no time", () => {
  expect(adviceNear(inMethod(`    ${"a[".repeat(1e6)}`), 3)).toBe("");
});
