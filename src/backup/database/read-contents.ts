import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { contentPath } from '#records/attachments/content-store.ts'
import type { StoredContent } from '../parts/content-pack.ts'

export interface NamedContent extends StoredContent {
  /** A record holds it. What nobody has attached yet may be swept away while the backup runs (platform.md 24). */
  readonly isHeld: boolean
}

/** The stored files that this transaction's rows name: contents of attachments. */
export async function listContents(tx: Tx, folder: string): Promise<NamedContent[]> {
  const { rows } = await sql<{ sha256: string; is_held: boolean }>`
    select a.sha256, bool_or(r.attachment_id is not null) as is_held
    from app.attachment as a
    left join app.record_attachment as r on r.attachment_id = a.attachment_id
    group by a.sha256
    order by a.sha256`.execute(tx)
  return rows.map(({ sha256, is_held }) => ({ sha256, file: pathIn(folder, sha256), isHeld: is_held }))
}

/** Where a content lies; its key is of no matter for that. */
export function pathIn(folder: string, sha256: string): string {
  return contentPath({ folder, masterKeys: [{ version: 1, key: Buffer.alloc(0) }] }, sha256)
}
