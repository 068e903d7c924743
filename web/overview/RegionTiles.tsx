import { Empty, Segmented } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { yuanText } from '#web/language/format.ts'
import { useSay, useSpeaking } from '#web/language/language.ts'
import { shareOf, shortText, sizeOf, valueText } from './amounts.ts'
import { findingsAddress, overviewAddress } from './drill-down.ts'
import type { PartProps } from './OverviewPage.tsx'
import { overviewTexts as texts } from './texts.ts'

type Part = Answer<'GET /api/overview/findings'>['by_region'][number]

/** Nothing lies below a village. */
const isLast = ({ level, is_own }: Part): boolean => is_own || level === 'VILLAGE'

/** Six depths: more cannot be told apart. */
const depths = 5
const depthOf = (value: number, largest: number): number =>
  value <= 0 || largest <= 0 ? 0 : Math.max(1, Math.ceil((value / largest) * depths))

function Tile({
  part,
  largest,
  ...given
}: { readonly part: Part; readonly largest: number } & PartProps): React.JSX.Element {
  const say = useSay()
  const { language } = useSpeaking()
  const { filters, measure, findings } = given
  const value = sizeOf(part, measure)
  const name = part.is_own ? say(texts.own, { name: part.name }) : part.name
  const share = shareOf(value, sizeOf(findings.totals, measure))
  const list = findingsAddress(filters, { region: part.region })
  return (
    <li className={`tile depth-${depthOf(value, largest)}`} title={`${name}: ${valueText(part, measure)}`}>
      <span className="tile-name">
        {isLast(part) ? (
          name
        ) : (
          <Link
            to={overviewAddress(filters, { region: part.region })}
            aria-label={say(texts.goInto, { name })}
          >
            {name}
          </Link>
        )}
      </span>
      <span className="tile-value">{shortText(value, language)}</span>
      <span className="tile-more">
        <Link to={list} aria-label={say(texts.toFindings, { count: part.findings, name })}>
          {part.findings} {say(texts.findings)}
        </Link>
        <span>{share ?? ''}</span>
      </span>
    </li>
  )
}

/** One tile for each region, of one size; its depth of colour is its share. No place on earth is claimed. */
export function RegionTiles(given: PartProps): React.JSX.Element {
  const say = useSay()
  const { findings, filters, measure } = given
  const [shown, setShown] = useState<'tiles' | 'table'>('tiles')
  const parts = findings.by_region.toSorted(
    (one, other) => sizeOf(other, measure) - sizeOf(one, measure) || one.region.localeCompare(other.region),
  )
  const largest = Math.max(0, ...parts.map((part) => sizeOf(part, measure)))
  const whole = sizeOf(findings.totals, measure)
  return (
    <section className="chart-box" aria-label={say(texts.byRegion)}>
      <div className="chart-head">
        <h2>{say(texts.byRegion)}</h2>
        <div className="chart-more no-print">
          {filters.region === undefined ? null : (
            <Link to={overviewAddress(filters, { region: undefined })}>{say(texts.whole)}</Link>
          )}
          <Segmented<'tiles' | 'table'>
            size="small"
            aria-label={say(texts.byRegion)}
            value={shown}
            onChange={setShown}
            options={[
              { value: 'tiles', label: say(texts.asChart) },
              { value: 'table', label: say(texts.asTable) },
            ]}
          />
        </div>
      </div>
      {parts.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.nothing)} />
      ) : shown === 'tiles' ? (
        <ul className="tiles">
          {parts.map((part) => (
            <Tile key={`${part.region} ${part.is_own}`} part={part} largest={largest} {...given} />
          ))}
        </ul>
      ) : (
        <ChartTable
          title={say(texts.byRegion)}
          columns={[
            { title: say(texts.region) },
            { title: say(texts.findings), isNumber: true },
            { title: say(texts.moneyYuan), isNumber: true },
            { title: say(texts.openYuan), isNumber: true },
            { title: say(texts.share), isNumber: true },
          ]}
          rows={parts.map((part) => ({
            key: `${part.region} ${part.is_own}`,
            cells: [
              <Link key="region" to={findingsAddress(filters, { region: part.region })}>
                {part.is_own ? say(texts.own, { name: part.name }) : part.name}
              </Link>,
              part.findings,
              yuanText(part.amount_fen),
              yuanText(part.open_amount_fen),
              shareOf(sizeOf(part, measure), whole) ?? '',
            ],
          }))}
        />
      )}
      <p className="chart-note">{say(texts.byRegionMore)}</p>
    </section>
  )
}
