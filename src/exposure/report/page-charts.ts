import type { Language } from '#base/bilingual.ts'
import { formatDay } from '#base/calendar-math.ts'
import { percent } from '#exposure/figures.ts'
import { type Exposure, isMeasured } from '#exposure/measures/exposure.ts'
import { isFit, tailTitles } from '#exposure/measures/tail-measures.ts'
import type { Portfolio } from '#quant/portfolio/frontier.ts'
import type { Markup } from '#reporting/page/markup.ts'
import { drawBars, drawChart } from './chart.ts'

const colours = { main: '#1d5a94', second: '#8a5a00', third: '#1f7145', bad: '#a52a1f' } as const
const historyPoints = 750

/** Risk and expected return a year of the frontier, with today's portfolio. */
export function frontierChart({ frontier, investments }: Exposure, language: Language): Markup | null {
  if (!isMeasured(frontier)) return null
  const zh = language === 'zh'
  const { periodsPerYear } = investments
  const at = ({ mean, deviation }: Portfolio): readonly [number, number] => [
    deviation * Math.sqrt(periodsPerYear),
    mean * periodsPerYear,
  ]
  const dot = (title: string, colour: string, portfolio: Portfolio) => ({
    title,
    colour,
    points: [at(portfolio)],
    radius: 5,
  })
  const best = frontier.maximumSharpe
  return drawChart({
    description: zh ? '有效前沿与当前组合' : "The efficient frontier and today's portfolio",
    lines: [{ title: zh ? '有效前沿' : 'frontier', colour: colours.main, points: frontier.points.map(at) }],
    dots: [
      dot(zh ? '当前组合' : 'today', colours.bad, frontier.today),
      dot(zh ? '最小方差' : 'minimum variance', colours.third, frontier.minimumVariance),
      ...(best === null ? [] : [dot(zh ? '最大夏普比率' : 'maximum Sharpe', colours.second, best)]),
    ],
    formatX: (x) => percent(x, 1),
    formatY: (y) => percent(y, 1),
    titleX: zh ? '年化波动率' : 'volatility a year',
    titleY: zh ? '年化预期收益' : 'expected return a year',
  })
}

function dayFormat({ investments }: Exposure): (index: number) => string {
  return (index) => {
    const day = investments.days[Math.round(index)]
    return day === undefined ? '' : formatDay(day).slice(0, 7)
  }
}

/** Returns of the back-test's periods, minus the value at risk of each method, and the exceptions of the first shown. */
export function exceptionChart(exposure: Exposure, language: Language): Markup | null {
  const { backtests, returns, investments } = exposure
  if (!isMeasured(backtests)) return null
  const zh = language === 'zh'
  const palette = [colours.second, colours.third, colours.main]
  const shown = backtests.measures.at(-1)!
  const first = returns.length - shown.valuesAtRisk.length
  const places = new Map(investments.days.map((day, index) => [formatDay(day), index]))
  return drawChart({
    description: zh ? '收益率、风险价值与例外' : 'Returns, value at risk and exceptions',
    lines: [
      {
        title: zh ? '组合收益率' : 'return',
        colour: '#b9c4ce',
        points: Array.from(returns.slice(first), (each, k) => [first + k, each] as const),
      },
      ...backtests.measures.map(({ method, valuesAtRisk }, index) => ({
        title: `-VaR ${tailTitles[method][language]}`,
        colour: palette[index % palette.length]!,
        points: Array.from(valuesAtRisk, (each, k) => [first + k, -each] as const),
      })),
    ],
    dots: [
      {
        title: zh ? '例外' : 'exceptions',
        colour: colours.bad,
        points: shown.exceptionDays.map((day) => [places.get(day)!, returns[places.get(day)!]!] as const),
      },
    ],
    formatX: dayFormat(exposure),
    formatY: (y) => percent(y, 1),
  })
}

/** Volatility a year by GARCH. */
export function volatilityChart(exposure: Exposure, language: Language): Markup | null {
  const { garch, investments } = exposure
  // A fit that did not converge is reported, never drawn.
  if (!isFit(garch) || !garch.hasConverged) return null
  const start = Math.max(0, garch.variances.length - historyPoints)
  const factor = Math.sqrt(investments.periodsPerYear)
  return drawChart({
    description: language === 'zh' ? '条件波动率' : 'Conditional volatility',
    lines: [
      {
        title: language === 'zh' ? 'GARCH 年化波动率' : 'GARCH volatility a year',
        colour: colours.main,
        points: Array.from(
          garch.variances.slice(start),
          (h, k) => [start + k, factor * Math.sqrt(h)] as const,
        ),
      },
      {
        title: language === 'zh' ? '全期平均' : 'average',
        colour: colours.second,
        isDashed: true,
        points: [start, garch.variances.length - 1].map((at) => [at, exposure.volatility.year] as const),
      },
    ],
    formatX: dayFormat(exposure),
    formatY: (y) => percent(y, 1),
  })
}

/** The loss from the peak so far, with the limit. */
export function drawdownChart(exposure: Exposure, language: Language): Markup {
  const { drawdown, investments } = exposure
  const last = drawdown.path.length - 1
  const limit = investments.policy.thresholds.drawdown
  return drawChart({
    description: language === 'zh' ? '回撤' : 'Drawdown',
    lines: [
      {
        title: language === 'zh' ? '回撤' : 'drawdown',
        colour: colours.main,
        points: drawdown.path.map((each, k) => [k, -each] as const),
      },
      {
        title: language === 'zh' ? '限额' : 'limit',
        colour: colours.bad,
        isDashed: true,
        points: [0, last].map((at) => [at, -limit] as const),
      },
    ],
    formatX: dayFormat(exposure),
    formatY: (y) => percent(y, 1),
  })
}

/** Share of the variance by asset beside its share of net assets. */
export function contributionChart({ positions }: Exposure, language: Language): Markup {
  const bars = [...positions]
    .filter(({ riskShare }) => riskShare !== null)
    .sort((a, b) => b.riskShare! - a.riskShare!)
    .map(({ asset, riskShare, weight }) => ({
      title: asset,
      value: riskShare!,
      text: percent(riskShare!, 1),
      isBad: false,
      marks: [weight],
    }))
  return drawBars(bars, language === 'zh' ? '对风险的贡献' : 'Contribution to risk')
}

/** Each limited class with its limits. */
export function limitChart({ limits }: Exposure, language: Language): Markup {
  const bars = limits.map(({ title, share, min, max, status }) => ({
    title: title[language],
    value: share,
    text: percent(share),
    isBad: status === 'broken',
    marks: [min, max].filter((each) => each !== null),
  }))
  return drawBars(bars, language === 'zh' ? '类别限额' : 'Limits of classes')
}
