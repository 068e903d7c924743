import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { Role } from '#standard/code-lists.ts'

/**
 * Grants where nobody is there yet to propose them: at `init` and in the demonstration. Later ones are effects of
 * records. The epoch of whom it concerns is raised in the same transaction, by a statement and not by a trigger
 * (platform.md 15): an act decided on older facts is decided again.
 */

/** The number of people whose epoch was raised. */
export async function raiseEpochs(tx: Tx, staffIds: readonly string[]): Promise<number> {
  if (staffIds.length === 0) return 0
  const [result] = await tx
    .updateTable('authority_epoch')
    .set((update) => ({ epoch: update('epoch', '+', 1n) }))
    .where('staff_id', 'in', [...staffIds].sort())
    .execute()
  return Number(result!.numUpdatedRows)
}

export interface NewGrant {
  readonly grantId: string
  readonly staffId: string
  readonly role: Role
  readonly regions: readonly string[]
  readonly schemes: readonly string[] | null
  readonly from: Date
  readonly to: Date | null
  readonly coverId: string | null
  readonly origin: 'INIT' | 'ORDER' | 'DEMONSTRATION'
  readonly orderId: string | null
  readonly proposedBy: string | null
  readonly grantedBy: string | null
  readonly confirmedBy: string | null
}

/**
 * Two grants that are harmless one by one may conflict together, so the grantee's epoch must still be the one that
 * `mayGrant` decided on; null only where nobody else can be writing (init, the demonstration).
 */
export async function insertGrant(tx: Tx, grant: NewGrant, epochDecidedOn: bigint | null): Promise<void> {
  let raise = tx
    .updateTable('authority_epoch')
    .set((update) => ({ epoch: update('epoch', '+', 1n) }))
    .where('staff_id', '=', grant.staffId)
  if (epochDecidedOn !== null) raise = raise.where('epoch', '=', epochDecidedOn)
  const raised = await raise.executeTakeFirst()
  if (raised.numUpdatedRows !== 1n) {
    throw new Refusal('stale_version', {
      zh: '被授权人的权限刚刚发生变化，请刷新后重新核对再办理。',
      en: 'the grantee’s authority has just changed; reload, check again and repeat.',
    })
  }
  await tx
    .insertInto('role_grant')
    .values({
      grant_id: grant.grantId,
      staff_id: grant.staffId,
      role: grant.role,
      regions: [...grant.regions],
      schemes: grant.schemes === null ? null : [...grant.schemes],
      valid_from: grant.from,
      valid_to: grant.to,
      cover_id: grant.coverId,
      origin: grant.origin,
      order_id: grant.orderId,
      proposed_by: grant.proposedBy,
      granted_by: grant.grantedBy,
      confirmed_by: grant.confirmedBy,
    })
    .execute()
}
