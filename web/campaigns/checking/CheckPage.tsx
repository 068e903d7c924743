import { Button, Card, Descriptions, Skeleton } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { checkLevels, checkOutcomes } from '#campaigns/checking/check-codes.ts'
import type { ActFormProps } from '#web/acting/ActForm.tsx'
import { useAct } from '#web/acting/use-act.ts'
import { type OpenedRecord, useAgencyNames, useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { KindTag } from '#web/campaigns/Marks.tsx'
import { type Check, checkOf, type Task, taskOf } from '#web/campaigns/read-campaign.ts'
import { campaignTexts, recordTextsOf as texts } from '#web/campaigns/texts.ts'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { CheckNotes, type NoteDrafts, notesOf } from './CheckNotes.tsx'
import '#web/campaigns/campaigns.css'

/** What the unit said: given to who checks mutually, else read from its self-check by who may. */
type Said = Pick<Task, 'answers' | 'detections'> & { readonly plan: Task['plan'] | null }

function noteHere(action: string, _plain: ActFormProps): React.ReactNode | null {
  return action === 'note' ? <NoteHere /> : null
}

function NoteHere(): React.JSX.Element {
  const say = useSay()
  return <p>{say(texts.checkHere)}</p>
}

function Head({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const agencyOf = useAgencyNames()
  const { checked_agency_id, by_agency_id, team, concluded, task_id, level } = checkOf(record)
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, md: 2 }}
      items={[
        {
          label: say(texts.checkedUnit),
          children:
            level === 'MUTUAL' ? (
              agencyOf(checked_agency_id)
            ) : (
              <Link to={`/campaign-tasks/${task_id}`}>{agencyOf(checked_agency_id)}</Link>
            ),
        },
        { label: say(texts.byUnit), children: agencyOf(by_agency_id) },
        {
          label: say(texts.team),
          children: team.map(({ staff_id }) => nameOf(staff_id)).join('、'),
          span: 'filled' as const,
        },
        ...(concluded === null
          ? []
          : [
              {
                label: say(asTitle(checkOutcomes[concluded.outcome])),
                children: `${concluded.opinion}（${nameOf(concluded.by)} ${timeText(concluded.at)}）`,
                span: 'filled' as const,
              },
            ]),
      ]}
    />
  )
}

function useSaid(record: OpenedRecord | undefined): { said: Said | undefined; error: Error | null } {
  const check: Check | undefined = record === undefined ? undefined : checkOf(record)
  const isMutual = check?.level === 'MUTUAL'
  const task = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'CAMPAIGN_TASK', record_id: check?.task_id ?? '' } },
    { isOn: check !== undefined && !isMutual, staleMs: Number.POSITIVE_INFINITY },
  )
  if (check === undefined) return { said: undefined, error: null }
  if (isMutual && check.said !== null) return { said: { ...check.said, plan: null }, error: null }
  return { said: task.data === undefined ? undefined : taskOf(task.data), error: task.error }
}

/** 互查、市级检查、省级抽查: the team goes through the answers one by one; its leader decides. */
export function CheckPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('CAMPAIGN_CHECK')
  const agencyOf = useAgencyNames()
  const [drafts, setDrafts] = useState<NoteDrafts>({})
  // Opening is on record: it happens when the person looks, not behind his back.
  const {
    data: record,
    error,
    refetch,
  } = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'CAMPAIGN_CHECK', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const { said, error: saidError } = useSaid(record)
  const act = useAct(() => {
    setDrafts({})
    void refetch()
  })
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (saidError !== null) return <Problem error={saidError} />
  if (record === undefined || kind === undefined || said === undefined) return <Skeleton active />
  const data = checkOf(record)
  const mayNote = record.actions.some(({ action, refusal }) => action === 'note' && refusal === null)
  const notes = notesOf(drafts)
  const save = (): void =>
    act.mutate({
      ...{ kind: 'CAMPAIGN_CHECK', recordId: id, version: record.version, action: 'note' },
      ...{ title: say(texts.notes), input: { notes }, attachments: [], needsConfirmation: false },
    })
  const level = say(asTitle(checkLevels[data.level]))
  return (
    <>
      <PageHead
        title={`${level} · ${agencyOf(data.checked_agency_id)}`}
        above={[
          { title: say(campaignTexts.campaigns), path: '/campaigns' },
          { title: say(campaignTexts.checksTab), path: `/campaigns/${data.campaign_id}/checks` },
        ]}
        crumb={level}
        beside={<KindTag kind="CAMPAIGN_CHECK" status={record.status} />}
      >
        {mayNote ? (
          <Button type="primary" disabled={notes.length === 0} loading={act.isPending} onClick={save}>
            {say(texts.saveNotes, { count: notes.length })}
          </Button>
        ) : null}
      </PageHead>
      {act.error === null ? null : <Problem error={act.error} retry={save} />}
      <div className="columns is-wide-left">
        <div className="stack">
          <Head record={record} />
          <CheckNotes
            check={data}
            said={said}
            drafts={drafts}
            change={mayNote ? (question, draft) => setDrafts({ ...drafts, [question]: draft }) : null}
          />
        </div>
        <div className="stack">
          <Steps
            key={record.version}
            record={record}
            kind={kind}
            onActed={() => void refetch()}
            formOf={noteHere}
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
