import { Refusal } from '#base/refusal.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { keepWritten } from '#records/attachments/keep-written.ts'
import type { AttachmentService } from '#records/attachments/upload-attachment.ts'
import { findVisible } from '#records/reading/open-record.ts'
import { actorIdOf } from '#records/record.ts'
import type { LetterData } from './letter-data.ts'
import { letterTemplates } from './letter-list.ts'
import type { LetterValues, ReadTemplate } from './letter-templates.ts'
import { renderLetter } from './render-letter.ts'

export interface LetterService {
  readonly attachments: AttachmentService
  readonly readTemplate: ReadTemplate
}

/**
 * Asked by a person who may, done by the server: an issued letter is written as .docx from the values that were frozen
 * with its number, kept as the record's attachment, and filed. Safe to repeat: of two at once one files, and a file
 * that no act named is swept away after a day.
 */
export async function produceLetter(
  context: ActContext,
  { attachments, readTemplate }: LetterService,
  { recordId }: { readonly recordId: string },
): Promise<Answer> {
  const { record } = await findVisible(context, { kind: 'LETTER', recordId }, 'write', 'LETTER')
  const data = record.data as LetterData
  if (record.status !== 'ISSUED' || data.values === null || data.number === null) {
    throw new Refusal('action_not_available', {
      zh: '文书尚未签发，或已经成文。',
      en: 'the letter is not issued yet, or is written already.',
    })
  }
  const { file, title } = letterTemplates[data.template]
  const template = await readTemplate(data.template)
  const values = { ...(data.values as unknown as LetterValues), 收文: data.addressee_name }
  const content = renderLetter(template, file, values)
  const server: ActContext = { ...context, actor: { kind: 'system', job: 'letters' } }
  const name = `${title.zh} ${data.number.text}.docx`
  const id = await keepWritten(server, attachments, { name, content })
  return act(server, {
    ...{ kind: 'LETTER', recordId, action: 'file', input: { asked_by: actorIdOf(context.actor) } },
    ...{ version: record.version, attachments: [{ id, purpose: 'LETTER' }], confirmation: null },
    ...{ endpoint: 'letters', idempotencyKey: `file:${recordId}:${id}` },
  })
}
