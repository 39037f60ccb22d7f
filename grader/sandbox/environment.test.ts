import { sandboxEnvironment } from "./environment.ts";

test("on Windows, where variables are copied to a child that has none, each of them is given, and empty", () => {
  const user = { SystemRoot: "D:\\Windows", PATH: "C:\\tools", USERNAME: "ada", API_TOKEN: "secret" };
  const { SYSTEMROOT, ...rest } = sandboxEnvironment("win32", user);
  expect(SYSTEMROOT).toBe("D:\\Windows");
  expect(rest).toMatchObject({ PATH: "", USERNAME: "", USERPROFILE: "", TEMP: "" });
  expect(Object.values(rest).join("")).toBe("");
});

test.each(["linux", "darwin"] as const)(
  "on %s there is nothing but settings of the allocator",
  (platform) => {
    expect(Object.keys(sandboxEnvironment(platform)).filter((name) => !name.startsWith("MALLOC_"))).toEqual(
      [],
    );
  },
);
