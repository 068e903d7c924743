import type { Bilingual, Language } from '#base/bilingual.ts'
import { fenOfYuan } from '#base/money.ts'
import type { OutputCell, OutputColumn } from '#platform/xlsx/xlsx-types.ts'
import type { EvidenceRow, EvidenceValue, Finding, RuleOutcome } from '#screening/finding.ts'
import type { Column } from '#standard/table.ts'
import { getColumn, getTable, type TableName } from '#standard/tables.ts'
import { headerIn } from './report-xlsx-words.ts'

/** How the evidence of one rule stands in its sheet: fixed columns, then those of its tables. */
export interface EvidenceLayout {
  readonly columns: readonly OutputColumn[]
  toRow(finding: Finding, evidence: EvidenceRow): OutputCell[]
}

const fixed = {
  findingId: { zh: '疑点编号', en: 'Finding' },
  subject: { zh: '对象编号', en: 'Subject' },
  name: { zh: '姓名', en: 'Name' },
  role: { zh: '证据性质', en: 'Counts' },
  table: { zh: '数据表', en: 'Table' },
  key: { zh: '数据主键', en: 'Key' },
  amount: { zh: '计入金额（元）', en: 'Amount (yuan)' },
} as const satisfies Record<string, Bilingual>

/** Shown in the column 证据性质. */
export const roleTitles = {
  counted: { zh: '计入', en: 'counted' },
  context: { zh: '背景', en: 'context' },
} as const satisfies Record<string, Bilingual>

interface Place {
  readonly table: TableName
  readonly column: Column
}

/** Columns of several tables that mean the same stand in one. */
function groupPlaces(evidence: RuleOutcome['evidence']): Place[][] {
  const groups = new Map<string, Place[]>()
  for (const [name, columns] of Object.entries(evidence)) {
    const table = name as TableName
    for (const columnName of columns) {
      const column = getColumn(getTable(table), columnName)
      const key = `${column.name} ${column.title} ${column.type}`
      groups.set(key, [...(groups.get(key) ?? []), { table, column }])
    }
  }
  return [...groups.values()]
}

const widths: Readonly<Record<Column['type'], number>> = {
  id: 18,
  text: 20,
  code: 14,
  int: 10,
  money: 14,
  rate: 10,
  date: 12,
  month: 10,
  timestamp: 20,
  bool: 8,
}

function kindOf({ type }: Column): OutputColumn['kind'] {
  if (type === 'money') return 'yuan'
  return type === 'int' ? 'integer' : 'text'
}

function evidenceColumns(groups: readonly Place[][], language: Language): OutputColumn[] {
  const titles = groups.map((group) => group[0]!.column.title)
  const taken = new Set(Object.values(fixed).map(({ zh }) => zh as string))
  return groups.map((group) => {
    const { table, column } = group[0]!
    const isShared =
      taken.has(column.title) || titles.indexOf(column.title) !== titles.lastIndexOf(column.title)
    const zh = isShared ? `${getTable(table).title}·${column.title}` : column.title
    const header = headerIn({ zh, en: column.name }, language)
    return { header, width: Math.max(widths[column.type], column.title.length * 2 + 2), kind: kindOf(column) }
  })
}

/** Amounts become numbers, codes their titles; what is not as expected stays as it is. */
function cellOf(column: Column, value: EvidenceValue | undefined, language: Language): OutputCell {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') {
    const [yes, no] = language === 'zh' ? ['是', '否'] : ['yes', 'no']
    return value ? yes! : no!
  }
  switch (column.type) {
    case 'money':
      return fenOfYuan(value) ?? value
    case 'int':
      return Number.isSafeInteger(Number(value)) ? Number(value) : value
    case 'code':
      return column.codes?.[value] ?? value
    case 'timestamp':
      return value.replace('T', ' ')
    default:
      return value
  }
}

export function evidenceLayout(rule: RuleOutcome, language: Language): EvidenceLayout {
  const groups = groupPlaces(rule.evidence)
  const isPerson = rule.subjectKind === 'person'
  const header = (title: Bilingual): string => headerIn(title, language)
  const columns: OutputColumn[] = [
    { header: header(fixed.findingId), width: 18, kind: 'text' },
    { header: header(fixed.subject), width: 20, kind: 'text' },
    ...(isPerson ? [{ header: header(fixed.name), width: 10, kind: 'text' } as const] : []),
    { header: header(fixed.role), width: 10, kind: 'text' },
    { header: header(fixed.table), width: 16, kind: 'text' },
    { header: header(fixed.key), width: 26, kind: 'text' },
    { header: header(fixed.amount), width: 16, kind: 'yuan' },
    ...evidenceColumns(groups, language),
  ]
  const toRow = (
    finding: Finding,
    { table, key, isContext, amountFen, values }: EvidenceRow,
  ): OutputCell[] => [
    finding.findingId,
    finding.subjectId,
    ...(isPerson ? [finding.personName] : []),
    roleTitles[isContext ? 'context' : 'counted'][language],
    getTable(table).title,
    key,
    isContext ? null : amountFen,
    ...groups.map((group) => {
      const place = group.find((each) => each.table === table)
      return place === undefined ? null : cellOf(place.column, values[place.column.name], language)
    }),
  ]
  return { columns, toRow }
}
