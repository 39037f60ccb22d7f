/** A full disk gives one line with the name of the file, exit code 2, and no truncated file. */

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assignment } from "./assignment/index.ts";
import { formatNames } from "./report/formats/index.ts";
import { formatFiles, writeFormats } from "./report/formats/write.ts";
import { validateReport } from "./report/report.ts";
import { runCommand } from "./testing/command.ts";
import { temporaryFolder, writeSubmission } from "./testing/overlay.ts";
import { makeReport } from "./testing/reports.ts";
import { canMount, onSmallDisk } from "./testing/smallDisk.ts";

const whereOneCanMount = canMount ? test : test.skip;

whereOneCanMount(
  "a report that does not fit leaves the old one",
  async () => {
    const submission = writeSubmission(temporaryFolder(), "solution");
    await onSmallDisk(16, async (disk) => {
      const out = join(disk, "report");
      writeFileSync(out, "old");
      writeFileSync(join(disk, "filler"), "x".repeat(8_000));
      const { code, stdout, stderr } = await runCommand([
        ...["grade", submission, "--only", "metrics", "--format", "json", "--out", out],
      ]);
      expect(readFileSync(out, "utf8")).toBe("old");
      expect({ code, stderr: stderr.trim() }).toEqual({
        code: 2,
        stderr: `The report cannot be written to ${out}: there is no space left on the disk (ENOSPC)`,
      });
      expect(stdout).toContain("3/3 points in what was graded");
      expect(readdirSync(disk).sort()).toEqual(["filler", "report"]);
    });
  },
  60_000,
);

whereOneCanMount.each(formatNames)("the same holds for the format %s", async (format) => {
  const report = makeReport();
  const place = temporaryFolder();
  await writeFormats(formatFiles(join(place, "report"), [format]), report, assignment);
  const whole = readFileSync(join(place, "report"), "utf8");
  await onSmallDisk(16, async (disk) => {
    const out = join(disk, "report");
    writeFileSync(out, "old");
    writeFileSync(join(disk, "filler"), "x".repeat(8_000));
    const problem = await writeFormats(formatFiles(out, [format]), report, assignment).catch(
      (error) => error,
    );
    // A file that fits is complete.
    const fits = Buffer.byteLength(whole) <= 4096;
    expect(problem?.message).toBe(
      fits
        ? undefined
        : `The report cannot be written to ${out}: there is no space left on the disk (ENOSPC)`,
    );
    expect(readFileSync(out, "utf8")).toBe(fits ? whole : "old");
    expect(readdirSync(disk).sort()).toEqual(["filler", "report"]);
  });
});

whereOneCanMount(
  "a batch on a full disk stops with one line, and can be resumed",
  async () => {
    const folder = temporaryFolder();
    for (const name of ["alice", "bob", "carol"]) writeSubmission(join(folder, name), "stencil");
    await onSmallDisk(280, async (disk) => {
      const out = join(disk, "graded");
      mkdirSync(out);
      const batch = (...more: string[]) => runCommand(["grade:batch", folder, "--out", out, ...more]);
      writeFileSync(join(disk, "filler"), "x".repeat(40_000));
      const full = await batch();
      expect({ code: full.code, stderr: full.stderr.trim() }).toEqual({
        code: 2,
        stderr: expect.stringMatching(
          /cannot be written: there is no space left on the disk \(ENOSPC\)\. .*--resume/,
        ),
      });
      for (const name of readdirSync(join(out, "reports")).filter((name) => name.endsWith(".json")))
        expect(
          validateReport(JSON.parse(readFileSync(join(out, "reports", name), "utf8")), assignment),
        ).toBeNull();
      execFileSync("mount", ["-o", "remount,size=4m", disk]);
      const resumed = await batch("--resume");
      expect(resumed.code).toBe(0);
      expect(readdirSync(out).sort()).toEqual([
        ".batch",
        "class.html",
        "gradebook.csv",
        "reports",
        "summary.json",
      ]);
    });
  },
  120_000,
);

whereOneCanMount(
  "a read-only disk is said before anything is graded, with the folder and what to do",
  async () => {
    const folder = temporaryFolder();
    writeSubmission(join(folder, "alice"), "stencil");
    await onSmallDisk(16, async (disk) => {
      mkdirSync(join(disk, "there"));
      execFileSync("mount", ["-o", "remount,ro", disk]);
      for (const name of ["there", "new/deep"]) {
        const out = join(disk, name);
        const batch = await runCommand(["grade:batch", folder, "--out", out]);
        expect([batch.code, batch.stdout, batch.stderr.trim()]).toEqual([
          2,
          "",
          `The results cannot be written to ${out}: the disk is read-only (EROFS). Name another folder with --out`,
        ]);
        const file = join(out, "report.json");
        const one = await runCommand(["grade", join(folder, "alice"), "--out", file]);
        expect([one.code, one.stdout, one.stderr.trim()]).toEqual([
          2,
          "",
          `The report cannot be written to ${file}: the disk is read-only (EROFS). Name another file with --out`,
        ]);
      }
    });
  },
  60_000,
);

whereOneCanMount(
  "a full disk for temporary files ends a batch with one line as well: no submission is to blame",
  async () => {
    const folder = temporaryFolder();
    writeSubmission(join(folder, "alice"), "stencil");
    await onSmallDisk(16, async (disk) => {
      writeFileSync(join(disk, "filler"), "x".repeat(16_000));
      const ran = await runCommand(["grade:batch", folder, "--out", temporaryFolder()], {
        env: { TMPDIR: disk },
      });
      expect({ code: ran.code, stderr: ran.stderr.trim() }).toEqual({
        code: 2,
        stderr: `A file of the results or in ${disk} cannot be written: there is no space left on the disk (ENOSPC). Finished results are kept: continue with --resume`,
      });
    });
  },
  60_000,
);
