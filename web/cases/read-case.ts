import type { z } from 'zod'
import type { CaseData } from '#cases/case-data.ts'
import type { LetterData } from '#cases/letters/letter-data.ts'
import type { RecoveryData } from '#cases/recovery/recovery-data.ts'
import type { Answer } from '#web/api/call.ts'
import type { OpenedRecord } from '#web/api/queries.ts'

/** Data of the records as JSON has them: the server parsed them by these schemas before it sent them. */

export type Case = z.input<typeof CaseData>
export type Finding = Case['findings'][number]
export type FindingRow = Finding['rows'][number]
export type Conclusion = NonNullable<Case['conclusion']>
export type Recovery = z.input<typeof RecoveryData>
export type Letter = z.input<typeof LetterData>
export type CaseDossier = Answer<'GET /api/cases/{record_id}/dossier'>
export type RecoveryDossier = Answer<'GET /api/recoveries/{record_id}/dossier'>

export const caseOf = (record: OpenedRecord): Case => record.data as Case
export const recoveryOf = (record: OpenedRecord): Recovery => record.data as Recovery
export const letterOf = (record: OpenedRecord): Letter => record.data as Letter

/** `year × 12 + month − 1` → `2024-02` */
export function monthText(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
}

export const sumFen = (amounts: readonly string[]): string =>
  amounts.reduce((sum, fen) => sum + BigInt(fen), 0n).toString()

/** What is left of a loss that recoveries do not claim yet. */
export function unclaimedFen(data: Case, recoveries: CaseDossier['recoveries']): string {
  const claimed = sumFen(
    recoveries.filter(({ status }) => status !== 'CANCELLED').map(({ due_fen }) => due_fen),
  )
  return (BigInt(data.conclusion?.loss_fen ?? '0') - BigInt(claimed)).toString()
}

/** Fen as the forms want yuan: digits with two decimals, no separators. */
export function plainYuan(fen: string): string {
  const digits = fen.padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
