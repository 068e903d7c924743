/** ACC-01, ACC-02 and ACC-03, from core-rules.md alone. */
import { firstDayOf, lastDayOf } from '../dates.ts'
import type { Loaded } from '../loading/row.ts'
import {
  byPayMonth,
  type Context,
  distinct,
  type Finding,
  finding,
  isRegular,
  latestMonth,
  type Payment,
  paidLines,
} from './rule.ts'

/**
 * "**guardian account**: `payee_account` row for the account and the person with `holder_kind` GUARDIAN or INSTITUTION,
 * valid in that month." "A guardian account is valid on any day of the `pay_month`." "A null end of an interval
 * (`valid_to` …) is open, and so is a null start that may be null (`payee_account.valid_from`)"
 * ambiguous: whether `valid_to` itself is valid. Yes: only role intervals are said to be half open.
 */
function isGuardianAccount(data: Loaded, line: Payment): boolean {
  return data
    .rows('payee_account')
    .filter((each) => each.holder_kind === 'GUARDIAN' || each.holder_kind === 'INSTITUTION')
    .filter((each) => each.account_number === line.account_number && each.person_id === line.person_id)
    .some((each) => {
      const first = Math.max(each.valid_from ?? Number.NEGATIVE_INFINITY, firstDayOf(line.pay_month))
      const last = Math.min(each.valid_to ?? Number.POSITIVE_INFINITY, lastDayOf(line.pay_month))
      return first <= last
    })
}

function paidOrSentLines(data: Loaded): Payment[] {
  return data.rows('payment').filter((each) => each.status === 'PAID' || each.status === 'SENT')
}

/**
 * "in a `pay_month` of the look-back, at least **2** persons have PAID or SENT lines to it, persons for whom it is a
 * guardian account not counted" · amount: "the counted persons' lines in such months" · "look-back: only `pay_month` …
 * from **2019-01** on"
 */
export function sharedAccount({ data, parameters }: Context): Finding[] {
  const counted = paidOrSentLines(data).filter(
    (each) =>
      each.account_number !== null &&
      each.pay_month >= parameters.sharedLookBackFrom &&
      !isGuardianAccount(data, each),
  )
  const findings: Finding[] = []
  for (const account of distinct(counted.map((each) => each.account_number!))) {
    const own = counted.filter((each) => each.account_number === account)
    const lines = distinct(own.map((each) => each.pay_month)).flatMap((month) => {
      const inMonth = own.filter((each) => each.pay_month === month)
      return distinct(inMonth.map((each) => each.person_id)).length >= parameters.sharedPeopleMin
        ? inMonth
        : []
    })
    if (lines.length === 0) continue
    const subject = { ruleCode: 'ACC-01', subjectKind: 'account', subjectId: account, level: 1 }
    findings.push(finding(subject, lines.map(byPayMonth)))
  }
  return findings
}

/**
 * "**name normalised**: NFKC, white space removed, `·•・‧．.` made `·`, upper case." "Zero-width characters (U+200B to
 * U+200D, U+2060, U+FEFF) are removed from names before anything else; then NFKC, white space, dots, upper case."
 */
export function normalisedName(name: string): string {
  return name
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .normalize('NFKC')
    .replace(/[\s\u0085]/g, '')
    .replace(/[·•・‧．.]/g, '·')
    .toUpperCase()
}

/**
 * "PAID or SENT lines whose `holder_name`, normalised, is not the person's name, except to a guardian account" · amount:
 * "those lines". "They do not hold for a null in what is compared: `holder_name` …: unknown is no finding."
 * ambiguous: a line without account number. What is compared is the name; no account is no guardian account: it counts.
 */
export function holderMismatch({ data }: Context): Finding[] {
  const findings: Finding[] = []
  for (const person of data.rows('person')) {
    const lines = paidOrSentLines(data).filter(
      (each) =>
        each.person_id === person.person_id &&
        each.holder_name !== null &&
        normalisedName(each.holder_name) !== normalisedName(person.name) &&
        !isGuardianAccount(data, each),
    )
    if (lines.length === 0) continue
    const subject = { ruleCode: 'ACC-02', subjectKind: 'person', subjectId: person.person_id, level: 1 }
    findings.push(finding(subject, lines.map(byPayMonth)))
  }
  return findings
}

/**
 * "regular paid line of the latest month goes to another account than the regular paid line of the same scheme in the
 * month before; no `payee_account_change` old→new with a `planned_batch`" · amount: "the latest line". "ACC-03: a latest
 * line counts if the person's lines of that scheme in the month before all went to other accounts, and no change from
 * one of these to it has a `planned_batch`."
 * ambiguous: a line of the month before without account number. That it went to another account is unknown, so that not
 * "all" did: no finding.
 */
export function accountChanged(context: Context): Finding[] {
  const { data } = context
  const latest = latestMonth(context)
  if (latest === null) return []
  const regular = paidLines(data).filter(isRegular)
  const counted = regular.filter((line) => {
    if (line.pay_month !== latest || line.account_number === null) return false
    const before = regular.filter(
      (each) =>
        each.person_id === line.person_id && each.scheme === line.scheme && each.pay_month === latest - 1,
    )
    if (before.length === 0) return false
    const wentElsewhere = before.every(
      (each) => each.account_number !== null && each.account_number !== line.account_number,
    )
    const isPlanned = data
      .rows('payee_account_change')
      .some(
        (change) =>
          change.person_id === line.person_id &&
          change.new_account === line.account_number &&
          before.some((each) => each.account_number === change.old_account) &&
          change.planned_batch !== null,
      )
    return wentElsewhere && !isPlanned
  })
  return distinct(counted.map((each) => each.person_id)).map((personId) => {
    const lines = counted.filter((each) => each.person_id === personId)
    const subject = { ruleCode: 'ACC-03', subjectKind: 'person', subjectId: personId, level: 3 }
    return finding(subject, lines.map(byPayMonth))
  })
}
