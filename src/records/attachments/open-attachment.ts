import { Refusal } from '#base/refusal.ts'
import { appendEntry } from '#trail/append-entry.ts'
import type { ActContext } from '../act-context.ts'
import { notFound } from '../decide-act.ts'
import { type AskedRecord, findVisible, sealReading } from '../reading/open-record.ts'
import { actorIdOf } from '../record.ts'
import { readContent } from './content-store.ts'
import { type ContentType, contentTypes, isPreviewed } from './content-type.ts'
import type { AttachmentService } from './upload-attachment.ts'

export interface OpenedAttachment {
  readonly content: Buffer
  readonly name: string
  readonly mediaType: string
  /** Shown in the page, or a download (platform.md 24). The server adds nosniff and the sandboxed origin. */
  readonly disposition: 'inline' | 'attachment'
}

/** Reads an attachment of a record one may see; that is in the trail before a byte is given out. */
export async function openAttachment(
  context: ActContext,
  service: AttachmentService,
  asked: AskedRecord & { readonly attachmentId: string },
): Promise<OpenedAttachment> {
  const { asking, record, attached } = await findVisible(context, asked, 'open-attachment')
  if (!attached.some(({ id }) => id === asked.attachmentId)) throw notFound()
  const row = await context.db
    .selectFrom('attachment')
    .select(['sha256', 'content_type', 'name', 'scan_result', 'uploaded_by'])
    .where('attachment_id', '=', asked.attachmentId)
    .executeTakeFirstOrThrow()
  if (
    row.scan_result === 'NOT_SCANNED' &&
    asking.kind.isHighRisk &&
    row.uploaded_by !== actorIdOf(context.actor)
  ) {
    throw new Refusal('action_not_available', {
      zh: '该附件尚未经过病毒扫描，高风险业务中他人不能打开；请联系系统管理员配置扫描，或由上传人重新上传。',
      en: 'no scanner has seen this attachment, and in high-risk business others may not open it; ask the system officer for a scanner, or its uploader to upload it again.',
    })
  }
  const content = await service.turns.take(() => readContent(service.store, row.sha256))
  const sealed = sealReading(context, {
    asking,
    record,
    action: 'open-attachment',
    payload: { attachmentId: asked.attachmentId, sha256: row.sha256 },
  })
  await context.db.transaction().execute((tx) => appendEntry(tx, sealed))
  const type = row.content_type as ContentType
  return {
    content,
    name: row.name,
    mediaType: contentTypes[type],
    disposition: isPreviewed(type) ? 'inline' : 'attachment',
  }
}
