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

test("a file that ends too early", () => {
  const text = "class Queue {\n  push(): void {\n";
  expect(adviceNear(text, 3)).toMatch(/is a `}` missing/);
});

test("a line without an end takes no time", () => {
  expect(adviceNear(inMethod(`    ${"a[".repeat(1e6)}`), 3)).toBe("");
});
