import { Card, Flex, Table, Tag, Typography } from 'antd'
import { Link } from 'react-router'
import { lookBackResults } from '#inspections/inspection-codes.ts'
import { asTitle, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { type Dossier, type InspectionParts, inspectionOf, lookBackDay } from './read-inspection.ts'
import { inspectionTexts as texts } from './texts.ts'

type Found = Dossier['recurrences'][number]

/** 回头看: the rules that are watched, and what came back since the close, as it stands now. */
export function LookBackCard({ record, dossier }: InspectionParts): React.JSX.Element | null {
  const say = useSay()
  const { closed_on, look_back } = inspectionOf(record)
  if (closed_on === null) return null
  return (
    <Card
      size="small"
      title={say(texts.lookBack)}
      extra={<span className="number">{say(texts.lookBackUntil, { day: lookBackDay(closed_on) })}</span>}
    >
      <Flex vertical gap={8}>
        <Typography.Text type="secondary">{say(texts.lookBackMore)}</Typography.Text>
        <span>
          {dossier.watched_rules.length === 0 ? say(texts.noRules) : null}
          {dossier.watched_rules.map(({ code, title }) => (
            <Tag key={code}>
              <Link to={`/rules/${code}`}>
                {code} {say(asTitle(title))}
              </Link>
            </Tag>
          ))}
        </span>
        {look_back === null ? null : (
          <span>
            <Tag color={look_back.result === 'RECURRED' ? 'error' : 'success'}>
              {say(asTitle(lookBackResults[look_back.result]))}
            </Tag>
            {look_back.note} <span className="number">{timeText(look_back.at)}</span>
          </span>
        )}
        {dossier.recurrences.length === 0 ? (
          <span>{dossier.watched_rules.length === 0 ? null : say(texts.noRecurrence)}</span>
        ) : (
          <Table<Found>
            size="small"
            rowKey="finding_id"
            pagination={false}
            dataSource={[...dossier.recurrences]}
            columns={[
              {
                title: say(texts.recurrences),
                key: 'finding',
                render: (_, { finding_id, rule_title }) => (
                  <Link to={`/findings/${finding_id}`}>{say(asTitle(rule_title))}</Link>
                ),
              },
              { title: say(texts.level), dataIndex: 'level' },
              {
                title: say(texts.foundOn),
                dataIndex: 'first_found_on',
                render: (day: string) => <span className="number">{day}</span>,
              },
              {
                title: say(texts.amount),
                dataIndex: 'amount_fen',
                align: 'right',
                render: (fen: string) => <span className="number">{yuanText(fen)}</span>,
              },
            ]}
          />
        )}
      </Flex>
    </Card>
  )
}
