import type { Bilingual } from '#base/bilingual.ts'
import { groupedCount } from '#base/grouped-count.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { levelTitles, type RuleOutcome, type RuleStatus, type RunSummary } from '#screening/finding.ts'
import type { FindingTotals, Total } from '../finding-totals.ts'
import { bilingual, both, type Insertable, type Markup, markup, noMarkup } from './markup.ts'
import { levels } from './page-data.ts'

/** What one sees first: what was screened, the totals, and what could not be judged. */

export const statusTitles: Readonly<Record<RuleStatus, Bilingual>> = {
  HIT: { zh: '有疑点', en: 'Hit' },
  PASS: { zh: '通过', en: 'Pass' },
  NOT_EVALUATED: { zh: '未评估', en: 'Not evaluated' },
  FAILED: { zh: '运行失败', en: 'Failed' },
}

export function statusBadge(status: RuleStatus): Markup {
  return markup`<span class="status status-${status.toLowerCase()}">${bilingual(statusTitles[status])}</span>`
}

export function pageHead(summary: RunSummary, isUnmasked: boolean): Markup {
  const facts: Insertable[] = [
    markup`<span>${both('数据截止日', 'As of')} <strong>${summary.asOf}</strong></span>`,
    markup`<span>${both('规则', 'Rules')} <strong>${summary.rules.length}</strong></span>`,
    markup`<span>${both('数据文件', 'Input files')} <strong>${summary.inputs.length}</strong></span>`,
    markup`<span>${both('标准', 'Standard')} ${summary.standardVersion} · ${both('防线', 'Fangxian')} ${summary.programVersion}</span>`,
  ]
  const names = isUnmasked
    ? both('姓名未脱敏，严禁外传', 'Names in clear: do not pass on')
    : both('姓名已脱敏', 'Names are masked')
  return markup`<header class="page-head">
  <div class="page-title">
    <h1>${both('社会保险基金疑点筛查报告', 'Social insurance fund: screening report')}</h1>
    <p class="page-facts">${facts}<span${isUnmasked ? markup` class="alarm"` : noMarkup}>${names}</span></p>
  </div>
  <div class="page-tools" data-needs-script hidden>
    <button type="button" id="language" class="quiet"></button>
    <button type="button" id="print" class="quiet">${both('打印', 'Print')}</button>
  </div>
</header>`
}

const sections: readonly (readonly [string, Bilingual])[] = [
  ['overview', { zh: '概览', en: 'Overview' }],
  ['charts', { zh: '图表', en: 'Charts' }],
  ['rules', { zh: '规则结果', en: 'Rules' }],
  ['subjects', { zh: '风险画像', en: 'Subjects' }],
  ['findings', { zh: '疑点清单', en: 'Findings' }],
  ['descriptions', { zh: '规则说明', en: 'Descriptions' }],
  ['data', { zh: '数据质量', en: 'Data' }],
]

export function navigation(): Markup {
  const links = sections.map(([id, title]) => markup`<a href="#${id}">${bilingual(title)}</a>`)
  return markup`<nav class="page-nav" aria-label="章节 Sections">${links}</nav>`
}

/** `约 1,234.57 万元`, for amounts that are hard to take in at a glance. */
function inTenThousands(amountFen: bigint): Markup {
  if (amountFen < 10_000_00n) return noMarkup
  const rounded = formatYuanGrouped((amountFen + 5_000n) / 10_000n)
  const millions = formatYuanGrouped((amountFen + 500_000n) / 1_000_000n)
  return both(`约 ${rounded} 万元`, `about ${millions} million yuan`)
}

function figure(title: Markup, value: Insertable, note: Insertable, kind = ''): Markup {
  return markup`<div class="figure ${kind}"><dt>${title}</dt><dd class="figure-value">${value}</dd><dd class="figure-note">${note}</dd></div>`
}

export function figures(summary: RunSummary, totals: FindingTotals): Markup {
  const count = (status: RuleStatus) => summary.rules.filter((rule) => rule.status === status).length
  const statuses = (Object.keys(statusTitles) as RuleStatus[])
    .filter((status) => count(status) > 0)
    .map((status) => markup`<span class="count">${bilingual(statusTitles[status])} ${count(status)}</span>`)
  const ofLevel = (total: Total) => markup`${formatYuanGrouped(total.amountFen)} ${both('元', 'yuan')}`
  return markup`<dl class="figures">
${figure(both('疑点（条）', 'Findings'), groupedCount(summary.findings), both('每条规则每个对象一条', 'one a rule and subject'))}
${figure(both('涉及金额（元）', 'Money at stake (yuan)'), formatYuanGrouped(summary.amountFen), inTenThousands(summary.amountFen), 'figure-money')}
${levels.map((level) => figure(bilingual(levelTitles[level]), groupedCount(totals.byLevel[level].findings), ofLevel(totals.byLevel[level]), `figure-level level-${level}`))}
${figure(both('规则（条）', 'Rules'), summary.rules.length, statuses)}
</dl>`
}

function noticeOfRules(rules: readonly RuleOutcome[], kind: string, title: Markup, advice: Markup): Markup {
  if (rules.length === 0) return noMarkup
  const items = rules.map(
    (rule) => markup`<li><a href="#rule-${rule.code}"><code>${rule.code}</code> ${bilingual(rule.title)}</a>
      <span class="reason">${rule.reason === null ? noMarkup : bilingual(rule.reason)}</span></li>`,
  )
  return markup`<section class="notice ${kind}"><h2>${title}</h2><p>${advice}</p><ul class="notice-rules">${items}</ul></section>`
}

export function notices(summary: RunSummary): Markup {
  const failed = summary.rules.filter(({ status }) => status === 'FAILED')
  const skipped = summary.rules.filter(({ status }) => status === 'NOT_EVALUATED')
  const warnings = summary.warnings.map((warning) => markup`<li>${bilingual(warning)}</li>`)
  return markup`
${warnings.length === 0 ? noMarkup : markup`<section class="notice notice-warning"><h2>${both('请先看数据问题', 'Data problems to look at first')}</h2><ul>${warnings}</ul></section>`}
${noticeOfRules(
  failed,
  'notice-failed',
  both(`${failed.length} 条规则运行失败`, `Rules that failed: ${failed.length}`),
  both(
    '这些规则没有得出结论，请把错误信息交给系统维护人员。',
    'They came to no result; give the error to whoever maintains the system.',
  ),
)}
${noticeOfRules(
  skipped,
  'notice-skipped',
  both(`${skipped.length} 条规则未能评估`, `Rules that could not be evaluated: ${skipped.length}`),
  both(
    '未评估不等于没有问题：补齐数据后请重新筛查。',
    'Not evaluated does not mean clean: complete the data and screen again.',
  ),
)}`
}
