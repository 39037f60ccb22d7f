/** The score report, as report.schema.json describes it. */
import type { Track } from "../contract.ts";
import type { Visibility } from "../rubric.ts";
import { validator } from "./validate.ts";

export type ReportStatus = "complete" | "timed-out" | "rejected";
export type CheckStatus = "passed" | "failed" | "todo" | "error" | "timeout" | "skipped" | "not-run";

/** What a check came to, in words. */
export interface CheckReport {
  id: string;
  /** Absent: students see it. */
  visibility?: Visibility;
  suite: string;
  title: string;
  points: number;
  maxPoints: number;
  status: CheckStatus;
  durationMs: number;
  message: string | null;
  expected: string | null;
  received: string | null;
  where: string | null;
  hint: string | null;
  output: string | null;
}

/** How the training of one model went. A loss that was not a number is null: JSON has none. */
export interface TrainingReport {
  testAccuracy: number;
  threshold: number;
  epochs: number;
  trainSeconds: number;
  history: { loss: (number | null)[]; acc: (number | null)[] };
}

/** Something that a person should look at. It changes no score. */
export interface Warning {
  check: string;
  message: string;
  evidence: string;
}

export interface Report {
  schemaVersion: 1;
  status: ReportStatus;
  message: string | null;
  submission: { name: string; track: Track | null };
  score: number;
  maxScore: number;
  percent: number;
  dataset: { name: "mnist" | "synthetic-digits"; train: number; test: number } | null;
  seed: string;
  environment: { node: string; platform: string; tensor: string; isolation: string[] };
  startedAt: string;
  durationMs: number;
  checks: CheckReport[];
  warnings: Warning[];
  accuracy: { simple: TrainingReport | null; advanced: TrainingReport | null };
  manual: { id: string; title: string }[];
}

/** Null for a valid report, else what is wrong with it. */
export const validateReport = validator("report.schema.json");

/** Score, maximum and percentage. Fails closed: what has not passed, or is worth nothing, adds nothing. */
export function totals(checks: CheckReport[]): Pick<Report, "score" | "maxScore" | "percent"> {
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const score = sum(checks.filter((check) => check.status === "passed").map((check) => check.points));
  const maxScore = sum(checks.map((check) => check.maxPoints));
  return { score, maxScore, percent: maxScore > 0 ? Math.round((score / maxScore) * 10_000) / 100 : 0 };
}
