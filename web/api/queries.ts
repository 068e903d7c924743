import { QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Bilingual } from '#base/bilingual.ts'
import { asTitle } from '#web/language/format.ts'
import { type Answer, ask, type Given, type Name, offlineCode, Refused } from './call.ts'

/** A refusal stays a refusal; a lost connection may come back. */
const mayRetry = (count: number, error: Error): boolean =>
  count < 2 && error instanceof Refused && error.problem.code === offlineCode

export function createQueries(): QueryClient {
  return new QueryClient({
    // A lost connection is said at once; nothing waits in silence.
    defaultOptions: {
      mutations: { networkMode: 'always' },
      queries: { networkMode: 'always', retry: mayRetry, staleTime: 5_000, refetchOnWindowFocus: true },
    },
  })
}

interface AskOptions {
  readonly isOn?: boolean
  /** How long an answer is taken for true; Infinity for what only an update of the program changes. */
  readonly staleMs?: number
  readonly everyMs?: number
  readonly keepsPrevious?: boolean
}

export function useAsk<N extends Name>(
  name: N,
  given: Given<N>,
  { isOn = true, staleMs, everyMs, keepsPrevious = false }: AskOptions = {},
): UseQueryResult<Answer<N>, Error> {
  return useQuery({
    queryKey: [name, given],
    queryFn: () => ask(name, given),
    enabled: isOn,
    ...(staleMs === undefined ? {} : { staleTime: staleMs }),
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
    ...(keepsPrevious ? { placeholderData: (previous: unknown) => previous as never } : {}),
  }) as UseQueryResult<Answer<N>, Error>
}

export type Me = Answer<'GET /api/me'>
export type RecordKindForm = Answer<'GET /api/record-kinds'>['items'][number]
export type ActionForm = RecordKindForm['actions'][string]
export type OpenedRecord = Answer<'GET /api/records/{kind}/{record_id}'>
export type Capabilities = Answer<'GET /api/me/capabilities'>

export const useMe = (): UseQueryResult<Me, Error> => useAsk('GET /api/me', {}, { staleMs: 60_000 })

export const useCapabilities = (): UseQueryResult<Capabilities, Error> =>
  useAsk('GET /api/me/capabilities', {}, { staleMs: 60_000 })

const titled = <Item extends { readonly title: Bilingual }>(item: Item): Item => ({
  ...item,
  title: asTitle(item.title),
})

function kindOf(kind: RecordKindForm): RecordKindForm {
  const actions = Object.entries(kind.actions).map(([name, action]) => {
    const attachments = action.attachments.map(titled)
    return [name, titled({ ...action, attachments })] as const
  })
  const statuses = Object.entries(kind.statuses).map(([name, title]) => [name, asTitle(title)] as const)
  return titled({ ...kind, actions: Object.fromEntries(actions), statuses: Object.fromEntries(statuses) })
}

/** The tables that pages are made of; they change with the program only. */
export function useKinds(): ReadonlyMap<string, RecordKindForm> | null {
  const { data } = useAsk('GET /api/record-kinds', {}, { staleMs: Number.POSITIVE_INFINITY })
  return useMemo(
    () => (data === undefined ? null : new Map(data.items.map((each) => [each.kind, kindOf(each)]))),
    [data],
  )
}

/** Names of one's own agency: others are shown by their number. */
export function useStaffNames(): (staffId: string) => string {
  const agencyId = useMe().data?.agency_id
  const { data } = useAsk(
    'GET /api/staff',
    { query: { limit: 200, ...(agencyId === undefined ? {} : { agency_id: agencyId }) } },
    { isOn: agencyId !== undefined, staleMs: 300_000 },
  )
  const names = new Map(data?.items.map(({ staff_id, name }) => [staff_id, name]))
  return (staffId) => names.get(staffId) ?? staffId
}

/** Names of the agencies in one's scope and above it. */
export function useAgencyNames(): (agencyId: string) => string {
  const { data } = useAsk('GET /api/agencies', { query: { limit: 200, above: 'true' } }, { staleMs: 300_000 })
  const names = new Map(data?.items.map(({ agency_id, name }) => [agency_id, name]))
  return (agencyId) => names.get(agencyId) ?? agencyId
}
