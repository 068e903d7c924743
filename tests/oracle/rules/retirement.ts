/** RET-01 and RET-14, from core-rules.md and the domain's 4.6 alone. */
import { dayOfSecond, dayText, monthOfDay } from '../dates.ts'
import type { RowOf } from '../loading/row.ts'
import {
  byPeriod,
  type Context,
  distinct,
  type Finding,
  finding,
  isPension,
  isRegular,
  paidLines,
} from './rule.ts'

type Person = RowOf<'person'>
type Retirement = RowOf<'retirement'>

interface LawfulMonths {
  readonly original: number
  readonly lawful: number
}

/**
 * 4.6: "`t = birth_month + base_age×12` (month index); `s = index(2025-01)`; if t<s: delay=0 else `delay = min(cap,
 * floor((t−s)/step)+1)`; cap 36/36/60; step 4/4/2; `lawful = t + delay`."
 * core-rules: "male 60; female CADRE 55; other female 50; scheme 170: 60 for both, no delay". "by `birth_date`". "They do
 * not hold for a null in what is compared: … sex, birth date: unknown is no finding."
 * ambiguous: scheme 170 for a person of unknown sex. "60 for both" compares no sex: decided.
 */
export function lawfulMonths(person: Person, scheme: string): LawfulMonths | null {
  if (person.birth_date === null) return null
  const born = monthOfDay(person.birth_date)
  if (scheme === '170') return { original: born + 720, lawful: born + 720 }
  if (person.sex !== '1' && person.sex !== '2') return null
  const isCadre = person.category === 'CADRE'
  const [age, cap, step] = person.sex === '1' ? [60, 36, 4] : isCadre ? [55, 36, 4] : [50, 60, 2]
  const original = born + age! * 12
  const start = 2025 * 12
  const delay = original < start ? 0 : Math.min(cap!, Math.floor((original - start) / step!) + 1)
  return { original, lawful: original + delay }
}

/**
 * "NORMAL (in scheme 170 also RESIDENT): `retire_month` before the lawful month …. FLEXIBLE_EARLY: more than 36 months
 * before it, or before the original age"
 */
function isTooEarly({ kind, scheme, retire_month }: Retirement, { original, lawful }: LawfulMonths): boolean {
  if (kind === 'NORMAL' || (kind === 'RESIDENT' && scheme === '170')) return retire_month < lawful
  return kind === 'FLEXIBLE_EARLY' && (retire_month < lawful - 36 || retire_month < original)
}

/**
 * amount: "paid regular pension lines with `period_from` before the lawful month"; "lines of the retirement's scheme".
 * "empty where no row has money and no day decides": without a line there is nothing but months, so that the period is
 * not compared.
 */
export function retiredTooEarly({ data }: Context): Finding[] {
  const findings: Finding[] = []
  for (const person of data.rows('person')) {
    const early = data
      .rows('retirement')
      .filter((each) => each.person_id === person.person_id)
      .flatMap((row) => {
        const months = lawfulMonths(person, row.scheme)
        return months !== null && isTooEarly(row, months)
          ? [{ scheme: row.scheme, lawful: months.lawful }]
          : []
      })
    if (early.length === 0) continue
    const lines = paidLines(data).filter(
      (line) =>
        line.person_id === person.person_id &&
        isRegular(line) &&
        isPension(line) &&
        early.some((each) => each.scheme === line.scheme && line.period_from < each.lawful),
    )
    const subject = { ruleCode: 'RET-01', subjectKind: 'person', subjectId: person.person_id, level: 1 }
    findings.push(
      finding(subject, lines.map(byPeriod), lines.length > 0 ? ['evidence'] : ['evidence', 'period']),
    )
  }
  return findings
}

/**
 * "SPECIAL_WORK or ILLNESS: no complete notice, fewer than **5** working days from `notice_from` to `notice_to` (both
 * counted), or decided on or before `notice_to`" · amount: "the retirement's total". "without `decided_at` that condition
 * is not met." "a notice that touches such a day is not decided by its number of days (RET-14)".
 * ambiguous: a notice that ends before it begins: it has no working day, and touches none.
 * ambiguous: which of its days is the period: not compared.
 */
export function noticeTooShort({ data, parameters, calendar }: Context): Finding[] {
  const isIrregular = ({ notice_from, notice_to, decided_at }: Retirement): boolean => {
    if (notice_from === null || notice_to === null) return true
    if (decided_at !== null && dayOfSecond(decided_at) <= notice_to) return true
    const days = Array.from({ length: Math.max(0, notice_to - notice_from + 1) }, (_, at) =>
      calendar(notice_from + at),
    )
    const working = days.filter((each) => each === 'working').length
    return !days.includes('unknown') && working < parameters.noticeDaysMin
  }
  const counted = data
    .rows('retirement')
    .filter((each) => (each.kind === 'SPECIAL_WORK' || each.kind === 'ILLNESS') && isIrregular(each))
  return distinct(counted.map((each) => each.person_id)).map((personId) => {
    const rows = counted
      .filter((each) => each.person_id === personId)
      .map((each) => {
        const day = each.notice_to === null ? '' : dayText(each.notice_to)
        return { amount: each.total, from: day, to: day, evidence: `retirement ${each.retirement_id}` }
      })
    const subject = { ruleCode: 'RET-14', subjectKind: 'person', subjectId: personId, level: 2 }
    return finding(subject, rows, ['period'])
  })
}
