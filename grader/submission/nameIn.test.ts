import { posix, win32 } from "node:path";
import { nameIn } from "./nameIn.ts";

describe("the name of a file in a folder", () => {
  test.each([
    ["both with \\", "C:\\hw\\code", "C:\\hw\\code\\beras\\core.ts", "beras/core.ts"],
    [
      "the file as TypeScript and chokidar have it",
      "C:\\hw\\code",
      "C:/hw/code/beras/core.ts",
      "beras/core.ts",
    ],
    ["the folder as a user types it", "c:/hw/code/", "C:\\hw\\code\\beras\\core.ts", "beras/core.ts"],
    ["the folder itself", "C:\\hw\\code", "C:/hw/code", ""],
    ["a neighbour whose name begins alike", "C:\\hw\\code", "C:/hw/code2/core.ts", null],
    ["a name that begins with two dots", "C:\\hw\\code", "C:/hw/code/..core.ts", "..core.ts"],
    ["the folder above", "C:\\hw\\code", "C:/hw", null],
    ["another drive", "C:\\hw\\code", "D:/hw/code/core.ts", null],
    ["a share", "\\\\server\\hw", "//server/hw/beras/core.ts", "beras/core.ts"],
  ])("on Windows: %s", (_, folder, file, name) => {
    expect(nameIn(folder, file, win32)).toBe(name);
  });

  test.each([
    ["a file below", "/hw/code", "/hw/code/beras/core.ts", "beras/core.ts"],
    ["a backslash is a character like others", "/hw/code", "/hw/code/a\\b.ts", "a\\b.ts"],
    ["a neighbour whose name begins alike", "/hw/code", "/hw/code2/core.ts", null],
    ["below the root", "/", "/core.ts", "core.ts"],
  ])("elsewhere: %s", (_, folder, file, name) => {
    expect(nameIn(folder, file, posix)).toBe(name);
  });
});
