/** CER-01, CER-03, CER-05 and CER-06, from core-rules.md alone. */
import { dayOfSecond, lessMonths, monthOfDay } from '../dates.ts'
import { deathDate } from './death.ts'
import {
  byPayMonth,
  byPeriod,
  type Context,
  distinct,
  type Finding,
  finding,
  isAfterDeathBenefit,
  isPension,
  isRegular,
  latestMonth,
  onDay,
  paidLines,
} from './rule.ts'

/**
 * "a paid regular pension line in the latest month, and neither a PASS in the **24** months before `as_of` nor a first
 * paid pension line within them" · amount: "paid regular pension lines with `pay_month` more than 24 months after the
 * last PASS (none: after the first paid pension line)". "CER-01: a PASS counts from that day on, a first paid line from
 * the month of that day on." "CER-01: the first paid pension line is the person's earliest, of any kind; the amount starts
 * more than 24 months after it where there was no PASS." "Rows dated later count like others".
 * ambiguous: "earliest" of the first paid line is taken by `pay_month`.
 * ambiguous: the months after a PASS are counted in months ("Months compare as months"), so that a PASS on 2022-06-15 and
 * an as_of of 2024-06-30 give a finding of 0.00 where no line is later than 2024-06; its period is empty then: no row has
 * money, and no day of a row decides.
 */
export function notCertified(context: Context): Finding[] {
  const { data, asOf, parameters } = context
  const latest = latestMonth(context)
  if (latest === null) return []
  const from = lessMonths(asOf, parameters.certificationMonths)
  const pensions = paidLines(data).filter(isPension)
  const findings: Finding[] = []
  for (const personId of distinct(pensions.map((each) => each.person_id))) {
    const own = pensions.filter((each) => each.person_id === personId)
    if (!own.some((each) => isRegular(each) && each.pay_month === latest)) continue
    const passes = data
      .rows('certification')
      .filter((each) => each.person_id === personId && each.result === 'PASS')
      .map((each) => dayOfSecond(each.certified_at))
    const first = Math.min(...own.map((each) => each.pay_month))
    if (passes.some((each) => each >= from) || first >= monthOfDay(from)) continue
    const since = passes.length > 0 ? monthOfDay(Math.max(...passes)) : first
    const lines = own.filter(
      (each) => isRegular(each) && each.pay_month > since + parameters.certificationMonths,
    )
    const subject = { ruleCode: 'CER-01', subjectKind: 'person', subjectId: personId, level: 1 }
    findings.push(finding(subject, lines.map(byPayMonth), ['evidence', 'period']))
  }
  return findings
}

/**
 * "the operator or reviewer of a PASS is operator or reviewer of a RESUME or BACK_PAY change of that person recorded 0 to
 * **90** days later" · amount: "`amount_after` of the BACK_PAY changes". "CER-03: each BACK_PAY change once." "Days between
 * two moments are the difference of their dates": a change earlier on the same day is 0 days later. "A null amount …
 * counts as 0." "Null equals nothing".
 * ambiguous: whether the PASS is a row that counts for the period: not compared.
 */
export function certifierAlsoResumed({ data, parameters }: Context): Finding[] {
  const counted = data.rows('entitlement_change').filter((change) => {
    if (change.kind !== 'RESUME' && change.kind !== 'BACK_PAY') return false
    const staff = [change.operator_id, change.reviewer_id].filter((each) => each !== null)
    return data.rows('certification').some((pass) => {
      const days = dayOfSecond(change.recorded_at) - dayOfSecond(pass.certified_at)
      const isTimely = days >= 0 && days <= parameters.certifierDays
      const isSame = staff.some((each) => each === pass.operator_id || each === pass.reviewer_id)
      return pass.person_id === change.person_id && pass.result === 'PASS' && isTimely && isSame
    })
  })
  return distinct(counted.map((each) => each.person_id)).map((personId) => {
    const rows = counted
      .filter((each) => each.person_id === personId)
      .map((each) => {
        const amount = each.kind === 'BACK_PAY' ? (each.amount_after ?? 0n) : 0n
        return onDay(dayOfSecond(each.recorded_at), `entitlement_change ${each.change_id}`, amount)
      })
    const subject = { ruleCode: 'CER-03', subjectKind: 'person', subjectId: personId, level: 2 }
    return finding(subject, rows, ['evidence', 'period'])
  })
}

/**
 * "a PASS other than DATA_MATCH more than **1** day after the death date" · amount: "paid lines as in DTH-01"
 * ambiguous: whether the lines as in DTH-01 start later where `DTH-01.grace_months` is set: no, a parameter is its rule's.
 * ambiguous: the period of a finding that has lines and days of a PASS: compared only where there is no line.
 */
export function certifiedAfterDeath({ data, parameters }: Context): Finding[] {
  const findings: Finding[] = []
  for (const person of data.rows('person')) {
    const died = deathDate(data, person)
    if (died === null) continue
    const passes = data
      .rows('certification')
      .filter((each) => each.person_id === person.person_id && each.result === 'PASS')
      .filter((each) => each.channel !== 'DATA_MATCH')
      .filter((each) => dayOfSecond(each.certified_at) - died > parameters.certifiedGraceDays)
    if (passes.length === 0) continue
    const lines = paidLines(data).filter(
      (each) =>
        each.person_id === person.person_id &&
        each.period_from > monthOfDay(died) &&
        !isAfterDeathBenefit(each),
    )
    const rows =
      lines.length > 0
        ? lines.map(byPeriod)
        : passes.map((each) =>
            onDay(dayOfSecond(each.certified_at), `certification ${each.certification_id}`),
          )
    const subject = { ruleCode: 'CER-05', subjectKind: 'person', subjectId: person.person_id, level: 1 }
    findings.push(finding(subject, rows, lines.length > 0 ? ['evidence', 'period'] : ['evidence']))
  }
  return findings
}

/** "a COMMUNITY PASS without reviewer, with the operator as reviewer, or without evidence" · amount 0 */
export function communityWithoutReview({ data }: Context): Finding[] {
  const counted = data
    .rows('certification')
    .filter((each) => each.channel === 'COMMUNITY' && each.result === 'PASS')
    .filter(
      (each) => each.reviewer_id === null || each.reviewer_id === each.operator_id || each.evidence === null,
    )
  return distinct(counted.map((each) => each.person_id)).map((personId) => {
    const rows = counted
      .filter((each) => each.person_id === personId)
      .map((each) => onDay(dayOfSecond(each.certified_at), `certification ${each.certification_id}`))
    return finding({ ruleCode: 'CER-06', subjectKind: 'person', subjectId: personId, level: 2 }, rows)
  })
}
