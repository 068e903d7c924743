/**
 * A share in tenths of a percent, always rounded down: 94.96 % is not 95 % (002: 达到95%以上), and nothing of nothing
 * is no share at all.
 */
export function percentText(part: number, whole: number): string {
  if (whole <= 0) return '—'
  const tenths = (BigInt(part) * 1000n) / BigInt(whole)
  return `${tenths / 10n}.${tenths % 10n}%`
}
