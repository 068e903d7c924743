import { Refusal } from '#base/refusal.ts'
import { fillTemplate } from '#platform/docx/fill-template.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { keepWritten } from '#records/attachments/keep-written.ts'
import type { AttachmentService } from '#records/attachments/upload-attachment.ts'
import { findVisible } from '#records/reading/open-record.ts'
import { actorIdOf } from '#records/record.ts'
import type { InspectionData } from '../inspection-data.ts'
import { noticePurpose, opinionPurpose } from '../preparing/notify.ts'
import { type DocumentCode, documents, knownTags } from './document-tags.ts'

export interface DocumentService {
  readonly attachments: AttachmentService
  readonly readTemplate: (file: string) => Promise<Buffer>
}

const purposes = { notice: noticePurpose, opinion: opinionPurpose } as const

/**
 * Asked by a person who sees the inspection, done by the server: a signed document is written as .docx from the values
 * frozen with its number and kept as the record's attachment. Safe to repeat.
 */
export async function produceDocument(
  context: ActContext,
  { attachments, readTemplate }: DocumentService,
  { recordId, code }: { readonly recordId: string; readonly code: DocumentCode },
): Promise<Answer> {
  const { record } = await findVisible(context, { kind: 'INSPECTION', recordId }, 'write')
  const document = (record.data as InspectionData)[code]
  const { file, title } = documents[code]
  if (document === null || document.attachment_id !== null) {
    throw new Refusal('action_not_available', {
      zh: `${title.zh}尚未签发，或已经成文。`,
      en: `the ${title.en} is not signed yet, or is written already.`,
    })
  }
  const { values, number } = document
  const content = fillTemplate(await readTemplate(file), { name: file, values, tags: knownTags })
  const server: ActContext = { ...context, actor: { kind: 'system', job: 'inspections' } }
  const id = await keepWritten(server, attachments, { name: `${title.zh} ${number.text}.docx`, content })
  return act(server, {
    ...{
      kind: 'INSPECTION',
      recordId,
      action: `file_${code}`,
      input: { asked_by: actorIdOf(context.actor) },
    },
    ...{ version: record.version, attachments: [{ id, purpose: purposes[code] }], confirmation: null },
    ...{ endpoint: 'inspections', idempotencyKey: `file:${recordId}:${code}:${id}` },
  })
}
