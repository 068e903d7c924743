import { useSearchParams } from 'react-router'

export interface ListAddress {
  readonly get: (name: string) => string | undefined
  /** Changes filters; the page goes back to the first. */
  readonly set: (changes: Readonly<Record<string, string | undefined>>) => void
  /** Everything but the page, for queries and exports. */
  readonly filters: Readonly<Record<string, string>>
  readonly cursor: string | undefined
  readonly goTo: (cursor: string | undefined) => void
}

/** Filters, order and page of a list stand in the address: it can be sent, kept and gone back to. */
export function useListAddress(): ListAddress {
  const [query, setQuery] = useSearchParams()
  const { cursor, ...filters } = Object.fromEntries(query)
  const change = (changes: Readonly<Record<string, string | undefined>>): void => {
    const next = { ...filters, ...changes }
    setQuery(
      Object.fromEntries(
        Object.entries(next).filter(
          (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '',
        ),
      ),
    )
  }
  return {
    get: (name) => filters[name],
    set: change,
    filters,
    cursor,
    goTo: (place) => change({ cursor: place }),
  }
}
