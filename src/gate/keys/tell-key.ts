import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { webhookSecret } from './api-key.ts'
import { createApiKey, type KeyMaking } from './api-key-store.ts'
import { type GateKeyData, gateKeyKind } from './gate-key.ts'

export interface ToldKey {
  readonly keyId: string
  /** `fxk_…`, told once. */
  readonly token: string
  readonly webhookSecret: string
}

interface GrantedRow {
  readonly data: GateKeyData
  readonly entered_by: string
  readonly granted_by: string
  readonly is_told: boolean
}

/**
 * Draws the granted key and tells it, once, to who proposed it: only its hash is kept, so that no second look at the
 * record can show it. A key that was lost is ended and asked for anew.
 */
export async function tellKey(
  tx: Tx,
  { recordId, staffId, webhookKey }: { recordId: string; staffId: string; webhookKey: Buffer },
  making: KeyMaking,
): Promise<ToldKey | null> {
  const { rows } = await sql<GrantedRow>`
    select
      record.data,
      record.entered_by,
      granting.actor_id as granted_by,
      exists (select from app.api_key where api_key.record_id = record.record_id) as is_told
    from app.record
    inner join app.record_action as granting
      on granting.record_id = record.record_id and granting.action = 'grant'
    where
      record.record_id = ${recordId}
      and record.kind = ${gateKeyKind}
      and record.status = 'GRANTED'
      and record.entered_by = ${staffId}
    for update of record
  `.execute(tx)
  const found = rows[0]
  if (found === undefined) return null
  if (found.is_told) throw wasTold()
  const { asked } = found.data
  const { keyId, token } = await createApiKey(
    tx,
    {
      title: asked.title,
      agencyId: asked.agency_id,
      functions: asked.functions,
      requestsPerMinute: asked.requests_per_minute,
      webhookUrl: asked.webhook_url,
      validFrom: new Date(asked.valid_from),
      validTo: new Date(asked.valid_to),
      createdBy: found.entered_by,
      approvedBy: found.granted_by,
      recordId,
    },
    making,
  )
  return { keyId, token, webhookSecret: webhookSecret(webhookKey, keyId) }
}

function wasTold(): Refusal {
  return new Refusal('conflict', {
    zh: '该密钥已告知过一次，系统中没有保存；如遗失，请停用后重新申请。',
    en: 'This key was told once and is not kept; if it is lost, end it and propose another.',
  })
}
