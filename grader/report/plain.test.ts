import { cut, plain, plainLine } from "./plain.ts";

test.each([
  ["\x1b[31mred\x1b[0m", "red"],
  ["a\rb\x00c\x9bd", "abcd"],
  ["one\ttwo\nthree", "one\ttwo\nthree"],
  ["\u202Etxet", "txet"],
  ["::notice title=Autograding report::100", ": :notice title=Autograding report::100"],
  ["x\n   ::set-output name=a::b", "x\n   : :set-output name=a::b"],
  ["x ##[add-path]/tmp", "x # #[add-path]/tmp"],
  ["##vso[task.complete result=Succeeded]", "# #vso[task.complete result=Succeeded]"],
  ["Diffable::call", "Diffable::call"],
  ["one\u2028::error::two", "one\n: :error::two"],
  ["in\u200bvi\ufeffsi\u{e0041}ble", "invisible"],
  ["no\uffff character", "no character"],
  ["\ud800 and \udc00", "\ufffd and \ufffd"],
  ["👩\u200d💻 is whole", "👩\u200d💻 is whole"],
  [`e${"\u0301".repeat(500)}`, `e${"\u0301".repeat(8)}`],
])("%j is shown as %j", (text, shown) => {
  expect(plain(text)).toBe(shown);
});

test("what is long is cut", () => {
  expect(plain("x".repeat(1e6))).toBe(`${"x".repeat(2000)}...`);
  expect(plain("\x1b[31m".repeat(1e5))).toBe("...");
  expect(plainLine(" ".repeat(3e6))).toBe("...");
});

test("a character is never cut in two", () => {
  expect(plain("😀".repeat(10), 5)).toBe("😀😀...");
  expect(cut("😀😀", 3)).toBe("😀");
});

test("a name with line breaks, tabs and marks of direction stays one line", () => {
  expect(plainLine(" \t=cmd\u2029\u200e|calc \u2067")).toBe("=cmd |calc");
  expect(plainLine("alice\n::error::\r\n bob")).toBe("alice ::error:: bob");
});
