/** CER-01, from core-rules.md alone. */
import { dayOfSecond, lessMonths, monthOfDay } from './dates.ts'
import {
  byPayMonth,
  type Context,
  distinct,
  type Finding,
  finding,
  isPension,
  isRegular,
  latestMonth,
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
