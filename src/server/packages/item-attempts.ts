import type { Selectable } from 'kysely'
import type { Bilingual } from '#base/bilingual.ts'
import type { OpenedPackage } from '#packages/open-package.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { PackageItemTable } from '#platform/postgres/tables.ts'
import type { Answer } from '#records/answer.ts'
import { actOn, actorOf, type ItemOf, versionOf } from './act-on-item.ts'
import type { Exchange } from './exchange.ts'
import type { PackageItem } from './package-items.ts'

/**
 * Each item is noted before it is done, with the version it builds on, and its outcome after: an import that was
 * interrupted between the two finds its own act by that version, and does nothing twice.
 */

export interface ItemResult {
  readonly item: number
  readonly recordKind: string
  readonly recordId: string | null
  readonly outcome: 'ACCEPTED' | 'REFUSED' | 'ALREADY' | 'WOULD_DO'
  /** Why it was refused. */
  readonly text: Bilingual | null
}

type Attempt = Selectable<PackageItemTable>

interface Place {
  readonly keyId: string
  readonly sequence: number
}

const placeOf = ({ key, manifest }: OpenedPackage): Place => ({
  keyId: key.keyId,
  sequence: manifest.sequence,
})

/** The newest attempt of each item. */
async function attemptsOf(db: Database, { keyId, sequence }: Place): Promise<readonly Attempt[]> {
  return db
    .selectFrom('package_item')
    .selectAll()
    .distinctOn('item')
    .where('sender_key_id', '=', keyId)
    .where('sequence', '=', sequence)
    .orderBy('item')
    .orderBy('attempt', 'desc')
    .execute()
}

function resultOf({ item, record_kind, record_id, outcome, said_zh, said_en }: Attempt): ItemResult {
  const text = said_zh === null ? null : { zh: said_zh, en: said_en ?? said_zh }
  const said = outcome === 'ACCEPTED' ? 'ACCEPTED' : 'REFUSED'
  return { item, recordKind: record_kind, recordId: record_id, outcome: said, text }
}

/** Items that an earlier import came to an end with, accepted or refused. */
export async function findSettled(
  db: Database,
  { opened }: { readonly opened: OpenedPackage; readonly items: readonly PackageItem[] },
): Promise<readonly ItemResult[]> {
  const attempts = await attemptsOf(db, placeOf(opened))
  return attempts.filter(({ outcome }) => outcome !== null).map(resultOf)
}

export interface Working {
  readonly opened: OpenedPackage
  readonly item: PackageItem
  readonly staffId: string
}

export async function workOnItem(
  exchange: Exchange,
  { opened, item, staffId }: Working,
): Promise<ItemResult> {
  const { db } = exchange.kernel
  const place = placeOf(opened)
  const given = { item, staffId, digest: opened.digest }
  const last = (await attemptsOf(db, place)).find((each) => each.item === item.item)
  if (last !== undefined && last.outcome === null && (await isDone(exchange, given, last))) {
    await note(exchange, last, { outcome: 'ACCEPTED', recordId: item.recordId, text: null })
    return { item: item.item, recordKind: item.kind, recordId: item.recordId, outcome: 'ALREADY', text: null }
  }
  const attempt = await begin(exchange, { given, place, last })
  const idempotencyKey = `${place.keyId.slice(0, 32)}:${place.sequence}:${item.item}:${attempt.attempt}`
  const answer = await actOn(exchange, { ...given, version: attempt.version, idempotencyKey })
  const said = saidOf(answer, item)
  await note(exchange, attempt, said)
  return { item: item.item, recordKind: item.kind, ...said }
}

function saidOf(
  answer: Answer,
  item: PackageItem,
): Pick<ItemResult, 'recordId' | 'text'> & {
  readonly outcome: 'ACCEPTED' | 'REFUSED'
} {
  if (answer.outcome === 'accepted') return { outcome: 'ACCEPTED', recordId: answer.recordId, text: null }
  return { outcome: 'REFUSED', recordId: item.recordId, text: answer.text }
}

/** The act that the noted attempt was about to do is there: the very next version, by it and by nobody else. */
async function isDone(exchange: Exchange, given: ItemOf, last: Attempt): Promise<boolean> {
  const { item, digest } = given
  if (item.recordId === null) return false
  const found = await exchange.kernel.db
    .selectFrom('record_action')
    .select(['actor_id', 'session_id'])
    .where('record_id', '=', item.recordId)
    .where('version', '=', (last.version ?? 0) + 1)
    .where('action', '=', item.action)
    .executeTakeFirst()
  if (found === undefined || found.actor_id !== actorOf(exchange, { ...given, staffId: last.staff_id })) {
    return false
  }
  // A job has no session; nothing but an import does what the job does, one at a time.
  return item.by !== 'person' || found.session_id === `package:${digest.slice(0, 32)}`
}

async function begin(
  { kernel }: Exchange,
  { given, place, last }: { given: ItemOf; place: Place; last: Attempt | undefined },
): Promise<Attempt> {
  const { item, staffId } = given
  return kernel.db.transaction().execute(async (tx) => {
    const version = await versionOf(tx, item.recordId)
    // The same attempt has the same key: the kernel answers it without acting again.
    if (last?.outcome === null && last.version === version && last.staff_id === staffId) return last
    return tx
      .insertInto('package_item')
      .values({
        ...{ sender_key_id: place.keyId, sequence: place.sequence, item: item.item },
        ...{ attempt: (last?.attempt ?? 0) + 1, staff_id: staffId, started_at: new Date() },
        ...{ record_kind: item.kind, record_id: item.recordId, version },
        ...{ outcome: null, said_zh: null, said_en: null },
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  })
}

async function note(
  { kernel }: Exchange,
  attempt: Attempt,
  {
    outcome,
    recordId,
    text,
  }: Pick<ItemResult, 'recordId' | 'text'> & { readonly outcome: 'ACCEPTED' | 'REFUSED' },
): Promise<void> {
  await kernel.db
    .updateTable('package_item')
    .set({ outcome, record_id: recordId, said_zh: text?.zh ?? null, said_en: text?.en ?? null })
    .where('sender_key_id', '=', attempt.sender_key_id)
    .where('sequence', '=', attempt.sequence)
    .where('item', '=', attempt.item)
    .where('attempt', '=', attempt.attempt)
    .execute()
}
