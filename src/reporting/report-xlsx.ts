import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Bilingual, Language } from '#base/bilingual.ts'
import { groupedCount } from '#base/grouped-count.ts'
import { formatYuanGrouped } from '#base/money.ts'
import type { OutputPage, OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { type FindingReader, levelTitles, type RunSummary, type SubjectReader } from '#screening/finding.ts'
import { getColumn, getTable } from '#standard/tables.ts'
import { statusTitles } from './page/overview-sections.ts'
import {
  type Collected,
  clearedOptions,
  collectFindings,
  listedRowsMax,
  type RuleRows,
  ruleHeadingLines,
  type SheetRows,
} from './report-xlsx-collect.ts'
import { roleTitles } from './report-xlsx-evidence.ts'
import { type ListOptions, listColumns } from './report-xlsx-findings.ts'
import { overviewPage } from './report-xlsx-overview.ts'
import { headerIn, sheetNames } from './report-xlsx-words.ts'
import type { ReviewedFindings } from './reviewed.ts'
import { subjectsSheet } from './subject/subjects-sheet.ts'

export interface ReportXlsxOptions {
  readonly file: string
  readonly summary: RunSummary
  /** Read once. */
  readonly findings: FindingReader
  /** Listed in the report of the whole run only. */
  readonly subjects?: SubjectReader | undefined
  /** The report of one region: its name; `findings` are its own. */
  readonly region?: string | undefined
  /** Empty columns for the result of verification. */
  readonly withReviewColumns?: boolean
  /** Filled-in reports of before: cleared findings are listed apart. */
  readonly reviewed?: ReviewedFindings | undefined
  readonly isUnmasked?: boolean
  readonly language: Language
  readonly signal?: AbortSignal | undefined
  /** Rows a sheet lists at most; fewer in tests. */
  readonly rowsMax?: number
}

interface Report extends Omit<ReportXlsxOptions, 'findings'> {
  readonly list: ListOptions
  readonly collected: Collected
}

function leftOutFooter(sheet: SheetRows, file: string, what: Bilingual, language: Language): string[] {
  if (sheet.leftOut === 0) return []
  const number = groupedCount(sheet.leftOut)
  const text = {
    zh: `本表另有 ${number} ${what.zh}未列出，全部内容见 ${file}；概览中的合计包含全部疑点。`,
    en: `${number} more ${what.en} are left out here; ${file} has all of them. Totals in ${sheetNames.overview} cover everything.`,
  }
  return [text[language]]
}

function listSheet({ collected, list, language, region }: Report): OutputSheet {
  const { all } = collected
  const where = region === undefined ? '' : `${region} `
  const heading = {
    zh: `${where}疑点清单（${groupedCount(all.findings)} 条，涉及 ${formatYuanGrouped(all.amountFen)} 元）`,
    en: `${where}Findings: ${groupedCount(all.findings)}, ${formatYuanGrouped(all.amountFen)} yuan at stake`,
  }
  const fill = {
    zh: '请核查后填写黄色列：核查结论从下拉列表选择，日期如 2024-03-15，金额以元为单位；其他列请勿改动，填好后用 --reviewed 读回。',
    en: 'Fill in the yellow columns: the conclusion from the drop-down, dates as 2024-03-15, amounts in yuan. Leave the others as they are; --reviewed reads the file back.',
  }
  return {
    name: sheetNames.findings,
    heading: [heading[language], ...(list.withReviewColumns ? [fill[language]] : [])],
    columns: listColumns(list),
    rows: collected.list.rows.read(),
    footer: leftOutFooter(collected.list, 'findings.csv', { zh: '条疑点', en: 'findings' }, language),
  }
}

function clearedSheet({ collected, list, language }: Report): OutputSheet[] {
  if (collected.clearedTotal.findings === 0) return []
  const { findings, amountFen } = collected.clearedTotal
  const heading = {
    zh: `已核销疑点（${groupedCount(findings)} 条，涉及 ${formatYuanGrouped(amountFen)} 元）`,
    en: `Cleared findings: ${groupedCount(findings)}, ${formatYuanGrouped(amountFen)} yuan`,
  }
  const note = {
    zh: '核查结论为不属实，且此后证据没有变化；不计入疑点清单和合计。',
    en: 'Found untrue, and the evidence has not changed since; neither in the list nor in the totals.',
  }
  return [
    {
      name: sheetNames.cleared,
      heading: [heading[language], note[language]],
      columns: listColumns(clearedOptions(list)),
      rows: collected.cleared.rows.read(),
      footer: leftOutFooter(collected.cleared, 'findings.csv', { zh: '条疑点', en: 'findings' }, language),
    },
  ]
}

/** As many lines as ruleHeadingLines says, whatever there is to say: the list refers to rows below them. */
function ruleHeading({ outcome }: RuleRows, { collected, language }: Report): string[] {
  const total = collected.byRule.get(outcome.code)
  const amount = formatYuanGrouped(total?.amountFen ?? 0n)
  const findings = groupedCount(total?.findings ?? 0)
  const parameters = Object.entries(outcome.parameters).map(([name, value]) => `${name} = ${value}`)
  const basis = outcome.basis.map(({ document, clause }) => `${document} ${clause}`)
  const isChinese = language === 'zh'
  const lines = isChinese
    ? [
        `${outcome.code} ${outcome.title.zh}（${levelTitles[outcome.level].zh}）`,
        `${findings} 条疑点，涉及 ${amount} 元；灰色的“${roleTitles.context.zh}”行供参考，不计入金额。`,
        `核查要点：${outcome.check}`,
        `参数：${parameters.join('，') || '无'}；依据：${basis.join('；') || '监督数据标准'}`,
      ]
    : [
        `${outcome.code} ${outcome.title.en} (${levelTitles[outcome.level].en})`,
        `${findings} findings, ${amount} yuan; grey rows (${roleTitles.context.en}) are shown for context and count for nothing.`,
        `What to check: ${outcome.check}`,
        `Parameters: ${parameters.join(', ') || 'none'}; basis: ${basis.join('; ') || 'the standard'}`,
      ]
  return lines.slice(0, ruleHeadingLines)
}

function ruleSheets(report: Report): OutputSheet[] {
  const { collected, language } = report
  const withFindings = [...collected.rules.values()].filter(
    ({ outcome }) => (collected.byRule.get(outcome.code)?.findings ?? 0) > 0,
  )
  const contextTitle = roleTitles.context[language]
  return withFindings
    .toSorted((a, b) => (a.outcome.code < b.outcome.code ? -1 : 1))
    .map((rule): OutputSheet => {
      const role = rule.layout.columns.findIndex(({ header }) => header.startsWith('证据性质'))
      return {
        name: rule.outcome.code,
        heading: ruleHeading(rule, report),
        columns: rule.layout.columns,
        rows: rule.rows.read(),
        footer: leftOutFooter(rule, 'findings.jsonl', { zh: '行证据', en: 'rows of evidence' }, language),
        toneOf: (row) => (row[role] === contextTitle ? 'muted' : 'plain'),
      }
    })
}

function qualitySheet({ summary, language }: Report): OutputSheet {
  const header = (zh: string, en: string): string => headerIn({ zh, en }, language)
  return {
    name: sheetNames.quality,
    heading: [
      language === 'zh' ? '数据质量' : 'Data quality',
      language === 'zh'
        ? '以下各行已入库并参与筛查，请向数据来源单位核实；被拒绝的行见 rejects.csv。'
        : 'These rows were loaded and screened; ask their source about them. Rejected rows are in rejects.csv.',
    ],
    columns: [
      { header: header('数据表', 'Table'), width: 20, kind: 'text' },
      { header: header('列', 'Column'), width: 24, kind: 'text' },
      { header: header('问题', 'Problem'), width: 64, kind: 'wrapped' },
      { header: header('行数', 'Rows'), width: 12, kind: 'integer' },
      { header: header('示例', 'Example'), width: 30, kind: 'text' },
    ],
    rows: summary.quality.map(({ table, column, text, rows, example }) => {
      const standard = getTable(table)
      const isColumn = standard.columns.some(({ name }) => name === column)
      const title = isColumn ? getColumn(standard, column).title : column
      return [standard.title, title, text[language], rows, example]
    }),
    footer: summary.quality.length === 0 ? [language === 'zh' ? '没有发现问题。' : 'Nothing to remark.'] : [],
  }
}

function notEvaluatedSheet({ summary, language }: Report): OutputSheet {
  const header = (zh: string, en: string): string => headerIn({ zh, en }, language)
  const rules = summary.rules.filter(({ status }) => status === 'NOT_EVALUATED' || status === 'FAILED')
  return {
    name: sheetNames.notEvaluated,
    heading: [
      language === 'zh' ? '未评估规则' : 'Rules that were not evaluated',
      language === 'zh'
        ? '未评估不等于没有问题：补齐数据后请重新筛查。'
        : 'Not evaluated does not mean clean: complete the data and screen again.',
    ],
    columns: [
      { header: header('规则编号', 'Rule'), width: 12, kind: 'text' },
      { header: header('规则名称', 'Title'), width: 32, kind: 'wrapped' },
      { header: header('等级', 'Level'), width: 10, kind: 'text' },
      { header: header('状态', 'Status'), width: 14, kind: 'text' },
      { header: header('原因', 'Reason'), width: 80, kind: 'wrapped' },
    ],
    rows: rules.map(({ code, title, level, status, reason }) => [
      code,
      title[language],
      levelTitles[level][language],
      statusTitles[status][language],
      reason === null ? null : reason[language],
    ]),
    footer:
      rules.length === 0 ? [language === 'zh' ? '全部规则均已评估。' : 'All rules were evaluated.'] : [],
  }
}

function reportSheets(report: Report): (OutputSheet | OutputPage)[] {
  const { summary, subjects, collected, language, region, reviewed, isUnmasked = false } = report
  const withCleared = reviewed !== undefined && reviewed.size > 0
  return [
    overviewPage({ summary, collected, language, region: region ?? null, withCleared, isUnmasked }),
    listSheet(report),
    ...(region === undefined && subjects !== undefined
      ? [subjectsSheet(subjects, language, report.rowsMax ?? listedRowsMax)]
      : []),
    ...ruleSheets(report),
    ...clearedSheet(report),
    ...(region === undefined ? [qualitySheet(report)] : []),
    notEvaluatedSheet(report),
  ]
}

/**
 * Writes report.xlsx. The findings are read once; the rows of each sheet wait in a folder beside the file until it is
 * their turn, so that memory does not grow with the number of findings.
 */
export async function writeReportXlsx(options: ReportXlsxOptions): Promise<void> {
  const {
    file,
    summary,
    findings,
    reviewed = new Map(),
    language,
    signal,
    withReviewColumns = false,
  } = options
  const list: ListOptions = { language, withReviewColumns, withState: reviewed.size > 0 }
  const directory = await mkdtemp(path.join(path.dirname(file), '.report-'))
  try {
    const collected = await collectFindings({
      directory,
      summary,
      findings,
      reviewed,
      list,
      isUnmasked: options.isUnmasked ?? false,
      signal,
      rowsMax: options.rowsMax,
    })
    const title = `社会保险基金疑点筛查报告 ${summary.asOf}`
    await writeXlsx(file, reportSheets({ ...options, list, collected }), { title, signal })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
