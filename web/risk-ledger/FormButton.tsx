import { DownloadOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { download, Refused } from '#web/api/call.ts'
import { useSay } from '#web/language/language.ts'
import { ledgerTexts as texts } from './texts.ts'

/** The seven-column form as a file; that somebody took it is on record. */
export function FormButton({
  path,
  title = texts.form,
}: {
  /** With its query, the format left out. */
  readonly path: string
  readonly title?: (typeof texts)[keyof typeof texts]
}): React.JSX.Element {
  const say = useSay()
  const { message } = App.useApp()
  const save = async (format: string): Promise<void> => {
    try {
      await download(`${path}${path.includes('?') ? '&' : '?'}format=${format}`)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      void message.error(say(error.problem.text))
    }
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'docx', label: say(texts.asDocx) },
          { key: 'xlsx', label: say(texts.asXlsx) },
        ],
        onClick: ({ key }) => void save(key),
      }}
    >
      <Button icon={<DownloadOutlined />}>{say(title)}</Button>
    </Dropdown>
  )
}
