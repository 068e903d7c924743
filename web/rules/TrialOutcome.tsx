import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Empty, Progress, Skeleton, Tag } from 'antd'
import { type Answer, ask } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { levelTitle, subjectTitle } from '#web/findings/finding-words.ts'
import { findingTexts } from '#web/findings/texts.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { ComparedLine, resultColors } from './RuleRuns.tsx'
import { runTexts, trialTexts as texts } from './texts.ts'

type Run = Answer<'GET /api/screening-runs/{run_id}'>
type RuleOfRun = Run['rules'][number]
type Difference = Answer<'GET /api/screening-runs/{run_id}/shadow-differences'>['items'][number]

const stateColors: Readonly<Record<Run['state'], string>> = {
  WAITING: 'default',
  RUNNING: 'processing',
  DONE: 'success',
  FAILED: 'error',
  CANCELLED: 'default',
}
const everyMs = 2_000
const differencesShown = 50

function Sides({ rules }: { readonly rules: readonly RuleOfRun[] }): React.JSX.Element {
  const say = useSay()
  const sides = rules.toSorted((one, other) => Number(one.shadow !== null) - Number(other.shadow !== null))
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{say(runTexts.variant)}</th>
          <th scope="col">{say(runTexts.values)}</th>
          <th scope="col">{say(runTexts.status)}</th>
          <th scope="col" className="is-number">
            {say(runTexts.found)}
          </th>
          <th scope="col" className="is-number">
            {say(runTexts.amount)}
          </th>
          <th scope="col">{say(runTexts.compared)}</th>
        </tr>
      </thead>
      <tbody>
        {sides.map(({ shadow, status, reason, findings, amount_fen, parameters, compared }) => (
          <tr key={shadow ?? ''}>
            <th scope="row">{shadow ?? say(runTexts.live)}</th>
            <td className="code">
              {Object.entries(parameters)
                .map(([name, value]) => `${name}=${value}`)
                .join(' ')}
            </td>
            <td>
              <Tag color={resultColors[status]}>{say(runTexts[status])}</Tag>
              {reason === null ? null : say(reason)}
            </td>
            <td className="is-number">{findings}</td>
            <td className="is-number">{yuanText(amount_fen)}</td>
            <td>{compared === null ? null : <ComparedLine compared={compared} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function SideText({ side }: { readonly side: Difference['live'] }): React.JSX.Element | null {
  const say = useSay()
  if (side === null) return null
  return (
    <span className="number">
      {say(levelTitle(side.level))} · {yuanText(side.amount_fen)}
    </span>
  )
}

function Differences({ runId }: { readonly runId: string }): React.JSX.Element {
  const say = useSay()
  const { data, error } = useAsk('GET /api/screening-runs/{run_id}/shadow-differences', {
    params: { run_id: runId },
    query: { limit: differencesShown },
  })
  if (error !== null) return <Problem error={error} />
  if (data === undefined) return <Skeleton active />
  if (data.items.length === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.noDifferences)} />
  }
  return (
    <>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{say(findingTexts.subject)}</th>
            <th scope="col">{say(texts.kind)}</th>
            <th scope="col" className="is-number">
              {say(runTexts.live)}
            </th>
            <th scope="col" className="is-number">
              {say(texts.title)}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.items.map(({ finding_id, shadow, subject_kind, subject_id, live, shadow_side }) => (
            <tr key={`${shadow} ${finding_id}`}>
              <th scope="row">
                {say(subjectTitle(subject_kind))} <span className="code">{subject_id}</span>
              </th>
              <td>
                {say(live === null ? texts.onlyShadow : shadow_side === null ? texts.onlyLive : texts.both)}
              </td>
              <td className="is-number">
                <SideText side={live} />
              </td>
              <td className="is-number">
                <SideText side={shadow_side} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.next_cursor === null ? null : <p>{say(texts.firstOnes, { count: differencesShown })}</p>}
    </>
  )
}

function Running({ run }: { readonly run: Run }): React.JSX.Element {
  const say = useSay()
  const queries = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => ask('POST /api/screening-runs/{run_id}/cancel', { params: { run_id: run.run_id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['GET /api/screening-runs/{run_id}'] }),
  })
  const { done = 0, total = 0 } = run.progress ?? {}
  return (
    <>
      <Progress
        percent={total === 0 ? 0 : Math.min(99, Math.round((done / total) * 100))}
        aria-label={say(texts[run.state])}
      />
      {cancel.error === null ? null : <Problem error={cancel.error} />}
      <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate()}>
        {say(texts.cancel)}
      </Button>
    </>
  )
}

/** Followed until it has ended; then live and trial side by side, and where they differ. */
export function TrialOutcome({
  runId,
  ruleCode,
}: {
  readonly runId: string
  readonly ruleCode: string
}): React.JSX.Element {
  const say = useSay()
  const known = useQueryClient().getQueryData<Run>([
    'GET /api/screening-runs/{run_id}',
    { params: { run_id: runId } },
  ])
  const isOver = known !== undefined && known.state !== 'WAITING' && known.state !== 'RUNNING'
  const { data, error } = useAsk(
    'GET /api/screening-runs/{run_id}',
    { params: { run_id: runId } },
    isOver ? {} : { everyMs },
  )
  if (error !== null) return <Problem error={error} />
  if (data === undefined) return <Skeleton active />
  const isUnderWay = data.state === 'WAITING' || data.state === 'RUNNING'
  const state = <Tag color={stateColors[data.state]}>{say(texts[data.state])}</Tag>
  return (
    <Card size="small" title={say(texts.outcome)} extra={state} aria-live="polite">
      {isUnderWay ? <Running run={data} /> : null}
      {data.failure === null ? null : <p>{say(data.failure)}</p>}
      {data.state === 'DONE' ? (
        <div className="stack">
          <Sides rules={data.rules.filter(({ rule_code }) => rule_code === ruleCode)} />
          <h3>{say(texts.differences)}</h3>
          <Differences runId={runId} />
        </div>
      ) : null}
    </Card>
  )
}
