import { Alert, Button, Card, Descriptions, Flex, Typography } from 'antd'
import { useState } from 'react'
import { useAsk } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import type { Plan } from './read-sampling.ts'
import { samplingTexts as texts } from './texts.ts'

/** How the sample was drawn, and the draw once more for whoever doubts it. */
export function DrawCard({
  planId,
  plan,
}: {
  readonly planId: string
  readonly plan: Plan
}): React.JSX.Element {
  const say = useSay()
  const [isAsked, setAsked] = useState(false)
  const replay = useAsk(
    'GET /api/sample-plans/{record_id}/replay',
    { params: { record_id: planId } },
    { isOn: isAsked, staleMs: Number.POSITIVE_INFINITY },
  )
  const computed = replay.data?.computed ?? null
  const code = (text: string) => (
    <Typography.Text copyable className="code" style={{ whiteSpace: 'pre-wrap', wordBreak: 'break-all' }}>
      {text}
    </Typography.Text>
  )
  return (
    <Card size="small" title={say(texts.draw)}>
      <p>{say(texts.drawMore)}</p>
      <Descriptions
        size="small"
        bordered
        column={1}
        styles={{ label: { width: 120 } }}
        items={[
          { key: 'plan', label: say(texts.plan), children: code(planId) },
          { key: 'hash', label: say(texts.populationHash), children: code(plan.population_hash) },
          ...(plan.checkpoint === null
            ? []
            : [{ key: 'note', label: say(texts.checkpoint), children: code(plan.checkpoint) }]),
          ...(plan.seed === null ? [] : [{ key: 'seed', label: say(texts.seed), children: code(plan.seed) }]),
        ]}
      />
      <Typography.Paragraph type="secondary" style={{ margin: '8px 0' }}>
        {say(texts.seedHow)}
      </Typography.Paragraph>
      {plan.seed === null ? null : (
        <Flex vertical gap={8} className="no-print">
          {replay.error === null ? null : <Problem error={replay.error} />}
          {computed === null ? null : (
            <Alert
              type={computed.is_same ? 'success' : 'error'}
              showIcon
              role="status"
              title={say(computed.is_same ? texts.replaySame : texts.replayOther)}
            />
          )}
          <Flex gap={8}>
            <Button loading={replay.isFetching} onClick={() => setAsked(true)}>
              {say(texts.replay)}
            </Button>
            <Button type="link" href={`/api/sample-plans/${planId}/replay`} target="_blank" rel="noreferrer">
              {say(texts.replayLoad)}
            </Button>
          </Flex>
        </Flex>
      )}
    </Card>
  )
}
