import type { Bilingual, Language } from '#base/bilingual.ts'
import { groupedCount } from '#base/grouped-count.ts'
import type { OutputPage, PageBlock, PageCell, RowTone } from '#platform/xlsx/xlsx-types.ts'
import { levelTitles, type RuleOutcome, type RuleStatus, type RunSummary } from '#screening/finding.ts'
import { getTable } from '#standard/tables.ts'
import { statusTitles } from './page/overview-sections.ts'
import { levels } from './page/page-data.ts'
import type { Collected, Total } from './report-xlsx-collect.ts'
import { headerIn, sheetNames } from './report-xlsx-words.ts'

export interface OverviewOptions {
  readonly summary: RunSummary
  readonly collected: Collected
  readonly language: Language
  /** Set in the report of one region: its totals are the region's, the delivery is not described. */
  readonly region: string | null
  readonly withCleared: boolean
  readonly isUnmasked: boolean
}

/** Ten columns that all blocks share. */
const widths = [12, 15, 15, 10, 12, 12, 16, 16, 16, 16]

const words = {
  title: { zh: '社会保险基金疑点筛查报告', en: 'Social insurance fund: screening report' },
  warnings: { zh: '须先处理的问题', en: 'To be dealt with first' },
  totals: { zh: '总体情况', en: 'Totals' },
  byRule: { zh: '各规则结果', en: 'Results by rule' },
  tables: { zh: '数据范围', en: 'Data: tables' },
  files: { zh: '数据文件', en: 'Data: files' },
  level: { zh: '等级', en: 'Level' },
  findings: { zh: '疑点（条）', en: 'Findings' },
  amount: { zh: '涉及金额（元）', en: 'Amount (yuan)' },
  rules: { zh: '命中规则（条）', en: 'Rules' },
  total: { zh: '合计', en: 'Total' },
  cleared: { zh: '已核销（不计入合计）', en: 'Cleared (not in the total)' },
  code: { zh: '规则编号', en: 'Rule' },
  ruleTitle: { zh: '规则名称', en: 'Title' },
  status: { zh: '状态', en: 'Status' },
  remarks: { zh: '备注', en: 'Remarks' },
  table: { zh: '数据表', en: 'Table' },
  rows: { zh: '行数', en: 'Rows' },
  rejected: { zh: '拒绝', en: 'Rejected' },
  first: { zh: '最早', en: 'First' },
  last: { zh: '最近', en: 'Last' },
  missing: { zh: '缺失月份', en: 'Missing months' },
  file: { zh: '文件', en: 'File' },
  read: { zh: '读取', en: 'Read' },
  loaded: { zh: '入库', en: 'Loaded' },
  repeated: { zh: '重复', en: 'Repeated' },
} as const satisfies Record<string, Bilingual>

const meaning: Bilingual = {
  zh: '疑点不是结论，须经核查认定。同一笔资金可能被多条规则命中，合计不去重；未评估不等于没有问题。',
  en: 'A finding is no conclusion: it has to be verified. Several rules may count the same money; not evaluated does not mean clean.',
}

function factsLine({ summary, language, region, isUnmasked }: OverviewOptions): string {
  const zh = [
    ...(region === null ? [] : [`统筹区：${region}`]),
    `数据截止日：${summary.asOf}`,
    `监督数据标准第 ${summary.standardVersion} 版`,
    `防线 ${summary.programVersion}`,
    isUnmasked ? '姓名未脱敏，严禁外传' : '姓名已脱敏',
  ]
  const en = [
    ...(region === null ? [] : [`Region: ${region}`]),
    `As of ${summary.asOf}`,
    `Standard version ${summary.standardVersion}`,
    `Fangxian ${summary.programVersion}`,
    isUnmasked ? 'Names in clear: do not pass on' : 'Names are masked',
  ]
  return (language === 'zh' ? zh : en).join('　')
}

function totalsBlock({ collected, language, withCleared }: OverviewOptions): PageBlock {
  const header = (title: Bilingual): string => headerIn(title, language)
  const row = (title: string, rules: number | null, total: Total): PageCell[] => [
    title,
    rules,
    total.findings,
    total.amountFen,
  ]
  const hitRules = [...collected.rules.values()].filter(
    ({ outcome }) => (collected.byRule.get(outcome.code)?.findings ?? 0) > 0,
  )
  const rows = levels.map((level) => {
    const rules = hitRules.filter(({ outcome }) => outcome.level === level).length
    return row(levelTitles[level][language], rules, collected.byLevel[level])
  })
  rows.push(row(words.total[language], hitRules.length, collected.all))
  if (withCleared) rows.push(row(words.cleared[language], null, collected.clearedTotal))
  return {
    title: words.totals[language],
    columns: [
      { header: header(words.level), kind: 'text', span: 3 },
      { header: header(words.rules), kind: 'integer', span: 2 },
      { header: header(words.findings), kind: 'integer', span: 2 },
      { header: header(words.amount), kind: 'yuan', span: 3 },
    ],
    rows,
    toneOf: (cells) => (cells[0] === words.total[language] ? 'strong' : 'plain'),
    note: meaning[language],
  }
}

function ruleRow(outcome: RuleOutcome, total: Total | undefined, language: Language): PageCell[] {
  const isJudged = outcome.status === 'HIT' || outcome.status === 'PASS'
  const remarks = [...(outcome.reason === null ? [] : [outcome.reason]), ...outcome.remarks]
  const hasSheet = total !== undefined && total.findings > 0
  return [
    hasSheet ? { text: outcome.code, sheet: outcome.code } : outcome.code,
    outcome.title[language],
    levelTitles[outcome.level][language],
    statusTitles[outcome.status][language],
    isJudged ? (total?.findings ?? 0) : null,
    isJudged ? (total?.amountFen ?? 0n) : null,
    remarks.map((remark) => remark[language]).join('\n'),
  ]
}

const statusOrder: Readonly<Record<RuleStatus, number>> = { FAILED: 0, HIT: 1, NOT_EVALUATED: 2, PASS: 3 }

function rulesBlock({ summary, collected, language, region }: OverviewOptions): PageBlock {
  const header = (title: Bilingual): string => headerIn(title, language)
  const rules = summary.rules
    // A region's page says what was found there, and what could not be judged.
    .filter(
      ({ code, status }) =>
        region === null || status !== 'HIT' || (collected.byRule.get(code)?.findings ?? 0) > 0,
    )
    .toSorted(
      (a, b) =>
        statusOrder[a.status] - statusOrder[b.status] || a.level - b.level || (a.code < b.code ? -1 : 1),
    )
  return {
    title: words.byRule[language],
    columns: [
      { header: header(words.code), kind: 'text' },
      { header: header(words.ruleTitle), kind: 'wrapped', span: 2 },
      { header: header(words.level), kind: 'text' },
      { header: header(words.status), kind: 'text' },
      { header: header(words.findings), kind: 'integer' },
      { header: header(words.amount), kind: 'yuan' },
      { header: header(words.remarks), kind: 'wrapped', span: 3 },
    ],
    rows: rules.map((outcome) => ruleRow(outcome, collected.byRule.get(outcome.code), language)),
    toneOf: (cells) => (cells[3] === statusTitles.FAILED[language] ? 'warning' : 'plain'),
  }
}

/** From a twentieth of the rows on, rules without a finding are not evaluated (standard, A run). */
function toneOfRejects(rejected: number, read: number): RowTone {
  return rejected * 20 > read ? 'warning' : 'plain'
}

function tablesBlock({ summary, language }: OverviewOptions): PageBlock {
  const header = (title: Bilingual): string => headerIn(title, language)
  return {
    title: words.tables[language],
    columns: [
      { header: header(words.table), kind: 'wrapped', span: 3 },
      { header: header(words.rows), kind: 'integer', span: 2 },
      { header: header(words.rejected), kind: 'integer' },
      { header: header(words.first), kind: 'text' },
      { header: header(words.last), kind: 'text' },
      { header: header(words.missing), kind: 'wrapped', span: 2 },
    ],
    rows: summary.coverage.map(({ table, title, rows, rowsRejected, firstDate, lastDate, missingMonths }) => [
      `${title}（${table}）`,
      rows,
      rowsRejected,
      firstDate,
      lastDate,
      missingMonths.join(language === 'zh' ? '、' : ', '),
    ]),
    toneOf: (cells) => toneOfRejects(Number(cells[2]), Number(cells[1]) + Number(cells[2])),
  }
}

function filesBlock({ summary, language }: OverviewOptions): PageBlock {
  const header = (title: Bilingual): string => headerIn(title, language)
  return {
    title: words.files[language],
    columns: [
      { header: header(words.file), kind: 'wrapped', span: 3 },
      { header: header(words.table), kind: 'wrapped', span: 3 },
      { header: header(words.read), kind: 'integer' },
      { header: header(words.loaded), kind: 'integer' },
      { header: header(words.rejected), kind: 'integer' },
      { header: header(words.repeated), kind: 'integer' },
    ],
    rows: summary.inputs.map((input) => [
      input.file,
      getTable(input.table).title,
      input.rowsRead,
      input.rowsLoaded,
      input.rowsRejected,
      input.rowsRepeated,
    ]),
    toneOf: (cells) => toneOfRejects(Number(cells[4]), Number(cells[2])),
    note: {
      zh: '读取 = 入库 + 拒绝 + 重复；被拒绝的每一行及原因见 rejects.csv。',
      en: 'Read = loaded + rejected + repeated; rejects.csv has each rejected row and why.',
    }[language],
  }
}

function warningsBlock({ summary, language }: OverviewOptions): PageBlock {
  return {
    title: `${words.warnings[language]}${language === 'zh' ? '：' : ': '}${groupedCount(summary.warnings.length)}`,
    columns: [{ header: '', kind: 'wrapped', span: widths.length }],
    rows: summary.warnings.map((warning) => [warning[language]]),
    toneOf: () => 'warning',
  }
}

export function overviewPage(options: OverviewOptions): OutputPage {
  const { summary, language, region } = options
  return {
    name: sheetNames.overview,
    heading: [words.title[language], factsLine(options)],
    widths,
    blocks: [
      ...(summary.warnings.length === 0 ? [] : [warningsBlock(options)]),
      totalsBlock(options),
      rulesBlock(options),
      ...(region === null ? [tablesBlock(options), filesBlock(options)] : []),
    ],
  }
}
