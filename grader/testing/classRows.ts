/** The rows of a class, made without grading anything. */

import { assignment } from "../assignment/index.ts";
import type { Row } from "../batch/row.ts";
import { toRow } from "../batch/row.ts";
import { summarize } from "../batch/summary.ts";
import type { Failure } from "../report/failure.ts";
import type { Report } from "../report/report.ts";
import { loadRubric } from "../rubric.ts";
import { makeReport } from "./reports.ts";

export interface Member {
  name: string;
  failures?: Record<string, Failure>;
  warnings?: Report["warnings"];
}

export function classRows(members: Member[]): Row[] {
  return members.map(({ name, failures = {}, warnings = [] }) =>
    toRow(
      { name, path: "", students: [{ name: `${name} Lee`, sid: "", email: "" }] },
      makeReport({ name, failures, warnings }),
      { key: name, isFault: false, isTakenOver: false },
    ),
  );
}

export const summaryOf = (rows: Row[]) =>
  summarize(rows, {
    rubric: loadRubric(assignment),
    settings: {
      version: "v",
      dataset: "synthetic-digits",
      seed: "beras",
      track: null,
      timeoutSeconds: 600,
      memoryMb: 512,
    },
    startedAt: new Date("2026-01-02T03:04:05Z"),
    durationMs: 1,
    leftOut: [],
  });
