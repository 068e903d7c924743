import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import { type Answer, refusedAnswer } from '#records/answer.ts'
import { decideAct, notFound } from '#records/decide-act.ts'
import { loadAct } from '#records/load-act.ts'
import { type ActRequest, actorIdOf } from '#records/record.ts'
import { saveRefusal } from '#records/refused-acts.ts'
import { askStep, consoleActor, type Exchange, unknownStaff } from './exchange.ts'
import type { PackageItem } from './package-items.ts'

/** An item done through the kernel, as the page would do it (platform.md 15, 18). */

export interface ItemOf {
  readonly item: PackageItem
  readonly staffId: string
  readonly digest: string
}

export interface KeyedItem extends ItemOf {
  readonly version: number | null
  readonly idempotencyKey: string
}

const endpoint = 'packages'

function contextFor(exchange: Exchange, { item, staffId, digest }: ItemOf): ActContext {
  const actor =
    item.by === 'person'
      ? consoleActor(exchange, staffId, digest)
      : ({ kind: 'system', job: 'package-import' } as const)
  return { ...exchange.kernel, actor }
}

export const actorOf = (exchange: Exchange, given: ItemOf): string =>
  actorIdOf(contextFor(exchange, given).actor)

const requestOf = ({ item }: ItemOf, version: number | null, idempotencyKey: string): ActRequest => ({
  ...{ kind: item.kind, recordId: item.recordId, action: item.action, input: item.input, version },
  ...{ attachments: [], confirmation: null, endpoint, idempotencyKey },
})

export async function versionOf(tx: Tx, recordId: string | null): Promise<number | null> {
  if (recordId === null) return null
  const found = await tx
    .selectFrom('record')
    .select('version')
    .where('record_id', '=', recordId)
    .executeTakeFirst()
  return found?.version ?? null
}

/** Authority is asked for each item, also where the server acts for the person. */
async function askAuthority(exchange: Exchange, { item, staffId }: ItemOf): Promise<void> {
  if (item.by === 'person') return
  const asked = { staffId, ...item.by }
  await exchange.kernel.db.transaction().execute((tx) => askStep(exchange, tx, asked))
}

/** What the kernel would say now, without doing it; a refusal for want of authority is in the trail like any other. */
export async function wouldRefuse(exchange: Exchange, given: ItemOf): Promise<Refusal | null> {
  const context = contextFor(exchange, given)
  const { item } = given
  const kind = context.kinds.get(item.kind)
  if (kind === undefined) return notFound()
  const version = await context.db.transaction().execute((tx) => versionOf(tx, item.recordId))
  const request = requestOf(given, version, '')
  const { loaded, actorFacts } = await loadAct(context, kind, request)
  if (item.by === 'person' && actorFacts === null) return unknownStaff(given.staffId)
  try {
    await askAuthority(exchange, given)
    const { actor, catalogue, newId, workingDays, limits } = context
    const deciding = { kind, actor, actorFacts, catalogue, newId, workingDays, newRecordId: newId() }
    const said = { ...deciding, recordBytesMax: limits.recordBytesMax }
    decideAct(request, { ...loaded, checked: null }, said)
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (isOfAuthority(error)) {
      await saveRefusal(context, { kind, asked: request, at: loaded.at, refusal: error }, null)
    }
    return error
  }
}

export const isOfAuthority = ({ code }: Refusal): boolean => code === 'not_permitted' || code === 'not_found'

export async function actOn(exchange: Exchange, given: KeyedItem): Promise<Answer> {
  try {
    await askAuthority(exchange, given)
  } catch (error) {
    if (error instanceof Refusal) return refusedAnswer(error)
    throw error
  }
  return act(contextFor(exchange, given), requestOf(given, given.version, given.idempotencyKey))
}
