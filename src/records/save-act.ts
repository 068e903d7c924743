import { sql } from 'kysely'
import { z } from 'zod'
import { formatDay } from '#base/calendar-math.ts'
import type { Database } from '#platform/postgres/database.ts'
import { trailEntryJson } from '#trail/append-entry.ts'
import { type SealedEntry, sealEntry } from '#trail/seal-entry.ts'
import type { ActContext } from './act-context.ts'
import type { Answer } from './answer.ts'
import { isOvertaken, refusalOfSave } from './database-faults.ts'
import type { Accepted } from './decide-act.ts'
import { type Effect, storedEffect } from './effect.ts'
import type { LoadedAct } from './load-act.ts'
import { callPrepared } from './prepared-call.ts'
import { type ActRequest, actorIdOf } from './record.ts'

const SavedJson = z.union([
  z.object({ saved: z.literal(true) }),
  z.object({ stale: z.enum(['version', 'authority']) }),
  z.object({ stored: z.literal(true) }),
  /** Two acts waited for each other's rows, and this one was undone for the other. */
  z.object({ overtaken: z.literal(true) }),
])
export type Saved = z.infer<typeof SavedJson>

/** What one act wants saved, made of what was asked, what was found and what was decided. */
export interface Saving {
  readonly context: ActContext
  readonly request: ActRequest
  readonly hash: string
  readonly found: LoadedAct
  readonly accepted: Accepted
  /** What stays of the check's answer. */
  readonly kept: readonly Effect[]
  readonly sealed: SealedEntry
  readonly answer: Answer
}

/**
 * One call of one function, which is its own transaction: no begin and commit around it, hence a Database and no Tx
 * (platform.md 15).
 */
export async function saveAct(db: Database, saving: Saving): Promise<Saved> {
  const act = JSON.stringify(actJson(saving))
  try {
    const [row] = await callPrepared(db, sql<{ saved: unknown }>`select app.save_act(${act}::jsonb) as saved`)
    return SavedJson.parse(row?.saved)
  } catch (error) {
    if ((error as { code?: string }).code === 'FX002') return { stored: true }
    if (isOvertaken(error)) return { overtaken: true }
    throw refusalOfSave(error)
  }
}

function actJson({ context, request, hash, found, accepted, kept, sealed, answer }: Saving): unknown {
  const { at } = found.loaded
  const actorId = actorIdOf(context.actor)
  const { toDos, files } = accepted
  const effects = [...accepted.effects, ...kept]
  return {
    accountId: actorId,
    endpoint: request.endpoint,
    key: request.idempotencyKey,
    requestHash: hash,
    answer,
    ...(found.actorFacts === null ? {} : { epoch: found.actorFacts.epoch.toString() }),
    record: recordRow(accepted, found, actorId),
    entry: trailEntryJson(sealed),
    action: actionRow({ context, request, found, accepted, sealed }),
    ...(accepted.due === 'KEEP' ? { keepsDue: true } : {}),
    ...(accepted.closesToDos ? { closesToDos: true } : {}),
    ...(toDos.length === 0 ? {} : { toDos: toDoRows(context, found, accepted) }),
    ...(files.length === 0 ? {} : { files: files.map(({ id, purpose }) => ({ id, purpose })) }),
    ...(effects.length === 0 ? {} : { effects: effects.map(storedEffect) }),
    at,
  }
}

function recordRow(accepted: Accepted, { loaded }: LoadedAct, actorId: string): unknown {
  const { subject, due } = accepted
  const { personKeys, staffIds, handlers, reportedAgencies } = subject
  const isDue = due !== null && due !== 'KEEP'
  return {
    record_id: accepted.recordId,
    kind: accepted.kind,
    status: accepted.status,
    version: accepted.version,
    regions: subject.regionCodes,
    agency_id: subject.agency?.agencyId ?? null,
    scheme: subject.scheme,
    person_id: subject.personId,
    amount_fen: subject.amountFen?.toString() ?? null,
    concerned: { personKeys, staffIds, handlers, reportedAgencies },
    data: accepted.data,
    is_open: accepted.isOpen,
    entered_by: loaded.record?.enteredBy ?? actorId,
    entered_at: loaded.record?.enteredAt ?? loaded.at,
    changed_by: actorId,
    changed_at: loaded.at,
    due_day: isDue ? formatDay(due.day) : null,
    due_is_provisional: isDue && due.isProvisional,
    remind_on: isDue ? formatDay(due.remindOn) : null,
    due_counted_from: isDue && due.countedFrom !== null ? formatDay(due.countedFrom) : null,
    due_working_days: isDue ? due.workingDays : null,
  }
}

function actionRow({
  context,
  request,
  found,
  accepted,
  sealed,
}: Pick<Saving, 'context' | 'request' | 'found' | 'accepted' | 'sealed'>): unknown {
  const { actor } = context
  return {
    record_id: accepted.recordId,
    version: accepted.version,
    action: request.action,
    actor_id: actorIdOf(actor),
    at: found.loaded.at,
    session_id: actor.kind === 'person' ? actor.sessionId : null,
    terminal_id: actor.kind === 'person' ? actor.terminalId : null,
    duty: accepted.permission?.duty ?? null,
    hours: accepted.permission?.hours ?? null,
    status_before: accepted.statusBefore,
    status_after: accepted.status,
    input: request.input,
    confirmation: request.confirmation,
    entry_id: sealed.entryId,
    entry_hash: `\\x${sealed.leafHash.toString('hex')}`,
  }
}

function toDoRows(context: ActContext, { loaded }: LoadedAct, accepted: Accepted): unknown[] {
  const due = accepted.due === 'KEEP' || accepted.due === null ? null : formatDay(accepted.due.day)
  return accepted.toDos.map((each) => ({
    to_do_id: context.newId(),
    record_id: accepted.recordId,
    kind: accepted.kind,
    duty: each.duty,
    agency_id: each.agencyId,
    title: each.title,
    not_for: each.notFor,
    due_day: due,
    created_at: loaded.at,
    assigned_to: each.personId ?? null,
    assigned_by: each.personId === undefined ? null : actorIdOf(context.actor),
    assigned_at: each.personId === undefined ? null : loaded.at,
  }))
}

/** Everything personal of the action, which the leaf commits to (platform.md 11). */
export function sealAccepted({
  context,
  request,
  found,
  accepted,
}: Omit<Saving, 'hash' | 'sealed' | 'answer' | 'kept'>): SealedEntry {
  const { loaded } = found
  const { subject } = accepted
  return sealEntry(
    {
      at: loaded.at,
      actorId: actorIdOf(context.actor),
      function: trailFunction(accepted.function, request.action),
      recordKind: accepted.kind,
      recordId: accepted.recordId,
      outcome: 'ACCEPTED',
      payload: {
        version: accepted.version,
        input: request.input,
        before: { status: accepted.statusBefore, data: accepted.dataBefore },
        after: { status: accepted.status, data: accepted.data },
        subject: {
          regions: subject.regionCodes,
          agencyId: subject.agency?.agencyId ?? null,
          scheme: subject.scheme,
          personId: subject.personId,
          amountFen: subject.amountFen,
        },
        effects: accepted.effects,
        files: accepted.files,
        checked: accepted.checked ?? null,
        confirmation: request.confirmation,
      },
    },
    sealWith(context),
  )
}

export function sealWith(context: ActContext): Parameters<typeof sealEntry>[1] {
  const { newId, newNonce, hashAlgorithm } = context
  return {
    entryId: newId(),
    nonce: newNonce(),
    ...(hashAlgorithm === undefined ? {} : { algorithm: hashAlgorithm }),
  }
}

/** `ACCOUNT_CHANGE/review` */
export function trailFunction(functionCode: string, action: string): string {
  return `${functionCode}/${action}`
}
