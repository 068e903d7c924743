import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Tag } from 'antd'
import { useState } from 'react'
import { ask } from '#web/api/call.ts'
import { type OpenedRecord, useCapabilities } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { recordTexts as texts } from './texts.ts'

/** Personal data in full is an act of its own, with a reason (platform.md 11). */
export function Unmask({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const queries = useQueryClient()
  const may = useCapabilities().data?.readings.includes('UNMASK') === true
  const [isOpen, setOpen] = useState(false)
  const params = { kind: record.kind, record_id: record.record_id }
  const unmask = useMutation({
    mutationFn: (body: { reason: string }) =>
      ask('POST /api/records/{kind}/{record_id}/unmask', { params, body }),
    onSuccess: (shown) => {
      queries.setQueryData(['GET /api/records/{kind}/{record_id}', { params }], shown)
      setOpen(false)
    },
  })
  if (!record.is_masked) return <Tag color="error">{say(texts.unmasked)}</Tag>
  return (
    <>
      <Tag>{say(texts.masked)}</Tag>
      {may ? <Button onClick={() => setOpen(true)}>{say(texts.unmask)}</Button> : null}
      <Modal
        open={isOpen}
        title={say(texts.unmask)}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <p>{say(texts.unmaskMore)}</p>
        {unmask.error === null ? null : <Problem error={unmask.error} />}
        <Form<{ reason: string }> layout="vertical" onFinish={(given) => unmask.mutate(given)}>
          <Form.Item
            name="reason"
            label={say(texts.unmaskReason)}
            rules={[{ required: true, min: 4, whitespace: true, message: say(texts.reasonLength) }]}
          >
            <Input.TextArea rows={3} maxLength={500} showCount autoFocus />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={unmask.isPending}>
            {say(texts.unmask)}
          </Button>
        </Form>
      </Modal>
    </>
  )
}
