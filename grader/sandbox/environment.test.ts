import { sandboxEnvironment } from "./environment.ts";

test("on Windows, every variable that would be copied to a child is set to empty", () => {
  const user = { SystemRoot: "D:\\Windows", PATH: "C:\\tools", USERNAME: "ada", API_TOKEN: "secret" };
  const { SYSTEMROOT, ...rest } = sandboxEnvironment("win32", user);
  expect(SYSTEMROOT).toBe("D:\\Windows");
  expect(rest).toMatchObject({ PATH: "", USERNAME: "", USERPROFILE: "", TEMP: "" });
  expect(Object.values(rest).join("")).toBe("");
});

test.each(["linux", "darwin"] as const)("on %s, only settings of the allocator are set", (platform) => {
  expect(Object.keys(sandboxEnvironment(platform)).filter((name) => !name.startsWith("MALLOC_"))).toEqual([]);
});
