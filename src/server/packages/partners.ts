import type { Selectable } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { PackagePartnerTable } from '#platform/postgres/tables.ts'
import { parseVerifierKey } from '#trail/log/verifier-key.ts'
import { type Exchange, notePackage, unknownAgency } from './exchange.ts'

/** Whose packages are taken. A key speaks for one unit of ours, or is a superior's outside. */

export type Partner = Selectable<PackagePartnerTable>

export interface Trusting {
  readonly title: string
  /** The text of the public key, as `package key` prints it. */
  readonly key: string
  /** Null: a superior. */
  readonly agencyId: string | null
}

const refuse = (zh: string, en: string): Refusal => new Refusal('conflict', { zh, en })

/** The operator's act, after the key was compared by another way: it is in the trail. */
export async function trustPartner(
  exchange: Exchange,
  { title, key: text, agencyId }: Trusting,
): Promise<Partner> {
  const key = parseVerifierKey(text.trim())
  if (key === null) {
    throw new Refusal('invalid_input', {
      zh: '公钥文件的内容不是数据包公钥；请使用对方 fangxian package key 显示的一行。',
      en: 'the file holds no package key; use the line that fangxian package key prints at the other side.',
    })
  }
  if (key.name.endsWith(`/${exchange.installation.logId}`)) {
    throw refuse('这是本系统自己的公钥；请使用对方的公钥。', 'this is our own key; use the other side’s.')
  }
  return exchange.kernel.db.transaction().execute(async (tx) => {
    if (agencyId !== null) await checkAgency(tx, agencyId)
    const known = await tx
      .selectFrom('package_partner')
      .selectAll()
      .where((where) => where.or([where('key_id', '=', key.keyId), where('title', '=', title)]))
      .execute()
    const same = known.find(({ key_id }) => key_id === key.keyId)
    if (same !== undefined) {
      if (same.title === title && same.agency_id === agencyId && same.ended_at === null) return same
      throw refuse(
        `该公钥已登记为“${same.title}”${same.ended_at === null ? '' : '并已停用'}；请先停用再由对方更换密钥。`,
        `this key is registered as "${same.title}"${same.ended_at === null ? '' : ', and ended'}; end it and have the other side make a new one.`,
      )
    }
    if (known.some(({ ended_at }) => ended_at === null)) {
      throw refuse(
        `已有名为“${title}”的登记；请先用 --withdraw 停用，或换一个名称。`,
        `"${title}" is registered already; end it with --withdraw first, or give another name.`,
      )
    }
    const partner = { key_id: key.keyId, verifier_key: key.text, title, agency_id: agencyId }
    const made = await tx
      .insertInto('package_partner')
      .values({ ...partner, trusted_at: new Date() })
      .returningAll()
      .executeTakeFirstOrThrow()
    await notePackage(exchange, tx, { function: 'PACKAGE_TRUST', recordId: key.keyId, payload: partner })
    return made
  })
}

async function checkAgency(tx: Tx, agencyId: string): Promise<void> {
  const found = await tx
    .selectFrom('agency')
    .select('agency_id')
    .where('agency_id', '=', agencyId)
    .executeTakeFirst()
  if (found === undefined) throw unknownAgency(agencyId)
}

/** No package of that key is taken any more; what was imported stays. */
export async function withdrawPartner(exchange: Exchange, title: string): Promise<Partner> {
  return exchange.kernel.db.transaction().execute(async (tx) => {
    const { key_id: keyId } = await getPartner(tx, title)
    const ended = await tx
      .updateTable('package_partner')
      .set({ ended_at: new Date() })
      .where('key_id', '=', keyId)
      .returningAll()
      .executeTakeFirstOrThrow()
    const payload = { key_id: keyId, title, withdrawn: true }
    await notePackage(exchange, tx, { function: 'PACKAGE_TRUST', recordId: keyId, payload })
    return ended
  })
}

export async function getPartner(tx: Tx, title: string): Promise<Partner> {
  const found = await tx
    .selectFrom('package_partner')
    .selectAll()
    .where('title', '=', title)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (found !== undefined) return found
  throw new Refusal('not_found', {
    zh: `没有登记名为“${title}”的对方单位；请用 fangxian package list 查看，或先用 fangxian package trust 登记。`,
    en: `no partner is registered as "${title}"; see fangxian package list, or register it with fangxian package trust.`,
  })
}

export async function findPartnerByKey(tx: Tx, keyId: string): Promise<Partner | undefined> {
  return tx
    .selectFrom('package_partner')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}

export async function listPartners(tx: Tx): Promise<readonly Partner[]> {
  return tx.selectFrom('package_partner').selectAll().orderBy('trusted_at').orderBy('key_id').execute()
}
