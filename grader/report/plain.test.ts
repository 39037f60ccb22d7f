import { plain, plainLine } from "./plain.ts";

test.each([
  ["\x1b[31mred\x1b[0m", "red"],
  ["a\rb\x00c\x9bd", "abcd"],
  ["one\ttwo\nthree", "one\ttwo\nthree"],
  ["\u202Etxet", "txet"],
  ["::notice title=Autograding report::100", ": :notice title=Autograding report::100"],
  ["x\n   ::set-output name=a::b", "x\n   : :set-output name=a::b"],
  ["x ##[add-path]/tmp", "x # #[add-path]/tmp"],
  ["Diffable::call", "Diffable::call"],
])("%j is shown as %j", (text, shown) => {
  expect(plain(text)).toBe(shown);
});

test("what is long is cut", () => {
  expect(plain("x".repeat(1e6))).toBe(`${"x".repeat(2000)}...`);
  expect(plain("\x1b[31m".repeat(1e5))).toBe("...");
});

test("a name with line breaks stays one line", () => {
  expect(plainLine("alice\n::error::\r\n bob")).toBe("alice ::error:: bob");
});
