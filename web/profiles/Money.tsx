import { Card } from 'antd'
import { useMemo } from 'react'
import type { Bilingual } from '#base/bilingual.ts'
import { Chart } from '#web/charts/Chart.tsx'
import { useChartColors } from '#web/charts/chart-theme.ts'
import type { ChartOption } from '#web/charts/draw.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { type Profile, valueText } from './profile-words.ts'
import { profileTexts as texts } from './texts.ts'

type MoneyByMonth = NonNullable<Profile['money']>

function seriesTitle({ table }: MoneyByMonth, series: string): Bilingual {
  if (series === 'payable') return texts.payable
  if (series === 'paid') return texts.paid
  return valueText(table, { column: 'status', value: series, ref: null })
}

const sumOf = (all: readonly { readonly amount_fen: string }[]): string =>
  all.reduce((sum, { amount_fen }) => sum + BigInt(amount_fen), 0n).toString()

/** For drawing only: what is read comes from the fen themselves. */
const forDrawing = (fen: string): number => Number(fen) / 100

function optionOf(
  money: MoneyByMonth,
  names: ReadonlyMap<string, string>,
  palette: readonly string[],
): ChartOption {
  const months = [...new Set(money.months.map(({ month }) => month))]
  const isStacked = money.table === 'payment'
  return {
    grid: { left: 8, right: 8, top: 32, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0 },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value) => yuanText(String(Math.round(Number(value ?? 0) * 100))),
    },
    xAxis: { type: 'category', data: months },
    yAxis: { type: 'value' },
    series: [...names].map(([series, name], index) => {
      const byMonth = new Map(
        money.months.filter((each) => each.series === series).map((each) => [each.month, each.amount_fen]),
      )
      return {
        type: 'bar' as const,
        name,
        ...(isStacked ? { stack: 'all' } : {}),
        barMaxWidth: 24,
        itemStyle: { color: palette[index % palette.length]! },
        data: months.map((month) => forDrawing(byMonth.get(month) ?? '0')),
      }
    }),
  }
}

/** Money by month and status; the table has every fen. */
export function Money({ money }: { readonly money: MoneyByMonth }): React.JSX.Element {
  const say = useSay()
  const { palette } = useChartColors()
  const language = say({ zh: 'zh', en: 'en' }) as 'zh' | 'en'
  const names = useMemo(() => {
    const series = [...new Set(money.months.map((each) => each.series))]
    return new Map(series.map((each) => [each, seriesTitle(money, each)[language]]))
  }, [money, language])
  const option = useMemo(() => optionOf(money, names, palette), [money, names, palette])
  const totals = [...names].map(
    ([series, name]) => `${name} ${yuanText(sumOf(money.months.filter((each) => each.series === series)))}`,
  )
  return (
    <Card size="small">
      <Chart
        title={say(money.table === 'payment' ? texts.money : texts.declared)}
        description={say(texts.moneySentence, {
          months: new Set(money.months.map(({ month }) => month)).size,
          lines: money.months.reduce((sum, { lines }) => sum + lines, 0),
          totals: totals.join(' · '),
        })}
        option={option}
        height={318}
        table={{
          columns: [
            { title: say(texts.month) },
            { title: say(texts.status) },
            { title: say(texts.lines), isNumber: true },
            { title: say(texts.yuan), isNumber: true },
          ],
          rows: money.months.toReversed().map(({ month, series, lines, amount_fen }) => ({
            key: `${month} ${series}`,
            cells: [month, names.get(series), lines, yuanText(amount_fen)],
          })),
          more: money.is_complete ? undefined : say(texts.moneyCut),
        }}
      />
      <div className="number">{totals.join(' · ')}</div>
      {money.is_complete ? null : <p>{say(texts.moneyCut)}</p>}
    </Card>
  )
}
