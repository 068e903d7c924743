import { sql } from 'kysely'
import { z } from 'zod'
import { assert, Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '#trail/append-entry.ts'
import { type SealedEntry, sealEntry } from '#trail/seal-entry.ts'
import type { ActContext } from '../act-context.ts'
import { type Asking, askAccess, checkOnPost, checkSees, readFunctionOf } from '../ask-access.ts'
import { type AvailableAction, availableActions } from '../available-actions.ts'
import { notFound } from '../decide-act.ts'
import type { RecordKind } from '../define-record.ts'
import { loadAct } from '../load-act.ts'
import { type ActRequest, type AttachedFile, actorIdOf, type RecordState } from '../record.ts'
import { saveRefusal } from '../refused-acts.ts'
import { sealWith, trailFunction } from '../save-act.ts'

export interface HistoryAction {
  readonly version: number
  readonly action: string
  readonly actorId: string
  readonly at: Date
  readonly statusBefore: string
  readonly statusAfter: string
  readonly input: unknown
}

export interface HistoryComment {
  readonly commentId: string
  readonly actorId: string
  readonly at: Date
  readonly text: string
}

export interface OpenedRecord {
  readonly record: RecordState
  readonly attached: readonly AttachedFile[]
  readonly history: readonly HistoryAction[]
  readonly comments: readonly HistoryComment[]
  /** The same table that `act` asks. */
  readonly actions: readonly AvailableAction[]
  readonly at: Date
}

export interface AskedRecord {
  readonly kind: string
  readonly recordId: string
}

/** Opens the details: everything there is to see, and the trail says who saw which version (platform.md 11). */
export async function openRecord(context: ActContext, asked: AskedRecord): Promise<OpenedRecord> {
  const { asking, record, attached } = await findVisible(context, asked, 'view')
  const sealed = sealReading(context, {
    asking,
    record,
    action: 'view',
    payload: { version: record.version },
  })
  return context.db.transaction().execute(async (tx) => {
    await appendEntry(tx, sealed)
    await insertView(tx, context, { record, sealed, at: asking.at })
    const history = await listActions(tx, record)
    const comments = await listComments(tx, record.id)
    const actions = availableActions(asking.kind, record, asking)
    return { record, attached, history, comments, actions, at: asking.at }
  })
}

export interface Visible {
  readonly asking: Asking
  readonly record: RecordState
  readonly attached: readonly AttachedFile[]
}

/**
 * The record, for a person who may see it; else a refusal, which is in the trail. `wants` is a function of the access
 * catalogue that is needed beside seeing it.
 */
export async function findVisible(
  context: ActContext,
  { kind: code, recordId }: AskedRecord,
  reading: string,
  wants?: string,
): Promise<Visible> {
  const kind = context.kinds.get(code)
  if (kind === undefined) throw notFound()
  const { loaded, actorFacts } = await loadAct(context, kind, bareRequest(kind, recordId))
  const asking: Asking = { ...context, kind, actorFacts, at: loaded.at, earlier: loaded.earlier }
  try {
    checkOnPost(asking)
    const { record, isReadable } = loaded
    if (record === null || record.kind !== code) throw notFound()
    checkSees(asking, { subject: record.subject, isReadable })
    if (wants !== undefined) {
      askAccess(asking, { function: wants, step: 'ACT', subject: record.subject, approvalLevel: 1 })
    }
    return { asking, record: { ...record, data: kind.schema.parse(record.data) }, attached: loaded.attached }
  } catch (error) {
    if (error instanceof Refusal) {
      const refused = { recordId, action: reading, version: null, input: null }
      await saveRefusal(context, { kind, asked: refused, at: loaded.at, refusal: error }, null)
    }
    throw error
  }
}

/** A load without a key: nothing is stored under it. */
function bareRequest(kind: RecordKind, recordId: string): ActRequest {
  return {
    kind: kind.kind,
    recordId,
    action: '',
    input: null,
    version: null,
    attachments: [],
    confirmation: null,
    endpoint: '',
    idempotencyKey: '',
  }
}

export function sealReading(
  context: ActContext,
  {
    asking,
    record,
    action,
    payload,
    outcome = 'VIEWED',
  }: {
    readonly asking: Asking
    readonly record: RecordState
    readonly action: string
    readonly payload: unknown
    readonly outcome?: string
  },
): SealedEntry {
  return sealEntry(
    {
      at: asking.at,
      actorId: actorIdOf(context.actor),
      function: trailFunction(readFunctionOf(asking.kind), action),
      recordKind: record.kind,
      recordId: record.id,
      outcome,
      payload,
    },
    sealWith(context),
  )
}

async function insertView(
  tx: Tx,
  { actor }: ActContext,
  { record, sealed, at }: { record: RecordState; sealed: SealedEntry; at: Date },
): Promise<void> {
  assert(actor.kind === 'person', 'a job opens no details')
  await tx
    .insertInto('record_view')
    .values({
      entry_id: sealed.entryId,
      entry_hash: sealed.leafHash,
      record_id: record.id,
      version: record.version,
      actor_id: actor.staffId,
      session_id: actor.sessionId,
      at,
    })
    .execute()
}

const HistoryRow = z.object({
  version: z.int(),
  action: z.string(),
  actorId: z.string(),
  at: z.date(),
  statusBefore: z.string(),
  statusAfter: z.string(),
  input: z.unknown(),
})

/** Up to the version that is shown: a later one is not what was opened. */
async function listActions(tx: Tx, { id, version }: RecordState): Promise<readonly HistoryAction[]> {
  const { rows } = await sql`
    select
      version,
      action,
      actor_id as "actorId",
      at,
      status_before as "statusBefore",
      status_after as "statusAfter",
      input
    from app.record_action
    where record_id = ${id} and version <= ${version}
    order by version
  `.execute(tx)
  return z.array(HistoryRow).parse(rows)
}

/** Newest first; the oldest beyond a number are not shown. */
const commentsMax = 500

async function listComments(tx: Tx, recordId: string): Promise<readonly HistoryComment[]> {
  const rows = await tx
    .selectFrom('record_comment')
    .select(['comment_id', 'actor_id', 'at', 'text'])
    .where('record_id', '=', recordId)
    .orderBy('at', 'desc')
    .orderBy('comment_id', 'desc')
    .limit(commentsMax)
    .execute()
  return rows.map(({ comment_id, actor_id, at, text }) => ({
    commentId: comment_id,
    actorId: actor_id,
    at,
    text,
  }))
}
