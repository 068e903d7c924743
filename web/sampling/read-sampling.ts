import type { z } from 'zod'
import { highRiskFunctions } from '#access/functions/high-risk-functions.ts'
import type { Bilingual } from '#base/bilingual.ts'
import type { IssuedData } from '#sampling/issued/issued-data.ts'
import type { ItemData } from '#sampling/items/item-data.ts'
import type { PlanData } from '#sampling/plans/plan-data.ts'
import { functions } from '#standard/code-lists.ts'
import type { Answer } from '#web/api/call.ts'
import type { OpenedRecord } from '#web/api/queries.ts'
import { asTitle, humanText } from '#web/language/format.ts'

/** Data of the records as JSON has them: the server parsed them by these schemas before it sent them. */

export type Plan = z.input<typeof PlanData>
export type Item = z.input<typeof ItemData>
export type Issued = z.input<typeof IssuedData>
export type Results = Answer<'GET /api/sample-plans/{record_id}/results'>
export type Stratum = Results['strata'][number]

export const planOf = (record: OpenedRecord): Plan => record.data as Plan
export const itemOf = (record: OpenedRecord): Item => record.data as Item
export const issuedOf = (record: OpenedRecord): Issued => record.data as Issued

const highRiskTitles = new Map<string, Bilingual>(highRiskFunctions.map(({ code, title }) => [code, title]))

export function functionTitle(code: string): Bilingual {
  const listed = highRiskTitles.get(code)
  if (listed !== undefined) return asTitle(listed)
  return { zh: functions[code as keyof typeof functions] ?? code, en: humanText(code) }
}

/** A share as per cent, with one digit where there is one to say. */
export const percentText = (share: number): string => `${(share * 100).toFixed(1).replace(/\.0$/, '')}%`
