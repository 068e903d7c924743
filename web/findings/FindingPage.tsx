import { Alert, Button, Card, Descriptions, Flex, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { Link, useLocation, useParams } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { useAgencyNames, useAsk } from '#web/api/queries.ts'
import { codeName } from '#web/forms/code-names.ts'
import { asTitle, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { OneCase, useBulkRights } from './Bulk.tsx'
import { Evidence } from './Evidence.tsx'
import { FindingState, LevelTag } from './FindingTable.tsx'
import { periodText, subjectTitle } from './finding-words.ts'
import { History } from './History.tsx'
import { HitOrders } from './HitOrders.tsx'
import { RuleCard, Told } from './RuleCard.tsx'
import { Similar } from './Similar.tsx'
import { SetSnooze, Snoozes } from './Snoozes.tsx'
import { TimelineCard } from './TimelineCard.tsx'
import { findingTexts, openedTexts as texts } from './texts.ts'
import { UnmaskButton, useUnmask } from './UnmaskFinding.tsx'
import { useRegions } from './use-choices.ts'
import './findings.css'

export type OpenedFinding = Answer<'GET /api/findings/{finding_id}'>

function Facts({ finding }: { readonly finding: OpenedFinding }): React.JSX.Element {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const { nameOf } = useRegions()
  const number = (text: string): React.JSX.Element => <span className="number">{text}</span>
  const schemes = finding.schemes.map((code) =>
    say(codeName(code, { name: 'scheme', title: '险种', among: [] })),
  )
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [
      say(subjectTitle(finding.subject_kind)),
      <span key="subject">
        {finding.person_name} <span className="code">{finding.subject_id}</span>
      </span>,
    ],
    [say(findingTexts.amount), <strong key="fen">{number(yuanText(finding.amount_fen))}</strong>],
    [say(findingTexts.openAmount), <strong key="open">{number(yuanText(finding.open_amount_fen))}</strong>],
    [say(findingTexts.period), number(periodText(finding.period_from, finding.period_to))],
    [say(findingTexts.rows), number(String(finding.evidence_count))],
    [say(findingTexts.scheme), schemes.join('、')],
    [say(findingTexts.region), finding.regions.map(nameOf).join('、')],
    [say(findingTexts.agency), finding.agency_id === null ? '' : agencyOf(finding.agency_id)],
    [
      say(findingTexts.source),
      finding.sources.map((each) => say(findingTexts[each as 'RUN'] ?? findingTexts.RUN)).join('、'),
    ],
    [say(findingTexts.firstFound), number(timeText(finding.first_found_at))],
    [say(findingTexts.lastFound), number(timeText(finding.last_found_at))],
    [
      say(findingTexts.id),
      <span key="id" className="code">
        {finding.finding_id}
      </span>,
    ],
  ]
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 2, xl: 3 }}
      items={facts
        .filter(([, children]) => children !== '')
        .map(([label, children]) => ({ key: label, label, children }))}
    />
  )
}

/** The sentence first: who, what, how much, since when, and what to check. */
function Why({ finding }: { readonly finding: OpenedFinding }): React.JSX.Element {
  const say = useSay()
  const gone = finding.not_found_since
  return (
    <Card size="small">
      <p className="why-sentence" lang="zh-CN">
        {finding.explanation}
      </p>
      {gone === null ? null : (
        <Alert type="info" showIcon title={say(texts.whereGone, { at: timeText(gone) })} />
      )}
      <Facts finding={finding} />
    </Card>
  )
}

function Acts({
  finding,
  onChanged,
}: {
  readonly finding: OpenedFinding
  readonly onChanged: () => void
}): React.JSX.Element {
  const say = useSay()
  const { mayOpen, maySnooze } = useBulkRights()
  const [act, setAct] = useState<'case' | 'snooze' | null>(null)
  const caseId = finding.episodes.findLast((each) => each.state === 'IN_CASE')?.record_id ?? null
  return (
    <>
      {caseId === null ? null : (
        <Link to={`/cases/${caseId}`}>
          <Button>{say(texts.inCase)}</Button>
        </Link>
      )}
      {mayOpen && finding.status === 'OPEN' ? (
        <Button type="primary" onClick={() => setAct('case')}>
          {say(texts.openCase)}
        </Button>
      ) : null}
      {maySnooze ? <Button onClick={() => setAct('snooze')}>{say(texts.snooze)}</Button> : null}
      <Link to={`/profiles/of-finding/${finding.finding_id}`}>
        <Button>{say(texts.profile)}</Button>
      </Link>
      <Modal
        open={act !== null}
        title={say(act === 'snooze' ? texts.snooze : texts.openCase)}
        footer={null}
        onCancel={() => setAct(null)}
        destroyOnHidden
      >
        {act === 'case' ? <OneCase findings={[finding]} onDone={onChanged} /> : null}
        {act === 'snooze' ? (
          <SetSnooze
            findingId={finding.finding_id}
            onDone={() => {
              setAct(null)
              onChanged()
            }}
          />
        ) : null}
      </Modal>
    </>
  )
}

/** One finding with all that is needed to judge it; that it was opened is in the trail. */
export function FindingPage(): React.JSX.Element {
  const { id = '' } = useParams()
  return <Opened key={id} id={id} />
}

function Opened({ id }: { readonly id: string }): React.JSX.Element {
  const say = useSay()
  const { state } = useLocation()
  // Opening is on record: it happens when the person looks, not behind his back.
  const opened = useAsk(
    'GET /api/findings/{finding_id}',
    { params: { finding_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const unmask = useUnmask(id)
  if (opened.error !== null) return <Problem error={opened.error} retry={() => void opened.refetch()} />
  if (opened.data === undefined) return <Skeleton active />
  const finding = unmask.finding ?? opened.data
  const from = (state as { readonly from?: string } | null)?.from ?? ''
  const title = `${finding.rule_code} ${say(asTitle(finding.rule_title))}`
  return (
    <>
      <PageHead
        title={title}
        above={[{ title: say(shellTexts.findings), path: `/findings${from}` }]}
        beside={
          <span>
            <LevelTag level={finding.level} />
            <FindingState finding={finding} />
          </span>
        }
      >
        <UnmaskButton unmask={unmask} />
        <Acts finding={opened.data} onChanged={() => void opened.refetch()} />
      </PageHead>
      <div className="columns">
        <div className="stack">
          <Why finding={finding} />
          <Evidence finding={finding} unmask={unmask} />
          <TimelineCard id={id} />
          <RuleCard finding={finding} />
          <Told id={id} />
        </div>
        <Flex vertical gap={16}>
          <History finding={finding} />
          {finding.sources.includes('ORDER') ? <HitOrders id={id} /> : null}
          <Snoozes id={id} onChanged={() => void opened.refetch()} />
          <Similar id={id} />
        </Flex>
      </div>
    </>
  )
}
