import type { Bilingual, Language } from '#base/bilingual.ts'
import { formatDay } from '#base/calendar-math.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { percent } from '#exposure/figures.ts'
import { type Exposure, isMeasured } from '#exposure/measures/exposure.ts'
import { isFit, tailTitles } from '#exposure/measures/tail-measures.ts'
import type { InvestmentOutcome } from '#exposure/rules/investment-finding.ts'
import { findingsInOrder } from '#exposure/rules/judge-exposure.ts'
import { type Insertable, type Markup, markup, noMarkup } from '#reporting/page/markup.ts'
import {
  contributionChart,
  drawdownChart,
  exceptionChart,
  frontierChart,
  limitChart,
  volatilityChart,
} from './page-charts.ts'
import { capmTable, garchTable } from './page-models.ts'
import { scenarioTitles } from './scenario-titles.ts'

export interface ExposurePage {
  readonly exposure: Exposure
  readonly outcomes: readonly InvestmentOutcome[]
  readonly language: Language
}

/** No script at all; the drawings are SVG. */
const securityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

const style = `:root{--ink:#1d2935;--soft:#566573;--line:#dfe5ea;--ground:#f3f5f8;--accent:#1d5a94;--bad:#a52a1f;color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.55 "Segoe UI",-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1180px;margin:0 auto;padding:24px;display:grid;gap:16px;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr))}
header,section.wide{grid-column:1/-1}
h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:0 0 10px}
section{background:#fff;border:1px solid var(--line);border-radius:8px;padding:16px 18px;overflow-x:auto;min-width:0}
p{margin:4px 0;color:var(--soft)}
.figures{display:flex;flex-wrap:wrap;gap:12px;margin-top:12px}
.figures div{background:#fff;border:1px solid var(--line);border-radius:8px;padding:10px 16px}
.figures strong{display:block;font-size:20px}
table{border-collapse:collapse;width:100%}
th{white-space:nowrap}
th,td{text-align:left;padding:5px 8px;border-bottom:1px solid var(--line);vertical-align:top}
td.number,th.number{text-align:right;white-space:nowrap}
td.code{white-space:nowrap}
.bad{color:var(--bad);font-weight:600}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:12px;color:var(--soft)}
.legend i{display:inline-block;width:12px;height:4px;margin-right:5px;vertical-align:middle;print-color-adjust:exact}
svg{width:100%;height:auto;display:block}
svg text{font-size:14px;fill:var(--soft)}
svg .grid{stroke:var(--line)}svg .axis{stroke:var(--soft)}
svg .limit{stroke:var(--bad);stroke-width:2}
svg .bar{fill:var(--accent)}svg .bar.bad{fill:var(--bad)}
@media print{body{background:#fff}section{break-inside:avoid}}`

/** Text in the page's one language. */
type Say = (zh: string, en: string) => string

function section(title: string, content: Insertable, isWide = false): Markup {
  return markup`<section${isWide ? markup` class="wide"` : noMarkup}><h2>${title}</h2>${content}</section>`
}

function chartOr(chart: Markup | null, reason: Bilingual | object, language: Language): Markup {
  if (chart !== null) return chart
  return markup`<p>${(reason as Bilingual)[language]}</p>`
}

function head({ exposure }: ExposurePage, say: Say): Markup {
  const { investments, netAssetsFen, volatility, drawdown } = exposure
  const figures = [
    [say('净资产（元）', 'Net assets (yuan)'), formatYuanGrouped(netAssetsFen)],
    [say('年化波动率', 'Volatility a year'), percent(volatility.year)],
    [say('最大回撤', 'Largest drawdown'), percent(drawdown.largest)],
    [say('观测期数', 'Periods observed'), String(investments.days.length)],
  ] as const
  return markup`<header><h1>${say('基金投资风险报告', "Risk of the fund's investments")}</h1>
<p>${say('截止日', 'As of')} ${formatDay(investments.asOf)} · ${say('数据', 'data')} ${formatDay(investments.days[0]!)} – ${formatDay(investments.days.at(-1)!)}</p>
<div class="figures">${figures.map(([title, value]) => markup`<div>${title}<strong>${value}</strong></div>`)}</div></header>`
}

function findingSection({ outcomes, language }: ExposurePage, say: Say): Markup {
  const findings = findingsInOrder(outcomes)
  const rows = findings.map(
    ({ ruleCode, level, amountFen, explanation }) =>
      markup`<tr><td class="${level === 1 ? 'code bad' : 'code'}">${ruleCode}</td><td>${level}</td><td>${explanation[language]}</td><td class="number">${formatYuanGrouped(amountFen)}</td></tr>`,
  )
  const open = outcomes.filter(({ status }) => status === 'NOT_EVALUATED')
  const table = markup`<table><thead><tr><th>${say('规则', 'Rule')}</th><th>${say('等级', 'Level')}</th><th>${say('说明', 'What was found')}</th><th class="number">${say('金额（元）', 'Amount (yuan)')}</th></tr></thead><tbody>${rows}</tbody></table>`
  const passed = outcomes
    .filter(({ status }) => status === 'PASS')
    .map(({ rule }) => `${rule.code} ${rule.title[language]}`)
  return section(
    say(`疑点 ${findings.length} 个`, `${findings.length} findings`),
    markup`${findings.length === 0 ? noMarkup : table}
<p>${say('通过：', 'Passed: ')}${passed.join(say('、', ', ')) || '–'}</p>
${open.map(({ rule, reason }) => markup`<p>${rule.code} ${say('未评估：', 'not evaluated: ')}${reason![language]}</p>`)}`,
    true,
  )
}

function tailSection({ exposure, language }: ExposurePage, say: Say): Markup {
  const { tails, confidence, horizon, netAssetsFen } = exposure
  const net = Number(netAssetsFen) / 100
  const rows = tails.map((tail) => {
    const title = tailTitles[tail.method][language]
    if (tail.reason !== null)
      return markup`<tr><td>${title}</td><td colspan="3">${tail.reason[language]}</td></tr>`
    const notes = tail.warnings.map((each) => markup`<p>${each[language]}</p>`)
    return markup`<tr><td>${title}${notes}</td><td class="number">${percent(tail.valueAtRisk / net)}</td><td class="number">${percent(tail.expectedShortfall / net)}</td><td class="number">${formatYuanGrouped(BigInt(Math.round(tail.valueAtRisk * 100)))}</td></tr>`
  })
  const title = say(
    `风险价值与期望损失（置信度 ${percent(confidence)}，${horizon} 期）`,
    `Value at risk and expected shortfall (${percent(confidence)}, ${horizon} periods)`,
  )
  return section(
    title,
    markup`<table><thead><tr><th>${say('方法', 'Method')}</th><th class="number">${say('风险价值', 'VaR')}</th><th class="number">${say('期望损失', 'Shortfall')}</th><th class="number">${say('风险价值（元）', 'VaR (yuan)')}</th></tr></thead><tbody>${rows}</tbody></table>`,
  )
}

const zones: Readonly<Record<'green' | 'yellow' | 'red', Bilingual>> = {
  green: { zh: '绿灯', en: 'green' },
  yellow: { zh: '黄灯', en: 'yellow' },
  red: { zh: '红灯', en: 'red' },
}

function backtestSection(page: ExposurePage, say: Say): Markup {
  const { exposure, language } = page
  const { backtests } = exposure
  const title = say('回测', 'Back-tests')
  if (!isMeasured(backtests)) return section(title, markup`<p>${backtests[language]}</p>`)
  const test = ({ statistic, pValue }: { readonly statistic: number; readonly pValue: number }): string =>
    `${statistic.toFixed(2)} (p=${pValue.toFixed(3)})`
  const rows = backtests.measures.map(
    (each) =>
      markup`<tr><td>${tailTitles[each.method][language]}</td><td class="number">${each.exceptions}/${each.periods}</td><td class="${each.trafficLight.zone === 'green' ? '' : 'bad'}">${zones[each.trafficLight.zone][language]}</td><td class="number">${test(each.kupiec)}</td><td class="number">${test(each.conditionalCoverage)}</td><td class="number">${each.shortfall.conditional === null ? '–' : test(each.shortfall.conditional)}</td><td class="number">${test(each.shortfall.unconditional)}</td></tr>`,
  )
  return section(
    title,
    markup`<table><thead><tr><th>${say('方法', 'Method')}</th><th class="number">${say('例外', 'Exceptions')}</th><th>${say('巴塞尔', 'Basel')}</th><th class="number">Kupiec</th><th class="number">Christoffersen</th><th class="number">Acerbi–Székely 1</th><th class="number">Acerbi–Székely 2</th></tr></thead><tbody>${rows}</tbody></table><p>${say(`窗口 ${backtests.window} 期，每期重新估计。`, `Windows of ${backtests.window} periods, fitted anew for each.`)}</p>`,
    true,
  )
}

function stressSection({ exposure, language }: ExposurePage, say: Say): Markup {
  const rows = Object.entries(exposure.stress).map(
    ([name, { loss, lossShare, reserveMonths }]) =>
      markup`<tr><td>${scenarioTitles[name as keyof Exposure['stress']][language]}</td><td class="number">${formatYuanGrouped(BigInt(Math.round(loss * 100)))}</td><td class="number">${percent(lossShare)}</td><td class="number">${reserveMonths === null ? '–' : reserveMonths.toFixed(1)}</td></tr>`,
  )
  return section(
    say('压力测试', 'Stress tests'),
    markup`<table><thead><tr><th>${say('情景', 'Scenario')}</th><th class="number">${say('损失（元）', 'Loss (yuan)')}</th><th class="number">${say('占净资产', 'Of net assets')}</th><th class="number">${say('可支付月数', 'Reserve months')}</th></tr></thead><tbody>${rows}</tbody></table>`,
  )
}

/** exposure.html: one file, no network, no script. */
export function exposurePage(page: ExposurePage): string {
  const { exposure, language } = page
  const say: Say = (zh, en) => (language === 'zh' ? zh : en)
  const warnings = exposure.warnings.map((each) => markup`<p>${each[language]}</p>`)
  const chart = (title: string, drawing: Markup | null, reason: Bilingual | object = {}): Markup =>
    section(title, chartOr(drawing, reason, language))
  const content = markup`<main>
${head(page, say)}
${findingSection(page, say)}
${chart(say('类别限额（红线为限）', 'Limits of classes (red: the limit)'), limitChart(exposure, language))}
${chart(say('对风险的贡献（红线为持仓占比）', 'Contribution to risk (red: share of net assets)'), contributionChart(exposure, language))}
${tailSection(page, say)}
${chart(say('有效前沿与当前组合', "Efficient frontier and today's portfolio"), frontierChart(exposure, language), exposure.frontier)}
${chart(say('风险价值与例外', 'Value at risk and exceptions'), exceptionChart(exposure, language), exposure.backtests)}
${chart(say('波动率', 'Volatility'), volatilityChart(exposure, language), isFit(exposure.garch) ? exposure.garch.warnings[0]! : exposure.garch)}
${chart(say('回撤', 'Drawdown'), drawdownChart(exposure, language))}
${stressSection(page, say)}
${backtestSection(page, say)}
${section('GARCH', garchTable(exposure, language))}
${section('CAPM', capmTable(exposure, language))}
${warnings.length === 0 ? noMarkup : section(say('注意', 'Notes'), warnings, true)}
</main>`
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${securityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
${markup`<title>${say('基金投资风险报告', "Risk of the fund's investments")} ${formatDay(exposure.investments.asOf)}</title>`.html}
<style>
${style}
</style>
</head>
<body>
${content.html}
</body>
</html>
`
}
