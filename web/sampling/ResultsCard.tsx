import { Card, Table, type TableColumnsType, Typography } from 'antd'
import { Link } from 'react-router'
import { countText, yuanText } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { IntervalChart } from './IntervalChart.tsx'
import { functionTitle, percentText, type Results, type Stratum } from './read-sampling.ts'
import { samplingTexts as texts } from './texts.ts'

const number = (text: string): React.ReactNode => <span className="number">{text}</span>

function countColumn(
  say: Say,
  name: 'population' | 'wanted' | 'checked' | 'awaiting_second' | 'wrong',
): TableColumnsType<Stratum>[number] {
  const title = say(name === 'awaiting_second' ? texts.awaiting : texts[name])
  return {
    title,
    key: name,
    align: 'right',
    render: (_, row) => number(countText(row[name])),
  }
}

function columnsOf(say: Say, planId: string): TableColumnsType<Stratum> {
  const projected = (title: string, of: (projection: NonNullable<Stratum['projection']>) => string) => ({
    title,
    key: title,
    align: 'right' as const,
    render: (_: unknown, { projection }: Stratum) => (projection === null ? '' : number(of(projection))),
  })
  return [
    {
      title: say(texts.function),
      key: 'function',
      render: (_, row) => (
        <Link to={`/sampling/items?plan_id=${planId}&function=${row.function}`}>
          {say(functionTitle(row.function))}
        </Link>
      ),
    },
    {
      title: say(texts.ratio),
      key: 'ratio',
      align: 'right',
      render: (_, { ratio_millionths }) => number(percentText(ratio_millionths / 1_000_000)),
    },
    countColumn(say, 'population'),
    countColumn(say, 'wanted'),
    countColumn(say, 'checked'),
    countColumn(say, 'awaiting_second'),
    countColumn(say, 'wrong'),
    {
      title: say(texts.wrongAmount),
      key: 'amount',
      align: 'right',
      render: (_, { amount_fen }) => number(yuanText(amount_fen)),
    },
    {
      title: say(texts.share),
      key: 'share',
      align: 'right',
      render: (_, { projection }) =>
        projection === null ? (
          <Typography.Text type="secondary">{say(texts.notYet)}</Typography.Text>
        ) : (
          number(percentText(projection.share))
        ),
    },
    projected(say(texts.interval), ({ low, high }) => `${percentText(low)} – ${percentText(high)}`),
    projected(say(texts.projected), ({ items_low, items_high }) => `${items_low} – ${items_high}`),
    projected(say(texts.projectedAmount), ({ amount_fen }) => yuanText(amount_fen ?? '0')),
  ]
}

/** By function: how much ended, was drawn and checked, what was wrong, and what that says of everything. */
export function ResultsCard({
  planId,
  results,
}: {
  readonly planId: string
  readonly results: Results
}): React.JSX.Element {
  const say = useSay()
  const { total } = results
  return (
    <Card
      size="small"
      title={say(texts.results)}
      extra={<Link to={`/sampling/items?plan_id=${planId}`}>{say(texts.toItems)}</Link>}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page, it is scrolled by keyboard */}
      <section className="table-frame" tabIndex={0} aria-label={say(texts.results)}>
        <Table<Stratum>
          size="small"
          rowKey="code"
          pagination={false}
          columns={columnsOf(say, planId)}
          dataSource={[...results.strata]}
          summary={() => (
            <Table.Summary.Row>
              <Table.Summary.Cell index={0} colSpan={2}>
                <strong>{say(texts.total)}</strong>
              </Table.Summary.Cell>
              {(['population', 'wanted', 'checked', 'awaiting_second', 'wrong'] as const).map(
                (name, index) => (
                  <Table.Summary.Cell key={name} index={index + 2} align="right">
                    {number(countText(total[name]))}
                  </Table.Summary.Cell>
                ),
              )}
              <Table.Summary.Cell index={7} align="right">
                {number(yuanText(total.amount_fen))}
              </Table.Summary.Cell>
              <Table.Summary.Cell index={8} colSpan={4} />
            </Table.Summary.Row>
          )}
        />
      </section>
      <IntervalChart results={results} />
      <Typography.Paragraph type="secondary" style={{ margin: '8px 0 0' }}>
        {say(texts.ratioMore)} {say(texts.intervalMore)}
      </Typography.Paragraph>
    </Card>
  )
}
