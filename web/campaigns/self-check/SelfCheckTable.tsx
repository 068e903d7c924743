import { DownloadOutlined, UploadOutlined } from '@ant-design/icons'
import { App, Button, Upload } from 'antd'
import { useState } from 'react'
import type { Bilingual } from '#base/bilingual.ts'
import type { AnswerInput } from '#campaigns/answering/task-data.ts'
import { useAct } from '#web/acting/use-act.ts'
import { download, Refused, sendBytes } from '#web/api/call.ts'
import type { OpenedRecord } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { taskTexts as texts } from './task-texts.ts'

interface Imported {
  readonly answers: readonly AnswerInput[]
  readonly faults: readonly { readonly cell: string; readonly text: Bilingual }[]
}

/** The self-check as .xlsx for who has no system at hand, and back again: whole, or with a sentence for each bad cell. */
export function SelfCheckTable({
  record,
  version,
  mayImport,
  onImported,
}: {
  readonly record: OpenedRecord
  readonly version: number
  readonly mayImport: boolean
  readonly onImported: () => void
}): React.JSX.Element {
  const say = useSay()
  const { message, modal } = App.useApp()
  const [isBusy, setBusy] = useState(false)
  const act = useAct(onImported)
  const answering = (answers: readonly AnswerInput[]) => ({
    ...{ kind: record.kind, recordId: record.record_id, version, action: 'answer' },
    ...{ title: say(texts.answer), input: { answers }, attachments: [], needsConfirmation: false },
  })
  const path = `/api/campaign-tasks/${record.record_id}/self-check-table`
  const sayRefusal = (error: unknown): void => {
    if (!(error instanceof Refused)) throw error
    void message.error(say(error.problem.text))
  }
  const read = async (file: File): Promise<void> => {
    setBusy(true)
    try {
      const { answers, faults } = await sendBytes<Imported>(path, {
        body: file,
        name: file.name,
      })
      if (faults.length === 0) {
        if (answers.length > 0) await act.mutateAsync(answering(answers))
        void message.success(say(texts.imported, { count: answers.length }))
      } else {
        modal.warning({
          title: say(texts.importFaults, { count: faults.length }),
          width: 640,
          content: (
            <ul style={{ maxHeight: 400, overflow: 'auto' }}>
              {faults.map(({ cell, text }) => (
                <li key={cell + text.en}>{say(text)}</li>
              ))}
            </ul>
          ),
        })
      }
    } catch (error) {
      sayRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button icon={<DownloadOutlined />} onClick={() => void download(path).catch(sayRefusal)}>
        {say(texts.downloadTable)}
      </Button>
      {mayImport ? (
        <Upload
          accept=".xlsx"
          showUploadList={false}
          beforeUpload={(file) => {
            void read(file)
            return false
          }}
        >
          <Button icon={<UploadOutlined />} loading={isBusy}>
            {say(texts.importTable)}
          </Button>
        </Upload>
      ) : null}
    </>
  )
}
