import { sql } from 'kysely'
import type { HashAlgorithm } from '#base/merkle.ts'
import { Refusal } from '#base/refusal.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import { type ApiKey, apiKeyToken, checkFunctions, checkWebhookUrl, isSecret, secretHash } from './api-key.ts'

export interface NewApiKey {
  readonly title: string
  readonly agencyId: string
  readonly functions: readonly string[]
  readonly requestsPerMinute: number
  readonly webhookUrl: string | null
  readonly validFrom: Date
  readonly validTo: Date
  /** Two people (platform.md 6). */
  readonly createdBy: string
  readonly approvedBy: string
  /** The record in which they did; absent: it ends only by `endApiKey`. */
  readonly recordId?: string
}

export interface KeyMaking {
  readonly newId: () => string
  readonly randomBytes: (size: number) => Buffer
  /** That of the trail's present epoch. */
  readonly algorithm: HashAlgorithm
}

/**
 * Stores a key and its trail entry; the token is in the answer and nowhere else. A Refusal where the record would be
 * impossible; an unknown agency or person is a fault of the database.
 */
export async function createApiKey(
  tx: Tx,
  given: NewApiKey,
  { newId, randomBytes, algorithm }: KeyMaking,
): Promise<{ readonly keyId: string; readonly token: string }> {
  checkFunctions(given.functions)
  if (given.webhookUrl !== null) checkWebhookUrl(given.webhookUrl)
  if (given.createdBy === given.approvedBy) {
    throw new Refusal('not_permitted', {
      zh: '接口密钥须由两人设立：审核人不能是申请人本人。',
      en: 'a key takes two people: who approves it is not who asked for it.',
    })
  }
  const [keyId, secret] = [newId(), randomBytes(32)]
  const { rows } = await sql<{ at: Date }>`
    insert into app.api_key (
      key_id, secret_hash, title, agency_id, functions, requests_per_minute, webhook_url,
      valid_from, valid_to, created_by, approved_by, created_at, record_id
    )
    values (
      ${keyId}, ${secretHash(secret)}, ${given.title}, ${given.agencyId}, ${[...given.functions]}::text[],
      ${given.requestsPerMinute}, ${given.webhookUrl},
      ${given.validFrom}, ${given.validTo}, ${given.createdBy}, ${given.approvedBy}, clock_timestamp(),
      ${given.recordId ?? null}
    )
    returning created_at as at
  `.execute(tx)
  const { validFrom, validTo, ...payload } = given
  const sealed = sealEntry(
    {
      at: rows[0]!.at,
      actorId: given.approvedBy,
      function: 'API_KEY/create',
      recordKind: 'API_KEY',
      recordId: keyId,
      outcome: 'ACCEPTED',
      payload: { ...payload, validFrom, validTo },
    },
    { entryId: newId(), nonce: randomBytes(32), algorithm },
  )
  await appendEntry(tx, sealed)
  return { keyId, token: apiKeyToken(keyId, secret) }
}

/** From now on nothing is answered to it. */
export async function endApiKey(
  tx: Tx,
  { keyId, endedBy }: { readonly keyId: string; readonly endedBy: string },
  { newId, randomBytes, algorithm }: KeyMaking,
): Promise<void> {
  const { rows } = await sql<{ at: Date }>`
    update app.api_key
    set ended_at = clock_timestamp(), ended_by = ${endedBy}
    where key_id = ${keyId} and ended_at is null
    returning ended_at as at
  `.execute(tx)
  if (rows[0] === undefined) {
    throw new Refusal('not_found', {
      zh: '没有这一接口密钥，或已停用；请核对编号。',
      en: 'there is no such key, or it has ended; check the number.',
    })
  }
  const sealed = sealEntry(
    {
      at: rows[0].at,
      actorId: endedBy,
      function: 'API_KEY/end',
      recordKind: 'API_KEY',
      recordId: keyId,
      outcome: 'ACCEPTED',
      payload: {},
    },
    { entryId: newId(), nonce: randomBytes(32), algorithm },
  )
  await appendEntry(tx, sealed)
}

interface KeyRow {
  readonly secret_hash: Buffer
  readonly title: string
  readonly agency_id: string
  readonly functions: readonly string[]
  readonly requests_per_minute: number
  readonly webhook_url: string | null
}

/** Null for a wrong secret, an unknown, ended or not yet valid key alike. */
export async function findApiKey(
  db: Database,
  { keyId, secret }: { readonly keyId: string; readonly secret: Buffer },
): Promise<ApiKey | null> {
  const { rows } = await sql<KeyRow>`
    select secret_hash, title, agency_id, functions, requests_per_minute, webhook_url
    from app.api_key
    where key_id = ${keyId}
      and ended_at is null
      and valid_from <= clock_timestamp()
      and valid_to > clock_timestamp()
      and (
        record_id is null
        or exists (
          select
          from app.record
          where record.record_id = api_key.record_id and record.status = 'GRANTED'
        )
      )
  `.execute(db)
  const row = rows[0]
  if (row === undefined || !isSecret(secret, row.secret_hash)) return null
  return {
    keyId,
    title: row.title,
    agencyId: row.agency_id,
    functions: row.functions,
    requestsPerMinute: row.requests_per_minute,
    webhookUrl: row.webhook_url,
  }
}
