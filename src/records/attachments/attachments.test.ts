import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, utimes } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '../act.ts'
import { acceptedAnswer, codeOf, enteredRecord, reviewRequest } from '../test-acting.ts'
import { contextOf, requestOf, setUpKernel } from '../test-kernel.ts'
import { contentPath, hasContent, writeContent } from './content-store.ts'
import { openAttachment } from './open-attachment.ts'
import type { Scanner } from './scanner.ts'
import { sweepOrphans } from './sweep-orphans.ts'
import {
  type AttachmentService,
  attachmentTurns,
  defaultAttachmentLimits,
  uploadAttachment,
} from './upload-attachment.ts'

const database = await testDatabase()
const { db, owner } = database
beforeAll(() => setUpKernel(database))
const folder = await mkdtemp(path.join(os.tmpdir(), 'fangxian-attachments-'))
afterAll(() => rm(folder, { recursive: true }))

const scanner = (status: number): Scanner => ({
  command: process.execPath,
  arguments: ['-e', `process.exit(${status})`],
  wait_ms_max: 10_000,
})
const service: AttachmentService = {
  store: { folder, masterKeys: [{ version: 1, key: randomBytes(32) }] },
  scanner: scanner(0),
  limits: defaultAttachmentLimits,
  turns: attachmentTurns(),
}
const { store } = service

let files = 0
/** A text that no other test has. */
function file(text?: string): { name: string; content: AsyncIterable<Uint8Array> } {
  files += 1
  return { name: '申请表.txt', content: chunks(Buffer.from(text ?? `附件${files}`)) }
}

async function* chunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536)
}

const enter1 = contextOf(db, 'enter1')
const review1 = contextOf(db, 'review1')
const approve1 = contextOf(db, 'approve1')

async function attachedRecord(
  used: AttachmentService = service,
): Promise<{ recordId: string; attachmentId: string }> {
  const { recordId } = await enteredRecord(enter1, owner)
  const { attachmentId } = await uploadAttachment(enter1, used, file())
  const note = requestOf({
    action: 'note',
    recordId,
    version: 1,
    input: { text: '补充材料' },
    attachments: [{ id: attachmentId, purpose: 'BASIS' }],
  })
  acceptedAnswer(await act(enter1, note))
  return { recordId, attachmentId }
}

describe('an upload', () => {
  test('is checked, encrypted, in the trail, and belongs to who uploaded it', async () => {
    const uploaded = await uploadAttachment(enter1, service, file('身份证明'))
    expect(uploaded).toMatchObject({
      contentType: 'txt',
      name: '申请表.txt',
      sizeBytes: 12,
      scanResult: 'CLEAN',
    })
    expect(await hasContent(store, uploaded.sha256)).toBe(true)
    const { rows } = await sql`
      select leaf::jsonb ->> 'actor' as actor
      from app.trail_entry
      where leaf::jsonb ->> 'record' = ${uploaded.attachmentId}
    `.execute(owner)
    expect(rows).toEqual([{ actor: 'enter1' }])
    const { recordId } = await enteredRecord(enter1, owner)
    const stolen = requestOf({
      action: 'note',
      recordId,
      version: 1,
      input: { text: '借用' },
      attachments: [{ id: uploaded.attachmentId, purpose: 'BASIS' }],
    })
    expect(codeOf(await act(contextOf(db, 'enter2'), stolen))).toBe('invalid_input')
  })

  test('belongs to one record only', async () => {
    const { attachmentId } = await attachedRecord()
    const { recordId } = await enteredRecord(enter1, owner)
    const attachments = [{ id: attachmentId, purpose: 'BASIS' }]
    const again = requestOf({ action: 'note', recordId, version: 1, input: { text: '再用' }, attachments })
    expect(codeOf(await act(enter1, again))).toBe('invalid_input')
  })

  test('makes the approval possible that needs it', async () => {
    const { recordId } = await enteredRecord(enter1, owner, { amountFen: '2000000' })
    acceptedAnswer(await act(review1, await reviewRequest(review1, recordId)))
    const { attachmentId } = await uploadAttachment(approve1, service, file())
    const attachments = [{ id: attachmentId, purpose: 'BASIS' }]
    const answer = await act(approve1, requestOf({ action: 'approve', recordId, version: 2, attachments }))
    expect(answer).toMatchObject({ status: 'DONE' })
  })

  const empty = (): AsyncIterable<Uint8Array> => chunks(Buffer.alloc(0))
  const huge = (): AsyncIterable<Uint8Array> => chunks(Buffer.alloc(1_000_001, 'a'))
  const program = (): AsyncIterable<Uint8Array> =>
    chunks(Buffer.from('4d5a90000300000004000000ffff0000', 'hex'))
  test.for([
    ['empty', empty, 'invalid_input', service],
    ['too large', huge, 'too_large', { ...service, limits: { ...service.limits, fileBytesMax: 1_000_000 } }],
    ['a program with the name of a picture', program, 'invalid_input', service],
    ['infected', () => file().content, 'invalid_input', { ...service, scanner: scanner(1) }],
    [
      'after too many unused ones',
      () => file().content,
      'too_many',
      { ...service, limits: { ...service.limits, looseBytesMax: 0 } },
    ],
  ] as const)('that is %s is refused and leaves no row', async ([, content, code, used]) => {
    await uploadAttachment(enter1, service, file())
    const before = await owner.selectFrom('attachment').select('attachment_id').execute()
    const upload = uploadAttachment(enter1, used, { name: '照片.png', content: content() })
    await expect(upload).rejects.toMatchObject({ code })
    expect(await owner.selectFrom('attachment').select('attachment_id').execute()).toHaveLength(before.length)
  })

  test('by somebody without any duty is refused', async () => {
    for (const name of ['gone', 'nobody']) {
      await expect(uploadAttachment(contextOf(db, name), service, file())).rejects.toMatchObject({
        code: 'not_permitted',
      })
    }
  })

  test('is refused when the disk is too full', async () => {
    const checkSpace = async (): Promise<void> => {
      throw new Error('no space')
    }
    await expect(uploadAttachment(enter1, { ...service, checkSpace }, file())).rejects.toThrow('no space')
  })
})

describe('opening an attachment', () => {
  test('gives what was attached, as a download, and is in the trail', async () => {
    const { recordId, attachmentId } = await attachedRecord()
    const opened = await openAttachment(review1, service, { kind: 'TEST_CHANGE', recordId, attachmentId })
    expect(opened).toMatchObject({ mediaType: 'text/plain', disposition: 'attachment', name: '申请表.txt' })
    expect(opened.content.toString()).toMatch(/^附件\d+$/)
    const { rows } = await sql`
      select leaf::jsonb ->> 'actor' as actor, payload::jsonb ->> 'attachmentId' as attachment
      from app.trail_entry
      join app.trail_payload using (entry_id)
      where leaf::jsonb ->> 'record' = ${recordId} and leaf::jsonb ->> 'function' = 'READ/open-attachment'
    `.execute(owner)
    expect(rows).toEqual([{ actor: 'review1', attachment: attachmentId }])
  })

  test('of another record, or from outside the scope, is not found', async () => {
    const { recordId, attachmentId } = await attachedRecord()
    const other = await enteredRecord(enter1, owner)
    const asked = { kind: 'TEST_CHANGE', recordId, attachmentId }
    const notFound = { code: 'not_found' }
    await expect(
      openAttachment(review1, service, { ...asked, recordId: other.recordId }),
    ).rejects.toMatchObject(notFound)
    await expect(openAttachment(review1, service, { ...asked, attachmentId: 'none' })).rejects.toMatchObject(
      notFound,
    )
    await expect(openAttachment(contextOf(db, 'outsider'), service, asked)).rejects.toMatchObject(notFound)
  })

  test('that no scanner has seen is for its uploader only, in high-risk business', async () => {
    const { recordId, attachmentId } = await attachedRecord({ ...service, scanner: null })
    const asked = { kind: 'TEST_CHANGE', recordId, attachmentId }
    await expect(openAttachment(review1, service, asked)).rejects.toMatchObject({
      code: 'action_not_available',
    })
    await expect(openAttachment(enter1, service, asked)).resolves.toMatchObject({ name: '申请表.txt' })
  })
})

describe('the sweep of orphans', () => {
  const now = new Date()
  const old = new Date(now.getTime() - 25 * 3_600_000)
  async function age(sha256: string): Promise<void> {
    await utimes(contentPath(store, sha256), old, old)
    await sql`update app.attachment set uploaded_at = ${old} where sha256 = ${sha256}`.execute(owner)
  }

  test('removes what no record has after a day, and nothing else', async () => {
    const used = await attachedRecord()
    const { rows } = await sql<{ sha256: string }>`
      select sha256 from app.attachment where attachment_id = ${used.attachmentId}
    `.execute(owner)
    const usedHash = rows[0]!.sha256
    const fresh = await uploadAttachment(enter1, service, file())
    const loose = await uploadAttachment(enter1, service, file())
    const rowless = await writeContent(store, Buffer.from('写到一半就停电'))
    for (const sha256 of [usedHash, loose.sha256, rowless]) await age(sha256)
    expect(await sweepOrphans(db, store, now)).toBe(2)
    const left = await Promise.all(
      [usedHash, fresh.sha256, loose.sha256, rowless].map((each) => hasContent(store, each)),
    )
    expect(left).toEqual([true, true, false, false])
    const row = await owner
      .selectFrom('attachment')
      .select('name')
      .where('sha256', '=', loose.sha256)
      .executeTakeFirst()
    expect(row).toBeUndefined()
  })

  test('and an upload of the same content at the same moment leave either both or neither', async () => {
    for (let round = 0; round < 10; round += 1) {
      const text = `同一内容${round}`
      const sha256 = await writeContent(store, Buffer.from(text))
      await age(sha256)
      const [, upload] = await Promise.allSettled([
        sweepOrphans(db, store, now),
        uploadAttachment(enter1, service, file(text)),
      ])
      const row = await owner
        .selectFrom('attachment')
        .select('sha256')
        .where('sha256', '=', sha256)
        .executeTakeFirst()
      expect(row !== undefined).toBe(upload.status === 'fulfilled')
      if (row !== undefined) expect(await hasContent(store, sha256)).toBe(true)
    }
  })
})
