/** DTH-01 to DTH-04, DTH-06 and PRS-01, from core-rules.md alone. */
import { dayText, monthOfDay, monthText } from '../dates.ts'
import type { Loaded, RowOf } from '../loading/row.ts'
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
  onDay,
  paidLines,
} from './rule.ts'

type Person = RowOf<'person'>
type Change = RowOf<'entitlement_change'>

const sourceOrder = ['HEALTH', 'POLICE', 'COURT', 'CIVIL_AFFAIRS', 'VILLAGE', 'REGISTER']

/**
 * "**death date of a person**: rows of `death` that are not revoked and whose `id_number` is the person's, and the
 * person's own register entry (`life_status = DEAD` with `death_date`) as source REGISTER. The date of the best source
 * counts: HEALTH, POLICE, COURT, CIVIL_AFFAIRS, VILLAGE, REGISTER, in this order; within a source the earliest."
 * "`revoked` (null: not revoked)"
 */
export function deathDate(data: Loaded, person: Person): number | null {
  const known = data
    .rows('death')
    .filter((each) => each.id_number === person.id_number && each.revoked !== true)
    .map((each) => ({ source: each.source, day: each.died_on }))
  if (person.life_status === 'DEAD' && person.death_date !== null) {
    known.push({ source: 'REGISTER', day: person.death_date })
  }
  for (const source of sourceOrder) {
    const days = known.filter((each) => each.source === source).map((each) => each.day)
    if (days.length > 0) return Math.min(...days)
  }
  return null
}

/**
 * "**death withdrawn**: the person has at least one revoked `death` row and none that is not revoked."
 * "Withdrawn is decided by `death` rows alone and matters only where named."
 * A person who is not in `person` has no id number that could be compared: not withdrawn.
 */
export function isDeathWithdrawn(data: Loaded, personId: string): boolean {
  const person = data.rows('person').find((each) => each.person_id === personId)
  if (person === undefined) return false
  const rows = data.rows('death').filter((each) => each.id_number === person.id_number)
  return rows.length > 0 && rows.every((each) => each.revoked === true)
}

/** "**death stop**: an `entitlement_change` SUSPEND or END with `reason = DEATH`" */
function isDeathStop(change: Change): boolean {
  return (change.kind === 'SUSPEND' || change.kind === 'END') && change.reason === 'DEATH'
}

/**
 * "paid lines with `period_from` after the month of the death date plus **0** grace months; benefits FUNERAL,
 * SURVIVOR_LUMP, SURVIVOR_MONTHLY, ACCOUNT_REFUND do not count" · amount: "those lines"
 */
export function paidAfterDeath({ data, parameters }: Context): Finding[] {
  const findings: Finding[] = []
  for (const person of data.rows('person')) {
    const died = deathDate(data, person)
    if (died === null) continue
    const lastMonth = monthOfDay(died) + parameters.deathGraceMonths
    const lines = paidLines(data).filter(
      (each) =>
        each.person_id === person.person_id && each.period_from > lastMonth && !isAfterDeathBenefit(each),
    )
    if (lines.length === 0) continue
    const subject = { ruleCode: 'DTH-01', subjectKind: 'person', subjectId: person.person_id, level: 1 }
    findings.push(finding(subject, lines.map(byPeriod)))
  }
  return findings
}

/**
 * "RESUME recorded after a death stop of the same entitlement, death not withdrawn" · amount: "paid lines of the
 * entitlement with `pay_month` from the RESUME's effective month on". "'Recorded after' and 'then' are strictly later
 * timestamps." "DTH-02: per entitlement, from the earliest RESUME that follows a stop; lines without `entitlement_id`
 * do not count." "Two RESUMEs at one second: the lesser effective month."
 * ambiguous: where there is no such line, the finding stands with 0.00, and its period is the day of the RESUME, the
 * day that decides; with lines, the months of the lines ("where no row has money and no day decides" is empty).
 * ambiguous: lines of the entitlement that name another person. They are lines of the entitlement, and count.
 */
export function resumedAfterDeathStop({ data }: Context): Finding[] {
  const changes = data.rows('entitlement_change')
  const resumes = distinct(changes.map((each) => each.entitlement_id)).flatMap((entitlementId) => {
    const own = changes.filter((each) => each.entitlement_id === entitlementId)
    const stops = own.filter(isDeathStop)
    const following = own
      .filter((each) => each.kind === 'RESUME')
      .filter((each) => stops.some((stop) => each.recorded_at > stop.recorded_at))
      .sort((one, other) => one.recorded_at - other.recorded_at || one.effective - other.effective)
    return following.slice(0, 1)
  })
  const findings: Finding[] = []
  for (const personId of distinct(resumes.map((each) => each.person_id))) {
    if (isDeathWithdrawn(data, personId)) continue
    const own = resumes.filter((each) => each.person_id === personId)
    const lines = paidLines(data).filter((line) =>
      own.some((each) => line.entitlement_id === each.entitlement_id && line.pay_month >= each.effective),
    )
    const subject = { ruleCode: 'DTH-02', subjectKind: 'person', subjectId: personId, level: 1 }
    const rows =
      lines.length > 0
        ? lines.map(byPayMonth)
        : own.map((each) =>
            onDay(Math.floor(each.recorded_at / 86_400), `entitlement_change ${each.change_id}`),
          )
    findings.push(finding(subject, rows, lines.length > 0 ? ['evidence'] : ['evidence', 'period']))
  }
  return findings
}

/**
 * "paid BACK_PAY lines (not of the four benefits of DTH-01) with `pay_month` and `period_to` at or after the effective
 * month of a death stop of that person, death not withdrawn" · amount: "those lines"
 */
export function backPaidAfterDeathStop({ data }: Context): Finding[] {
  const stops = data.rows('entitlement_change').filter(isDeathStop)
  const findings: Finding[] = []
  for (const personId of distinct(stops.map((each) => each.person_id))) {
    if (isDeathWithdrawn(data, personId)) continue
    const own = stops.filter((each) => each.person_id === personId)
    const lines = paidLines(data).filter(
      (line) =>
        line.person_id === personId &&
        line.kind === 'BACK_PAY' &&
        !isAfterDeathBenefit(line) &&
        own.some((stop) => line.pay_month >= stop.effective && line.period_to >= stop.effective),
    )
    if (lines.length === 0) continue
    const subject = { ruleCode: 'DTH-03', subjectKind: 'person', subjectId: personId, level: 1 }
    findings.push(finding(subject, lines.map(byPayMonth)))
  }
  return findings
}

/**
 * "an enrolment ENDED for DEATH, and afterwards (after `ended_on`): an ACTIVE enrolment started, a NORMAL contribution for
 * a later month, or a paid regular line for a later month; death not withdrawn" · amount: "those paid lines". "DTH-04:
 * `status` ENDED, `end_reason` DEATH, the earliest `ended_on`; 'for a later month' is `period_from` or `period`."
 * "a contribution's is its `period`; other rows' the day of the date or timestamp that decides."
 * ambiguous: the period of a mixture of months and days: not compared.
 */
export function activeAfterDeathEnd({ data }: Context): Finding[] {
  const ended = data
    .rows('enrolment')
    .filter((each) => each.status === 'ENDED' && each.end_reason === 'DEATH' && each.ended_on !== null)
  const findings: Finding[] = []
  for (const personId of distinct(ended.map((each) => each.person_id))) {
    if (isDeathWithdrawn(data, personId)) continue
    const own = ended.filter((each) => each.person_id === personId)
    const day = Math.min(...own.map((each) => each.ended_on!))
    const started = data
      .rows('enrolment')
      .filter((each) => each.person_id === personId && each.status === 'ACTIVE' && each.started_on > day)
      .map((each) => onDay(each.started_on, `enrolment ${each.enrolment_id}`))
    const contributed = data
      .rows('contribution')
      .filter((each) => each.person_id === personId && each.kind === 'NORMAL')
      .filter((each) => each.period > monthOfDay(day))
      .map((each) => {
        const month = monthText(each.period)
        return { amount: 0n, from: month, to: month, evidence: `contribution ${each.contribution_id}` }
      })
    const paid = paidLines(data)
      .filter((each) => each.person_id === personId && isRegular(each) && each.period_from > monthOfDay(day))
      .map(byPeriod)
    const groups = [started, contributed, paid].filter((each) => each.length > 0)
    if (groups.length === 0) continue
    const subject = { ruleCode: 'DTH-04', subjectKind: 'person', subjectId: personId, level: 1 }
    const unsettled = groups.length === 1 ? (['evidence'] as const) : (['evidence', 'period'] as const)
    findings.push(finding(subject, groups.flat(), unsettled))
  }
  return findings
}

/**
 * "a death row not revoked, reported more than **30** days before `as_of`, while the person's `life_status` is not DEAD
 * and an entitlement is ACTIVE" · amount: "paid lines (not of those four benefits) with `pay_month` after the month of
 * the first report". "DTH-06: earliest `reported_on` of the rows not revoked." A null `life_status` is not DEAD.
 * ambiguous: without such a line, as in DTH-02: 0.00, and the day of the report is the period.
 */
export function deathNotFlagged({ data, asOf, parameters }: Context): Finding[] {
  const findings: Finding[] = []
  for (const person of data.rows('person')) {
    if (person.life_status === 'DEAD') continue
    const hasActive = data
      .rows('entitlement')
      .some((each) => each.person_id === person.person_id && each.status === 'ACTIVE')
    if (!hasActive) continue
    const reports = data
      .rows('death')
      .filter((each) => each.id_number === person.id_number && each.revoked !== true)
      .flatMap((each) => (each.reported_on === null ? [] : [{ row: each, day: each.reported_on }]))
    if (reports.length === 0) continue
    const first = Math.min(...reports.map((each) => each.day))
    if (asOf - first <= parameters.deathFlagDays) continue
    const lines = paidLines(data).filter(
      (each) =>
        each.person_id === person.person_id &&
        !isAfterDeathBenefit(each) &&
        each.pay_month > monthOfDay(first),
    )
    const decisive = reports.filter((each) => each.day === first).map((each) => each.row)
    const rows =
      lines.length > 0
        ? lines.map(byPayMonth)
        : decisive.map((each) =>
            onDay(first, `death ${each.source}#${each.id_number}#${dayText(each.died_on)}`),
          )
    const subject = { ruleCode: 'DTH-06', subjectKind: 'person', subjectId: person.person_id, level: 2 }
    findings.push(finding(subject, rows, lines.length > 0 ? ['evidence'] : ['evidence', 'period']))
  }
  return findings
}

/**
 * "paid regular pension lines with `period_from` after the month `started_on` and before the month `ended_on` (no end:
 * open) of an IMPRISONED row" · amount: "those lines"; "A line counts once in an amount."
 */
export function paidInPrison({ data }: Context): Finding[] {
  const findings: Finding[] = []
  for (const person of data.rows('person')) {
    const terms = data
      .rows('imprisonment')
      .filter((each) => each.id_number === person.id_number && each.kind === 'IMPRISONED')
    const lines = paidLines(data).filter(
      (line) =>
        line.person_id === person.person_id &&
        isRegular(line) &&
        isPension(line) &&
        terms.some(
          (term) =>
            line.period_from > monthOfDay(term.started_on) &&
            (term.ended_on === null || line.period_from < monthOfDay(term.ended_on)),
        ),
    )
    if (lines.length === 0) continue
    const subject = { ruleCode: 'PRS-01', subjectKind: 'person', subjectId: person.person_id, level: 1 }
    findings.push(finding(subject, lines.map(byPeriod)))
  }
  return findings
}
