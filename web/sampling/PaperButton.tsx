import { DownloadOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { download, Refused } from '#web/api/call.ts'
import { useCapabilities } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { samplingTexts as texts } from './texts.ts'

/** 抽查工作底稿 as .xlsx, for whoever may take data away. */
export function PaperButton({ planId }: { readonly planId: string }): React.JSX.Element | null {
  const say = useSay()
  const { message } = App.useApp()
  const may = useCapabilities().data?.readings.includes('EXPORT') === true
  if (!may) return null
  const save = async (): Promise<void> => {
    try {
      await download(`/api/sample-plans/${planId}/working-paper`)
    } catch (error) {
      if (error instanceof Refused) void message.error(say(error.problem.text))
    }
  }
  return (
    <Button icon={<DownloadOutlined />} onClick={() => void save()}>
      {say(texts.workingPaper)}
    </Button>
  )
}
