/** ACC-04, ACC-05, ACC-08 and ACC-10, from core-rules.md alone. */
import { dayOfSecond } from '../dates.ts'
import type { Loaded } from '../loading/row.ts'
import {
  byPayMonth,
  type Context,
  distinct,
  type Finding,
  finding,
  isRegular,
  type Payment,
  paidLines,
  totalsByMonth,
  twiceMedian,
} from './rule.ts'

/** "**sent day**: `payment_batch.sent_at` of the payment's batch" */
function sentDay(data: Loaded, line: Payment): number | null {
  const batch = data.rows('payment_batch').find((each) => each.batch_id === line.batch_id)
  return batch === undefined || batch.sent_at === null ? null : dayOfSecond(batch.sent_at)
}

/**
 * "**holder**: `holder_id_number` from `account_verification`, else from `payee_account` of that account and person."
 * "Holder: `account_verification`, and where it has no row or no number, `payee_account`"
 */
function holderOf(data: Loaded, line: Payment): string | null {
  const verified = data
    .rows('account_verification')
    .find((each) => each.account_number === line.account_number)
  const declared = data
    .rows('payee_account')
    .find((each) => each.account_number === line.account_number && each.person_id === line.person_id)
  return verified?.holder_id_number ?? declared?.holder_id_number ?? null
}

function byPerson(ruleCode: string, lines: readonly Payment[]): Finding[] {
  return distinct(lines.map((each) => each.person_id)).map((personId) => {
    const own = lines.filter((each) => each.person_id === personId)
    return finding({ ruleCode, subjectKind: 'person', subjectId: personId, level: 1 }, own.map(byPayMonth))
  })
}

/**
 * "a paid line to `new_account` sent 0 to **60** days after an account change, being BACK_PAY, ONE_OFF or at least **2**
 * times the person's median regular monthly total of the same scheme in the 12 `pay_month`s before its own; in each case
 * at least **5000**" · amount: "those lines". "Days between two moments are the difference of their dates; '0 to n' …
 * include both ends." "months without a line do not take part": with no month there is no median, and nothing is compared.
 */
export function largeAfterChange({ data, parameters }: Context): Finding[] {
  const paid = paidLines(data)
  const counted = paid.filter((line) => {
    const sent = sentDay(data, line)
    if (sent === null || line.amount < parameters.afterChangeMin) return false
    const isAfterChange = data.rows('payee_account_change').some((change) => {
      const days = sent - dayOfSecond(change.recorded_at)
      const isOwn = change.person_id === line.person_id && change.new_account === line.account_number
      return isOwn && days >= 0 && days <= parameters.afterChangeDays
    })
    if (!isAfterChange) return false
    if (line.kind === 'BACK_PAY' || line.kind === 'ONE_OFF') return true
    const before = paid.filter(
      (each) =>
        isRegular(each) &&
        each.person_id === line.person_id &&
        each.scheme === line.scheme &&
        each.pay_month >= line.pay_month - 12 &&
        each.pay_month < line.pay_month,
    )
    const median = twiceMedian([...totalsByMonth(before).values()])
    return median !== null && line.amount * 2_000_000n >= median * parameters.afterChangeTimes
  })
  return byPerson('ACC-04', counted)
}

/**
 * "paid lines to an account whose holder is in `staff` or `staff_relative` and is not the payee" · amount: "those lines".
 * "people are matched by id number, never by name alone". "ACC-05: guardian accounts too." A payee who is not in `person`
 * has no id number that could be compared: "unknown is no finding".
 */
export function staffReceives({ data }: Context): Finding[] {
  const counted = paidLines(data).filter((line) => {
    const holder = holderOf(data, line)
    const payee = data.rows('person').find((each) => each.person_id === line.person_id)
    if (line.account_number === null || holder === null || payee === undefined) return false
    const isStaff = data.rows('staff').some((each) => each.id_number === holder)
    const isRelative = data.rows('staff_relative').some((each) => each.id_number === holder)
    return (isStaff || isRelative) && holder !== payee.id_number
  })
  return distinct(counted.map((each) => each.account_number!)).map((account) => {
    const own = counted.filter((each) => each.account_number === account)
    const subject = { ruleCode: 'ACC-05', subjectKind: 'account', subjectId: account, level: 1 }
    return finding(subject, own.map(byPayMonth))
  })
}

/**
 * "change A→B, then B→A within **90** days, and a paid line to B sent between the two" · amount: "those lines".
 * "'Recorded after' and 'then' are strictly later timestamps." "'within n' include both ends". "ACC-08: the days of both
 * changes count."
 * ambiguous: a change of an account to itself, twice. Nothing says that A and B differ, as ACC-03 and ACC-10 say "another
 * account": it counts.
 */
export function changedAndBack({ data, parameters }: Context): Finding[] {
  const changes = data.rows('payee_account_change')
  const counted = paidLines(data).filter((line) => {
    const sent = sentDay(data, line)
    if (sent === null || line.account_number === null) return false
    const own = changes.filter((each) => each.person_id === line.person_id)
    return own.some(
      (first) =>
        first.new_account === line.account_number &&
        dayOfSecond(first.recorded_at) <= sent &&
        own.some(
          (second) =>
            second.old_account === first.new_account &&
            second.new_account === first.old_account &&
            second.recorded_at > first.recorded_at &&
            dayOfSecond(second.recorded_at) - dayOfSecond(first.recorded_at) <= parameters.changedBackDays &&
            sent <= dayOfSecond(second.recorded_at),
        ),
    )
  })
  return byPerson('ACC-08', counted)
}

/**
 * "a paid line with `resend_of` a RETURNED line, to another account than the returned one, whose holder is known and is
 * not the person" · amount: "those lines". "ACC-10: both account numbers known."
 * ambiguous: a returned line of another person. Nothing says that it must be the same person's: it counts.
 */
export function resentElsewhere({ data }: Context): Finding[] {
  const counted = paidLines(data).filter((line) => {
    const returned = data
      .rows('payment')
      .find((each) => each.payment_id === line.resend_of && each.status === 'RETURNED')
    const person = data.rows('person').find((each) => each.person_id === line.person_id)
    if (returned === undefined || returned.account_number === null || line.account_number === null)
      return false
    const holder = holderOf(data, line)
    const isElsewhere = returned.account_number !== line.account_number
    return isElsewhere && person !== undefined && holder !== null && holder !== person.id_number
  })
  return byPerson('ACC-10', counted)
}
