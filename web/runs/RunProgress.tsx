import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Flex, Popconfirm, Progress, Skeleton } from 'antd'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { type Answer, ask } from '#web/api/call.ts'
import { useAsk, useCapabilities } from '#web/api/queries.ts'
import { durationText } from '#web/deliveries/duration.ts'
import { countText, sizeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { isUnderWay, RunStateTag } from './RunStateTag.tsx'
import { runTexts as texts } from './texts.ts'
import './data.css'

type OpenedRun = Answer<'GET /api/screening-runs/{run_id}'>

/** Asked again while it is under way; its end makes everything else that is shown stale. */
export function useRun(runId: string) {
  const queries = useQueryClient()
  const [isMoving, setMoving] = useState(true)
  const run = useAsk(
    'GET /api/screening-runs/{run_id}',
    { params: { run_id: runId } },
    isMoving ? { everyMs: 2_000 } : {},
  )
  const state = run.data?.state
  useEffect(() => {
    if (state === undefined) return
    const moves = isUnderWay({ state })
    if (isMoving && !moves) void queries.invalidateQueries()
    setMoving(moves)
  }, [state, isMoving, queries])
  return run
}

function useSecondsSince(iso: string | null): number | null {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return iso === null ? null : Math.max(0, (now - Date.parse(iso)) / 1_000)
}

/** How long alike runs took says more than the steps, which differ a lot; never quite 100 before it is done. */
function percentOf({ progress, usual_seconds: usual }: OpenedRun, elapsed: number): number {
  if (usual !== null && usual > 0) return Math.min(97, Math.floor((elapsed / usual) * 100))
  if (progress === null || progress.total === 0) return 0
  return Math.min(97, Math.floor((progress.done / progress.total) * 100))
}

function Moving({ run }: { readonly run: OpenedRun }): React.JSX.Element {
  const say = useSay()
  const elapsed = useSecondsSince(run.started_at)
  const { progress, usual_seconds: usual } = run
  if (elapsed === null) return <div className="file-state">{say(texts.waitingMore)}</div>
  const stage = progress?.stage as 'read' | 'store' | 'prepare' | 'screen' | 'report' | 'import' | undefined
  const unit = stage === 'read' ? sizeText : countText
  const estimate =
    usual === null
      ? say(texts.noUsual)
      : elapsed > usual
        ? say(texts.longer, { usual: durationText(usual, say) })
        : say(texts.usual, { usual: durationText(usual, say), left: durationText(usual - elapsed, say) })
  return (
    <>
      <Progress
        percent={percentOf(run, elapsed)}
        status="active"
        aria-label={say(texts.RUNNING)}
        style={{ maxWidth: 560 }}
      />
      <div className="file-state">
        {say(texts.elapsed, { elapsed: durationText(elapsed, say) })} · {estimate}
      </div>
      {stage === undefined || progress === null ? null : (
        <div className="file-state">
          {say(texts[stage])} <span className="code">{progress.subject}</span>{' '}
          {progress.total === 0
            ? null
            : say(texts.ofTotal, { done: unit(progress.done), total: unit(progress.total) })}
        </div>
      )}
    </>
  )
}

function CancelRun({ run }: { readonly run: OpenedRun }): React.JSX.Element | null {
  const say = useSay()
  const queries = useQueryClient()
  const may = useCapabilities().data?.readings.includes('RUN_SCREENING') === true
  const cancel = useMutation({
    mutationFn: () => ask('POST /api/screening-runs/{run_id}/cancel', { params: { run_id: run.run_id } }),
    onSettled: () => queries.invalidateQueries(),
  })
  if (!may) return null
  if (run.cancel_asked_at !== null) return <span className="file-state">{say(texts.cancelling)}</span>
  return (
    <>
      {cancel.error === null ? null : <Problem error={cancel.error} />}
      <Popconfirm
        title={say(texts.cancelSure)}
        okText={say(texts.cancel)}
        cancelText={say(texts.back)}
        onConfirm={() => cancel.mutate()}
      >
        <Button size="small" danger loading={cancel.isPending}>
          {say(texts.cancel)}
        </Button>
      </Popconfirm>
    </>
  )
}

/** How far a run is, with an estimate; how it ended, where it has. */
export function RunProgress({
  runId,
  isLinked = true,
}: {
  readonly runId: string
  readonly isLinked?: boolean
}): React.JSX.Element {
  const say = useSay()
  const { data, error, refetch } = useRun(runId)
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active paragraph={{ rows: 1 }} />
  return (
    <Flex vertical gap={6} style={{ width: '100%' }}>
      <Flex gap={8} align="center" wrap>
        <RunStateTag state={data.state} />
        {data.attempts > 1 ? say(texts.attempts, { count: data.attempts }) : null}
        {isLinked ? <Link to={`/runs/${runId}`}>{say(texts.openRun)}</Link> : null}
        {isUnderWay(data) ? <CancelRun run={data} /> : null}
      </Flex>
      {isUnderWay(data) ? <Moving run={data} /> : null}
      {data.failure === null ? null : <Alert type="error" showIcon title={say(data.failure)} />}
    </Flex>
  )
}
