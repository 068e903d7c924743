/** DUP-01, DUP-03 and DUP-08, from core-rules.md alone. */
import {
  byPeriod,
  type Context,
  distinct,
  type Finding,
  finding,
  isPension,
  isRegular,
  type Payment,
  paidLines,
} from './rule.ts'

/**
 * "months (`period_from`) with paid regular pension lines both in scheme 110 or 120 and in scheme 170" · amount: "the 170
 * lines of those months"
 * ambiguous: whether the 110 or 120 lines, which have no part in the amount, are rows that count. They are not here:
 * "the rows that count" of an amount are those it sums; the others are what they are compared with.
 */
export function employeeAndResident({ data }: Context): Finding[] {
  const pensions = paidLines(data).filter((each) => isRegular(each) && isPension(each))
  const findings: Finding[] = []
  for (const personId of distinct(pensions.map((each) => each.person_id))) {
    const own = pensions.filter((each) => each.person_id === personId)
    const employeeMonths = own
      .filter((each) => each.scheme === '110' || each.scheme === '120')
      .map((each) => each.period_from)
    const lines = own.filter((each) => each.scheme === '170' && employeeMonths.includes(each.period_from))
    if (lines.length === 0) continue
    const subject = { ruleCode: 'DUP-01', subjectKind: 'person', subjectId: personId, level: 1 }
    findings.push(finding(subject, lines.map(byPeriod), ['evidence', 'period']))
  }
  return findings
}

/**
 * "more than one paid REGULAR line with the same scheme, benefit, `period_from` and `period_to`" · amount: "per group: sum
 * less the largest line"
 */
export function paidTwice({ data }: Context): Finding[] {
  const regular = paidLines(data).filter(isRegular)
  const findings: Finding[] = []
  for (const personId of distinct(regular.map((each) => each.person_id))) {
    const groups = new Map<string, Payment[]>()
    for (const line of regular.filter((each) => each.person_id === personId)) {
      const group = [line.scheme, line.benefit, line.period_from, line.period_to].join(' ')
      groups.set(group, [...(groups.get(group) ?? []), line])
    }
    const rows = [...groups.values()]
      .filter((lines) => lines.length > 1)
      .flatMap((lines) => {
        const [largest, ...others] = lines.toSorted((one, other) => (one.amount < other.amount ? 1 : -1))
        return [{ ...byPeriod(largest!), amount: 0n }, ...others.map(byPeriod)]
      })
    if (rows.length === 0) continue
    const subject = { ruleCode: 'DUP-08', subjectKind: 'person', subjectId: personId, level: 1 }
    findings.push(finding(subject, rows))
  }
  return findings
}

/**
 * "paid regular OLD_AGE lines with `period_from` within `starts`…`ended` of an `other_region_benefit` OLD_AGE row of the
 * same id number" · amount: "those lines". "DUP-03: `starts` and `ended` included." "A null end … is open".
 */
export function benefitElsewhere({ data }: Context): Finding[] {
  const findings: Finding[] = []
  for (const person of data.rows('person')) {
    const others = data
      .rows('other_region_benefit')
      .filter((each) => each.id_number === person.id_number && each.benefit === 'OLD_AGE')
    const lines = paidLines(data).filter(
      (line) =>
        line.person_id === person.person_id &&
        isRegular(line) &&
        line.benefit === 'OLD_AGE' &&
        others.some(
          (other) =>
            other.starts <= line.period_from && (other.ended === null || line.period_from <= other.ended),
        ),
    )
    if (lines.length === 0) continue
    const subject = { ruleCode: 'DUP-03', subjectKind: 'person', subjectId: person.person_id, level: 1 }
    findings.push(finding(subject, lines.map(byPeriod)))
  }
  return findings
}
