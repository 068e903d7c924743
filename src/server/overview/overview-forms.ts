import { z } from 'zod'
import { caseStatuses } from '#cases/case-status.ts'
import { recoveryStatuses } from '#cases/recovery/recovery-data.ts'
import type { RulePrecision } from '#findings/precision.ts'
import type { Coverage, Place } from '#overview/coverage.ts'
import type { FindingSum, FindingTotals } from '#overview/finding-totals.ts'
import type { RecordTotals } from '#overview/record-totals.ts'
import { titleOfCode } from '#rules/every-rule.ts'
import { TextForm } from '../acting/record-forms.ts'

/** Totals as the API shows them: counts as numbers, fen as text of digits. */

const Fen = z.string().regex(/^-?\d+$/)
const PlaceForm = z.object({
  region: z.string(),
  name: z.string(),
  level: z.enum(['PROVINCE', 'CITY', 'COUNTY', 'TOWN', 'VILLAGE']),
})
const OfRegion = {
  ...PlaceForm.shape,
  is_own: z.boolean().describe('本级，不含下级 / itself, nothing below'),
}

const findingSum = { findings: z.int(), amount_fen: Fen, open_amount_fen: Fen }
const level = z.int().min(1).max(3)

export const FindingTotalsForm = z
  .object({
    regions: z.array(PlaceForm),
    totals: z.object(findingSum),
    by_status: z.array(z.object({ status: z.enum(['OPEN', 'IN_CASE', 'CONCLUDED']), ...findingSum })),
    by_level: z.array(z.object({ level, ...findingSum })),
    by_rule: z.array(z.object({ rule_code: z.string(), rule_title: TextForm, ...findingSum })),
    by_month: z.array(z.object({ month: z.string(), level, ...findingSum })),
    by_region: z.array(z.object({ ...OfRegion, ...findingSum })),
  })
  .meta({ id: 'FindingTotals' })

export const CaseTotalsForm = z
  .object({
    today: z.iso.date(),
    regions: z.array(PlaceForm),
    totals: z.object({
      cases: z.int(),
      open: z.int(),
      overdue: z.int(),
      due_soon: z.int(),
      concluded: z.int(),
      confirmed_fen: Fen,
    }),
    by_status: z.array(
      z.object({
        status: z.string(),
        title: TextForm,
        cases: z.int(),
        overdue: z.int(),
        due_soon: z.int(),
      }),
    ),
    by_region: z.array(
      z.object({ ...OfRegion, cases: z.int(), open: z.int(), overdue: z.int(), confirmed_fen: Fen }),
    ),
  })
  .meta({ id: 'CaseTotals' })

const balance = {
  recoveries: z.int(),
  due_fen: Fen,
  recovered_fen: Fen,
  written_off_fen: Fen,
  outstanding_fen: Fen,
}
export const RecoveryTotalsForm = z
  .object({
    regions: z.array(PlaceForm),
    totals: z.object({ ...balance, confirmed_fen: Fen }),
    by_status: z.array(z.object({ status: z.string(), title: TextForm, ...balance })),
    by_region: z.array(z.object({ ...OfRegion, ...balance })),
  })
  .meta({ id: 'RecoveryTotals' })

export const PrecisionForm = z
  .object({
    rule_code: z.string(),
    rule_title: TextForm,
    is_true: z.int(),
    is_partly_true: z.int(),
    is_untrue: z.int(),
    is_unverifiable: z.int(),
    precision_millionths: z
      .string()
      .nullable()
      .describe('百万分之一；无可核实的为空 / null: nothing verified'),
  })
  .meta({ id: 'RulePrecision' })

const placeForm = ({ region, name, level: kind }: Place): z.infer<typeof PlaceForm> => ({
  region,
  name,
  level: kind,
})
const partForm = (part: Place & { readonly is_own: boolean }) => ({
  ...placeForm(part),
  is_own: part.is_own,
})
const placesOf = ({ members }: Coverage) => members.map(placeForm)

const noFindings: FindingSum = { findings: 0, amount_fen: 0n, open_amount_fen: 0n }
const findingSumForm = ({ findings, amount_fen, open_amount_fen }: FindingSum) => ({
  findings,
  amount_fen: amount_fen.toString(),
  open_amount_fen: open_amount_fen.toString(),
})

export function findingTotalsForm(
  coverage: Coverage,
  totals: FindingTotals,
): z.infer<typeof FindingTotalsForm> {
  const { whole, byStatus, byLevel, byRule, byMonth, byRegion } = totals
  return {
    regions: placesOf(coverage),
    totals: findingSumForm(whole),
    by_status: (['OPEN', 'IN_CASE', 'CONCLUDED'] as const).map((status) => ({
      status,
      ...findingSumForm(byStatus.find((each) => each.status === status) ?? noFindings),
    })),
    by_level: [1, 2, 3].map((each) => ({
      level: each,
      ...findingSumForm(byLevel.find((line) => line.level === each) ?? noFindings),
    })),
    by_rule: byRule.map((line) => ({
      rule_code: line.rule_code,
      rule_title: titleOfCode(line.rule_code),
      ...findingSumForm(line),
    })),
    by_month: [...byMonth]
      .sort((a, b) => a.month.localeCompare(b.month) || a.level - b.level)
      .map((line) => ({ month: line.month, level: line.level, ...findingSumForm(line) })),
    by_region: byRegion.map((line) => ({ ...partForm(line), ...findingSumForm(line) })),
  }
}

const codesOf = <Code extends string>(statuses: Readonly<Record<Code, unknown>>): Code[] =>
  Object.keys(statuses) as Code[]

/** What a conclusion was approved for, and is not being looked into again. */
const concludedStatuses: readonly string[] = ['HANDLING', 'CLOSED', 'REOPEN_ASKED']

export function caseTotalsForm(
  coverage: Coverage,
  { totals, today }: { readonly totals: RecordTotals; readonly today: string },
): z.infer<typeof CaseTotalsForm> {
  const { whole, byStatus, byRegion } = totals
  return {
    today,
    regions: placesOf(coverage),
    totals: {
      cases: whole.records,
      open: whole.open,
      overdue: whole.overdue,
      due_soon: whole.due_soon,
      concluded: byStatus
        .filter(({ status }) => concludedStatuses.includes(status))
        .reduce((sum, { records }) => sum + records, 0),
      confirmed_fen: whole.confirmed_fen.toString(),
    },
    by_status: codesOf(caseStatuses).map((status) => {
      const found = byStatus.find((each) => each.status === status)
      return {
        status,
        title: caseStatuses[status],
        cases: found?.records ?? 0,
        overdue: found?.overdue ?? 0,
        due_soon: found?.due_soon ?? 0,
      }
    }),
    by_region: byRegion.map((line) => ({
      ...partForm(line),
      cases: line.records,
      open: line.open,
      overdue: line.overdue,
      confirmed_fen: line.confirmed_fen.toString(),
    })),
  }
}

type BalanceRow = Pick<
  RecordTotals['whole'],
  'records' | 'due_fen' | 'recovered_fen' | 'written_off_fen' | 'outstanding_fen'
>
const balanceForm = (row: BalanceRow | undefined) => ({
  recoveries: row?.records ?? 0,
  due_fen: (row?.due_fen ?? 0n).toString(),
  recovered_fen: (row?.recovered_fen ?? 0n).toString(),
  written_off_fen: (row?.written_off_fen ?? 0n).toString(),
  outstanding_fen: (row?.outstanding_fen ?? 0n).toString(),
})

export function recoveryTotalsForm(
  coverage: Coverage,
  { totals, confirmedFen }: { readonly totals: RecordTotals; readonly confirmedFen: bigint },
): z.infer<typeof RecoveryTotalsForm> {
  return {
    regions: placesOf(coverage),
    totals: { ...balanceForm(totals.whole), confirmed_fen: confirmedFen.toString() },
    by_status: codesOf(recoveryStatuses).map((status) => ({
      status,
      title: recoveryStatuses[status],
      ...balanceForm(totals.byStatus.find((each) => each.status === status)),
    })),
    by_region: totals.byRegion.map((line) => ({ ...partForm(line), ...balanceForm(line) })),
  }
}

export function precisionForm(rule: RulePrecision): z.infer<typeof PrecisionForm> {
  return {
    rule_code: rule.ruleCode,
    rule_title: titleOfCode(rule.ruleCode),
    is_true: rule.isTrue,
    is_partly_true: rule.isPartlyTrue,
    is_untrue: rule.isUntrue,
    is_unverifiable: rule.isUnverifiable,
    precision_millionths: rule.precisionMillionths?.toString() ?? null,
  }
}
