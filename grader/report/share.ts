/** 0.85 as "85%". */
export function formatShare(share: number): string {
  return `${Number((100 * share).toFixed(2))}%`;
}
