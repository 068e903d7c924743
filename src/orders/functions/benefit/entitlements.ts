import { monthOfDay, parseDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { doneBy, insertOf } from '../edits.ts'
import { allOf, monthIn, oneOf, refused } from '../fields.ts'
import type { EffectSource, FactRequest, OrderFacts } from '../order-function.ts'

/** What the orders about an entitlement read and write of it. */

export function entitlementFacts(input: {
  readonly person_id: string
  readonly entitlement_id: string
}): Readonly<Record<'entitlement' | 'changes', FactRequest>> {
  const { person_id, entitlement_id } = input
  return {
    entitlement: { table: 'entitlement', where: { person_id, entitlement_id } },
    changes: { table: 'entitlement_change', where: { person_id, entitlement_id } },
  }
}

export const imprisonmentFacts: Readonly<Record<'imprisonments', FactRequest>> = {
  imprisonments: { table: 'imprisonment', where: {}, whereLikePerson: { id_number: 'id_number' } },
}

export function entitlementOf(facts: OrderFacts): WrittenRow | Refusal {
  return (
    oneOf(facts, 'entitlement') ??
    refused('该人员没有这一待遇编号，请核对。', 'the person has no entitlement of this number; check it.')
  )
}

export interface ChangeOfEntitlement {
  readonly kind: 'GRANT' | 'SUSPEND' | 'RESUME' | 'ADJUST' | 'BACK_PAY' | 'END' | 'CORRECT'
  readonly reason: string | null
  readonly effective: string
  readonly before?: string | null
  readonly after?: string | null
  readonly method: 'SYSTEM' | 'MANUAL'
  readonly document: string
}

/** Its row of the history; of an order there is one, so that the same order cannot be written twice. */
export function changeRow(
  source: EffectSource,
  entitlement: WrittenRow,
  change: ChangeOfEntitlement,
): RegisterChange {
  return insertOf('entitlement_change', {
    change_id: `${source.orderId}-1`,
    entitlement_id: entitlement.entitlement_id ?? null,
    person_id: entitlement.person_id ?? null,
    kind: change.kind,
    reason: change.reason,
    effective: change.effective,
    amount_before: change.before ?? null,
    amount_after: change.after ?? null,
    method: change.method,
    support_document: change.document,
    order_id: source.orderId,
    ...doneBy(source),
  })
}

/** The stops for death that count: none once its source has withdrawn the death (core-rules, "death withdrawn"). */
export function deathStops(facts: OrderFacts): readonly WrittenRow[] {
  const deaths = facts.deaths ?? []
  const isWithdrawn = deaths.length > 0 && deaths.every(({ revoked }) => revoked === 'true')
  if (isWithdrawn) return []
  return (facts.changes ?? []).filter(
    ({ kind, reason }) => (kind === 'SUSPEND' || kind === 'END') && reason === 'DEATH',
  )
}

/** The newest stop of whatever reason. */
export function latestStop(changes: readonly WrittenRow[]): WrittenRow | null {
  const stops = changes.filter(({ kind }) => kind === 'SUSPEND' || kind === 'END')
  return stops.toSorted((a, b) => ((a.recorded_at ?? '') < (b.recorded_at ?? '') ? -1 : 1)).at(-1) ?? null
}

/** Refused while a month of the period lies wholly within a prison term (R-PRS-01, R-PRS-02). */
export function refusalOfPrison(facts: OrderFacts, from: string, to: string): Refusal | null {
  const terms = allOf(facts, 'imprisonments')
  if (terms instanceof Refusal) return terms
  const isWithin = terms.some(({ kind, started_on, ended_on }) => {
    const started = parseDay(started_on ?? '')
    if (kind !== 'IMPRISONED' || started === null) return false
    const ended = parseDay(ended_on ?? '')
    const first = monthOfDay(started) + 1
    const last = ended === null ? Number.POSITIVE_INFINITY : monthOfDay(ended) - 1
    return Math.max(first, monthIn(from)!) <= Math.min(last, monthIn(to)!)
  })
  if (!isWithin) return null
  return refused(
    '所选年月中有收监服刑的月份，服刑期间停发，不能恢复或补发；请核对服刑信息和起止年月。',
    'some of these months were spent in prison, for which nothing is due; check the prison list and the months.',
  )
}
