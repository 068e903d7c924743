import type { Bilingual } from '#base/bilingual.ts'
import { domains, stages } from '#risk-ledger/ledger-codes.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ledgerTexts as texts } from './texts.ts'

/** How things of the ledger are called and coloured; the colour never says it alone. */

export const levelTexts = [texts.level1, texts.level2, texts.level3] as const

type Codes = Readonly<Record<string, Bilingual>>

export function useCodeChoices(): (codes: Codes) => { value: string; label: string }[] {
  const say = useSay()
  return (codes) => Object.entries(codes).map(([value, title]) => ({ value, label: say(asTitle(title)) }))
}

export const titleIn = (codes: Codes, code: string): Bilingual =>
  asTitle(codes[code] ?? { zh: code, en: code })
export const stageTitle = (code: string): Bilingual => titleIn(stages, code)
export const domainTitle = (code: string): Bilingual => titleIn(domains, code)

/** The list of findings that a risk point's figure counts. */
export function findingsPath(region: string, codes: readonly string[]): string {
  const query = { rule: codes.join(','), region, status: 'OPEN,IN_CASE', snoozed: 'any' }
  return `/findings?${new URLSearchParams(query).toString()}`
}
