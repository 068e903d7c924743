import type { ListAddress } from '#web/lists/use-list-address.ts'

/** A number is opened as the list of what it counts: the same filters, and the one of the bar or the cell. */

export type Filters = ListAddress['filters']
type More = Readonly<Record<string, string | undefined>>

/** How the page shows it; no filter of the lists. */
export const measures = ['open', 'money', 'count'] as const
export type Measure = (typeof measures)[number]

export function measureOf(address: ListAddress): Measure {
  const asked = address.get('by')
  return measures.find((each) => each === asked) ?? 'open'
}

/** What the API of totals is asked, and the list of findings behind it. */
export function countedFilters({ by: _by, ...filters }: Filters): Filters {
  return filters
}

function address(path: string, given: More): string {
  const query = new URLSearchParams(
    Object.entries(given).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''),
  ).toString()
  return query === '' ? path : `${path}?${query}`
}

export function findingsAddress(filters: Filters, more: More = {}): string {
  return address('/findings', { ...countedFilters(filters), ...more })
}

export function casesAddress({ region }: Filters, more: More = {}): string {
  return address('/cases', { region, ...more })
}

export function recoveriesAddress({ region }: Filters, more: More = {}): string {
  return address('/recoveries', { region, ...more })
}

/** The same page, one region further in. */
export function overviewAddress(filters: Filters, more: More = {}): string {
  return address('/overview', { ...filters, ...more })
}
