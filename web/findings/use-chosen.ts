import { App } from 'antd'
import { useEffect, useState } from 'react'
import { useSay } from '#web/language/language.ts'
import type { ListedFinding } from './FindingTable.tsx'
import { bulkTexts as texts } from './texts.ts'

/** The server's limit for a bulk act. */
const chosenMax = 200

export interface Chosen {
  readonly rows: readonly ListedFinding[]
  readonly toggle: (row: ListedFinding) => void
  readonly set: (rows: readonly ListedFinding[], isChosen: boolean) => void
  readonly clear: () => void
}

/**
 * Findings chosen over several pages of one list; another list begins with none.
 * @param list what tells lists apart
 * @param rows as they are now: what was chosen earlier may have gone into a case since
 */
export function useChosen(list: string, rows: readonly ListedFinding[]): Chosen {
  const say = useSay()
  const { message } = App.useApp()
  const [chosen, setChosen] = useState<ReadonlyMap<string, ListedFinding>>(new Map())
  useEffect(() => setChosen(new Map()), [list])
  const set = (changed: readonly ListedFinding[], isChosen: boolean): void => {
    const next = new Map(chosen)
    for (const row of changed) {
      if (isChosen) next.set(row.finding_id, row)
      else next.delete(row.finding_id)
    }
    if (next.size > chosenMax) {
      void message.warning(say(texts.tooMany, { max: chosenMax }))
      return
    }
    setChosen(next)
  }
  const now = new Map(rows.map((row) => [row.finding_id, row]))
  return {
    rows: [...chosen].map(([id, row]) => now.get(id) ?? row),
    set,
    toggle: (row) => set([row], !chosen.has(row.finding_id)),
    clear: () => setChosen(new Map()),
  }
}
