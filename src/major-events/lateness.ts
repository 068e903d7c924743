/** Minutes past the limit; 0 in time. An event not reported yet is as late as the clock says. */
export function minutesLate(
  {
    first_due_at,
    first_reported_at,
  }: { readonly first_due_at: string; readonly first_reported_at: string | null },
  now: Date,
): number {
  const until = first_reported_at === null ? now.getTime() : Date.parse(first_reported_at)
  return Math.max(0, Math.floor((until - Date.parse(first_due_at)) / 60_000))
}

/** 重情轻报: less was reported than this share of what two people confirmed in the linked cases (R-WF-03). */
export function isUnderstated(reportedFen: bigint, confirmedFen: bigint, ratioInMillionths: bigint): boolean {
  return reportedFen * 1_000_000n < confirmedFen * ratioInMillionths
}
