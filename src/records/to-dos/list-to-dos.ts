import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { type ActorFacts, holdingsOf, isAbsent } from '#access/actor.ts'
import { momentOf } from '#access/moment.ts'
import { findActorFacts } from '#access/storing/actor-store.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { ActContext } from '../act-context.ts'
import { toDoReadCondition } from '../reading/read-condition.ts'
import { actorIdOf } from '../record.ts'

const ToDoRow = z.object({
  toDoId: z.string(),
  recordId: z.string(),
  kind: z.string(),
  duty: z.string(),
  agencyId: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  dueDay: z.string().nullable(),
  createdAt: z.date(),
  assignedTo: z.string().nullable(),
})
export type ToDo = z.infer<typeof ToDoRow>

export interface ToDoQuery {
  /** `mine`: assigned to me. `post`: of my duties at my agency, not assigned or assigned to a colleague. */
  readonly list: 'mine' | 'post'
  /** Of `post`: only what nobody has claimed. */
  readonly isFree?: boolean
  /** 1 to 200. */
  readonly limit: number
  /** The last one of the page before. */
  readonly after?: Pick<ToDo, 'dueDay' | 'toDoId'>
}

/** The most urgent first; what has no deadline comes last. */
export async function listToDos(context: ActContext, query: ToDoQuery): Promise<readonly ToDo[]> {
  return context.db.transaction().execute(async (tx) => {
    const asker = await loadAsker(context, tx)
    if (asker === null) return []
    const me = asker.actor.staffId
    const conditions = [sql<SqlBool>`closed_at is null`, toDoReadCondition(context.kinds.values(), me)]
    if (query.list === 'mine') conditions.push(sql<SqlBool>`assigned_to = ${me}`)
    else conditions.push(ofPost(asker), ...(query.isFree === true ? [sql<SqlBool>`assigned_to is null`] : []))
    if (query.after !== undefined) {
      const { dueDay, toDoId } = query.after
      conditions.push(sql<SqlBool>`
        (coalesce(due_day, 'infinity'::date), to_do_id) > (coalesce(${dueDay}::date, 'infinity'::date), ${toDoId})
      `)
    }
    const { rows } = await sql`
      select
        to_do_id as "toDoId",
        record_id as "recordId",
        kind,
        duty,
        agency_id as "agencyId",
        title,
        due_day as "dueDay",
        created_at as "createdAt",
        assigned_to as "assignedTo"
      from app.to_do
      where ${sql.join(conditions, sql` and `)}
      order by coalesce(due_day, 'infinity'::date), to_do_id
      limit ${Math.min(Math.max(query.limit, 1), 200)}
    `.execute(tx)
    return z.array(ToDoRow).parse(rows)
  })
}

export interface Asker {
  readonly actor: ActorFacts
  readonly duties: readonly string[]
  readonly at: Date
}

/** Null for whoever holds nothing now: nobody of that name, left, or absent. */
export async function loadAsker(context: ActContext, tx: Tx, staffId?: string): Promise<Asker | null> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
  const at = rows[0]!.at
  const actor = await findActorFacts(tx, staffId ?? actorIdOf(context.actor), at)
  if (actor === null) return null
  const moment = momentOf(at, (day) => context.workingDays.isWorkingByDay.get(day))
  if (isAbsent(actor, moment)) return null
  const duties = [...new Set(holdingsOf(actor, moment).map(({ duty }) => duty))]
  return duties.length === 0 ? null : { actor, duties, at }
}

/** Of the person's duties at the person's agency, without what another step has already closed to him. */
function ofPost({ actor, duties }: Asker): RawBuilder<SqlBool> {
  return sql<SqlBool>`
    agency_id = ${actor.agencyId}
    and duty = any(${[...duties]}::text[])
    and not (${actor.staffId} = any(not_for))
  `
}
