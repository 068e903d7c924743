import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'
import { type ContentStore, removeContent, sha256Pattern } from './content-store.ts'
import { contentLock } from './upload-attachment.ts'

const hour_ms = 3_600_000
/** platform.md 24 */
export const orphanHoursMin = 24

/**
 * For a job: uploads that no record has after 24 hours lose their row, and contents without any row their file. An
 * upload of the same content at the same moment either holds the content's lock or finds the file gone and is refused.
 * Returns how many files were removed.
 */
export async function sweepOrphans(db: Database, store: ContentStore, now: Date): Promise<number> {
  await sql`
    delete from app.attachment
    where
      uploaded_at < ${now}::timestamptz - make_interval(hours => ${orphanHoursMin})
      and not exists (
        select
        from app.record_attachment
        where record_attachment.attachment_id = attachment.attachment_id
      )
  `.execute(db)
  let removed = 0
  for (const folder of await foldersOf(store)) {
    for (const name of await readdir(path.join(store.folder, folder))) {
      const file = path.join(store.folder, folder, name)
      if (!(await isOld(file, now))) continue
      if (name.endsWith('.part')) await rm(file, { force: true })
      else if (sha256Pattern.test(name) && (await removeOrphan(db, store, { sha256: name, file, now })))
        removed += 1
    }
  }
  return removed
}

async function foldersOf({ folder }: ContentStore): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => /^[0-9a-f]{2}$/.test(name)).sort()
}

async function isOld(file: string, now: Date): Promise<boolean> {
  try {
    return (await stat(file)).mtimeMs < now.getTime() - orphanHoursMin * hour_ms
  } catch {
    return false
  }
}

async function removeOrphan(
  db: Database,
  store: ContentStore,
  { sha256, file, now }: { readonly sha256: string; readonly file: string; readonly now: Date },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${contentLock}, hashtext(${sha256}))`.execute(tx)
    const { rows } = await sql`select from app.attachment where sha256 = ${sha256} limit 1`.execute(tx)
    // Looked at once more: it may have been written anew while the lock was awaited.
    if (rows.length > 0 || !(await isOld(file, now))) return false
    await removeContent(store, sha256)
    return true
  })
}
