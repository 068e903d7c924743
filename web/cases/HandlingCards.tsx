import { Button, Card, Flex, Table, Tag, Typography } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { measureKinds } from '#cases/case-status.ts'
import { ActForm } from '#web/acting/ActForm.tsx'
import { useKinds, useStaffNames } from '#web/api/queries.ts'
import { asTitle, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { CaseParts } from './CasePage.tsx'
import { FileLinks } from './FileLinks.tsx'
import { StatusTag } from './Marks.tsx'
import { type Case, type CaseDossier, caseOf, plainYuan, unclaimedFen } from './read-case.ts'
import { caseTexts as texts } from './texts.ts'
import { useMayOpen } from './use-may-open.ts'

const number = (fen: string): React.JSX.Element => <span className="number">{yuanText(fen)}</span>

function Measures({ record, dossier }: CaseParts): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { measures } = caseOf(record)
  return (
    <Table<Case['measures'][number]>
      size="small"
      rowKey="measure_id"
      dataSource={measures}
      pagination={false}
      columns={[
        {
          title: say(texts.measure),
          dataIndex: 'kind',
          render: (kind: keyof typeof measureKinds) => say(asTitle(measureKinds[kind])),
        },
        { title: say(texts.what), dataIndex: 'what' },
        {
          title: say(texts.dueOn),
          dataIndex: 'due_on',
          render: (day: string) => <span className="number">{day}</span>,
        },
        {
          title: say(texts.done),
          key: 'done',
          render: (_, { kind, done }) =>
            done === null ? (
              <>
                <Tag color="warning">{say(texts.notDone)}</Tag>
                {kind === 'STOP' && record.status === 'HANDLING' ? (
                  <Link to="/handling">{say(texts.stopHow)}</Link>
                ) : null}
              </>
            ) : (
              <>
                <Tag color="success">{say(texts.done)}</Tag>
                {done.result} <span className="number">{`${nameOf(done.by)} ${timeText(done.at)}`}</span>
                {done.references.map((reference) => (
                  <div key={reference} className="code">
                    {reference}
                  </div>
                ))}
                <FilesOf record={record} dossier={dossier} at={done.at} />
              </>
            ),
        },
      ]}
    />
  )
}

function FilesOf({
  record,
  dossier,
  at,
}: Pick<CaseParts, 'record' | 'dossier'> & { readonly at: string }): React.JSX.Element | null {
  const version = record.history.find((each) => each.action === 'measure' && each.at === at)?.version
  const files = dossier.files.filter((each) => each.version === version)
  return files.length === 0 ? null : <FileLinks kind="CASE" recordId={record.record_id} files={files} />
}

function Recoveries({ items }: { readonly items: CaseDossier['recoveries'] }): React.JSX.Element {
  const say = useSay()
  return (
    <Table<CaseDossier['recoveries'][number]>
      size="small"
      rowKey="record_id"
      dataSource={items}
      pagination={false}
      columns={[
        {
          title: say(texts.record),
          dataIndex: 'record_id',
          render: (id: string) => (
            <Link to={`/recoveries/${id}`} className="code">
              {id.slice(-12)}
            </Link>
          ),
        },
        {
          title: say(texts.status),
          dataIndex: 'status',
          render: (status: string) => <StatusTag kind="RECOVERY" status={status} />,
        },
        { title: say(texts.debtor), dataIndex: 'debtor_name' },
        { title: say(texts.dueFen), dataIndex: 'due_fen', align: 'right', render: number },
        { title: say(texts.recovered), dataIndex: 'recovered_fen', align: 'right', render: number },
        { title: say(texts.writtenOff), dataIndex: 'written_off_fen', align: 'right', render: number },
        { title: say(texts.outstanding), dataIndex: 'outstanding_fen', align: 'right', render: number },
      ]}
    />
  )
}

function RecoveryCard({
  record,
  dossier,
  reload,
}: CaseParts & { readonly reload: () => void }): React.JSX.Element {
  const say = useSay()
  const [isOpening, setOpening] = useState(false)
  const definition = useKinds()?.get('RECOVERY')?.actions.open
  const mayOpen = useMayOpen('RECOVERY')
  const left = unclaimedFen(caseOf(record), dossier.recoveries)
  const isOffered = mayOpen && record.status === 'HANDLING' && BigInt(left) > 0n
  return (
    <Card
      size="small"
      title={say(texts.recoveries)}
      extra={
        isOffered && !isOpening ? (
          <Button size="small" onClick={() => setOpening(true)}>
            {say(texts.openRecovery)}
          </Button>
        ) : null
      }
    >
      <Flex vertical gap={12}>
        {dossier.recoveries.length === 0 ? (
          <span>{say(texts.noRecoveries)}</span>
        ) : (
          <Recoveries items={dossier.recoveries} />
        )}
        {BigInt(left) > 0n ? <span>{say(texts.unclaimed, { yuan: yuanText(left) })}</span> : null}
        {isOffered && isOpening && definition !== undefined ? (
          <ActForm
            kind="RECOVERY"
            action="open"
            definition={definition}
            given={{ case_id: record.record_id }}
            startValues={{ amount: plainYuan(left) }}
            onAccepted={() => {
              setOpening(false)
              reload()
            }}
          />
        ) : null}
      </Flex>
    </Card>
  )
}

function Objections({ data }: { readonly data: Case }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  return (
    <Card size="small" title={say(texts.objections)}>
      <ul className="comments">
        {data.objections.map(({ objection_id, text, received_on, outcome }) => (
          <li key={objection_id}>
            <span className="number">{received_on}</span> {text}
            <div>
              {outcome === null ? (
                <Tag color="warning">{say(texts.objectionOpen)}</Tag>
              ) : (
                <>
                  <Tag>{say(texts[outcome.kind])}</Tag>
                  {outcome.reason}{' '}
                  <span className="number">{`${nameOf(outcome.by)} ${timeText(outcome.at)}`}</span>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** 停发, 追回, 整改, 移送: what was decided, and what has become of it. */
export function HandlingCards(parts: CaseParts & { readonly reload: () => void }): React.JSX.Element {
  const say = useSay()
  const data = caseOf(parts.record)
  const { remarks } = data
  const nameOf = useStaffNames()
  return (
    <>
      <Card size="small" title={say(texts.measures)}>
        {data.measures.length === 0 ? (
          <Typography.Text type="secondary">{say(texts.noMeasures)}</Typography.Text>
        ) : (
          <Measures {...parts} />
        )}
      </Card>
      {data.conclusion === null && parts.dossier.recoveries.length === 0 ? null : <RecoveryCard {...parts} />}
      {data.objections.length === 0 ? null : <Objections data={data} />}
      {remarks.length === 0 ? null : (
        <Card size="small" title={say(texts.remarks)}>
          <ul className="comments">
            {remarks.map(({ action, by, at, reason }) => (
              <li key={action + at}>
                <strong>
                  {say(asTitle(parts.kind.actions[action]?.title ?? { zh: action, en: action }))}
                </strong>{' '}
                {reason} <span className="number">{`${nameOf(by)} ${timeText(at)}`}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}
