import { DownloadOutlined, FileWordOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { ask, download, type Given, Refused } from '#web/api/call.ts'
import type { OpenedRecord } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { recordTexts } from '#web/records/texts.ts'
import { reportTexts as texts } from './texts.ts'

type Params = Given<'POST /api/papers/{kind}/{record_id}'>['params']

/** What was signed, as .docx: written once by the server, then downloaded; each download is on record. */
export function PaperButton({
  record,
  isSigned,
  onWritten,
}: {
  readonly record: OpenedRecord
  readonly isSigned: boolean
  readonly onWritten: () => void
}): React.JSX.Element | null {
  const say = useSay()
  const { message } = App.useApp()
  const { kind, record_id } = record
  const { attachment_id } = record.data as { readonly attachment_id: string | null }
  const write = useMutation({
    mutationFn: () => ask('POST /api/papers/{kind}/{record_id}', { params: { kind, record_id } as Params }),
    onSuccess: () => {
      void message.success(say(texts.paperDone))
      onWritten()
    },
    onError: (error) => {
      if (error instanceof Refused) void message.error(say(error.problem.text))
    },
  })
  if (!isSigned) return null
  if (attachment_id === null) {
    return (
      <Button icon={<FileWordOutlined />} loading={write.isPending} onClick={() => write.mutate()}>
        {say(texts.paper)}
      </Button>
    )
  }
  const save = async (): Promise<void> => {
    try {
      await download(`/api/records/${kind}/${record_id}/attachments/${attachment_id}`)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      void message.error(say(error.problem.text))
    }
  }
  return (
    <Button icon={<DownloadOutlined />} onClick={() => void save()}>
      {say(recordTexts.export)} .docx
    </Button>
  )
}
