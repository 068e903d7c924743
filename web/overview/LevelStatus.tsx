import { Tag } from 'antd'
import { Link } from 'react-router'
import type { Bilingual } from '#base/bilingual.ts'
import { levelColor, levelTitle, statusColors } from '#web/findings/finding-words.ts'
import { findingTexts } from '#web/findings/texts.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { type Sum, shareOf, sizeOf } from './amounts.ts'
import { findingsAddress } from './drill-down.ts'
import type { PartProps } from './OverviewPage.tsx'
import { overviewTexts as texts } from './texts.ts'

interface Line extends Sum {
  readonly key: string
  readonly title: Bilingual
  readonly color: string
  readonly path: string
}

/** Three and three lines: figures with bars behind them say more than a chart. */
export function LevelStatus({ findings, filters, measure }: PartProps): React.JSX.Element {
  const say = useSay()
  const whole = sizeOf(findings.totals, measure)
  const lines: readonly Line[] = [
    ...findings.by_level.map((line) => ({
      ...line,
      key: `level ${line.level}`,
      title: levelTitle(line.level),
      color: levelColor(line.level),
      path: findingsAddress(filters, { level: String(line.level) }),
    })),
    ...findings.by_status.map((line) => ({
      ...line,
      key: line.status,
      title: findingTexts[line.status],
      color: statusColors[line.status],
      path: findingsAddress(filters, { status: line.status }),
    })),
  ]
  return (
    <section className="chart-box" aria-label={say(texts.byLevel)}>
      <div className="chart-head">
        <h2>{say(texts.byLevel)}</h2>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wider than its place, it is scrolled by keyboard */}
      <section className="chart-table" tabIndex={0} aria-label={say(texts.byLevel)}>
        <table className="plain level-status">
          <thead>
            <tr>
              <th scope="col">{say(texts.level)}</th>
              <th scope="col" className="is-number">
                {say(texts.findings)}
              </th>
              <th scope="col" className="is-number">
                {say(texts.moneyYuan)}
              </th>
              <th scope="col" className="is-number">
                {say(texts.openYuan)}
              </th>
              <th scope="col" className="is-number">
                {say(texts.share)}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ key, title, color, path, ...sum }, index) => {
              const share = shareOf(sizeOf(sum, measure), whole)
              return (
                <tr key={key} className={index === 3 ? 'begins' : ''}>
                  <th scope="row">
                    <Link to={path}>
                      <Tag color={color}>{say(title)}</Tag>
                    </Link>
                  </th>
                  <td className="is-number">{sum.findings}</td>
                  <td className="is-number">{yuanText(sum.amount_fen)}</td>
                  <td className="is-number">{yuanText(sum.open_amount_fen)}</td>
                  <td className="is-number">{share ?? ''}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
    </section>
  )
}
