import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import { appendEntry } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import type { ActContext } from '../act-context.ts'
import { actorIdOf } from '../record.ts'
import { sealWith } from '../save-act.ts'
import { loadAsker } from '../to-dos/list-to-dos.ts'
import { type ContentStore, hasContent, writeContent } from './content-store.ts'
import { type ContentType, contentTypeOf } from './content-type.ts'
import { sanitisedFileName } from './file-name.ts'
import { type Scanner, scanContent } from './scanner.ts'
import { createTurns, type Turns } from './turns.ts'

export interface AttachmentService {
  readonly store: ContentStore
  /** Null: none is configured, and everything is 'not scanned'. */
  readonly scanner: Scanner | null
  readonly limits: AttachmentLimits
  /** Contents are held in memory while they are checked, encrypted or shown: so many at a time. */
  readonly turns: Turns
  /** Refuses when the disk is too full (platform.md 23). */
  readonly checkSpace?: () => Promise<void>
}

export interface AttachmentLimits {
  readonly fileBytesMax: number
  /** Of a person's uploads that no record has yet. */
  readonly looseBytesMax: number
}

/** platform.md 24 */
export const defaultAttachmentLimits: AttachmentLimits = {
  fileBytesMax: 50 * 2 ** 20,
  looseBytesMax: 500 * 2 ** 20,
}

/** Four times 50 MB, twice over for the encrypted copy: 400 MB at the worst. */
export const attachmentTurns = (): Turns => createTurns({ runningMax: 4, waitingMax: 40 })

export interface UploadedAttachment {
  readonly attachmentId: string
  readonly sha256: string
  readonly sizeBytes: number
  readonly contentType: ContentType
  readonly name: string
  readonly scanResult: 'CLEAN' | 'NOT_SCANNED'
}

/**
 * Takes a file in, for an act that names it within a day: checked by content, scanned, encrypted, synced, and only then
 * a row (platform.md 24). Whoever stops halfway leaves at most a file that nobody refers to.
 */
export async function uploadAttachment(
  context: ActContext,
  service: AttachmentService,
  file: { readonly name: string; readonly content: AsyncIterable<Uint8Array> },
): Promise<UploadedAttachment> {
  await service.checkSpace?.()
  await checkUploader(context, service.limits)
  return service.turns.take(async () => {
    const content = await readAll(file.content, service.limits.fileBytesMax)
    const contentType = await contentTypeOf(content)
    const scanResult = await scanContent(service.scanner, content)
    if (scanResult === 'INFECTED') throw infected()
    const uploaded: UploadedAttachment = {
      attachmentId: context.newId(),
      sha256: await writeContent(service.store, content),
      sizeBytes: content.length,
      contentType,
      name: sanitisedFileName(file.name, contentType),
      scanResult,
    }
    await insertAttachment(context, service.store, uploaded)
    return uploaded
  })
}

async function checkUploader(context: ActContext, limits: AttachmentLimits): Promise<void> {
  await context.db.transaction().execute(async (tx) => {
    if ((await loadAsker(context, tx)) === null) {
      throw new Refusal('not_permitted', {
        zh: '您目前没有办理业务的权限，不能上传附件。',
        en: 'you hold no duty at present and cannot attach files.',
      })
    }
    const { rows } = await sql<{ bytes: bigint }>`
      select coalesce(sum(size_bytes), 0)::bigint as bytes
      from app.attachment
      where
        uploaded_by = ${actorIdOf(context.actor)}
        and not exists (
          select
          from app.record_attachment
          where record_attachment.attachment_id = attachment.attachment_id
        )
    `.execute(tx)
    if (rows[0]!.bytes > BigInt(limits.looseBytesMax)) {
      throw new Refusal('too_many', {
        zh: '您上传后尚未使用的附件过多；请先办理相关业务，或一天后再传。',
        en: 'too many of your uploads are not used yet; finish what they are for, or come back tomorrow.',
      })
    }
  })
}

/** Stops at the first byte too many: nobody fills the memory by sending on. */
async function readAll(content: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of content) {
    size += chunk.length
    if (size > bytesMax) {
      const megabytes = Math.floor(bytesMax / 2 ** 20)
      throw new Refusal('too_large', {
        zh: `附件超过 ${megabytes} MB；请压缩或拆分后上传。`,
        en: `the attachment is larger than ${megabytes} MB; compress it or split it.`,
      })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function infected(): Refusal {
  return new Refusal('invalid_input', {
    zh: '病毒扫描未通过，附件未保存；请检查来源后重新制作。',
    en: 'the virus scanner refused the attachment and it was not kept; check where it came from and make it anew.',
  })
}

/** The number of the advisory lock that an upload shares and the sweep of orphans has alone, per content. */
export const contentLock = 24

async function insertAttachment(
  context: ActContext,
  store: ContentStore,
  uploaded: UploadedAttachment,
): Promise<void> {
  await context.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ at: Date }>`
      select
        clock_timestamp() as at,
        pg_advisory_xact_lock_shared(${contentLock}, hashtext(${uploaded.sha256}))
    `.execute(tx)
    // An equal content, left over from yesterday, may have been swept away since it was written.
    if (!(await hasContent(store, uploaded.sha256))) throw sweptAway()
    const uploadedBy = actorIdOf(context.actor)
    const { at } = rows[0]!
    await tx
      .insertInto('attachment')
      .values({
        attachment_id: uploaded.attachmentId,
        sha256: uploaded.sha256,
        size_bytes: BigInt(uploaded.sizeBytes),
        content_type: uploaded.contentType,
        name: uploaded.name,
        scan_result: uploaded.scanResult,
        uploaded_by: uploadedBy,
        uploaded_at: at,
      })
      .execute()
    const sealed = sealEntry(
      {
        at,
        actorId: uploadedBy,
        function: 'ATTACH/upload',
        recordKind: 'ATTACHMENT',
        recordId: uploaded.attachmentId,
        outcome: 'ACCEPTED',
        payload: uploaded,
      },
      sealWith(context),
    )
    await appendEntry(tx, sealed)
  })
}

function sweptAway(): Refusal {
  return new Refusal('unavailable', {
    zh: '附件未能保存；请重新上传。',
    en: 'the attachment could not be kept; upload it again.',
  })
}
