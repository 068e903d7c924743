import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Tag } from 'antd'
import { useState } from 'react'
import { type Answer, ask } from '#web/api/call.ts'
import { useCapabilities } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { recordTexts as texts } from '#web/records/texts.ts'
import { Problem } from '#web/shell/Problem.tsx'

type Unmasked = Answer<'POST /api/findings/{finding_id}/unmask'>

export interface Unmask {
  /** Null: as everybody sees it. */
  readonly finding: Unmasked['finding'] | null
  readonly rows: Unmasked['evidence']['items'] | null
  readonly hasMore: boolean
  readonly isPending: boolean
  readonly error: Error | null
  readonly show: (reason: string) => Promise<unknown>
  /** More rows, for the same reason; each time is on record. */
  readonly more: () => void
}

/** In full for as long as this page is open, and nowhere else: it is kept by no cache. */
export function useUnmask(id: string): Unmask {
  const [shown, setShown] = useState<(Unmasked & { readonly reason: string }) | null>(null)
  const unmask = useMutation({
    gcTime: 0,
    mutationFn: async ({ reason, cursor }: { reason: string; cursor: string | null }) => {
      const body = { reason, ...(cursor === null ? {} : { evidence_cursor: cursor }) }
      const came = await ask('POST /api/findings/{finding_id}/unmask', { params: { finding_id: id }, body })
      return { ...came, reason, isMore: cursor !== null }
    },
    onSuccess: ({ isMore, ...came }) =>
      setShown((before) => ({
        ...came,
        evidence: {
          ...came.evidence,
          items: [...(isMore ? (before?.evidence.items ?? []) : []), ...came.evidence.items],
        },
      })),
  })
  const cursor = shown?.evidence.next_cursor ?? null
  return {
    finding: shown?.finding ?? null,
    rows: shown?.evidence.items ?? null,
    hasMore: cursor !== null,
    isPending: unmask.isPending,
    error: unmask.error,
    show: (reason) => unmask.mutateAsync({ reason, cursor: null }),
    more: () => unmask.mutate({ reason: shown?.reason ?? '', cursor }),
  }
}

/** Personal data in full is an act of its own, with a reason (platform.md 11). */
export function UnmaskButton({ unmask }: { readonly unmask: Unmask }): React.JSX.Element {
  const say = useSay()
  const may = useCapabilities().data?.readings.includes('UNMASK') === true
  const [isOpen, setOpen] = useState(false)
  const show = ({ reason }: { reason: string }): void => {
    unmask.show(reason.trim()).then(
      () => setOpen(false),
      () => undefined,
    )
  }
  if (unmask.finding !== null) return <Tag color="error">{say(texts.unmasked)}</Tag>
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
        <Form<{ reason: string }> layout="vertical" onFinish={show}>
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
