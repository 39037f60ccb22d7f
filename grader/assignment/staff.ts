/** What only the staff of the course has. In packages for others, staff.student.ts takes the place of this file. */
import type { CommandModule } from "yargs";
import type { MadeFixture } from "../assignment.ts";
import { benchCommand } from "./bench/command.ts";
import { dataCommand } from "./commands/data.ts";

export { packaging } from "./packaging/index.ts";

export const commands = [dataCommand, benchCommand] as CommandModule[];
export const proofs = async () => (await import("./proofs/index.ts")).proofs;

export async function makeFixtures(): Promise<MadeFixture[]> {
  const [{ makeFixtures }, { formatFixture }] = await Promise.all([
    import("../../fixtures/recipes.ts"),
    import("../../fixtures/format.ts"),
  ]);
  return makeFixtures().map(({ name, description, cases, checks }) => ({
    name,
    text: formatFixture(description, cases),
    checks,
  }));
}
