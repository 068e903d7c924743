import { UploadOutlined } from '@ant-design/icons'
import { Button, Form, Upload } from 'antd'
import { useState } from 'react'
import { upload } from '#web/api/call.ts'
import type { ActionForm } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { formTexts as texts } from './texts.ts'

export interface Attached {
  readonly id: string
  readonly purpose: string
  readonly name: string
}

type Requirement = ActionForm['attachments'][number]

interface OnePurposeProps {
  readonly requirement: Requirement
  readonly attached: readonly Attached[]
  readonly change: (attached: readonly Attached[]) => void
  readonly isMissing: boolean
}

function OnePurpose({ requirement, attached, change, isMissing }: OnePurposeProps): React.JSX.Element {
  const say = useSay()
  const [error, setError] = useState<Error | null>(null)
  const [isSending, setSending] = useState(false)
  const { purpose, title, count_min } = requirement
  const own = attached.filter((each) => each.purpose === purpose)
  const send = async (file: File): Promise<void> => {
    setError(null)
    setSending(true)
    try {
      const { attachment_id, name } = await upload(file)
      change([...attached, { id: attachment_id, purpose, name }])
    } catch (refused) {
      setError(refused as Error)
    } finally {
      setSending(false)
    }
  }
  return (
    <Form.Item
      label={count_min === 0 ? `${say(title)} (${say(texts.optional)})` : say(title)}
      required={count_min > 0}
      extra={say(texts.fileHint)}
      {...(isMissing && own.length < count_min
        ? { validateStatus: 'error' as const, help: say(texts.fileNeeded, { field: say(title) }) }
        : {})}
    >
      <Upload
        beforeUpload={(file) => {
          void send(file)
          return false
        }}
        fileList={own.map(({ id, name }) => ({ uid: id, name, status: 'done' as const }))}
        onRemove={({ uid }) => change(attached.filter(({ id }) => id !== uid))}
      >
        <Button icon={<UploadOutlined />} loading={isSending}>
          {say(texts.upload)}
        </Button>
      </Upload>
      {error === null ? null : <Problem error={error} />}
    </Form.Item>
  )
}

export interface AttachmentsProps {
  readonly requirements: readonly Requirement[]
  readonly attached: readonly Attached[]
  readonly change: (attached: readonly Attached[]) => void
  /** After an attempt to submit. */
  readonly isMissing: boolean
}

export function Attachments({ requirements, ...rest }: AttachmentsProps): React.JSX.Element {
  return (
    <>
      {requirements.map((requirement) => (
        <OnePurpose key={requirement.purpose} requirement={requirement} {...rest} />
      ))}
    </>
  )
}

export function isAttached(requirements: readonly Requirement[], attached: readonly Attached[]): boolean {
  return requirements.every(
    ({ purpose, count_min }) => attached.filter((each) => each.purpose === purpose).length >= count_min,
  )
}
