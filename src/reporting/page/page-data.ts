import type { Bilingual, Language } from '#base/bilingual.ts'
import { formatMonth, parseMonth } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import {
  type EvidenceRow,
  type Finding,
  type Level,
  levelTitles,
  type MonthAmount,
  type RunSummary,
  type SubjectKind,
} from '#screening/finding.ts'
import { getColumn, getTable, type TableName } from '#standard/tables.ts'
import type { EvidenceShown } from '../evidence-shown.ts'
import type { FindingTotals } from '../finding-totals.ts'
import { escapeForScript, scriptJson } from './markup.ts'

/**
 * What report.html's script reads. Findings are arrays, not objects, and rows name their columns by number:
 * 5,000 findings with 20 rows each stay a few megabytes. Amounts are strings of yuan.
 */
export interface PageData {
  readonly language: Language
  readonly pageOf: { readonly listed: number; readonly all: number }
  readonly rules: readonly { readonly code: string; readonly title: Bilingual; readonly check: string }[]
  readonly levels: Readonly<Record<Level, Bilingual>>
  readonly kinds: Readonly<Record<SubjectKind, Bilingual>>
  readonly tables: Readonly<Record<string, PageTable>>
  readonly shapes: readonly Shape[]
  readonly charts: ChartData
}

export interface PageTable {
  readonly title: string
  readonly key: readonly string[]
  readonly columns: Readonly<Record<string, PageColumn>>
}

interface PageColumn {
  readonly title: string
  readonly type: string
  readonly codes?: Readonly<Record<string, string>>
}

/** The table and columns of an evidence row. */
interface Shape {
  readonly table: TableName
  readonly columns: readonly string[]
}

interface ChartData {
  readonly rules: readonly { code: string; level: Level; findings: number; amount: string }[]
  readonly levels: readonly { level: Level; findings: number; amount: string }[]
  readonly months: { readonly labels: readonly string[]; readonly amounts: readonly (readonly string[])[] }
}

export const subjectKindTitles: Readonly<Record<SubjectKind, Bilingual>> = {
  person: { zh: '人员', en: 'Person' },
  account: { zh: '账号', en: 'Account' },
  batch: { zh: '发放批次', en: 'Payment batch' },
  employer: { zh: '单位', en: 'Employer' },
  card: { zh: '社保卡', en: 'Card' },
  order: { zh: '业务单', en: 'Business order' },
  staff: { zh: '工作人员', en: 'Staff' },
  user_account: { zh: '系统账号', en: 'User account' },
  bank_transaction: { zh: '银行流水', en: 'Bank transaction' },
  fund_account: { zh: '基金账户', en: 'Fund account' },
  reconciliation: { zh: '对账', en: 'Reconciliation' },
}

export const levels: readonly Level[] = [1, 2, 3]

/** What a verifier concluded before, and whether that clears the finding. */
export interface Judgement {
  readonly isCleared: boolean
  readonly text: Bilingual
}

/** Encodes findings as they come, so that only their text is kept. */
export interface FindingEncoder {
  encode(finding: Finding, shown: EvidenceShown, judgement?: Judgement): string
  readonly shapes: readonly Shape[]
}

export function findingEncoder(): FindingEncoder {
  const shapes: Shape[] = []
  const numbers = new Map<string, number>()

  function shapeOf(row: EvidenceRow): number {
    const columns = Object.keys(row.values)
    const name = [row.table, ...columns].join(' ')
    let number = numbers.get(name)
    if (number === undefined) {
      number = shapes.push({ table: row.table, columns }) - 1
      numbers.set(name, number)
    }
    return number
  }

  function encodeRow(row: EvidenceRow): unknown[] {
    return [
      shapeOf(row),
      row.isContext ? 1 : 0,
      row.key,
      formatYuan(row.amountFen),
      ...Object.values(row.values),
    ]
  }

  return {
    shapes,
    encode(finding, shown, judgement) {
      return scriptJson([
        finding.findingId,
        finding.ruleCode,
        finding.level,
        finding.subjectKind,
        finding.subjectId,
        finding.personName,
        finding.region,
        finding.periodFrom,
        finding.periodTo,
        formatYuan(finding.amountFen),
        finding.evidenceCount,
        finding.explanation,
        [...shown.counted, ...shown.context].map(encodeRow),
        ...(judgement === undefined ? [] : [judgement]),
      ])
    },
  }
}

interface PageDataOptions {
  readonly summary: RunSummary
  readonly totals: FindingTotals
  readonly language: Language
  readonly encoder: FindingEncoder
  /** Encoded, largest first. */
  readonly findings: readonly string[]
}

/** The two JSON texts of the page: what describes it, and its findings. */
export function pageDataTexts(options: PageDataOptions): {
  readonly page: string
  readonly findings: string
} {
  const { summary, totals, encoder } = options
  const page: PageData = {
    language: options.language,
    pageOf: { listed: options.findings.length, all: totals.all.findings },
    rules: summary.rules.map(({ code, title, check }) => ({ code, title, check })),
    levels: levelTitles,
    kinds: subjectKindTitles,
    tables: Object.fromEntries(
      encoder.shapes.map((shape) => [shape.table, pageTable(shape.table, encoder.shapes)]),
    ),
    shapes: encoder.shapes,
    charts: chartData(summary, totals),
  }
  return { page: escapeForScript(JSON.stringify(page)), findings: `[${options.findings.join(',\n')}]` }
}

function pageTable(name: TableName, shapes: readonly Shape[]): PageTable {
  const table = getTable(name)
  const used = new Set(shapes.filter((shape) => shape.table === name).flatMap(({ columns }) => columns))
  const columns = [...used].map((each) => {
    const { title, type, codes } = getColumn(table, each)
    return [each, codes === undefined ? { title, type } : { title, type, codes }] as const
  })
  return { title: table.title, key: table.key, columns: Object.fromEntries(columns) }
}

function chartData(summary: RunSummary, totals: FindingTotals): ChartData {
  return {
    rules: summary.rules
      .filter(({ findings }) => findings > 0)
      .toSorted((a, b) => (a.amountFen === b.amountFen ? 0 : a.amountFen > b.amountFen ? -1 : 1))
      .map(({ code, level, findings, amountFen }) => ({
        code,
        level,
        findings,
        amount: formatYuan(amountFen),
      })),
    levels: levels.map((level) => {
      const { findings, amountFen } = totals.byLevel[level]
      return { level, findings, amount: formatYuan(amountFen) }
    }),
    months: monthSeries(amountsByMonth(summary.months)),
  }
}

export type MonthTotals = ReadonlyMap<string, Readonly<Record<Level, bigint>>>

/** The money of each month by level, months in order. */
export function amountsByMonth(months: readonly MonthAmount[]): MonthTotals {
  const totals = new Map<string, Record<Level, bigint>>()
  for (const { month, level, amountFen } of months.toSorted((a, b) => (a.month < b.month ? -1 : 1))) {
    const total = totals.get(month) ?? { 1: 0n, 2: 0n, 3: 0n }
    total[level] += amountFen
    totals.set(month, total)
  }
  return totals
}

/** Beyond this a wrong date would stretch the axis over centuries: then only months with money stand on it. */
const axisMonths = 240

function monthSeries(totals: MonthTotals): ChartData['months'] {
  const labels = continuousMonths([...totals.keys()])
  const amounts = levels.map((level) => labels.map((month) => formatYuan(totals.get(month)?.[level] ?? 0n)))
  return { labels, amounts }
}

function continuousMonths(months: readonly string[]): readonly string[] {
  const first = parseMonth(months[0] ?? '')
  const last = parseMonth(months.at(-1) ?? '')
  if (first === null || last === null || last - first >= axisMonths) return months
  return Array.from({ length: last - first + 1 }, (_, index) => formatMonth(first + index))
}
