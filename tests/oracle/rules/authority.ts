/** SYS-01, SYS-03, SYS-04, SYS-06 and SYS-14, from core-rules.md alone. */
import { dayOfSecond, dayText, lessMonths } from '../dates.ts'
import type { Loaded, RowOf } from '../loading/row.ts'
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

/** "where an operation has none, the account's staff member; where that is unknown too, `account:<account_id>`" */
function subjectOf(data: Loaded, operation: RowOf<'operation'>): string {
  return staffOf(data, operation) ?? `account:${operation.account_id}`
}

/**
 * "at least **10** high-risk CREATE or UPDATE within 10 minutes (first to last at most 600 s), or an IMPORT of
 * STATUS_CHANGE, MANUAL_ADJUST or BACK_PAY" · amount 0. "SYS-04: over all accounts of the staff member."
 * ambiguous: of the operations of a burst, whether each that belongs to some ten within 600 s counts. It does.
 */
export function burst({ data, parameters }: Context): Finding[] {
  const operations = data
    .rows('operation')
    .map((row) => ({ row, subject: subjectOf(data, row), at: row.recorded_at }))
  const isEdit = ({ row }: (typeof operations)[number]): boolean =>
    isHighRisk(row) && (row.action === 'CREATE' || row.action === 'UPDATE')
  return distinct(operations.map((each) => each.subject)).flatMap((subjectId) => {
    const own = operations.filter((each) => each.subject === subjectId)
    const edits = own.filter(isEdit)
    const windows = edits
      .map((first) =>
        edits.filter((each) => each.at >= first.at && each.at - first.at <= parameters.burstSeconds),
      )
      .filter((each) => each.length >= parameters.burstMin)
    const imports = own.filter(
      ({ row }) =>
        row.action === 'IMPORT' && ['STATUS_CHANGE', 'MANUAL_ADJUST', 'BACK_PAY'].includes(row.function_code),
    )
    const counted = distinct([...windows.flat(), ...imports])
    if (counted.length === 0) return []
    const rows = counted.map(({ row, at }) => onDay(dayOfSecond(at), `operation ${row.operation_id}`))
    const subject = { ruleCode: 'SYS-04', subjectKind: 'staff', subjectId, level: 1 }
    return [finding(subject, rows, ['evidence'])]
  })
}

/**
 * "its staff member left (`left_on`) more than **1** day before `as_of` and it is still ENABLED, or it operated more than 1
 * day after `left_on`" · amount 0. "SYS-06: only `left_on` decides; any operation counts."
 * ambiguous: the period, `left_on` or the days of the operations: not compared.
 */
export function accountOfLeaver({ data, asOf, parameters }: Context): Finding[] {
  return data.rows('user_account').flatMap((account) => {
    const left = data.rows('staff').find((each) => each.staff_id === account.staff_id)?.left_on ?? null
    if (left === null) return []
    const operated = data
      .rows('operation')
      .filter((each) => each.account_id === account.account_id)
      .filter((each) => dayOfSecond(each.recorded_at) - left > parameters.leaverGraceDays)
    const isEnabled = account.status === 'ENABLED' && asOf - left > parameters.leaverGraceDays
    if (!isEnabled && operated.length === 0) return []
    const rows = operated.map((each) =>
      onDay(dayOfSecond(each.recorded_at), `operation ${each.operation_id}`),
    )
    if (isEnabled) rows.push(onDay(left, `user_account ${account.account_id}`))
    const subject = {
      ruleCode: 'SYS-06',
      subjectKind: 'user_account',
      subjectId: account.account_id,
      level: 1,
    }
    return [finding(subject, rows, ['evidence', 'period'])]
  })
}

/**
 * "on a key post, without `ended_on`, for more than **36** months at `as_of`" · amount 0. "SYS-14: substitutes count; rows
 * are not joined." "'more than n months before' is strictly before that day".
 */
export function tooLongOnKeyPost({ data, asOf, parameters }: Context): Finding[] {
  const counted = data
    .rows('post_assignment')
    .filter((each) => each.is_key_post && each.ended_on === null)
    .filter((each) => each.started_on < lessMonths(asOf, parameters.keyPostMonths))
  return distinct(counted.map((each) => each.staff_id)).map((staffId) => {
    const rows = counted
      .filter((each) => each.staff_id === staffId)
      .map((each) => {
        const key = `${each.staff_id}#${each.post}#${dayText(each.started_on)}`
        return onDay(each.started_on, `post_assignment ${key}`)
      })
    return finding({ ruleCode: 'SYS-14', subjectKind: 'staff', subjectId: staffId, level: 2 }, rows)
  })
}
