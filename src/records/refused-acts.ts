import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalJson } from '#base/canonical-json.ts'
import type { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { appendEntry, trailEntryJson } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import type { ActContext } from './act-context.ts'
import { type Answer, isStored } from './answer.ts'
import { AccessRefusal, readFunctionOf } from './ask-access.ts'
import type { RecordKind } from './define-record.ts'
import { type Effect, storedEffect } from './effect.ts'
import { type ActRequest, actorIdOf } from './record.ts'
import { sealWith, trailFunction } from './save-act.ts'

export interface RefusedAct {
  readonly kind: RecordKind
  /** What was asked for; of a reading the input is null. */
  readonly asked: Pick<ActRequest, 'recordId' | 'action' | 'version' | 'input'>
  readonly at: Date
  readonly refusal: Refusal
  /** What stays of the check's answer; absent: nothing. */
  readonly kept?: readonly Effect[]
}

/** Under which key a refusal is kept for whoever asks again. */
export interface KeptAnswer {
  readonly request: ActRequest
  readonly hash: string
  readonly answer: Answer
}

/** A refused input is kept whole up to this length, else by its hash: the trail is no place to store floods. */
const inputBytesMax = 8192

/** In a transaction of its own. True: the key was used meanwhile, and that answer counts. */
export async function saveRefusal(
  context: ActContext,
  refused: RefusedAct,
  kept: KeptAnswer | null,
): Promise<boolean> {
  const refusal = {
    accountId: actorIdOf(context.actor),
    at: refused.at,
    writtenMax: context.limits.refusalsWrittenMax,
    entry: trailEntryJson(sealRefused(context, refused)),
    ...(kept === null || !isStored(kept.answer) ? {} : keptJson(kept)),
    ...(refused.kept === undefined || refused.kept.length === 0
      ? {}
      : { effects: refused.kept.map(storedEffect) }),
  }
  const { rows } = await sql<{ saved: { stored?: unknown } }>`
    select app.save_refusal(${JSON.stringify(refusal)}::jsonb) as saved
  `.execute(context.db)
  return rows[0]!.saved.stored !== undefined
}

function keptJson({ request, hash, answer }: KeptAnswer): Readonly<Record<string, unknown>> {
  const { endpoint, idempotencyKey: key, recordId } = request
  return { endpoint, key, requestHash: hash, answer, ...(recordId === null ? {} : { recordId }) }
}

function sealRefused(
  context: ActContext,
  { kind, asked, at, refusal }: RefusedAct,
): ReturnType<typeof sealEntry> {
  // Names and ids that are none of ours came from outside: they may be anything, and belong into the payload.
  const input = canonicalJson(asked.input)
  return sealEntry(
    {
      at,
      actorId: actorIdOf(context.actor),
      function: functionOf(kind, asked.action),
      recordKind: kind.kind,
      recordId: refusal.code === 'not_found' || asked.recordId === null ? 'UNKNOWN' : asked.recordId,
      outcome: 'REFUSED',
      payload: {
        code: refusal.code,
        reason: refusal instanceof AccessRefusal ? refusal.reason : refusal.text.en,
        recordId: asked.recordId,
        action: asked.action,
        version: asked.version,
        ...(Buffer.byteLength(input) <= inputBytesMax
          ? { input: asked.input }
          : { inputHash: createHash('sha256').update(input).digest('hex') }),
      },
    },
    sealWith(context),
  )
}

function functionOf(kind: RecordKind, name: string): string {
  if (readings.includes(name)) return trailFunction(readFunctionOf(kind), name)
  const action = Object.hasOwn(kind.actions, name) ? kind.actions[name] : undefined
  return action === undefined ? 'UNKNOWN' : trailFunction(action.function, name)
}

/** What is done on a record beside its workflow. */
export const readings: readonly string[] = ['view', 'comment', 'open-attachment']

/**
 * For a job, every minute: what was refused beyond the limit becomes one entry an account and minute, which says how
 * many (platform.md 10). Returns the number of entries.
 */
export async function countRefusals(context: ActContext): Promise<number> {
  return context.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      account_id: string
      minute: Date
      refused: number
      written: number
      at: Date
    }>`
      select account_id, minute, refused, written, clock_timestamp() as at
      from app.refusal_count
      where not is_counted and minute < date_trunc('minute', clock_timestamp())
      order by minute, account_id
      limit 1000
      for update skip locked
    `.execute(tx)
    const flooding = rows.filter(({ refused, written }) => refused > written)
    for (const { account_id, minute, refused, written, at } of flooding) {
      const sealed = sealEntry(
        {
          at,
          actorId: account_id,
          function: 'REFUSALS',
          recordKind: 'ACCOUNT',
          recordId: account_id,
          outcome: 'REFUSED',
          payload: { minute, refused, written },
        },
        sealWith(context),
      )
      await appendEntry(tx, sealed)
    }
    for (const { account_id, minute } of rows) await markCounted(tx, account_id, minute)
    return flooding.length
  })
}

async function markCounted(tx: Tx, accountId: string, minute: Date): Promise<void> {
  await tx
    .updateTable('refusal_count')
    .set({ is_counted: true })
    .where('account_id', '=', accountId)
    .where('minute', '=', minute)
    .execute()
}
