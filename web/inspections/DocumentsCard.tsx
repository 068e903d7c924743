import { useMutation } from '@tanstack/react-query'
import { App, Button, Card, Flex } from 'antd'
import type { DocumentCode } from '#inspections/documents/document-tags.ts'
import { ask } from '#web/api/call.ts'
import { useStaffNames } from '#web/api/queries.ts'
import { FileLinks } from '#web/cases/FileLinks.tsx'
import { timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { type InspectionParts, inspectionOf } from './read-inspection.ts'
import { inspectionTexts as texts } from './texts.ts'

export function useProduce(recordId: string, reload: () => void) {
  const say = useSay()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: (document: DocumentCode) =>
      ask('POST /api/inspections/{record_id}/documents/{document}', {
        params: { record_id: recordId, document },
      }),
    onSuccess: () => {
      void message.success(say(texts.produced))
      reload()
    },
  })
}

/** 通知书, 意见书: signed under a number, written by the server, opened by whoever sees the inspection. */
export function DocumentsCard({
  record,
  dossier,
  produce,
}: InspectionParts & { readonly produce: ReturnType<typeof useProduce> }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const data = inspectionOf(record)
  const line = (code: DocumentCode): React.JSX.Element => {
    const document = data[code]
    return (
      <Flex key={code} gap={12} wrap align="center">
        <strong>{say(texts[code])}</strong>
        {document === null ? <span>{say(texts.notIssued)}</span> : null}
        {document === null ? null : (
          <>
            <span>{document.number.text}</span>
            <span className="number">
              {say(texts.signedBy, { name: nameOf(document.issued.by), at: timeText(document.issued.at) })}
            </span>
            {document.attachment_id === null ? (
              <Button size="small" loading={produce.isPending} onClick={() => produce.mutate(code)}>
                {say(texts.produce)}
              </Button>
            ) : (
              <FileLinks
                kind="INSPECTION"
                recordId={record.record_id}
                files={dossier.files.filter(({ attachment_id }) => attachment_id === document.attachment_id)}
              />
            )}
          </>
        )}
      </Flex>
    )
  }
  return (
    <Card size="small" title={`${say(texts.notice)} · ${say(texts.opinion)}`}>
      <Flex vertical gap={8}>
        {line('notice')}
        {line('opinion')}
        {produce.error === null ? null : <Problem error={produce.error} />}
      </Flex>
    </Card>
  )
}
