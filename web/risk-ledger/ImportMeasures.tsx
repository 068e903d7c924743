import { DownloadOutlined, UploadOutlined } from '@ant-design/icons'
import { App, Button, Flex, Input, Modal, Upload } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useAct } from '#web/acting/use-act.ts'
import { type Answer, download, Refused, sendBytes } from '#web/api/call.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { ledgerTexts as texts } from './texts.ts'

type Items = Answer<'POST /api/measures/workbook'>['items']

/** The official text from a workbook: read and shown first, then proposed; a leader of the province approves it. */
export function ImportMeasures(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { message } = App.useApp()
  const [isOpen, setOpen] = useState(false)
  const [document, setDocument] = useState('')
  const [items, setItems] = useState<Items | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const act = useAct(({ record_id }) => void go(`/risk-ledger/texts/${record_id}`))
  const read = async (file: File): Promise<void> => {
    setError(null)
    try {
      const answer = await sendBytes<Answer<'POST /api/measures/workbook'>>('/api/measures/workbook', {
        body: file,
        name: file.name,
      })
      setItems(answer.items)
    } catch (refused) {
      setItems(null)
      setError(refused as Error)
    }
  }
  const save = async (): Promise<void> => {
    try {
      await download('/api/measures/template')
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused
      void message.error(say(refused.problem.text))
    }
  }
  const propose = (): void =>
    act.mutate({
      ...{ kind: 'MEASURE_LIST', action: 'propose', title: say(texts.importOfficial) },
      ...{ input: { document: document.trim(), items }, attachments: [], needsConfirmation: false },
    })
  return (
    <>
      <Button icon={<UploadOutlined />} onClick={() => setOpen(true)}>
        {say(texts.importOfficial)}
      </Button>
      <Modal
        open={isOpen}
        title={say(texts.importOfficial)}
        okText={say(texts.proposeImport)}
        okButtonProps={{ disabled: items === null || document.trim().length < 4, loading: act.isPending }}
        onOk={propose}
        onCancel={() => setOpen(false)}
      >
        <Flex vertical gap={12}>
          <Input
            aria-label={say(texts.documentName)}
            placeholder={say(texts.documentName)}
            value={document}
            maxLength={200}
            onChange={({ target }) => setDocument(target.value)}
          />
          <Flex gap={8}>
            <Button icon={<DownloadOutlined />} onClick={() => void save()}>
              {say(texts.template)}
            </Button>
            <Upload
              accept=".xlsx"
              showUploadList={false}
              beforeUpload={(file) => {
                void read(file)
                return false
              }}
            >
              <Button icon={<UploadOutlined />}>{say(texts.chooseFile)}</Button>
            </Upload>
          </Flex>
          {items === null ? null : (
            <output>
              {say(texts.readItems, {
                count: items.length,
                areas: new Set(items.map(({ area_no }) => area_no)).size,
              })}
            </output>
          )}
          {error === null ? null : <Problem error={error} />}
          {act.error === null ? null : <Problem error={act.error} />}
        </Flex>
      </Modal>
    </>
  )
}
