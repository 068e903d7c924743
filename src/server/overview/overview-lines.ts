import type { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { findingStatuses } from '#findings/finding-words.ts'
import type { ExportColumn } from '#platform/http/list/list-export.ts'
import { levelTitles } from '#screening/finding.ts'
import type { CaseTotalsForm, FindingTotalsForm, RecoveryTotalsForm } from './overview-forms.ts'

/** One figure in a line, so that a spreadsheet can sort, filter and sum what the page shows. */
export interface OverviewLine {
  readonly group: string
  readonly code: string
  readonly title: string
  readonly count: number
  /** Findings: concerned; recoveries: due; cases: the loss that was confirmed. */
  readonly fen: string | null
  /** Findings: open; recoveries: outstanding. */
  readonly openFen: string | null
  readonly overdue: number | null
}

export interface ShownTotals {
  readonly findings: z.infer<typeof FindingTotalsForm>
  /** Null: not for whoever exports. */
  readonly work: {
    readonly cases: z.infer<typeof CaseTotalsForm>
    readonly recovery: z.infer<typeof RecoveryTotalsForm>
  } | null
}

type FindingSums = ShownTotals['findings']['totals']
type Named = { readonly name: string; readonly is_own: boolean }
const nameOf = ({ name, is_own }: Named): string => (is_own ? `${name}（本级）` : name)

function findingLine(group: string, code: string, title: string, sums: FindingSums): OverviewLine {
  const { findings: count, amount_fen: fen, open_amount_fen: openFen } = sums
  return { group, code, title, count, fen, openFen, overdue: null }
}

function findingLines({ totals, ...by }: ShownTotals['findings']): OverviewLine[] {
  return [
    findingLine('疑点合计', '', '', totals),
    ...by.by_status.map((sum) => findingLine('按状态', sum.status, findingStatuses[sum.status].zh, sum)),
    ...by.by_level.map((sum) =>
      findingLine('按等级', String(sum.level), levelTitles[sum.level as 1 | 2 | 3].zh, sum),
    ),
    ...by.by_rule.map((sum) => findingLine('按规则', sum.rule_code, sum.rule_title.zh, sum)),
    ...by.by_month.map((sum) =>
      findingLine('按首次发现月份', sum.month, levelTitles[sum.level as 1 | 2 | 3].zh, sum),
    ),
    ...by.by_region.map((sum) => findingLine('按地区', sum.region, nameOf(sum), sum)),
  ]
}

function workLines({ cases, recovery }: NonNullable<ShownTotals['work']>): OverviewLine[] {
  const { totals } = cases
  const nothing = { fen: null, openFen: null, overdue: null }
  const whole = { code: '', title: '' }
  const { recoveries: count, due_fen: fen, outstanding_fen: openFen } = recovery.totals
  return [
    {
      ...{ ...nothing, ...whole, group: '案件合计', count: totals.cases },
      ...{ fen: totals.confirmed_fen, overdue: totals.overdue },
    },
    ...cases.by_status.map(({ status: code, title, cases: count, overdue }) => ({
      ...{ ...nothing, group: '案件按状态', code, title: title.zh, count, overdue },
    })),
    ...cases.by_region.map((sum) => ({
      ...{ ...nothing, group: '案件按地区', code: sum.region, title: nameOf(sum), count: sum.cases },
      ...{ fen: sum.confirmed_fen, overdue: sum.overdue },
    })),
    { ...nothing, ...whole, group: '追回合计', count, fen, openFen },
    ...recovery.by_region.map((sum) => ({
      ...{ ...nothing, group: '追回按地区', code: sum.region, title: nameOf(sum), count: sum.recoveries },
      ...{ fen: sum.due_fen, openFen: sum.outstanding_fen },
    })),
  ]
}

export function overviewLines({ findings, work }: ShownTotals): readonly OverviewLine[] {
  return [...findingLines(findings), ...(work === null ? [] : workLines(work))]
}

function column(
  title: Bilingual,
  given: Pick<ExportColumn<OverviewLine>, 'kind' | 'width' | 'valueOf'>,
): ExportColumn<OverviewLine> {
  return { title, ...given }
}
const yuan = (fen: string | null): bigint | null => (fen === null ? null : BigInt(fen))

export const overviewColumns: readonly ExportColumn<OverviewLine>[] = [
  column({ zh: '分组', en: 'group' }, { kind: 'text', width: 18, valueOf: ({ group }) => group }),
  column({ zh: '编码', en: 'code' }, { kind: 'text', width: 14, valueOf: ({ code }) => code }),
  column({ zh: '名称', en: 'title' }, { kind: 'text', width: 32, valueOf: ({ title }) => title }),
  column({ zh: '数量', en: 'count' }, { kind: 'integer', width: 10, valueOf: ({ count }) => count }),
  column(
    { zh: '涉及、认定或应收（元）', en: 'concerned, confirmed or due (yuan)' },
    { kind: 'yuan', width: 22, valueOf: ({ fen }) => yuan(fen) },
  ),
  column(
    { zh: '待核查或尚欠（元）', en: 'open or outstanding (yuan)' },
    { kind: 'yuan', width: 22, valueOf: ({ openFen }) => yuan(openFen) },
  ),
  column({ zh: '逾期', en: 'overdue' }, { kind: 'integer', width: 10, valueOf: ({ overdue }) => overdue }),
]
