import { randomBytes } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import PizZip from 'pizzip'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import type { Answer } from '#records/answer.ts'
import { openAttachment } from '#records/attachments/open-attachment.ts'
import { attachmentTurns, defaultAttachmentLimits } from '#records/attachments/upload-attachment.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { caseIn, casesContext, daysAhead, setUpCases, storedRecord, takeCaseStep } from '../test-cases.ts'
import { type LetterCode, letterCodes, letterTemplates } from './letter-list.ts'
import { type LetterValues, letterTags, templatesIn } from './letter-templates.ts'
import { produceLetter } from './produce-letter.ts'
import { renderLetter } from './render-letter.ts'

const database = await testDatabase()
const { db, owner } = database

beforeAll(() => setUpCases(database))

const folder = path.join(import.meta.dirname, '../../../templates/letters')
const readTemplate = templatesIn(folder)

interface StoredLetter {
  readonly status: string
  readonly data: {
    readonly number: { number: number; text: string } | null
    readonly attachment_id: string | null
  }
}
const stored = (recordId: string) => storedRecord<StoredLetter>(database, recordId)
const said = (answer: Answer): string => (answer.outcome === 'accepted' ? answer.status : answer.text.zh)

const wording = {
  addressee_name: '某甲',
  text: '请退还多领的待遇。',
  basis: '《中华人民共和国社会保险法》第八十八条',
  due_on: daysAhead(30),
  contact: '示例一县中心 0000-0000000',
}

async function recovery(caseId: string): Promise<string> {
  const input = { case_id: caseId, debtor_name: '某甲', amount: '300.00' }
  const answer = await takeCaseStep(database, {
    by: 'audit1',
    kind: 'RECOVERY',
    recordId: null,
    action: 'open',
    input,
  })
  return acceptedAnswer(answer).recordId
}

function draft(caseId: string, template: LetterCode, recovery_id: string | null = null): Promise<Answer> {
  const input = { template, case_id: caseId, recovery_id, ...wording }
  return takeCaseStep(database, { by: 'audit1', kind: 'LETTER', recordId: null, action: 'draft', input })
}

const step = (
  recordId: string,
  action: string,
  by: string,
  input: unknown = {},
  files: readonly string[] = [],
) => takeCaseStep(database, { kind: 'LETTER', recordId, action, by, input, files })

async function issued(
  caseId: string,
  template: LetterCode,
  recoveryId: string | null = null,
): Promise<string> {
  const { recordId } = acceptedAnswer(await draft(caseId, template, recoveryId))
  acceptedAnswer(await step(recordId, 'issue', 'deputy1'))
  return recordId
}

/** The text of a .docx, a line a paragraph. */
function textOf(docx: Buffer): string {
  const xml = new PizZip(docx).file('word/document.xml')!.asText()
  return xml.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '')
}

const values = Object.fromEntries(
  Object.entries(letterTags).map(([tag, columns]) => [
    tag,
    columns === null
      ? `<${tag}>`
      : [1, 2].map((row) => Object.fromEntries(columns.map((name) => [name, `${name}${row}`]))),
  ]),
) as unknown as LetterValues

describe('templates', () => {
  test.for(letterCodes)('%s fills, escapes what people wrote, and leaves no brace', async (code) => {
    const { file, title } = letterTemplates[code]
    const text = textOf(renderLetter(await readTemplate(code), file, values))
    expect(text).not.toMatch(/[{}]/)
    expect(text).toContain(title.zh.slice(-2))
    expect(text).toContain('&lt;文号&gt;')
  })

  const edited = async (change: (xml: string) => string): Promise<Buffer> => {
    const zip = new PizZip(await readTemplate('REMINDER'))
    zip.file('word/document.xml', change(zip.file('word/document.xml')!.asText()))
    return zip.generate({ type: 'nodebuffer' })
  }
  test.for([
    {
      what: 'a tag nobody knows',
      change: (xml: string) => xml.replace('{事由}', '{事由二}'),
      why: '{事由二} 无法识别',
    },
    {
      what: 'code',
      change: (xml: string) => xml.replace('{事由}', '{constructor.name}'),
      why: '{constructor.name} 无法识别',
    },
    { what: 'a brace left open', change: (xml: string) => xml.replace('{事由}', '{事由'), why: '标记有误' },
    {
      what: 'a table that does not end',
      change: (xml: string) => xml.replace('{事由}', '{#逐月}'),
      why: '标记有误',
    },
    {
      what: 'a column outside of its table',
      change: (xml: string) => xml.replace('{事由}', '{年月}'),
      why: '{年月} 无法识别',
    },
  ])('$what is refused with its name', async ({ change, why }) => {
    const template = await edited(change)
    expect(() => renderLetter(template, 'reminder.docx', values)).toThrow()
    try {
      renderLetter(template, 'reminder.docx', values)
    } catch (error) {
      expect((error as { text: { zh: string } }).text.zh).toContain(why)
    }
  })

  test('a file that is no .docx, or none at all, is refused with its name', async () => {
    expect(() => renderLetter(Buffer.from('no'), 'reminder.docx', values)).toThrow('is no .docx file')
    const empty = await mkdtemp(path.join(tmpdir(), 'letters-'))
    await expect(templatesIn(empty)('REMINDER')).rejects.toThrow('reminder.docx is missing')
    await writeFile(path.join(empty, 'reminder.docx'), Buffer.alloc(3 * 2 ** 20))
    const large = await templatesIn(empty)('REMINDER')
    expect(() => renderLetter(large, 'reminder.docx', values)).toThrow('too large')
  })
})

test('letters of an agency and year have numbers without gaps, whoever issues them at once', async () => {
  const { recordId: caseId } = await caseIn(database, 'HANDLING')
  const drafts: string[] = []
  for (let index = 0; index < 6; index += 1) {
    drafts.push(acceptedAnswer(await draft(caseId, 'AUDIT_NOTICE')).recordId)
  }
  let waiting = drafts
  for (let round = 0; round < 10 && waiting.length > 0; round += 1) {
    const answers = await Promise.all(
      waiting.map((id, index) => step(id, 'issue', index % 2 === 0 ? 'deputy1' : 'head1')),
    )
    waiting = waiting.filter((_id, index) => answers[index]!.outcome === 'refused')
  }
  expect(waiting).toEqual([])
  const numbers = (await Promise.all(drafts.map(stored))).map(({ data }) => data.number!.number)
  const { rows } = await sql<{ last_number: number }>`select last_number from app.letter_number`.execute(
    owner,
  )
  expect(rows.length).toBe(1)
  expect(Math.max(...numbers)).toBe(rows[0]!.last_number)
  expect(new Set(numbers).size).toBe(6)
  expect(Math.max(...numbers) - Math.min(...numbers)).toBe(5)
})

test('what was returned or discarded takes no number', async () => {
  const { recordId: caseId } = await caseIn(database, 'HANDLING')
  const before = (await stored(await issued(caseId, 'AUDIT_NOTICE'))).data.number!.number
  const { recordId } = acceptedAnswer(await draft(caseId, 'AUDIT_NOTICE'))
  acceptedAnswer(await step(recordId, 'return', 'deputy1', { reason: '措辞' }))
  acceptedAnswer(await step(recordId, 'revise', 'audit1', wording))
  acceptedAnswer(await step(recordId, 'discard', 'audit1', { reason: '不再需要' }))
  expect((await stored(recordId)).data.number).toBeNull()
  expect((await stored(await issued(caseId, 'AUDIT_NOTICE'))).data.number!.number).toBe(before + 1)
})

test('an issued letter is written, kept as an attachment and opened again as it was', async () => {
  const { recordId: caseId } = await caseIn(database, 'HANDLING')
  const recoveryId = await recovery(caseId)
  const recordId = await issued(caseId, 'REPAYMENT', recoveryId)
  const store = {
    folder: await mkdtemp(path.join(tmpdir(), 'letters-')),
    masterKeys: [{ version: 1, key: randomBytes(32) }] as [{ version: number; key: Buffer }],
  }
  const attachments = { store, scanner: null, limits: defaultAttachmentLimits, turns: attachmentTurns() }
  const context = casesContext(db, 'audit1')
  const asked = { recordId }
  await expect(
    produceLetter(casesContext(db, 'account1'), { attachments, readTemplate }, asked),
  ).rejects.toThrow()
  acceptedAnswer(await produceLetter(context, { attachments, readTemplate }, asked))
  const { status, data } = await stored(recordId)
  expect(status).toBe('FILED')
  const opened = await openAttachment(context, attachments, {
    kind: 'LETTER',
    recordId,
    attachmentId: data.attachment_id!,
  })
  const text = textOf(opened.content)
  expect(opened.name).toContain('责令退还告知书')
  for (const part of [data.number!.text, '300.00元', '2024-01', '100.00元', '2024-02', '200.00元', '某甲']) {
    expect(text).toContain(part)
  }
  await expect(produceLetter(context, { attachments, readTemplate }, asked)).rejects.toThrow(
    'is not issued yet',
  )
})

test('nobody files anything else under the number of a letter', async () => {
  const { recordId: caseId } = await caseIn(database, 'HANDLING')
  const recordId = await issued(caseId, 'AUDIT_NOTICE')
  const forged = await step(recordId, 'file', 'audit1', { asked_by: 'audit1' }, ['LETTER'])
  expect(forged).toMatchObject({ code: 'not_permitted' })
})

describe('a draft is refused', () => {
  test('before the conclusion is approved, but for a notice and the form', async () => {
    const { recordId: caseId } = await caseIn(database, 'VERIFYING')
    expect(said(await draft(caseId, 'TRANSFER'))).toBe('案件结论尚未批准，不能拟移送函。')
    expect(said(await draft(caseId, 'AUDIT_NOTICE'))).toBe('DRAFTED')
  })
  test('without its recovery, or with one of another case', async () => {
    const { recordId: caseId } = await caseIn(database, 'HANDLING')
    const { recordId: otherId } = await caseIn(database, 'HANDLING')
    expect(said(await draft(caseId, 'REMINDER'))).toBe('催告书须注明本案的追回单。')
    expect(said(await draft(caseId, 'REMINDER', await recovery(otherId)))).toBe('催告书须注明本案的追回单。')
    expect(said(await draft(caseId, 'TRANSFER', await recovery(caseId)))).toBe('移送函不涉及追回单。')
  })
})

const possible: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DRAFTED: { revise: 'DRAFTED', issue: 'ISSUED', return: 'DRAFTED', discard: 'DISCARDED' },
  ISSUED: { file: 'FILED' },
  FILED: { serve: 'FILED' },
  DISCARDED: {},
}
const waysTo: Readonly<Record<string, readonly string[]>> = {
  DRAFTED: [],
  ISSUED: ['issue'],
  FILED: ['issue', 'file'],
  DISCARDED: ['discard'],
}
const actions = ['revise', 'issue', 'return', 'discard', 'file', 'serve'] as const

describe('every status and action', () => {
  let caseId = ''
  beforeAll(async () => {
    caseId = (await caseIn(database, 'HANDLING')).recordId
  })
  const doing = (recordId: string, action: string): Promise<Answer> => {
    const inputs: Readonly<Record<string, unknown>> = {
      revise: wording,
      return: { reason: '措辞' },
      discard: { reason: '不要' },
      serve: { on: '2024-06-03', channel: 'MAIL' },
      file: { asked_by: 'audit1' },
    }
    const doers: Readonly<Record<string, string>> = {
      issue: 'deputy1',
      return: 'deputy1',
      file: 'system:test',
    }
    const files = action === 'file' ? ['LETTER'] : []
    return step(recordId, action, doers[action] ?? 'audit1', inputs[action] ?? {}, files)
  }
  const pairs = Object.keys(possible).flatMap((status) => actions.map((action) => ({ status, action })))
  test.for(pairs)('$status, $action', async ({ status, action }) => {
    const { recordId } = acceptedAnswer(await draft(caseId, 'AUDIT_NOTICE'))
    for (const each of waysTo[status]!) acceptedAnswer(await doing(recordId, each))
    const answer = await doing(recordId, action)
    const after = possible[status]![action]
    if (after === undefined) expect(answer).toMatchObject({ code: 'action_not_available' })
    else expect(answer).toMatchObject({ outcome: 'accepted', status: after })
  })
})
