import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Flex, Skeleton } from 'antd'
import { Link } from 'react-router'
import { ask } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { RunProgress } from '#web/runs/RunProgress.tsx'
import { RunStateTag } from '#web/runs/RunStateTag.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import type { OpenedDelivery } from './FilesCard.tsx'
import { deliveryTexts as texts } from './texts.ts'

/** What has been run on a delivery; the first run imports it, and where that failed it is opened again. */
export function DeliveryRuns({ delivery }: { readonly delivery: OpenedDelivery }): React.JSX.Element {
  const say = useSay()
  const queries = useQueryClient()
  const { upload_id: uploadId, state } = delivery
  const runs = useAsk(
    'GET /api/screening-runs',
    { query: { snapshot_id: uploadId, limit: 10 } },
    { everyMs: 4_000 },
  )
  const reopen = useMutation({
    mutationFn: () =>
      ask('POST /api/delivery-uploads/{upload_id}/reopen', { params: { upload_id: uploadId } }),
    onSuccess: () => queries.invalidateQueries(),
  })
  const items = runs.data?.items ?? []
  const [latest, ...earlier] = items
  const isEnded = latest !== undefined && /FAILED|CANCELLED/.test(latest.state)
  return (
    <Card size="small" title={say(state === 'CLOSED' ? texts.importing : texts.runs)}>
      {runs.error === null ? null : <Problem error={runs.error} />}
      {reopen.error === null ? null : <Problem error={reopen.error} />}
      {latest === undefined ? (
        <Skeleton active paragraph={{ rows: 1 }} />
      ) : (
        <Flex vertical gap={8} align="start">
          <RunProgress runId={latest.run_id} />
          {state === 'CLOSED' && isEnded ? (
            <Button type="primary" loading={reopen.isPending} onClick={() => reopen.mutate()}>
              {say(texts.reopen)}
            </Button>
          ) : null}
          {earlier.map(({ run_id, asked_at, state: runState }) => (
            <div key={run_id}>
              <Link to={`/runs/${run_id}`}>{timeText(asked_at)}</Link> <RunStateTag state={runState} />
            </div>
          ))}
        </Flex>
      )}
    </Card>
  )
}
