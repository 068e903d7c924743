import { useState } from 'react'
import type { Bilingual } from '#base/bilingual.ts'
import { schemes } from '#standard/code-lists.ts'
import { type Answer, ask } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { codeName } from '#web/forms/code-names.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'

/** What the filters offer: rules, schemes and regions, by the names that people know. */

export interface Choice {
  readonly value: string
  readonly label: string
}

export function useRuleChoices(): readonly Choice[] {
  const say = useSay()
  const { data } = useAsk('GET /api/rules', { query: {} }, { staleMs: 300_000 })
  return (data?.items ?? []).map(({ code, title }) => ({
    value: code,
    label: `${code} ${say(asTitle(title))}`,
  }))
}

const schemeTitle = (code: string): Bilingual => codeName(code, { name: 'scheme', title: '险种', among: [] })

export function useSchemeChoices(): readonly Choice[] {
  const say = useSay()
  return Object.keys(schemes).map((value) => ({ value, label: say(schemeTitle(value)) }))
}

type Region = Answer<'GET /api/regions'>['items'][number]

/** A province has more townships than a page: the rest comes when a county is unfolded. */
const pageSize = 200

export interface RegionTree {
  readonly regions: readonly Region[]
  readonly nameOf: (region: string) => string
  readonly unfold: (region: string) => Promise<void>
}

export function useRegions(): RegionTree {
  const { data } = useAsk('GET /api/regions', { query: { limit: pageSize } }, { staleMs: 300_000 })
  const [more, setMore] = useState<readonly Region[]>([])
  const known = new Map([...(data?.items ?? []), ...more].map((each) => [each.region, each]))
  const unfold = async (parent: string): Promise<void> => {
    if (data?.next_cursor === null) return
    const { items } = await ask('GET /api/regions', { query: { parent, limit: pageSize } })
    setMore((before) => [...before, ...items])
  }
  return {
    regions: [...known.values()],
    nameOf: (region) => known.get(region)?.name ?? region,
    unfold,
  }
}
