import { sql } from 'kysely'
import type { Bilingual } from '#base/bilingual.ts'
import type { Tx } from '#platform/postgres/database.ts'

/** platform.md 7. */
const noticeDays = 30

/** The banner of the days after a recovery; empty otherwise. */
export async function findRecoveryNotice(tx: Tx): Promise<Bilingual[]> {
  const { rows } = await sql<{ day: string; staff_id: string }>`
    select
      to_char(recovered_at, 'YYYY-MM-DD') as day,
      staff_id
    from app.recovery
    where recovered_at > clock_timestamp() - make_interval(days => ${noticeDays}::int)
    order by recovered_at desc
    limit 1
  `.execute(tx)
  return rows.map(({ day, staff_id }) => ({
    zh: `${day} 在服务器控制台用恢复码为 ${staff_id} 恢复了登录；如非本单位领导安排，请立即报告。`,
    en: `On ${day} the sign-in of ${staff_id} was restored at the server's console with recovery codes; report it at once if your leaders did not order it.`,
  }))
}

/** The two sealed codes; those of before count no more. */
export async function saveRecoveryCodes(tx: Tx, codeHashes: readonly Buffer[]): Promise<void> {
  await sql`
    update app.recovery_code
    set withdrawn_at = clock_timestamp()
    where withdrawn_at is null
  `.execute(tx)
  for (const [index, hash] of codeHashes.entries()) {
    await sql`
      insert into app.recovery_code (code_hash, number)
      values (${hash}, ${index + 1})
    `.execute(tx)
  }
}

/** The numbers of the codes that count and are among these. */
export async function recoveryCodesAmong(tx: Tx, codeHashes: readonly Buffer[]): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select number
    from app.recovery_code
    where
      withdrawn_at is null
      and code_hash = any(${[...codeHashes]}::bytea[])
    order by number
    for update
  `.execute(tx)
  return rows.map(({ number }) => number)
}

export async function insertRecovery(
  tx: Tx,
  recovery: { recoveryId: string; staffId: string; entryId: string },
): Promise<void> {
  await sql`
    insert into app.recovery (recovery_id, staff_id, entry_id)
    values (${recovery.recoveryId}, ${recovery.staffId}, ${recovery.entryId})
  `.execute(tx)
}
