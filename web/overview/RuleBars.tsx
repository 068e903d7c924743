import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import { Chart } from '#web/charts/Chart.tsx'
import type { ChartOption } from '#web/charts/draw.ts'
import { asTitle, yuanText } from '#web/language/format.ts'
import { useSay, useSpeaking } from '#web/language/language.ts'
import { shareOf, shortText, sizeOf } from './amounts.ts'
import { findingsAddress } from './drill-down.ts'
import type { PartProps } from './OverviewPage.tsx'
import { overviewTexts as texts } from './texts.ts'

/** More bars would be too thin to read; the table has every rule. */
const rulesDrawn = 12

/** Where the money is, by rule; the largest first, whatever is measured. */
export function RuleBars({ findings, filters, measure }: PartProps): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { language } = useSpeaking()
  const lines = useMemo(
    () => findings.by_rule.toSorted((one, other) => sizeOf(other, measure) - sizeOf(one, measure)),
    [findings, measure],
  )
  const whole = sizeOf(findings.totals, measure)
  const option = useMemo<ChartOption>(() => {
    // The axis begins at the bottom.
    const drawn = lines.slice(0, rulesDrawn).toReversed()
    return {
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      grid: { left: 8, right: 56, top: 4, bottom: 4, containLabel: true },
      xAxis: { type: 'value', axisLabel: { formatter: (value: number) => shortText(value, language) } },
      yAxis: {
        type: 'category',
        data: drawn.map(({ rule_code, rule_title }) => `${rule_code} ${say(asTitle(rule_title))}`),
        axisLabel: { width: 190, overflow: 'truncate' },
        axisTick: { show: false },
      },
      series: [
        {
          type: 'bar',
          name: say(texts[measure]),
          barMaxWidth: 18,
          data: drawn.map((line) => sizeOf(line, measure)),
          label: {
            show: true,
            position: 'right',
            formatter: ({ value }) => shortText(Number(value), language),
          },
        },
      ],
    }
  }, [lines, measure, language, say])
  const first = lines[0]
  const at = (rule: string): string => findingsAddress(filters, { rule })
  return (
    <Chart
      title={say(texts.byRule)}
      height={400}
      description={say(texts.byRuleSays, {
        first: first === undefined ? '' : `${first.rule_code} ${say(first.rule_title)}`,
      })}
      option={option}
      onPick={({ name }) => void go(at(name.split(' ')[0]!))}
      table={{
        columns: [
          { title: say(texts.rule) },
          { title: say(texts.findings), isNumber: true },
          { title: say(texts.moneyYuan), isNumber: true },
          { title: say(texts.openYuan), isNumber: true },
          { title: say(texts.share), isNumber: true },
        ],
        rows: lines.map((line) => ({
          key: line.rule_code,
          cells: [
            <Link key="rule" to={at(line.rule_code)}>
              {line.rule_code} {say(asTitle(line.rule_title))}
            </Link>,
            line.findings,
            yuanText(line.amount_fen),
            yuanText(line.open_amount_fen),
            shareOf(sizeOf(line, measure), whole) ?? '',
          ],
        })),
        more: lines.length > rulesDrawn ? say(texts.firstRules, { count: rulesDrawn }) : undefined,
      }}
    />
  )
}
