import { Card } from 'antd'
import { Link } from 'react-router'
import { useAsk } from '#web/api/queries.ts'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { beijingDay, countText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { ListAddress } from '#web/lists/use-list-address.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { ledgerTexts as texts } from './texts.ts'

/** How far the units are with a year's 48 measures: by region, which leads to the units, and by area. */
export function MeasureTotals({ address }: { readonly address: ListAddress }): React.JSX.Element | null {
  const say = useSay()
  const region = address.get('region')
  const year = Number(address.get('year') ?? beijingDay(new Date()).slice(0, 4))
  const { data, error, refetch } = useAsk(
    'GET /api/measure-assessments/totals',
    { query: { year, ...(region === undefined ? {} : { region }) } },
    { keepsPrevious: true },
  )
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return null
  const number = (title: string) => ({ title, isNumber: true })
  const answers = [
    number(say(texts.yes)),
    number(say(texts.partly)),
    number(say(texts.no)),
    number(say(texts.notApplicable)),
  ]
  return (
    <Card
      size="small"
      style={{ marginBottom: 16 }}
      title={say(texts.measureTotals, { year: data.year })}
      extra={region === undefined ? null : <Link to="/risk-ledger/measures">{say(texts.allRegions)}</Link>}
    >
      <p>
        {say(texts.measureTotalsSay, {
          units: data.units,
          approved: data.approved,
          submitted: data.submitted,
          begun: data.begun,
        })}
      </p>
      {data.regions.length < 2 ? null : (
        <ChartTable
          title={say(texts.byRegion)}
          columns={[
            { title: say(texts.regionName) },
            number(say(texts.unitsCount)),
            number(say(texts.approvedCount)),
            number(say(texts.submittedCount)),
            ...answers,
          ]}
          rows={data.regions.map((each) => ({
            key: `${each.region} ${each.is_own}`,
            cells: [
              each.is_own ? (
                say(texts.own, { name: each.name })
              ) : (
                <Link key="region" to={`/risk-ledger/measures?region=${each.region}&year=${data.year}`}>
                  {each.name}
                </Link>
              ),
              countText(each.units),
              countText(each.approved),
              countText(each.submitted),
              countText(each.yes),
              countText(each.partly),
              countText(each.no),
              countText(each.not_applicable),
            ],
          }))}
        />
      )}
      {data.areas.length === 0 ? null : (
        <ChartTable
          title={say(texts.byArea)}
          columns={[{ title: say(texts.area) }, ...answers]}
          rows={data.areas.map((each) => ({
            key: String(each.area_no),
            cells: [
              `${each.area_no} ${each.area}`,
              countText(each.yes),
              countText(each.partly),
              countText(each.no),
              countText(each.not_applicable),
            ],
          }))}
        />
      )}
    </Card>
  )
}
