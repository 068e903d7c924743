import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import { type UploadedAttachment, uploadAttachment } from '#records/attachments/upload-attachment.ts'
import type { GateContext } from '../gate-context.ts'
import type { ApiKey } from '../keys/api-key.ts'
import { operatorContext } from './judge-request.ts'

export interface FileForOrder {
  readonly operatorId: string
  readonly file: { readonly name: string; readonly content: AsyncIterable<Uint8Array> | null }
}

/**
 * Keeps a document that the core system's operator hands in. It is the operator's upload, as at the counter: an order
 * opened here for REVIEW by the same operator can name it, nobody else's can.
 */
export async function uploadForOrder(
  gate: GateContext,
  key: ApiKey,
  { operatorId, file }: FileForOrder,
): Promise<UploadedAttachment> {
  const { attachments, kernel } = gate
  if (attachments === null) {
    throw new Refusal('unavailable', {
      zh: '本系统未设置附件目录，不能接收材料；请联系系统管理员。',
      en: 'This installation has no folder for attachments; tell the system officer.',
    })
  }
  if (file.content === null) {
    throw new Refusal('invalid_input', { zh: '附件没有内容。', en: 'The attachment is empty.' })
  }
  const { rows } = await sql<{ is_ours: boolean }>`
    select agency.path @> array[${key.agencyId}::text] as is_ours
    from app.staff_member
    inner join app.agency on agency.agency_id = staff_member.agency_id
    where staff_member.staff_id = ${operatorId}
  `.execute(kernel.db)
  if (rows[0]?.is_ours !== true) {
    throw new Refusal('not_permitted', {
      zh: '该工号不是本密钥所代表机构的工作人员；请核对 X-Operator-Id。',
      en: 'This staff id is not of the agency that the key speaks for; check X-Operator-Id.',
    })
  }
  return uploadAttachment(operatorContext(gate, key, operatorId), attachments, {
    name: file.name,
    content: file.content,
  })
}
