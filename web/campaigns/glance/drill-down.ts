/** The same campaign by another tab; what is undefined is left out. */
export function campaignAddress(
  campaignId: string,
  tab: string,
  given: Readonly<Record<string, string | undefined>> = {},
): string {
  const query = new URLSearchParams(
    Object.entries(given).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''),
  ).toString()
  const path = tab === 'glance' ? `/campaigns/${campaignId}` : `/campaigns/${campaignId}/${tab}`
  return query === '' ? path : `${path}?${query}`
}

/** Millionths as a percentage with one decimal, rounded down: 94.96 % is not 95 %. */
export function shareText(millionths: number | null): string | null {
  if (millionths === null) return null
  const tenths = Math.floor(millionths / 1_000)
  return `${Math.floor(tenths / 10)}.${tenths % 10}%`
}
