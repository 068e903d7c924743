import { sql } from 'kysely'
import type { PackageKind } from '#packages/package-kinds.ts'
import type { Database } from '#platform/postgres/database.ts'
import { listPartners, type Partner } from './partners.ts'

export interface ListedPackage {
  readonly way: 'SENT' | 'RECEIVED'
  /** The partner, or the unit without the system. */
  readonly title: string
  readonly sequence: number
  readonly kind: PackageKind
  readonly at: Date
  readonly is_done: boolean
}

export async function listPackages(
  db: Database,
): Promise<{ readonly partners: readonly Partner[]; readonly packages: readonly ListedPackage[] }> {
  return db.transaction().execute(async (tx) => {
    const partners = await listPartners(tx)
    const { rows: packages } = await sql<ListedPackage>`
      select
        'SENT' as way, coalesce(partner.title, sent.recipient) as title, sent.sequence, sent.kind, sent.made_at as at,
        true as is_done
      from app.package_sent as sent
      left join app.package_partner as partner on partner.key_id = sent.recipient
      union all
      select
        'RECEIVED', partner.title, received.sequence, received.kind, received.begun_at, received.done_at is not null
      from app.package_received as received
      inner join app.package_partner as partner on partner.key_id = received.sender_key_id
      order by way, title, sequence
    `.execute(tx)
    return { partners, packages }
  })
}
