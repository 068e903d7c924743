import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { momentOf } from '#access/moment.ts'
import { findActorFacts } from '#access/storing/actor-store.ts'
import { scopeCondition } from '#access/storing/scope-condition.ts'
import { assert, Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { ActContext } from '../act-context.ts'
import { readFunctionOf } from '../ask-access.ts'
import { notFound } from '../decide-act.ts'
import { actorIdOf } from '../record.ts'
import { type Cursor, cursorText, parseCursor } from './cursor.ts'
import { readCondition } from './read-condition.ts'

/** What a list may be sorted by; each ends with the record's id, so that no two rows are equal. */
const sortColumns = {
  enteredAt: { value: sql`record.entered_at`, type: 'timestamptz' },
  changedAt: { value: sql`record.changed_at`, type: 'timestamptz' },
  // Without a deadline or an amount: last when ascending, and still in one order.
  dueDay: { value: sql`coalesce(record.due_day, 'infinity'::date)`, type: 'date' },
  amountFen: { value: sql`coalesce(record.amount_fen, 9223372036854775807)`, type: 'bigint' },
} as const
export type SortColumn = keyof typeof sortColumns

export const rowsMax = 200

/** A list's question, as the API takes it. */
export const ListQuery = z.strictObject({
  kind: z.string(),
  statuses: z.array(z.string()).min(1).max(50).optional(),
  isOpen: z.boolean().optional(),
  agencyId: z.string().optional(),
  /** With everything below it. */
  region: z.string().optional(),
  scheme: z.string().optional(),
  personId: z.string().optional(),
  enteredBy: z.string().optional(),
  amountFenMin: z.bigint().optional(),
  amountFenMax: z.bigint().optional(),
  /** `YYYY-MM-DD`, inclusive. */
  dueUntil: z.iso.date().optional(),
  sort: z.enum(Object.keys(sortColumns) as [SortColumn, ...SortColumn[]]).default('changedAt'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  limit: z.int().min(1).max(rowsMax).default(50),
  cursor: z.string().max(500).optional(),
})
export type ListQuery = z.infer<typeof ListQuery>

const SummaryRow = z.object({
  recordId: z.string(),
  kind: z.string(),
  status: z.string(),
  version: z.int(),
  regions: z.array(z.string()),
  agencyId: z.string().nullable(),
  scheme: z.string().nullable(),
  personId: z.string().nullable(),
  amountFen: z.bigint().nullable(),
  isOpen: z.boolean(),
  enteredBy: z.string(),
  enteredAt: z.date(),
  changedBy: z.string(),
  changedAt: z.date(),
  dueDay: z.string().nullable(),
  isDueProvisional: z.boolean(),
  remindOn: z.string().nullable(),
})
/** A row of a list: no data of the record itself, which only `openRecord` shows. */
export type RecordSummary = z.infer<typeof SummaryRow>

export interface RecordPage {
  readonly rows: readonly RecordSummary[]
  /** Null: this was the last page. */
  readonly nextCursor: string | null
}

/** Records of one kind within the actor's scope, page by page (style.md, habit 10). */
export async function listRecords(context: ActContext, query: ListQuery): Promise<RecordPage> {
  return context.db.transaction().execute(async (tx) => {
    const conditions = [await scopeOf(context, tx, query.kind), ...filtersOf(query)]
    const { value, type } = sortColumns[query.sort]
    const direction = query.direction === 'asc' ? sql`asc` : sql`desc`
    if (query.cursor !== undefined) {
      const { sort, at, id } = parseCursor(query.cursor)
      if (sort !== `${query.sort} ${query.direction}`) throw foreignCursor()
      const after = query.direction === 'asc' ? sql`>` : sql`<`
      conditions.push(sql<SqlBool>`(${value}, record.record_id) ${after} (${at}::${sql.raw(type)}, ${id})`)
    }
    const { rows } = await sql<Record<string, unknown> & { sortValue: string }>`
      select
        record_id as "recordId",
        kind,
        status,
        version,
        regions,
        agency_id as "agencyId",
        scheme,
        person_id as "personId",
        amount_fen as "amountFen",
        is_open as "isOpen",
        entered_by as "enteredBy",
        entered_at as "enteredAt",
        changed_by as "changedBy",
        changed_at as "changedAt",
        due_day as "dueDay",
        due_is_provisional as "isDueProvisional",
        remind_on as "remindOn",
        -- Text: a Date would cut microseconds off, and the next page would begin elsewhere.
        (${value})::text as "sortValue"
      from app.record
      where ${sql.join(conditions, sql` and `)}
      order by ${value} ${direction}, record.record_id ${direction}
      limit ${query.limit + 1}
    `.execute(tx)
    const page = rows.slice(0, query.limit)
    const last = rows.length > query.limit ? page.at(-1) : undefined
    const cursor: Cursor | null =
      last === undefined
        ? null
        : { sort: `${query.sort} ${query.direction}`, at: last.sortValue, id: String(last.recordId) }
    return { rows: z.array(SummaryRow).parse(page), nextCursor: cursor === null ? null : cursorText(cursor) }
  })
}

async function scopeOf(context: ActContext, tx: Tx, code: string): Promise<RawBuilder<SqlBool>> {
  const kind = context.kinds.get(code)
  if (kind === undefined) throw notFound()
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
  const at = rows[0]!.at
  const actor = await findActorFacts(tx, actorIdOf(context.actor), at)
  if (actor === null) throw notFound()
  const asked = context.catalogue.get(readFunctionOf(kind))
  assert(asked !== undefined, `${readFunctionOf(kind)} is in the catalogue`)
  const moment = momentOf(at, (day) => context.workingDays.isWorkingByDay.get(day))
  const columns = { covering: sql`record.covering`, scheme: sql`record.scheme` }
  const inScope = scopeCondition({ actor, moment }, asked, columns)
  return sql<SqlBool>`(${inScope} and ${readCondition([kind], actor.staffId)})`
}

function filtersOf(query: ListQuery): RawBuilder<SqlBool>[] {
  const { statuses, isOpen, agencyId, region, scheme, personId, enteredBy } = query
  const { amountFenMin, amountFenMax, dueUntil } = query
  const conditions = [sql<SqlBool>`record.kind = ${query.kind}`]
  const equal = (column: RawBuilder<unknown>, value: unknown): void => {
    if (value !== undefined) conditions.push(sql<SqlBool>`${column} = ${value}`)
  }
  if (statuses !== undefined) conditions.push(sql<SqlBool>`record.status = any(${[...statuses]}::text[])`)
  equal(sql`record.is_open`, isOpen)
  if (region !== undefined) conditions.push(sql<SqlBool>`record.covering @> ${[region]}::text[]`)
  equal(sql`record.agency_id`, agencyId)
  equal(sql`record.scheme`, scheme)
  equal(sql`record.person_id`, personId)
  equal(sql`record.entered_by`, enteredBy)
  if (amountFenMin !== undefined) conditions.push(sql<SqlBool>`record.amount_fen >= ${amountFenMin}`)
  if (amountFenMax !== undefined) conditions.push(sql<SqlBool>`record.amount_fen <= ${amountFenMax}`)
  if (dueUntil !== undefined) conditions.push(sql<SqlBool>`record.due_day <= ${dueUntil}::date`)
  return conditions
}

function foreignCursor(): Refusal {
  return new Refusal('invalid_input', {
    zh: '翻页位置与当前的排序不符；请从第一页重新开始。',
    en: 'the cursor belongs to another order of the list; start again with the first page.',
  })
}
