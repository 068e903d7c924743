import type { AuthorityLimit, Interval, StaffStatus } from '#access/actor.ts'
import { coverConflict } from '#access/grants/cover-conflict.ts'
import { type Day, formatDay } from '#base/calendar-math.ts'
import { normaliseIdentityNumber } from '#base/identity-number.ts'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { Role } from '#standard/code-lists.ts'
import { findActorFacts, findPostFacts } from './actor-store.ts'

/**
 * Writes what people may do. Every function raises the epoch of whom it concerns in the same transaction, by a
 * statement and not by a trigger (platform.md 15): an act decided on older facts is decided again.
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

/** Ends a grant; an end that is already set is only ever moved forward. */
export async function endGrant(
  tx: Tx,
  ending: { readonly grantId: string; readonly at: Date; readonly endedBy: string },
): Promise<void> {
  const ended = await tx
    .updateTable('role_grant')
    .set({ valid_to: ending.at, ended_by: ending.endedBy })
    .where('grant_id', '=', ending.grantId)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', ending.at)]))
    .returning('staff_id')
    .executeTakeFirst()
  if (ended === undefined) {
    throw new Refusal('not_found', {
      zh: `没有找到生效中的授权 ${ending.grantId}，请核对编号。`,
      en: `there is no grant ${ending.grantId} in force; check the number.`,
    })
  }
  await raiseEpochs(tx, [ended.staff_id])
}

/** Access ends with the beginning of that day; a status other than ON_POST ends it at once. */
export async function endEmployment(
  tx: Tx,
  leaving: {
    readonly staffId: string
    readonly leftOn: Day
    readonly status: Exclude<StaffStatus, 'ON_POST'> | null
  },
): Promise<void> {
  const day = formatDay(leaving.leftOn)
  const found = await tx
    .updateTable('staff_member')
    .set(leaving.status === null ? { left_on: day } : { left_on: day, status: leaving.status })
    .where('staff_id', '=', leaving.staffId)
    .executeTakeFirst()
  if (found.numUpdatedRows !== 1n) throw noSuchPerson(leaving.staffId)
  await raiseEpochs(tx, [leaving.staffId])
}

export interface NewCover extends Interval {
  readonly coverId: string
  readonly staffId: string
  readonly forStaffId: string
  readonly postId: string
  readonly orderId: string | null
}

/**
 * Refused where the duties of the post would meet in one person what must be apart (domain 3.11), as things stand when
 * the transaction holds the person's epoch: of two covers that are harmless one by one the second is refused.
 */
export async function insertCover(tx: Tx, cover: NewCover): Promise<void> {
  await raiseEpochs(tx, [cover.staffId])
  const person = await findActorFacts(tx, cover.staffId, cover.from)
  const post = await findPostFacts(tx, cover.postId)
  if (person === null) throw noSuchPerson(cover.staffId)
  const conflict = post === null ? null : coverConflict(person, post, cover)
  if (conflict !== null) throw conflict
  await tx
    .insertInto('cover')
    .values({
      cover_id: cover.coverId,
      staff_id: cover.staffId,
      for_staff_id: cover.forStaffId,
      post_id: cover.postId,
      valid_from: cover.from,
      valid_to: cover.to,
      order_id: cover.orderId,
    })
    .execute()
}

export interface NewAbsence extends Interval {
  readonly absenceId: string
  readonly staffId: string
  readonly kind: 'ANNUAL' | 'TRAVEL' | 'SICK' | 'PARENTAL' | 'OTHER'
}

export async function insertAbsence(tx: Tx, absence: NewAbsence): Promise<void> {
  await tx
    .insertInto('absence')
    .values({
      absence_id: absence.absenceId,
      staff_id: absence.staffId,
      kind: absence.kind,
      valid_from: absence.from,
      valid_to: absence.to,
    })
    .execute()
  await raiseEpochs(tx, [absence.staffId])
}

export interface NewOvertimePermit extends Interval {
  readonly permitId: string
  readonly staffId: string
  readonly approvedBy: string
  readonly orderId: string | null
}

export async function insertOvertimePermit(tx: Tx, permit: NewOvertimePermit): Promise<void> {
  await tx
    .insertInto('overtime_permit')
    .values({
      permit_id: permit.permitId,
      staff_id: permit.staffId,
      valid_from: permit.from,
      valid_to: permit.to,
      approved_by: permit.approvedBy,
      order_id: permit.orderId,
    })
    .execute()
  await raiseEpochs(tx, [permit.staffId])
}

export interface NewRelative {
  readonly staffId: string
  readonly idNumber: string
  readonly relation: 'SPOUSE' | 'PARENT' | 'CHILD' | 'SIBLING' | 'OTHER'
  readonly name: string
  readonly declaredOn: Day
}

/** Declaring the same person again changes nothing; a withdrawn declaration comes into force again. */
export async function insertRelative(tx: Tx, relative: NewRelative): Promise<void> {
  await tx
    .insertInto('relative')
    .values({
      staff_id: relative.staffId,
      id_number: normaliseIdentityNumber(relative.idNumber.trim()),
      relation: relative.relation,
      name: relative.name,
      declared_on: formatDay(relative.declaredOn),
    })
    .onConflict((conflict) => conflict.columns(['staff_id', 'id_number']).doUpdateSet({ withdrawn_on: null }))
    .execute()
  await raiseEpochs(tx, [relative.staffId])
}

/** For everybody who holds or covers the post. */
export async function setLimit(tx: Tx, postId: string, limit: AuthorityLimit): Promise<void> {
  await tx
    .insertInto('authority_limit')
    .values({ post_id: postId, function: limit.function ?? '*', level: limit.level, max_fen: limit.maxFen })
    .onConflict((conflict) =>
      conflict.columns(['post_id', 'function', 'level']).doUpdateSet({ max_fen: limit.maxFen }),
    )
    .execute()
  const holders = await tx
    .selectFrom('post_assignment')
    .select('staff_id')
    .where('post_id', '=', postId)
    .union(tx.selectFrom('cover').select('staff_id').where('post_id', '=', postId))
    .orderBy('staff_id')
    .execute()
  await raiseEpochs(
    tx,
    holders.map((each) => each.staff_id),
  )
}

export function noSuchPerson(staffId: string): Refusal {
  return new Refusal('not_found', {
    zh: `没有找到工号 ${staffId}，请核对。`,
    en: `there is no staff number ${staffId}; check it.`,
  })
}
