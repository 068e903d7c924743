import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Tag } from 'antd'
import { useState } from 'react'
import { ask } from '#web/api/call.ts'
import { useCapabilities } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { recordTexts as texts } from '#web/records/texts.ts'
import { Problem } from '#web/shell/Problem.tsx'
import type { Place, Profile } from './profile-words.ts'

export interface UnmaskProfileProps {
  readonly place: Place
  readonly profile: Profile
  /** In full for as long as this page is open, and nowhere else: it is kept by no cache. */
  readonly onShown: (profile: Profile) => void
}

/** Personal data in full is an act of its own, with a reason (platform.md 11). */
export function UnmaskProfile({ place, profile, onShown }: UnmaskProfileProps): React.JSX.Element {
  const say = useSay()
  const may = useCapabilities().data?.readings.includes('UNMASK') === true
  const [isOpen, setOpen] = useState(false)
  const unmask = useMutation({
    gcTime: 0,
    mutationFn: ({ reason }: { reason: string }) =>
      ask('POST /api/profiles/{kind}/{ref}/unmask', {
        params: { kind: place, ref: profile.ref },
        body: { reason },
      }),
    onSuccess: (shown) => {
      onShown(shown)
      setOpen(false)
    },
  })
  if (!profile.is_masked) return <Tag color="error">{say(texts.unmasked)}</Tag>
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
