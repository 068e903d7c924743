import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import { appendEntry } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import type { ActContext } from '../act-context.ts'
import { actorIdOf } from '../record.ts'
import { sealWith } from '../save-act.ts'
import { hasContent, writeContent } from './content-store.ts'
import { contentTypeOf } from './content-type.ts'
import { sanitisedFileName } from './file-name.ts'
import { scanContent } from './scanner.ts'
import { type AttachmentService, contentLock } from './upload-attachment.ts'

/**
 * What the server itself wrote becomes an attachment of the server, as an upload becomes one of a person: scanned,
 * encrypted, synced, then the row. It holds no duty, so the way of uploads is closed to it.
 */
export async function keepWritten(
  context: ActContext,
  { store, scanner, turns, checkSpace }: AttachmentService,
  file: { readonly name: string; readonly content: Buffer },
): Promise<string> {
  await checkSpace?.()
  return turns.take(async () => {
    const { content } = file
    const contentType = await contentTypeOf(content)
    const scanResult = await scanContent(scanner, content)
    if (scanResult === 'INFECTED') throw infectedFile()
    const kept = {
      attachmentId: context.newId(),
      sha256: await writeContent(store, content),
      sizeBytes: content.length,
      contentType,
      name: sanitisedFileName(file.name, contentType),
      scanResult,
    }
    await context.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ at: Date }>`
        select clock_timestamp() as at, pg_advisory_xact_lock_shared(${contentLock}, hashtext(${kept.sha256}))
      `.execute(tx)
      if (!(await hasContent(store, kept.sha256))) throw notKept()
      const by = actorIdOf(context.actor)
      const { at } = rows[0]!
      await tx
        .insertInto('attachment')
        .values({
          attachment_id: kept.attachmentId,
          sha256: kept.sha256,
          size_bytes: BigInt(kept.sizeBytes),
          content_type: kept.contentType,
          name: kept.name,
          scan_result: kept.scanResult,
          uploaded_by: by,
          uploaded_at: at,
        })
        .execute()
      const sealed = sealEntry(
        {
          ...{ at, actorId: by, function: 'ATTACH/upload', recordKind: 'ATTACHMENT' },
          ...{ recordId: kept.attachmentId, outcome: 'ACCEPTED', payload: kept },
        },
        sealWith(context),
      )
      await appendEntry(tx, sealed)
    })
    return kept.attachmentId
  })
}

function infectedFile(): Refusal {
  return new Refusal('unavailable', {
    zh: '所成文书未通过病毒扫描，请系统管理员检查文书模板。',
    en: 'the virus scanner refused the letter; have the system officer look at the template.',
  })
}

function notKept(): Refusal {
  return new Refusal('unavailable', {
    zh: '文书未能保存，请重试。',
    en: 'the letter could not be kept; try again.',
  })
}
