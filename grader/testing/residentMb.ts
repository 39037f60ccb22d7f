import { readFileSync } from "node:fs";

/** The memory of a process in megabytes, as Linux counts it; 0 where that is not known. */
export function residentMb(pid: number | undefined): number {
  try {
    const [, kb] = readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/) ?? [];
    return Number(kb ?? 0) / 1024;
  } catch {
    return 0;
  }
}
