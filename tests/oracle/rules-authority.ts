/** SYS-01 and SYS-03, from core-rules.md alone. */
import { dayOfSecond } from './dates.ts'
import type { Loaded, RowOf } from './row.ts'
import { type Context, distinct, type Finding, finding, onDay } from './rule.ts'

/** "**high-risk operation**: `function_code` other than ORDINARY" */
function isHighRisk(row: { readonly function_code: string }): boolean {
  return row.function_code !== 'ORDINARY'
}

/**
 * "one staff member decided two or more of ENTRY, REVIEW, APPROVAL, PAYMENT of a high-risk order" · amount: "the order's
 * amount". "SYS-01: rejected steps count as decided." "A null amount or difference counts as 0."
 * The same step twice is one of them, not two.
 */
export function oneForAllSteps({ data }: Context): Finding[] {
  const findings: Finding[] = []
  for (const order of data.rows('business_order').filter(isHighRisk)) {
    const steps = data
      .rows('business_step')
      .filter((each) => each.order_id === order.order_id)
      .filter((each) => ['ENTRY', 'REVIEW', 'APPROVAL', 'PAYMENT'].includes(each.step))
    const stepsOf = (staffId: string) => steps.filter((each) => each.staff_id === staffId)
    const counted = distinct(steps.map((each) => each.staff_id))
      .filter((staffId) => distinct(stepsOf(staffId).map((each) => each.step)).length >= 2)
      .flatMap(stepsOf)
    if (counted.length === 0) continue
    const rows = counted.map((each) =>
      onDay(dayOfSecond(each.decided_at), `business_step ${each.order_id}#${each.step_number}`),
    )
    const subject = { ruleCode: 'SYS-01', subjectKind: 'order', subjectId: order.order_id, level: 1 }
    findings.push({ ...finding(subject, rows, ['evidence']), amountFen: order.amount ?? 0n })
  }
  return findings
}

/**
 * "Staff who are subjects are `staff_id`; where an operation has none, the account's staff member; where that is unknown
 * too, `account:<account_id>`."
 * ambiguous: a `staff_id` that leads nowhere "is null in the rules". SYS-03 does not look into `staff`, whose absence
 * does not stop it, so that the reference is not followed and the id stands.
 */
function staffOf(data: Loaded, operation: RowOf<'operation'>): string | null {
  const account = data.rows('user_account').find((each) => each.account_id === operation.account_id)
  return operation.staff_id ?? account?.staff_id ?? null
}

/**
 * "high-risk CREATE, UPDATE, APPROVE or IMPORT outside **08:00** ≤ t < **18:30** of a working day, not covered by an
 * `overtime` entry; level 1 if at least **5** persons are concerned, else 2" · amount 0. "SYS-03: overtime ends included;
 * the level counts distinct `person_id` in all uncovered operations of the staff member together." "A day of a year that
 * is not announced is left out of SYS-03".
 */
export function outsideHours({ data, parameters, calendar }: Context): Finding[] {
  const uncovered = data
    .rows('operation')
    .filter((each) => isHighRisk(each) && ['CREATE', 'UPDATE', 'APPROVE', 'IMPORT'].includes(each.action))
    .filter((each) => {
      const day = calendar(dayOfSecond(each.recorded_at))
      const time = each.recorded_at - dayOfSecond(each.recorded_at) * 86_400
      const isInside = day === 'working' && time >= parameters.dayStarts && time < parameters.dayEnds
      return day !== 'unknown' && !isInside
    })
    .filter(
      (operation) =>
        !data
          .rows('overtime')
          .some(
            (each) =>
              each.staff_id === staffOf(data, operation) &&
              each.started_at <= operation.recorded_at &&
              operation.recorded_at <= each.ended_at,
          ),
    )
    .map((operation) => ({
      operation,
      staffId: staffOf(data, operation) ?? `account:${operation.account_id}`,
    }))
  return distinct(uncovered.map((each) => each.staffId)).map((staffId) => {
    const own = uncovered.filter((each) => each.staffId === staffId).map((each) => each.operation)
    const people = distinct(own.flatMap((each) => (each.person_id === null ? [] : [each.person_id])))
    const level = people.length >= parameters.levelOnePeople ? 1 : 2
    const subject = { ruleCode: 'SYS-03', subjectKind: 'staff', subjectId: staffId, level }
    return finding(
      subject,
      own.map((each) => onDay(dayOfSecond(each.recorded_at), `operation ${each.operation_id}`)),
    )
  })
}
