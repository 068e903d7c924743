/** CTR-01, CTR-02, CTR-03 and CTR-21, from core-rules.md alone. */
import { dayOfSecond, monthOfDay, monthText } from '../dates.ts'
import type { Loaded, RowOf } from '../loading/row.ts'
import {
  type Context,
  type Counted,
  distinct,
  type Finding,
  finding,
  onDay,
  roundedQuotient,
  sum,
} from './rule.ts'

type Contribution = RowOf<'contribution'>
type Bound = 'BASE_MIN' | 'BASE_MAX'

/** Money is fen and a policy value millionths of a yuan: a fen is this many of them. */
const millionthsOfFen = 10_000n

/**
 * "`policy_parameter`, the employer's region, else region `*`". "CTR-01: the employer's region, and where it has no row
 * valid in the month (or there is no employer) `*`, for each bound; of several the latest `valid_from`". "A null end of an
 * interval … is open …: … `policy_parameter`."
 * ambiguous: whether the month `valid_to` is valid itself. Yes: only role intervals are said to be half open.
 */
function boundOf(data: Loaded, name: Bound, line: Contribution): bigint | null {
  const region = data.rows('employer').find((each) => each.employer_id === line.employer_id)?.region ?? null
  const valid = data
    .rows('policy_parameter')
    .filter((each) => each.name === name && each.scheme === line.scheme && each.valid_from <= line.period)
    .filter((each) => each.valid_to === null || line.period <= each.valid_to)
    .toSorted((one, other) => other.valid_from - one.valid_from)
  const found = valid.find((each) => each.region === region) ?? valid.find((each) => each.region === '*')
  return found?.value ?? null
}

/** "(employer rate + person rate)", "null rate: 0" */
function bothRates(line: Contribution): bigint {
  return (line.employer_rate ?? 0n) + (line.person_rate ?? 0n)
}

function counted(line: Contribution, amount: bigint): Counted {
  const month = monthText(line.period)
  return { amount, from: month, to: month, evidence: `contribution ${line.contribution_id}` }
}

/**
 * "NORMAL contribution with `base` more than **1** yuan below BASE_MIN or above BASE_MAX of the scheme and month" · amount:
 * "per line: the distance to the bound × (employer rate + person rate), rounded to fen". "no bound: not decided".
 */
export function baseOutOfBounds({ data, parameters }: Context): Finding[] {
  const rows: (Counted & { readonly personId: string })[] = []
  for (const line of data.rows('contribution').filter((each) => each.kind === 'NORMAL')) {
    const base = line.base * millionthsOfFen
    const [min, max] = [boundOf(data, 'BASE_MIN', line), boundOf(data, 'BASE_MAX', line)]
    const tolerance = parameters.baseTolerance * millionthsOfFen
    const below = min === null ? 0n : min - base
    const above = max === null ? 0n : base - max
    const isBelow = min !== null && below > tolerance
    if (!isBelow && !(max !== null && above > tolerance)) continue
    // Millionths of a yuan times millionths: 10^12 to the yuan, 10^10 to the fen.
    const amount = roundedQuotient((isBelow ? below : above) * bothRates(line), 10_000_000_000n)
    rows.push({ ...counted(line, amount), personId: line.person_id })
  }
  return distinct(rows.map((each) => each.personId)).map((personId) => {
    const own = rows.filter((each) => each.personId === personId)
    return finding({ ruleCode: 'CTR-01', subjectKind: 'person', subjectId: personId, level: 2 }, own)
  })
}

interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/**
 * "their average taxed wage at that employer in the calendar year before (at least **6** months present), clamped to
 * BASE_MIN…BASE_MAX of the month"; "the average not rounded"; "a missing bound does not clamp". In millionths of a yuan.
 */
function clampedWage({ data, parameters }: Context, line: Contribution): Fraction | null {
  const person = data.rows('person').find((each) => each.person_id === line.person_id)
  const employer = data.rows('employer').find((each) => each.employer_id === line.employer_id)
  if (person === undefined || employer === undefined || employer.credit_code === null) return null
  const year = Math.floor(line.period / 12) - 1
  const wages = data
    .rows('taxed_wage')
    .filter((each) => each.id_number === person.id_number && each.credit_code === employer.credit_code)
    .filter((each) => Math.floor(each.period / 12) === year)
  if (wages.length < parameters.wageMonthsMin || wages.length === 0) return null
  const denominator = BigInt(wages.length)
  let numerator = sum(wages.map((each) => each.wage)) * millionthsOfFen
  const [min, max] = [boundOf(data, 'BASE_MIN', line), boundOf(data, 'BASE_MAX', line)]
  if (max !== null && numerator > max * denominator) numerator = max * denominator
  if (min !== null && numerator < min * denominator) numerator = min * denominator
  return { numerator, denominator }
}

/**
 * "at least **3** persons with NORMAL contributions of scheme 110 below **0.9** × their average taxed wage …, clamped" ·
 * amount: "per line of those persons: (clamped wage − base) × both rates, rounded to fen". "CTR-02: 0.9 × clamp(average) …;
 * only the lines below it, of those persons; the persons need not be short in the same month".
 */
export function underDeclared(context: Context): Finding[] {
  const { data, parameters } = context
  const rows: (Counted & { readonly employerId: string; readonly personId: string })[] = []
  for (const line of data.rows('contribution')) {
    if (line.kind !== 'NORMAL' || line.scheme !== '110' || line.employer_id === null) continue
    const wage = clampedWage(context, line)
    if (wage === null) continue
    const { numerator, denominator } = wage
    const base = line.base * millionthsOfFen * denominator
    if (base * 1_000_000n >= numerator * parameters.wageRatio) continue
    const amount = roundedQuotient((numerator - base) * bothRates(line), denominator * 10_000_000_000n)
    rows.push({ ...counted(line, amount), employerId: line.employer_id, personId: line.person_id })
  }
  return distinct(rows.map((each) => each.employerId)).flatMap((employerId) => {
    const own = rows.filter((each) => each.employerId === employerId)
    if (distinct(own.map((each) => each.personId)).length < parameters.wagePeopleMin) return []
    return [finding({ ruleCode: 'CTR-02', subjectKind: 'employer', subjectId: employerId, level: 2 }, own)]
  })
}

/**
 * "`paid` below `payable` in at least **3** months; level 1 from **12** months or **1000000** yuan" · amount: "unpaid".
 * "CTR-03: distinct months over all schemes."
 * ambiguous: whether a month with more paid than payable lessens what is unpaid. It does not: such a row does not count.
 */
export function unpaid({ data, parameters }: Context): Finding[] {
  const short = data.rows('contribution_declaration').filter((each) => each.paid < each.payable)
  return distinct(short.map((each) => each.employer_id)).flatMap((employerId) => {
    const own = short.filter((each) => each.employer_id === employerId)
    const months = distinct(own.map((each) => each.period)).length
    if (months < parameters.unpaidMonthsMin) return []
    const rows = own.map((each) => {
      const month = monthText(each.period)
      const evidence = `contribution_declaration ${each.employer_id}#${each.scheme}#${month}`
      return { amount: each.payable - each.paid, from: month, to: month, evidence }
    })
    const isLarge = sum(rows.map((each) => each.amount)) >= parameters.unpaidLevelOneAmount
    const level = months >= parameters.unpaidLevelOneMonths || isLarge ? 1 : 2
    return [finding({ ruleCode: 'CTR-03', subjectKind: 'employer', subjectId: employerId, level }, rows)]
  })
}

/**
 * "a back-fill without reviewer, or reviewed by its operator, or without voucher, or of at least **12** months, or recorded
 * in the **12** months before the person's retirement month" · amount: "those adjustments". "CTR-21: BACK_FILL and
 * BACK_RECORD rows; 'months' is the column; retirement month is any `retirement.retire_month` of the person."
 */
export function irregularBackFill({ data, parameters }: Context): Finding[] {
  const counted = data
    .rows('account_adjustment')
    .filter((each) => each.kind === 'BACK_FILL' || each.kind === 'BACK_RECORD')
    .filter((each) => {
      const recorded = monthOfDay(dayOfSecond(each.recorded_at))
      const isShortlyBefore = data.rows('retirement').some((retirement) => {
        const months = retirement.retire_month - recorded
        return (
          retirement.person_id === each.person_id && months >= 1 && months <= parameters.backFillBeforeMonths
        )
      })
      const isUnreviewed = each.reviewer_id === null || each.reviewer_id === each.operator_id
      const isLong = each.months >= parameters.backFillMonthsMin
      return isUnreviewed || each.voucher_number === null || isLong || isShortlyBefore
    })
  return distinct(counted.map((each) => each.person_id)).map((personId) => {
    const rows = counted
      .filter((each) => each.person_id === personId)
      .map((each) =>
        onDay(dayOfSecond(each.recorded_at), `account_adjustment ${each.adjustment_id}`, each.amount),
      )
    return finding({ ruleCode: 'CTR-21', subjectKind: 'person', subjectId: personId, level: 1 }, rows)
  })
}
