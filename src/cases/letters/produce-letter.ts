import { Refusal } from '#base/refusal.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { type AttachmentService, uploadAttachment } from '#records/attachments/upload-attachment.ts'
import { findVisible } from '#records/reading/open-record.ts'
import type { LetterData } from './letter-data.ts'
import { type LetterValues, letterTemplates, type ReadTemplate } from './letter-templates.ts'
import { renderLetter } from './render-letter.ts'

export interface LetterService {
  readonly attachments: AttachmentService
  readonly readTemplate: ReadTemplate
}

/**
 * Writes an issued letter as .docx, keeps it as the record's attachment, and files it. Safe to repeat: what was filed
 * already is refused by its status, and a file that no act named is swept away after a day.
 */
export async function produceLetter(
  context: ActContext,
  { attachments, readTemplate }: LetterService,
  asked: { readonly recordId: string; readonly idempotencyKey: string },
): Promise<Answer> {
  const { record } = await findVisible(context, { kind: 'LETTER', recordId: asked.recordId }, 'write')
  const data = record.data as LetterData
  if (record.status !== 'ISSUED' || data.values === null || data.number === null) {
    throw new Refusal('action_not_available', {
      zh: '文书尚未签发，或已经成文。',
      en: 'the letter is not issued yet, or is written already.',
    })
  }
  const { file, title } = letterTemplates[data.template]
  const template = await readTemplate(data.template)
  const content = renderLetter(template, file, data.values as unknown as LetterValues)
  const name = `${title.zh} ${data.number.text}.docx`
  const uploaded = await uploadAttachment(context, attachments, { name, content: oneChunk(content) })
  return act(context, {
    kind: 'LETTER',
    recordId: record.id,
    action: 'file',
    input: {},
    version: record.version,
    attachments: [{ id: uploaded.attachmentId, purpose: 'LETTER' }],
    confirmation: null,
    endpoint: 'letters',
    idempotencyKey: asked.idempotencyKey,
  })
}

async function* oneChunk(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content
}
