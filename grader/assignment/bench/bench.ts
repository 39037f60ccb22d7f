/** Runs all measurements, one after another. */
import { cpus } from "node:os";
import { implementation, random } from "#tensor";
import { availableImplementations } from "./contestant.ts";
import { writeDataFolder } from "./dataFolder.ts";
import type { Effort } from "./effort.ts";
import { measureEpochs } from "./epoch.ts";
import { type LibraryName, libraryNames, startLibrary, versionOfLibrary } from "./libraries.ts";
import { measureMatmuls } from "./matmul.ts";
import { describeSettings, findNumpy, type NumpyName, numpySettings, startNumpy } from "./numpy.ts";
import type { BenchReport, Section } from "./report.ts";
import { measureSandbox } from "./sandboxEpoch.ts";
import { measureSaves } from "./saves.ts";
import { measureStartup } from "./startup.ts";
import { measureSteps } from "./step.ts";
import { measureWaits } from "./waits.ts";

/** @param onSection called with each section as soon as it is measured */
export async function bench(effort: Effort, onSection: (section: Section) => void): Promise<BenchReport> {
  const startedAt = new Date().toISOString();
  random.seed("bench");
  const fastest = implementation();
  const implementations = availableImplementations();
  const version = await findNumpy();
  const names = version ? (Object.keys(numpySettings) as NumpyName[]) : [];
  const libraries: Record<LibraryName, string | null> = { "jax-js": null, tfjs: null };
  for (const name of libraryNames) libraries[name] = await versionOfLibrary(name);
  const present = libraryNames.filter((name) => libraries[name] !== null);
  using data = writeDataFolder(effort.images);

  const sections: Section[] = [];
  const add = (section: Section) => {
    sections.push(section);
    onSection(section);
  };
  const numpies = names.map(startNumpy);
  const others = present.map(startLibrary);
  try {
    add(await measureMatmuls(implementations, [...numpies, ...others], effort));
    add(await measureSteps(implementations, numpies, others, effort));
  } finally {
    for (const program of [...numpies, ...others]) program.close();
  }
  add(await measureEpochs(implementations, names, present, data, effort));
  add(await measureSandbox(fastest, data, effort));
  add(await measureStartup(data.folder, effort));
  add(await measureWaits(data.folder, effort));
  add(await measureSaves(data.folder, effort));

  return {
    startedAt,
    node: process.version,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    implementation: fastest,
    contestants: [...implementations, ...names, ...present],
    data: { name: data.name, images: data.images },
    numpy: version && {
      ...version,
      settings: Object.fromEntries(names.map((name) => [name, describeSettings(name)])),
    },
    libraries,
    sections,
  };
}
