import { type Month, monthOf } from '#base/calendar-math.ts'
import type { PensionScheme } from '#simulator/people/person.ts'
import type { Life, Line, LineKind, LineStatus, Pension } from './life.ts'

/** A fixed sum and a share of the pension, once a year: the structure of the annual adjustments (domain 4.3). */
const adjustments: Readonly<Record<PensionScheme, (amount: bigint) => bigint>> = {
  '110': (amount) => amount + 3_500n + amount / 100n,
  '120': (amount) => amount + 4_000n + amount / 125n,
  '170': (amount) => amount + 800n,
}

/** Announced in summer, from January on: July pays the new amount and the difference since January. */
const julyOf = (year: number): Month => monthOf(year, 7)

/** More years of growth would lift three pensions in one month above the caps of AMT-01. */
const adjustedMonthsMax = 120

export interface YearlyAdjustment {
  readonly year: number
  readonly before: bigint
  readonly after: bigint
  /** Months January to June that are paid the difference. */
  readonly arrears: number
}

export function firstPaidMonth(life: Life, pension: Pension): Month {
  return Math.max(pension.starts, life.county.firstMonth)
}

export function isGap(pension: Pension, month: Month): boolean {
  for (const gap of pension.gaps) if (month >= gap.from && month <= gap.to) return true
  return false
}

/** The adjustments whose July falls into the county's months while the pension is paid. */
export function adjustmentsOf(life: Life, pension: Pension): YearlyAdjustment[] {
  if (!pension.isAdjusted) return []
  const first = firstPaidMonth(life, pension)
  const found: YearlyAdjustment[] = []
  let before = pension.amount
  for (let year = Math.floor(first / 12); julyOf(year) <= pension.paidThrough; year += 1) {
    const july = julyOf(year)
    if (
      july < first ||
      july <= life.county.lastMonth - adjustedMonthsMax ||
      pension.starts >= monthOf(year, 1) ||
      isGap(pension, july)
    )
      continue
    const after = adjustments[pension.scheme](before)
    found.push({ year, before, after, arrears: 6 })
    before = after
  }
  return found
}

export function amountAt(life: Life, pension: Pension, month: Month): bigint {
  let amount = pension.amount
  for (const adjustment of adjustmentsOf(life, pension)) {
    if (julyOf(adjustment.year) <= month) amount = adjustment.after
  }
  return amount
}

interface Draft {
  readonly pension: Pension
  readonly payMonth: Month
  readonly from: Month
  readonly to: Month
  readonly kind: LineKind
  readonly amount: bigint
  readonly status: LineStatus
  readonly benefit?: Pension['benefit'] | undefined
  readonly resendOf?: string | undefined
  readonly account?: string | undefined
}

/** All lines of a life: pension by pension and month by month, then what is beside the monthly ones. */
export function linesOf(life: Life): Line[] {
  const lines: Line[] = []
  const prefix = life.person.personId
  const add = (draft: Draft): void => {
    const use = useAt(life, draft.payMonth)
    lines.push({
      paymentId: `${prefix}${String(lines.length + 1).padStart(4, '0')}`,
      pension: draft.pension,
      benefit: draft.benefit ?? draft.pension.benefit,
      payMonth: draft.payMonth,
      from: draft.from,
      to: draft.to,
      kind: draft.kind,
      amount: draft.amount,
      account: draft.account ?? use.account,
      // Whoever sends it elsewhere leaves the name as it is.
      holderName: draft.account === undefined ? use.holderName : life.person.name,
      status: draft.status,
      resendOf: draft.resendOf ?? '',
    })
  }
  life.pensions.forEach((pension, place) => {
    addRegularLines(life, pension, { edits: place === 0 ? life.edits : null, add })
  })
  for (const extra of life.extras) {
    const pension = life.pensions[extra.pension]!
    const original = lines.find(
      (line) => line.pension === pension && line.payMonth === extra.resendOf && line.kind === 'REGULAR',
    )
    add({ ...extra, pension, status: extra.status ?? 'PAID', resendOf: original?.paymentId })
  }
  return lines
}

function useAt(life: Life, month: Month): Life['accountUses'][number] {
  let found = life.accountUses[0]!
  for (const use of life.accountUses) if (use.from <= month) found = use
  return found
}

interface Adding {
  readonly edits: Life['edits'] | null
  readonly add: (draft: Draft) => void
}

function addRegularLines(life: Life, pension: Pension, { edits, add }: Adding): void {
  const yearly = adjustmentsOf(life, pension)
  let amount = pension.amount
  let next = 0
  for (let month = firstPaidMonth(life, pension); month <= pension.paidThrough; month += 1) {
    const adjustment = yearly[next]
    if (adjustment !== undefined && month === julyOf(adjustment.year)) {
      next += 1
      amount = adjustment.after
      const arrears = (adjustment.after - adjustment.before) * BigInt(adjustment.arrears)
      add({
        pension,
        payMonth: month,
        from: month - 6,
        to: month - 1,
        kind: 'ADJUSTMENT',
        amount: arrears,
        status: edits?.get(month)?.status === 'HELD' ? 'HELD' : 'PAID',
      })
    }
    if (isGap(pension, month)) continue
    const edit = edits?.get(month)
    add({
      pension,
      payMonth: month,
      from: month,
      to: month,
      kind: 'REGULAR',
      amount: edit?.amount ?? amount,
      status: edit?.status ?? 'PAID',
    })
  }
}
