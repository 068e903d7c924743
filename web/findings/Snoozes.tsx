import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Form, Modal, Tag } from 'antd'
import { useRef, useState } from 'react'
import { type Answer, ask } from '#web/api/call.ts'
import { useAsk, useStaffNames } from '#web/api/queries.ts'
import { beijingDay, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { useBulkRights } from './Bulk.tsx'
import { ReasonField, SnoozeFields, type SnoozeValues, snoozeAtFirst } from './SnoozeFields.tsx'
import { bulkTexts, openedTexts as texts } from './texts.ts'

type Snooze = Answer<'GET /api/findings/{finding_id}/snoozes'>['items'][number]

export function SetSnooze({
  findingId,
  onDone,
}: {
  readonly findingId: string
  readonly onDone: () => void
}): React.JSX.Element {
  const say = useSay()
  const queries = useQueryClient()
  const key = useRef({ of: '', value: '' })
  const set = useMutation({
    mutationFn: ({ covers, until, reason }: SnoozeValues) => {
      const asked = { covers, until: until.format('YYYY-MM-DD'), reason: reason.trim() }
      const of = JSON.stringify(asked)
      if (key.current.of !== of) key.current = { of, value: crypto.randomUUID() }
      const body = { ...asked, snooze_id: key.current.value }
      return ask('POST /api/findings/{finding_id}/snoozes', { params: { finding_id: findingId }, body })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['GET /api/findings/{finding_id}/snoozes'] })
      onDone()
    },
  })
  return (
    <>
      <p>{say(bulkTexts.snoozeMore)}</p>
      {set.error === null ? null : <Problem error={set.error} />}
      <Form<SnoozeValues>
        layout="vertical"
        initialValues={snoozeAtFirst()}
        onFinish={(given) => {
          if (!set.isPending) set.mutate(given)
        }}
      >
        <SnoozeFields />
        <Button type="primary" htmlType="submit" loading={set.isPending}>
          {say(texts.snooze)}
        </Button>
      </Form>
    </>
  )
}

function EndSnooze({
  snooze,
  onDone,
}: {
  readonly snooze: Snooze
  readonly onDone: () => void
}): React.JSX.Element {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  const end = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      ask('POST /api/finding-snoozes/{snooze_id}/end', {
        params: { snooze_id: snooze.snooze_id },
        body: { reason: reason.trim() },
      }),
    onSuccess: () => {
      setOpen(false)
      onDone()
    },
  })
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {say(texts.endSnooze)}
      </Button>
      <Modal
        open={isOpen}
        title={say(texts.endSnooze)}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        {end.error === null ? null : <Problem error={end.error} />}
        <Form<{ reason: string }> layout="vertical" onFinish={(given) => end.mutate(given)}>
          <ReasonField />
          <Button type="primary" htmlType="submit" loading={end.isPending}>
            {say(texts.endSnooze)}
          </Button>
        </Form>
      </Modal>
    </>
  )
}

/** Who silenced the subject until when and why, now and before. */
export function Snoozes({
  id,
  onChanged,
}: {
  readonly id: string
  readonly onChanged: () => void
}): React.JSX.Element | null {
  const say = useSay()
  const nameOf = useStaffNames()
  const { maySnooze } = useBulkRights()
  const { data, error, refetch } = useAsk('GET /api/findings/{finding_id}/snoozes', {
    params: { finding_id: id },
  })
  const today = beijingDay(new Date())
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined || data.items.length === 0) return null
  const onEnded = (): void => {
    void refetch()
    onChanged()
  }
  return (
    <Card size="small" title={say(texts.snoozes)}>
      <ul className="comments">
        {data.items.map((snooze) => {
          const isInForce = snooze.ended_at === null && snooze.until >= today
          const covers = snooze.rule_code === null ? bulkTexts.coversSUBJECT : bulkTexts.coversRULE
          return (
            <li key={snooze.snooze_id}>
              <strong>{say(texts.until, { day: snooze.until })}</strong>{' '}
              <Tag color={isInForce ? 'processing' : 'default'}>
                {say(isInForce ? texts.inForce : texts.ended)}
              </Tag>
              {say(covers)}
              <div>{snooze.reason}</div>
              <div className="number">
                {nameOf(snooze.set_by)} {timeText(snooze.set_at)}
              </div>
              {isInForce && maySnooze ? <EndSnooze snooze={snooze} onDone={onEnded} /> : null}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
