import { upgrade } from "./upgrade.ts";

const upgradedPlace = (where: unknown) =>
  (upgrade({ schemaVersion: 1, checks: [{ where }] }) as { checks: { where: unknown }[] }).checks[0].where;

test.each([
  ["beras/layers.ts:12  Dense.forward", { file: "beras/layers.ts", line: 12, method: "Dense.forward" }],
  ["beras/layers.ts  Dense.forward", { file: "beras/layers.ts", line: null, method: "Dense.forward" }],
  ["beras/layers.ts", { file: "beras/layers.ts", line: null, method: null }],
  ["Dense.forward", { file: null, line: null, method: "Dense.forward" }],
  [null, null],
])("version 1 had where as text: %j", (text, place) => {
  expect(upgradedPlace(text)).toEqual(place);
});

test("version 1 knew no kinds: what was worth nothing was advice", () => {
  const checks = [{ maxPoints: 0 }, { maxPoints: 2 }];
  expect(upgrade({ schemaVersion: 1, checks })).toMatchObject({
    checks: [{ kind: "practice" }, { kind: "graded" }],
  });
});

test.each([[null], [7], ["text"], [[]], [{ schemaVersion: 2 }], [{}]])(
  "what is no report of an earlier version stays what it is: %j",
  (data) => {
    expect(upgrade(data)).toBe(data);
  },
);

test.each([[{}], [{ checks: 1 }], [{ checks: [null, 3, { where: {} }] }]])(
  "a damaged report is left for the schema to refuse: %j",
  (data) => {
    expect(() => upgrade({ schemaVersion: 1, ...data })).not.toThrow();
  },
);
