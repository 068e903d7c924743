import { type FindingSource, findingSources, findingStatuses } from '#findings/finding-words.ts'
import type { ExportColumn } from '#platform/http/list/list-export.ts'
import { levelTitles } from '#screening/finding.ts'
import type { FindingForm } from './finding-forms.ts'

function text(
  zh: string,
  en: string,
  { width, of }: { readonly width: number; readonly of: (row: FindingForm) => string | null },
): ExportColumn<FindingForm> {
  return { title: { zh, en }, kind: 'text', width, valueOf: of }
}

/** What the list shows, masked as it is shown. */
export const exportColumns: readonly ExportColumn<FindingForm>[] = [
  text('疑点编号', 'finding', { width: 20, of: (row) => row.finding_id }),
  text('规则', 'rule', { width: 10, of: (row) => row.rule_code }),
  text('规则名称', 'rule title', { width: 30, of: (row) => row.rule_title.zh }),
  text('等级', 'level', { width: 8, of: (row) => levelTitles[row.level as 1 | 2 | 3].zh }),
  text('对象类型', 'subject kind', { width: 14, of: (row) => row.subject_kind }),
  text('对象编号', 'subject', { width: 22, of: (row) => row.subject_id }),
  text('姓名', 'name', { width: 12, of: (row) => row.person_name }),
  text('起', 'from', { width: 12, of: (row) => row.period_from }),
  text('止', 'to', { width: 12, of: (row) => row.period_to }),
  {
    title: { zh: '涉及金额（元）', en: 'amount (yuan)' },
    kind: 'yuan',
    width: 16,
    valueOf: ({ amount_fen }) => BigInt(amount_fen),
  },
  {
    title: { zh: '待核查金额（元）', en: 'open amount (yuan)' },
    kind: 'yuan',
    width: 16,
    valueOf: ({ open_amount_fen }) => BigInt(open_amount_fen),
  },
  text('说明', 'explanation', { width: 60, of: (row) => row.explanation }),
  text('地区', 'regions', { width: 16, of: (row) => row.regions.join(' ') }),
  text('状态', 'status', { width: 10, of: (row) => findingStatuses[row.status].zh }),
  text('来源', 'source', {
    width: 10,
    of: (row) => row.sources.map((each) => findingSources[each as FindingSource].zh).join(' '),
  }),
  text('首次发现', 'first found', { width: 26, of: (row) => row.first_found_at }),
  text('最近发现', 'last found', { width: 26, of: (row) => row.last_found_at }),
]
