import { DownloadOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { download, Refused } from '#web/api/call.ts'
import { useSay } from '#web/language/language.ts'
import { caseTexts as texts } from './texts.ts'

/** The .docx as it was filed; the download is on record. */
export function LetterDownload({
  recordId,
  attachmentId,
}: {
  readonly recordId: string
  readonly attachmentId: string | null
}): React.JSX.Element | null {
  const say = useSay()
  const { message } = App.useApp()
  if (attachmentId === null) return null
  const save = async (): Promise<void> => {
    try {
      await download(`/api/records/LETTER/${recordId}/attachments/${attachmentId}`)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      void message.error(say(error.problem.text))
    }
  }
  return (
    <Button size="small" icon={<DownloadOutlined />} onClick={() => void save()}>
      {say(texts.download)}
    </Button>
  )
}
