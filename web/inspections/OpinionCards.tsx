import { Alert, Card, Flex, Table, Tag, Typography } from 'antd'
import { rectificationWays } from '#inspections/inspection-codes.ts'
import { useStaffNames } from '#web/api/queries.ts'
import { FileLinks } from '#web/cases/FileLinks.tsx'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { type InspectionParts, type Item, inspectionOf, isReported, versionOf } from './read-inspection.ts'
import { inspectionTexts as texts } from './texts.ts'

/** What the unit said to the facts, or that it said nothing; earlier rounds below. */
export function StatementCard({ record, dossier }: InspectionParts): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { statement, earlier_statements } = inspectionOf(record)
  const rounds = [...(statement === null ? [] : [statement]), ...earlier_statements.toReversed()]
  return (
    <Card size="small" title={say(texts.statement)}>
      {rounds.length === 0 ? (
        <Typography.Text type="secondary">{say(texts.noStatement)}</Typography.Text>
      ) : null}
      <Flex vertical gap={8}>
        {rounds.map((round) => (
          <div key={round.asked_at}>
            <Flex gap={8} wrap>
              <span>
                {say(texts.askedAt, { at: timeText(round.asked_at), count: round.fact_ids.length })}
              </span>
              {round.ended_on === null ? (
                <Tag color="processing">{say(texts.waitsForUnit)}</Tag>
              ) : (
                <Tag>{say(texts.ended, { day: round.ended_on })}</Tag>
              )}
              {round.absence === null ? null : <Tag color="warning">{say(texts.absent)}</Tag>}
              {round.waiver === null ? null : (
                <span>{say(texts.waived, { reason: round.waiver.reason })}</span>
              )}
            </Flex>
            {round.answers.map(({ text, by, at }) => (
              <div key={at} className="old-new">
                {text}{' '}
                <Typography.Text type="secondary" className="number">
                  {nameOf(by)} {timeText(at)}
                </Typography.Text>
                <FileLinksIfAny
                  record={record}
                  files={dossier.files}
                  version={versionOf(record, 'answer', at)}
                />
              </div>
            ))}
          </div>
        ))}
      </Flex>
    </Card>
  )
}

function FileLinksIfAny({
  record,
  files,
  version,
}: {
  readonly record: InspectionParts['record']
  readonly files: InspectionParts['dossier']['files']
  readonly version: number | undefined
}): React.JSX.Element | null {
  const own = files.filter(
    (file) => file.version === version && file.purpose !== 'NOTICE' && file.purpose !== 'OPINION',
  )
  return own.length === 0 ? null : <FileLinks kind="INSPECTION" recordId={record.record_id} files={own} />
}

function State({ item }: { readonly item: Item }): React.JSX.Element {
  const say = useSay()
  if (item.verified !== null) return <Tag color="success">{say(texts.verified)}</Tag>
  if (isReported(item)) return <Tag color="processing">{say(texts.reported)}</Tag>
  return <Tag color="warning">{say(texts.toDo)}</Tag>
}

function Said({ item, record, dossier }: { readonly item: Item } & InspectionParts): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  return (
    <>
      {item.reports.map(({ text, by, at }, index) => (
        <div key={at}>
          {text}{' '}
          <Typography.Text type="secondary" className="number">
            {nameOf(by)} {timeText(at)}
          </Typography.Text>
          <FileLinksIfAny record={record} files={dossier.files} version={versionOf(record, 'rectify', at)} />
          {item.returned[index] === undefined ? null : (
            <Typography.Text type="warning">
              {say(texts.sentBack, { reason: item.returned[index].reason })}
            </Typography.Text>
          )}
        </div>
      ))}
      {item.verified === null ? null : (
        <div>
          {item.verified.note}{' '}
          <Typography.Text type="secondary" className="number">
            {nameOf(item.verified.by)} {timeText(item.verified.at)}
          </Typography.Text>
        </div>
      )}
    </>
  )
}

/** 意见 and 整改清单: proposed, in force, verified one by one. */
export function RectificationCard(parts: InspectionParts): React.JSX.Element | null {
  const say = useSay()
  const { proposed, items, opinion, facts } = inspectionOf(parts.record)
  if (proposed === null) return null
  const shown = opinion === null ? proposed.items : items
  const done = shown.filter(({ verified }) => verified !== null).length
  const titleOf = (factId: string | null): string =>
    facts.find(({ fact_id }) => fact_id === factId)?.title ?? ''
  return (
    <Card size="small" title={`${say(texts.items)} (${done}/${shown.length})`}>
      {opinion === null ? (
        <Alert type="info" showIcon title={say(texts.proposedItems)} style={{ marginBottom: 8 }} />
      ) : null}
      <Typography.Paragraph style={{ whiteSpace: 'pre-wrap' }}>{proposed.summary}</Typography.Paragraph>
      {shown.length === 0 ? (
        <Typography.Text type="secondary">{say(texts.noItems)}</Typography.Text>
      ) : (
        <Table<Item>
          size="small"
          rowKey="item_id"
          pagination={false}
          dataSource={[...shown]}
          scroll={{ x: true }}
          columns={[
            {
              title: say(texts.what),
              key: 'what',
              render: (_, { way, what, fact_id }) => (
                <>
                  <Tag>{say(asTitle(rectificationWays[way]))}</Tag>
                  {what}
                  {fact_id === null ? null : (
                    <div>
                      <Typography.Text type="secondary">{titleOf(fact_id)}</Typography.Text>
                    </div>
                  )}
                </>
              ),
            },
            { title: say(texts.responsible), dataIndex: 'responsible' },
            {
              title: say(texts.due),
              key: 'due',
              render: (_, { due_on, verified, extended }) => (
                <>
                  {verified === null ? <DueTag day={due_on} /> : <span className="number">{due_on}</span>}
                  {extended.map(({ at, from, reason }) => (
                    <div key={at} title={reason}>
                      <Typography.Text type="secondary">
                        {say(texts.extendedFrom, { day: from })}
                      </Typography.Text>
                    </div>
                  ))}
                </>
              ),
            },
            { title: say(texts.status), key: 'state', render: (_, item) => <State item={item} /> },
            {
              title: say(texts.reports),
              key: 'reports',
              render: (_, item) => <Said item={item} {...parts} />,
            },
          ]}
        />
      )}
    </Card>
  )
}
