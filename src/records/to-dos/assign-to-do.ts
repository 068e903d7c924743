import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import type { ActContext } from '../act-context.ts'
import { toDoReadCondition } from '../reading/read-condition.ts'
import { actorIdOf } from '../record.ts'
import { sealWith } from '../save-act.ts'
import { type Asker, loadAsker } from './list-to-dos.ts'

interface OpenToDo {
  readonly record_id: string
  readonly kind: string
  readonly duty: string
  readonly agency_id: string
  readonly not_for: readonly string[]
  readonly assigned_to: string | null
}

/** Who may give another person's to-do to somebody: the leaders of the agency. */
const assigningDuties: readonly string[] = ['UNIT_HEAD', 'DEPUTY_HEAD']

/** Takes a to-do of one's own post that nobody has taken. */
export async function claimToDo(context: ActContext, toDoId: string): Promise<void> {
  await change(context, toDoId, 'claim', (toDo, asker) => {
    if (!isForPost(toDo, asker)) throw notForYou()
    if (toDo.assigned_to !== null && toDo.assigned_to !== asker.actor.staffId) {
      throw new Refusal('conflict', {
        zh: '该待办已由他人领取；请刷新列表。',
        en: 'somebody else has taken this to-do; reload the list.',
      })
    }
    return asker.actor.staffId
  })
}

/** Gives one's own to-do back to the post. */
export async function releaseToDo(context: ActContext, toDoId: string): Promise<void> {
  await change(context, toDoId, 'release', (toDo, asker) => {
    if (toDo.assigned_to !== asker.actor.staffId) throw notForYou()
    return null
  })
}

/** A leader of the agency, or who has it now, gives it to somebody of the same post who did no earlier step. */
export async function assignToDo(context: ActContext, toDoId: string, staffId: string): Promise<void> {
  await change(context, toDoId, 'assign', async (toDo, asker, tx) => {
    const leads =
      asker.actor.agencyId === toDo.agency_id && asker.duties.some((duty) => assigningDuties.includes(duty))
    if (!leads && toDo.assigned_to !== asker.actor.staffId) throw notForYou()
    const assignee = await loadAsker(context, tx, staffId)
    if (assignee === null || !isForPost(toDo, assignee)) {
      throw new Refusal('conflict', {
        zh: '该人员不在此岗位、不在岗，或已办理过本单的其他环节；请另选人员。',
        en: 'that person is not on this post, is absent, or did another step of this record; choose somebody else.',
      })
    }
    return staffId
  })
}

function isForPost(toDo: OpenToDo, { actor, duties }: Asker): boolean {
  return (
    toDo.agency_id === actor.agencyId && duties.includes(toDo.duty) && !toDo.not_for.includes(actor.staffId)
  )
}

function notForYou(): Refusal {
  return new Refusal('not_permitted', {
    zh: '该待办不由您办理；请在自己的待办列表中选择。',
    en: 'this to-do is not for you; choose one from your own list.',
  })
}

function notFound(): Refusal {
  return new Refusal('not_found', {
    zh: '没有找到该待办，可能已经办结；请刷新列表。',
    en: 'there is no such to-do, or it is done; reload the list.',
  })
}

type Choosing = (toDo: OpenToDo, asker: Asker, tx: Tx) => Promise<string | null> | string | null

async function change(context: ActContext, toDoId: string, act: string, choose: Choosing): Promise<void> {
  await context.db.transaction().execute(async (tx) => {
    const asker = await loadAsker(context, tx)
    if (asker === null) throw notForYou()
    const { rows } = await sql<OpenToDo>`
      select record_id, kind, duty, agency_id, not_for, assigned_to
      from app.to_do
      where
        to_do_id = ${toDoId}
        and closed_at is null
        and ${toDoReadCondition(context.kinds.values(), asker.actor.staffId)}
      for no key update
    `.execute(tx)
    const toDo = rows[0]
    // Of another agency: as if it were not there (platform.md 25).
    if (
      toDo === undefined ||
      (toDo.agency_id !== asker.actor.agencyId && toDo.assigned_to !== asker.actor.staffId)
    ) {
      throw notFound()
    }
    const chosen = await choose(toDo, asker, tx)
    await tx
      .updateTable('to_do')
      .set({
        assigned_to: chosen,
        assigned_by: chosen === null ? null : asker.actor.staffId,
        assigned_at: chosen === null ? null : asker.at,
      })
      .where('to_do_id', '=', toDoId)
      .execute()
    const sealed = sealEntry(
      {
        at: asker.at,
        actorId: actorIdOf(context.actor),
        function: `TO_DO/${act}`,
        recordKind: toDo.kind,
        recordId: toDo.record_id,
        outcome: 'ACCEPTED',
        payload: { toDoId, before: toDo.assigned_to, after: chosen },
      },
      sealWith(context),
    )
    await appendEntry(tx, sealed)
  })
}
