import { useMutation } from '@tanstack/react-query'
import { App, Button, Card, Descriptions, Skeleton } from 'antd'
import { Link, useParams } from 'react-router'
import { channels } from '#cases/case-codes.ts'
import { letterTemplates } from '#cases/letters/letter-list.ts'
import { ask } from '#web/api/call.ts'
import { type OpenedRecord, useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { Unmask } from '#web/records/Unmask.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { LetterDownload } from './LetterDownload.tsx'
import { StatusTag } from './Marks.tsx'
import { letterOf } from './read-case.ts'
import { caseTexts as texts } from './texts.ts'

function Wording({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const letter = letterOf(record)
  const { case_id, recovery_id, issued } = letter
  const channelOf = (code: string): string => {
    const channel = channels[code as keyof typeof channels]
    return channel === undefined ? code : say(asTitle(channel))
  }
  return (
    <Card size="small">
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={[
          {
            label: say(texts.letterNumber),
            children: letter.number === null ? say(texts.noNumber) : <strong>{letter.number.text}</strong>,
          },
          {
            label: say(texts.issued),
            children: issued === null ? '' : `${nameOf(issued.by)} ${timeText(issued.at)}`,
          },
          { label: say(texts.addressee), children: letter.addressee_name },
          { label: say(texts.due), children: <span className="number">{letter.due_on ?? ''}</span> },
          {
            label: say(texts.case),
            children: (
              <Link to={`/cases/${case_id}`} className="code">
                {case_id.slice(-12)}
              </Link>
            ),
          },
          {
            label: say(texts.recoveries),
            children:
              recovery_id === null ? (
                ''
              ) : (
                <Link to={`/recoveries/${recovery_id}`} className="code">
                  {recovery_id.slice(-12)}
                </Link>
              ),
          },
          { label: say(texts.letterText), children: letter.text, span: 'filled' },
          { label: say(texts.basis), children: letter.basis, span: 'filled' },
          { label: say(texts.contact), children: letter.contact, span: 'filled' },
          ...letter.served.map(({ on, channel, by }) => ({
            key: `${on} ${channel} ${by}`,
            label: say(texts.served),
            children: `${on} ${channelOf(channel)} ${nameOf(by)}`,
            span: 'filled' as const,
          })),
          ...letter.remarks.map(({ at, reason, by }) => ({
            key: at,
            label: say(texts.remarks),
            children: `${reason} ${nameOf(by)} ${timeText(at)}`,
            span: 'filled' as const,
          })),
        ]}
      />
    </Card>
  )
}

/** A letter from its draft to its service. Once it is issued the server writes it, and everybody downloads the same. */
export function LetterPage(): React.JSX.Element {
  const say = useSay()
  const { message } = App.useApp()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('LETTER')
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'LETTER', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const produce = useMutation({
    mutationFn: () => ask('POST /api/letters/{record_id}/document', { params: { record_id: id } }),
    onSuccess: async () => {
      void message.success(say(texts.produced))
      await opened.refetch()
    },
  })
  if (opened.error !== null) return <Problem error={opened.error} retry={() => void opened.refetch()} />
  const record = opened.data
  if (record === undefined || kind === undefined) return <Skeleton active />
  const letter = letterOf(record)
  const above = [
    { title: say(texts.cases), path: '/cases' },
    { title: letter.case_id.slice(-12), path: `/cases/${letter.case_id}` },
  ]
  return (
    <>
      <PageHead
        title={say(asTitle(letterTemplates[letter.template].title))}
        above={above}
        beside={<StatusTag kind="LETTER" status={record.status} />}
      >
        <LetterDownload recordId={id} attachmentId={letter.attachment_id} />
        {record.status === 'ISSUED' ? (
          <Button type="primary" loading={produce.isPending} onClick={() => produce.mutate()}>
            {say(texts.produce)}
          </Button>
        ) : null}
        <Unmask record={record} />
      </PageHead>
      {produce.error === null ? null : <Problem error={produce.error} />}
      <div className="columns">
        <Wording record={record} />
        <div className="stack">
          <Steps
            key={record.version}
            record={record}
            kind={kind}
            onActed={() => {
              // Issued: it is written at once, so that nobody waits for a file that nobody asked for.
              void opened.refetch().then(({ data }) => data?.status === 'ISSUED' && produce.mutate())
            }}
          />
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
