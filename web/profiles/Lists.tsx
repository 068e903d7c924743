import { Card, Tag } from 'antd'
import { Link } from 'react-router'
import { useKinds } from '#web/api/queries.ts'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { dayText, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { statusColor } from '#web/records/statuses.ts'
import { type Profile, recordPath } from './profile-words.ts'
import { profileTexts as texts } from './texts.ts'

const levels = [texts.level1, texts.level2, texts.level3] as const
const levelColor = (level: number): string => (level === 1 ? 'error' : level === 2 ? 'warning' : 'default')

function periodText(from: string, to: string): string {
  if (from === '' || to === '' || from === to) return from || to
  return `${from} – ${to}`
}

/** Findings about the subject, or about a person's accounts. */
export function FindingList({ profile }: { readonly profile: Profile }): React.JSX.Element {
  const say = useSay()
  const { findings, has_more_findings: hasMore } = profile
  return (
    <Card size="small" title={say(texts.findings)}>
      {findings.length === 0 ? (
        say(texts.noFindings)
      ) : (
        <ChartTable
          title={say(texts.findings)}
          columns={[
            { title: say(texts.rule) },
            { title: say(texts.level) },
            { title: say(texts.status) },
            { title: say(texts.period) },
            { title: say(texts.yuan), isNumber: true },
            { title: say(texts.firstFound) },
          ]}
          rows={findings.map((each) => ({
            key: each.finding_id,
            cells: [
              <Link key="rule" to={`/findings/${each.finding_id}`}>
                {each.rule_code} {say(each.rule_title)}
              </Link>,
              <Tag key="level" color={levelColor(each.level)}>
                {say(levels[each.level - 1] ?? texts.level3)}
              </Tag>,
              say(texts[each.status]),
              <span key="period" className="number">
                {periodText(each.period_from, each.period_to)}
              </span>,
              yuanText(each.amount_fen),
              <span key="found" className="number">
                {dayText(each.first_found_at)}
              </span>,
            ],
          }))}
          more={hasMore ? say(texts.cut, { count: findings.length }) : undefined}
        />
      )}
    </Card>
  )
}

/** Orders, holds, cases and recoveries, as far as the reader may see them. */
export function RecordList({ profile }: { readonly profile: Profile }): React.JSX.Element {
  const say = useSay()
  const kinds = useKinds()
  const { records, has_more_records: hasMore } = profile
  return (
    <Card size="small" title={say(texts.records)}>
      {records.length === 0 ? (
        say(texts.noRecords)
      ) : (
        <ChartTable
          title={say(texts.records)}
          columns={[
            { title: say(texts.work) },
            { title: say(texts.status) },
            { title: say(texts.yuan), isNumber: true },
            { title: say(texts.enteredAt) },
            { title: say(texts.changedAt) },
          ]}
          rows={records.map((each) => {
            const kind = kinds?.get(each.kind)
            const status = kind?.statuses[each.status]
            return {
              key: each.record_id,
              cells: [
                <Link key="kind" to={recordPath(each)}>
                  {kind === undefined ? each.kind : say(kind.title)}
                </Link>,
                <Tag key="status" color={statusColor(each.status)}>
                  {status === undefined ? each.status : say(status)}
                </Tag>,
                each.amount_fen === null ? '' : yuanText(each.amount_fen),
                <span key="entered" className="number">
                  {timeText(each.entered_at)}
                </span>,
                <span key="changed" className="number">
                  {timeText(each.changed_at)}
                </span>,
              ],
            }
          })}
          more={hasMore ? say(texts.cut, { count: records.length }) : undefined}
        />
      )}
    </Card>
  )
}
