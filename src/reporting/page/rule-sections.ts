import { groupedCount } from '#base/grouped-count.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { levelTitles, type RuleOutcome, type RunSummary } from '#screening/finding.ts'
import { bilingual, both, type Markup, markup, noMarkup } from './markup.ts'
import { statusBadge } from './overview-sections.ts'
import { amountsByMonth, levels, subjectKindTitles } from './page-data.ts'

export function chartSection(summary: RunSummary): Markup {
  if (summary.findings === 0) return markup`<section id="charts" hidden></section>`
  return markup`<section id="charts" class="charts">
  <div class="card chart-card chart-wide" data-needs-script hidden><h2>${both('按规则：涉及金额与疑点数', 'By rule: money and findings')}</h2><div id="chart-rules" role="img"></div></div>
  <div class="card chart-card" data-needs-script hidden><h2>${both('按级别', 'By level')}</h2><div id="chart-levels" role="img"></div></div>
  <div class="card chart-card chart-full"><h2>${both('按月份：涉及金额', 'By month: money')}</h2><div id="chart-months" role="img" data-needs-script hidden></div>${monthTable(summary)}</div>
</section>`
}

/** The figures of the month chart, for whoever has no script, hears the page, or wants to copy them. */
function monthTable(summary: RunSummary): Markup {
  const rows = [...amountsByMonth(summary.months)].map(([month, amounts]) => {
    const total = amounts[1] + amounts[2] + amounts[3]
    return markup`<tr><th scope="row">${month}</th>${[1, 2, 3, 0].map((level) => markup`<td class="number">${formatYuanGrouped(level === 0 ? total : amounts[level as 1 | 2 | 3])}</td>`)}</tr>`
  })
  if (rows.length === 0) return noMarkup
  return markup`<details class="month-details"><summary>${both('按月数据表', 'Table by month')}</summary><div class="scroll"><table class="grid">
  <thead><tr><th scope="col">${both('月份', 'Month')}</th>${levels.map((level) => markup`<th scope="col" class="number">${bilingual(levelTitles[level])}</th>`)}<th scope="col" class="number">${both('合计（元）', 'Total (yuan)')}</th></tr></thead>
  <tbody>${rows}</tbody></table></div></details>`
}

function ruleRow(rule: RuleOutcome): Markup {
  const isJudged = rule.status === 'HIT' || rule.status === 'PASS'
  const remarks = [...(rule.reason === null ? [] : [rule.reason]), ...rule.remarks]
  return markup`<tr>
  <td><a href="#rule-${rule.code}"><code>${rule.code}</code></a></td>
  <td class="rule-title">${bilingual(rule.title)}</td>
  <td><span class="level level-${rule.level}">${bilingual(levelTitles[rule.level])}</span></td>
  <td>${statusBadge(rule.status)}</td>
  <td class="number" data-rule="${rule.code}">${isJudged ? groupedCount(rule.findings) : '—'}</td>
  <td class="number">${isJudged ? formatYuanGrouped(rule.amountFen) : '—'}</td>
  <td class="remarks">${remarks.map((remark) => markup`<div>${bilingual(remark)}</div>`)}</td>
</tr>`
}

export function ruleTable(summary: RunSummary): Markup {
  return markup`<section id="rules" class="card"><h2>${both('规则结果', 'Results by rule')}</h2>
<div class="scroll"><table class="grid rule-table">
<thead><tr><th scope="col">${both('代码', 'Code')}</th><th scope="col">${both('规则', 'Rule')}</th><th scope="col">${both('级别', 'Level')}</th><th scope="col">${both('状态', 'Status')}</th><th scope="col" class="number">${both('疑点（条）', 'Findings')}</th><th scope="col" class="number">${both('涉及金额（元）', 'Money (yuan)')}</th><th scope="col">${both('备注', 'Remarks')}</th></tr></thead>
<tbody>${summary.rules.map(ruleRow)}</tbody>
<tfoot><tr><th scope="row" colspan="4">${both('合计', 'Total')}</th><td class="number">${groupedCount(summary.findings)}</td><td class="number">${formatYuanGrouped(summary.amountFen)}</td><td></td></tr></tfoot>
</table></div></section>`
}

function term(title: Markup, text: Markup | string): Markup {
  return markup`<div><dt>${title}</dt><dd>${text}</dd></div>`
}

function ruleDescription(rule: RuleOutcome): Markup {
  const parameters = Object.entries(rule.parameters)
  const basis = rule.basis.map(
    ({ document, clause, quote }) =>
      markup`<blockquote>“${quote}”<cite>${document} · ${clause}</cite></blockquote>`,
  )
  return markup`<details class="rule-description" id="rule-${rule.code}">
<summary><code>${rule.code}</code> <span class="rule-name">${bilingual(rule.title)}</span> <span class="level level-${rule.level}">${bilingual(levelTitles[rule.level])}</span> ${statusBadge(rule.status)}</summary>
<dl class="terms">
${rule.reason === null ? noMarkup : term(both('原因', 'Reason'), bilingual(rule.reason))}
${rule.remarks.length === 0 ? noMarkup : term(both('备注', 'Remarks'), markup`${rule.remarks.map((remark) => markup`<div>${bilingual(remark)}</div>`)}`)}
${basis.length === 0 ? noMarkup : term(both('依据', 'Basis'), markup`${basis}`)}
${term(both('核查要点', 'What to check'), rule.check)}
${term(both('对象', 'Subject'), bilingual(subjectKindTitles[rule.subjectKind]))}
${parameters.length === 0 ? noMarkup : term(both('参数', 'Parameters'), markup`${parameters.map(([name, value]) => markup`<span class="parameter"><code>${name}</code> = ${value}</span>`)}`)}
${term(both('版本', 'Version'), markup`${rule.version} · SQL SHA-256 <code class="digest">${rule.sqlSha256}</code>`)}
</dl></details>`
}

export function ruleDescriptions(summary: RunSummary): Markup {
  return markup`<section id="descriptions" class="card"><h2>${both('规则说明', 'What the rules look for')}</h2>${summary.rules.map(ruleDescription)}</section>`
}
