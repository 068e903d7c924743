import { PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Flex, Skeleton } from 'antd'
import { Link, useParams } from 'react-router'
import { type OpenedRecord, useAsk, useKinds } from '#web/api/queries.ts'
import { LettersCard } from '#web/cases/LettersCard.tsx'
import { StatusTag } from '#web/cases/Marks.tsx'
import { type Recovery, type RecoveryDossier, recoveryOf } from '#web/cases/read-case.ts'
import { FieldChoicesContext } from '#web/forms/field-choices.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { Unmask } from '#web/records/Unmask.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { Balance } from './Balance.tsx'
import { Plan } from './Plan.tsx'
import { Receipts, Reminders, WriteOffs } from './Receipts.tsx'
import { recoveryTexts as texts } from './texts.ts'
import { useRecoveryChoices } from './use-recovery-choices.ts'

function Head({
  record,
  data,
  dossier,
}: {
  readonly record: OpenedRecord
  readonly data: Recovery
  readonly dossier: RecoveryDossier
}): React.JSX.Element {
  const say = useSay()
  const isOver = record.status === 'SETTLED' || record.status === 'CANCELLED'
  const { case: concerned } = dossier
  return (
    <Card size="small" title={say(texts.balance)} style={{ marginBottom: 16 }}>
      <Balance amounts={data} />
      <Flex gap={24} wrap style={{ marginTop: 12 }}>
        <span>
          {say(texts.debtor)} <strong>{data.debtor_name}</strong>
        </span>
        <span>
          {say(texts.case)}{' '}
          <Link to={`/cases/${concerned.record_id}`} className="code">
            {concerned.record_id.slice(-12)}
          </Link>{' '}
          <StatusTag kind="CASE" status={concerned.status} />
          {concerned.loss_fen === null ? null : say(texts.caseLoss, { yuan: yuanText(concerned.loss_fen) })}
        </span>
        {isOver || dossier.due_day === null ? null : (
          <span>
            {say(texts.deadline)} <DueTag day={dossier.due_day} isProvisional={dossier.is_due_provisional} />
          </span>
        )}
      </Flex>
      {data.adjustment === null ? null : (
        <Alert
          type="warning"
          showIcon
          style={{ marginTop: 12 }}
          title={say(texts.adjustment, { yuan: yuanText(data.adjustment.due_fen) })}
          description={data.adjustment.reason}
        />
      )}
    </Card>
  )
}

/** What is due, how it is to come, and what has come: the three always add up to what was due. */
export function RecoveryPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('RECOVERY')
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'RECOVERY', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const dossier = useAsk('GET /api/recoveries/{record_id}/dossier', { params: { record_id: id } })
  const record = opened.data
  const choices = useRecoveryChoices(record, dossier.data)
  const reload = (): void => {
    void opened.refetch()
    void dossier.refetch()
  }
  const error = opened.error ?? dossier.error
  if (error !== null) return <Problem error={error} retry={reload} />
  if (record === undefined || kind === undefined || dossier.data === undefined) return <Skeleton active />
  const data = recoveryOf(record)
  const isEnded = record.status === 'CANCELLED'
  return (
    <>
      <PageHead
        title={say(texts.recovery)}
        above={[{ title: say(texts.recoveries), path: '/recoveries' }]}
        crumb={id.slice(-12)}
        beside={<StatusTag kind="RECOVERY" status={record.status} />}
      >
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {say(texts.print)}
        </Button>
        <Unmask record={record} />
      </PageHead>
      <Head record={record} data={data} dossier={dossier.data} />
      <div className="columns">
        <div className="stack">
          <Plan data={data} />
          <Receipts data={data} />
          <WriteOffs data={data} />
          <Reminders
            data={data}
            letterAt={`/cases/${data.case_id}/letters/new?template=REMINDER&recovery=${id}`}
          />
          <LettersCard
            letters={dossier.data.letters}
            draftAt={isEnded ? null : `/cases/${data.case_id}/letters/new?template=REPAYMENT&recovery=${id}`}
          />
        </div>
        <div className="stack">
          <FieldChoicesContext value={choices}>
            <Steps key={record.version} record={record} kind={kind} onActed={reload} />
          </FieldChoicesContext>
          <Card size="small" title={say(recordTexts.history)}>
            <History record={record} kind={kind} />
          </Card>
          <Card size="small" title={say(recordTexts.comments)}>
            <Comments record={record} />
          </Card>
        </div>
      </div>
    </>
  )
}
