import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Form, Input, Popconfirm } from 'antd'
import { useRef } from 'react'
import { ask } from '#web/api/call.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import type { OpenedDelivery } from './FilesCard.tsx'
import { deliveryTexts as texts } from './texts.ts'
import '#web/runs/data.css'

/** Thrown away with its files, for a reason that is kept. */
export function Discard({
  uploadId,
  close,
}: {
  readonly uploadId: string
  readonly close: () => void
}): React.JSX.Element {
  const say = useSay()
  const queries = useQueryClient()
  const discard = useMutation({
    mutationFn: (body: { reason: string }) =>
      ask('POST /api/delivery-uploads/{upload_id}/discard', { params: { upload_id: uploadId }, body }),
    onSuccess: async () => {
      await queries.invalidateQueries()
      close()
    },
  })
  return (
    <>
      <p>{say(texts.discardMore)}</p>
      {discard.error === null ? null : <Problem error={discard.error} />}
      <Form<{ reason: string }> layout="vertical" onFinish={(given) => discard.mutate(given)}>
        <Form.Item
          name="reason"
          label={say(texts.reason)}
          rules={[{ required: true, min: 4, whitespace: true, message: say(texts.reasonLength) }]}
        >
          <Input.TextArea rows={3} maxLength={500} showCount autoFocus />
        </Form.Item>
        <Button type="primary" danger htmlType="submit" loading={discard.isPending}>
          {say(texts.discard)}
        </Button>
      </Form>
    </>
  )
}

/** The last step: it goes to the runner, which imports and screens it. */
export function HandIn({
  delivery,
  isWhole,
}: {
  readonly delivery: OpenedDelivery
  readonly isWhole: boolean
}): React.JSX.Element {
  const say = useSay()
  const queries = useQueryClient()
  // One run, however often the button is pressed.
  const runId = useRef(crypto.randomUUID())
  const close = useMutation({
    mutationFn: () =>
      ask('POST /api/delivery-uploads/{upload_id}/close', {
        params: { upload_id: delivery.upload_id },
        body: { run_id: runId.current },
      }),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <Card size="small" title={say(texts.handIn)}>
      <p className="card-more">{say(texts.handInSure)}</p>
      {close.error === null ? null : <Problem error={close.error} />}
      <Popconfirm
        title={say(texts.handInSure)}
        okText={say(texts.handIn)}
        cancelText={say(texts.cancel)}
        disabled={!isWhole}
        onConfirm={() => close.mutate()}
      >
        <Button type="primary" disabled={!isWhole} loading={close.isPending}>
          {say(texts.handIn)}
        </Button>
      </Popconfirm>
    </Card>
  )
}
