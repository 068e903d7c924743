import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Bilingual, Language } from '#base/bilingual.ts'
import { groupedCount } from '#base/grouped-count.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { textTable } from '#cli/text-table.ts'
import type { RuleOutcome, RuleStatus, RunSummary, ShadowOutcome } from '#screening/finding.ts'
import type { FinishedRun } from './run-to-folder.ts'

const statusTitles: Record<RuleStatus, Bilingual> = {
  HIT: { zh: '有疑点', en: 'HIT' },
  PASS: { zh: '未发现', en: 'PASS' },
  NOT_EVALUATED: { zh: '未评估', en: 'NOT_EVALUATED' },
  FAILED: { zh: '出错', en: 'FAILED' },
}

const headers = {
  zh: {
    files: ['文件', '读取', '=', '入库', '+', '拒收', '+', '重复'],
    rules: ['规则', '', '结果', '疑点', '金额（元）'],
    shadows: ['影子', '文件', '结果', '疑点', '金额（元）', '仅正式', '仅影子', '不同', '相同'],
  },
  en: {
    files: ['file', 'read', '=', 'loaded', '+', 'rejected', '+', 'repeated'],
    rules: ['rule', '', 'status', 'findings', 'amount (yuan)'],
    shadows: [
      'shadow',
      'file',
      'status',
      'findings',
      'amount (yuan)',
      'only live',
      'only shadow',
      'different',
      'same',
    ],
  },
} as const

/** `read = loaded + rejected + repeated`, a line for each file. */
function fileTable(summary: RunSummary, language: Language): string {
  const rows = summary.inputs.map((input) => [
    input.file,
    groupedCount(input.rowsRead),
    '=',
    groupedCount(input.rowsLoaded),
    '+',
    groupedCount(input.rowsRejected),
    '+',
    groupedCount(input.rowsRepeated),
  ])
  return textTable([headers[language].files, ...rows], [1, 3, 5, 7])
}

function ruleRow(rule: RuleOutcome, language: Language): string[] {
  const hasResult = rule.status === 'HIT' || rule.status === 'PASS'
  return [
    rule.code,
    rule.title[language],
    statusTitles[rule.status][language],
    hasResult ? groupedCount(rule.findings) : '',
    hasResult ? formatYuanGrouped(rule.amountFen) : '',
  ]
}

function shadowRow(shadow: ShadowOutcome, language: Language): string[] {
  const { onlyLive, onlyShadow, different, same } = shadow
  const hasResult = shadow.status !== 'FAILED'
  const counts = [onlyLive, onlyShadow, different, same].map((count) =>
    hasResult ? groupedCount(count) : '',
  )
  return [
    shadow.ruleCode,
    shadow.file,
    statusTitles[shadow.status][language],
    hasResult ? groupedCount(shadow.findings) : '',
    hasResult ? formatYuanGrouped(shadow.amountFen) : '',
    ...counts,
  ]
}

/** What the shadows found, beside the live rules and without any weight in the run. */
function shadowTable({ shadows = [] }: RunSummary, language: Language): string {
  if (shadows.length === 0) return ''
  const rows = shadows.map((shadow) => shadowRow(shadow, language))
  const told = shadows.map(({ ruleCode, file, reason }) => ({ code: `${ruleCode} ${file}`, reason }))
  return `${textTable([headers[language].shadows, ...rows], [3, 4, 5, 6, 7, 8])}${reasons(told, language)}`
}

function reasons(rules: readonly Pick<RuleOutcome, 'code' | 'reason'>[], language: Language): string {
  const told = rules.filter(({ reason }) => reason !== null)
  if (told.length === 0) return ''
  return `\n${told.map(({ code, reason }) => `${code}  ${reason![language]}`).join('\n')}\n`
}

function closing({ directory, summary }: FinishedRun, language: Language): string {
  const total = [groupedCount(summary.findings), formatYuanGrouped(summary.amountFen)] as const
  const url = (file: string): string => pathToFileURL(path.join(directory, file)).href
  const text: Bilingual = {
    zh: `截止 ${summary.asOf}，共 ${total[0]} 个疑点，涉及 ${total[1]} 元。\n网页报告  ${url('report.html')}\n表格报告  ${url('report.xlsx')}\n全部结果  ${directory}\n`,
    en: `As of ${summary.asOf}: ${total[0]} ${summary.findings === 1 ? 'finding' : 'findings'}, ${total[1]} yuan at stake.\nreport    ${url('report.html')}\nworkbook  ${url('report.xlsx')}\nall files ${directory}\n`,
  }
  return text[language]
}

/** A rule that failed makes the run incomplete: exit status 1 (standard, section "A run"). */
export function runSucceeded(summary: RunSummary): boolean {
  return summary.rules.every(({ status }) => status !== 'FAILED')
}

/** What a person reads at the end of a run: what needs attention first, then the figures, then where the reports are. */
export function summaryText(run: FinishedRun, language: Language): string {
  const { summary } = run
  const warnings = summary.warnings.map(
    (warning) => `${language === 'zh' ? '注意：' : 'Note: '}${warning[language]}\n`,
  )
  const rules = [headers[language].rules, ...summary.rules.map((rule) => ruleRow(rule, language))]
  return [
    warnings.join(''),
    fileTable(summary, language),
    `${textTable(rules, [3, 4])}${reasons(summary.rules, language)}`,
    shadowTable(summary, language),
    closing(run, language),
  ]
    .filter((part) => part !== '')
    .join('\n')
}
