import { isPostProperty, isRole, titleOfDuty } from '#access/duties.ts'
import { highRiskFunctions } from '#access/functions/high-risk-functions.ts'
import type { Bilingual } from '#base/bilingual.ts'
import { caseCodes } from '#cases/case-codes.ts'
import { dutyCodes } from '#duties/duty-codes.ts'
import { inspectionCodes } from '#inspections/inspection-codes.ts'
import { eventCodes } from '#major-events/event-codes.ts'
import { meetingCodes } from '#meetings/meeting-codes.ts'
import { reportCodes } from '#periodic-reports/report-codes.ts'
import { ledgerCodes } from '#risk-ledger/ledger-codes.ts'
import { sampleCodes } from '#sampling/codes.ts'
import { tables } from '#standard/tables.ts'
import { asTitle, humanText } from '#web/language/format.ts'
import { ownCodes, schemesInEnglish } from './own-codes.ts'

/**
 * What a code is called: the standard's title where a column has the code, else ours. A code means different things in
 * different lists, so the list it stands in decides.
 */

type Codes = Readonly<Record<string, string>>
interface CodeList {
  readonly name: string
  readonly title: string
  readonly codes: Codes
}

const standardLists: readonly CodeList[] = tables.flatMap(({ columns }) =>
  (columns as readonly { name: string; title: string; codes?: Codes }[]).flatMap(({ name, title, codes }) =>
    codes === undefined ? [] : [{ name, title, codes }],
  ),
)
const functionTitles = new Map<string, Bilingual>(highRiskFunctions.map(({ code, title }) => [code, title]))

function standardCode(code: string, { name, title, among }: CodePlace): string | null {
  const holding = standardLists.filter(({ codes }) =>
    [code, ...among].every((each) => codes[each] !== undefined),
  )
  const best =
    holding.find((each) => each.title === title) ?? holding.find((each) => each.name === name) ?? holding[0]
  return best?.codes[code] ?? null
}

/** What the forms of each slice call their codes, by the Chinese title of the field. */
const ofSlices: readonly Readonly<Record<string, Readonly<Record<string, Bilingual>>>>[] = [
  caseCodes,
  dutyCodes,
  ledgerCodes,
  sampleCodes,
  inspectionCodes,
  eventCodes,
  reportCodes,
  meetingCodes,
]

export interface CodePlace {
  readonly name: string
  /** The Chinese title of its field. */
  readonly title: string
  /** The other codes of its list. */
  readonly among: readonly string[]
}

export function codeName(code: string, place: CodePlace): Bilingual {
  if (isRole(code) && /角色|岗位/.test(place.title)) return titleOfDuty(code)
  if (isPostProperty(code) && /职责/.test(place.title)) return titleOfDuty(code)
  const listed = functionTitles.get(code)
  if (listed !== undefined && /业务/.test(place.title)) return listed
  const known = ofSlices.find((each) => each[place.title]?.[code] !== undefined)
  if (known !== undefined) return asTitle(known[place.title]![code]!)
  const zh = ownCodes[place.title]?.[code] ?? standardCode(code, place) ?? ownCodes['']?.[code] ?? code
  return { zh, en: schemesInEnglish[code] ?? humanText(code) }
}
