import { sql } from 'kysely'
import type { Database, Tx } from '#platform/postgres/database.ts'

/** platform.md 6. */
export const enrolmentHours = 72

export interface NewEnrolment {
  readonly enrolmentId: string
  readonly codeHash: Buffer
  readonly staffId: string
  readonly issuedBy: string
}

/** Codes issued before and not used are withdrawn: one person has one code at a time. */
export async function insertEnrolment(tx: Tx, enrolment: NewEnrolment): Promise<Date> {
  await sql`
    update app.enrolment
    set withdrawn_at = clock_timestamp()
    where
      staff_id = ${enrolment.staffId}
      and used_at is null
      and withdrawn_at is null
  `.execute(tx)
  const { rows } = await sql<{ expires_at: Date }>`
    insert into app.enrolment (enrolment_id, code_hash, staff_id, issued_by, expires_at)
    values (
      ${enrolment.enrolmentId},
      ${enrolment.codeHash},
      ${enrolment.staffId},
      ${enrolment.issuedBy},
      clock_timestamp() + make_interval(hours => ${enrolmentHours}::int)
    )
    returning expires_at
  `.execute(tx)
  return rows[0]!.expires_at
}

export interface OpenEnrolment {
  readonly enrolmentId: string
  readonly staffId: string
  readonly signInName: string
  readonly name: string
  readonly totpSecret: Buffer | null
  readonly at: Date
}

export async function findOpenEnrolment(db: Database | Tx, codeHash: Buffer): Promise<OpenEnrolment | null> {
  const { rows } = await sql<{
    enrolment_id: string
    staff_id: string
    sign_in_name: string
    name: string
    totp_secret: Buffer | null
    at: Date
  }>`
    select
      enrolment.enrolment_id,
      enrolment.staff_id,
      account_state.sign_in_name,
      account_state.name,
      enrolment.totp_secret,
      clock_timestamp() as at
    from app.enrolment
    join app.account_state on account_state.staff_id = enrolment.staff_id
    where
      enrolment.code_hash = ${codeHash}
      and enrolment.used_at is null
      and enrolment.withdrawn_at is null
      and enrolment.expires_at > clock_timestamp()
      and account_state.is_usable
    order by enrolment.enrolment_id
  `.execute(db)
  const [row] = rows
  if (row === undefined) return null
  return {
    enrolmentId: row.enrolment_id,
    staffId: row.staff_id,
    signInName: row.sign_in_name,
    name: row.name,
    totpSecret: row.totp_secret,
    at: row.at,
  }
}

/** The first offer stays: opening the code twice shows the same secret. */
export async function offerTotpSecret(
  db: Database,
  { enrolmentId, secret }: { enrolmentId: string; secret: Buffer },
): Promise<Buffer> {
  const { rows } = await sql<{ totp_secret: Buffer }>`
    update app.enrolment
    set totp_secret = coalesce(totp_secret, ${secret})
    where enrolment_id = ${enrolmentId}
    returning totp_secret
  `.execute(db)
  return rows[0]!.totp_secret
}

/** False when another request was faster. */
export async function useEnrolment(
  tx: Tx,
  { enrolmentId, staffId }: { enrolmentId: string; staffId: string },
): Promise<boolean> {
  const { rows } = await sql`
    update app.enrolment
    set
      used_at = clock_timestamp(),
      totp_secret = null
    where
      enrolment_id = ${enrolmentId}
      and used_at is null
      and withdrawn_at is null
    returning enrolment_id
  `.execute(tx)
  if (rows.length === 0) return false
  await sql`
    update app.sign_in_account
    set enrolled_at = coalesce(enrolled_at, clock_timestamp())
    where staff_id = ${staffId}
  `.execute(tx)
  return true
}
