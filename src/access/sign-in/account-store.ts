import { sql } from 'kysely'
import type { Database, Tx } from '#platform/postgres/database.ts'

export interface Account {
  readonly staffId: string
  readonly signInName: string
  readonly name: string
  /** Enabled, and its person on post today. */
  readonly isUsable: boolean
}

export interface PasswordAccount extends Account {
  readonly passwordHash: string | null
  readonly passwordAgeDays: number | null
  readonly totpSecret: Buffer | null
}

interface AccountRow {
  staff_id: string
  sign_in_name: string
  name: string
  is_usable: boolean
}

function accountOf({ staff_id, sign_in_name, name, is_usable }: AccountRow): Account {
  return { staffId: staff_id, signInName: sign_in_name, name, isUsable: is_usable }
}

interface PasswordRow extends AccountRow {
  hash: string | null
  age_days: number | null
  secret: Buffer | null
}

/** One statement whether the account exists or not. */
async function findPasswordAccount(
  db: Database | Tx,
  by: { signInName: string } | { staffId: string },
): Promise<PasswordAccount | null> {
  const condition =
    'staffId' in by
      ? sql`account_state.staff_id = ${by.staffId}`
      : sql`account_state.sign_in_name = ${by.signInName}`
  const { rows } = await sql<PasswordRow>`
    select
      account_state.staff_id,
      account_state.sign_in_name,
      account_state.name,
      account_state.is_usable,
      password_credential.hash,
      floor(extract(epoch from clock_timestamp() - password_credential.changed_at) / 86400)::int as age_days,
      totp_credential.secret
    from app.account_state
    left join app.password_credential on password_credential.staff_id = account_state.staff_id
    left join app.totp_credential on totp_credential.staff_id = account_state.staff_id
    where ${condition}
    order by account_state.staff_id
  `.execute(db)
  const [row] = rows
  if (row === undefined) return null
  return {
    ...accountOf(row),
    passwordHash: row.hash,
    passwordAgeDays: row.age_days,
    totpSecret: row.secret,
  }
}

export function findAccountByName(db: Database, signInName: string): Promise<PasswordAccount | null> {
  return findPasswordAccount(db, { signInName })
}

export function findAccountOfStaff(db: Database | Tx, staffId: string): Promise<PasswordAccount | null> {
  return findPasswordAccount(db, { staffId })
}

export async function findAccountByOidc(
  db: Database,
  { issuer, subject }: { issuer: string; subject: string },
): Promise<Account | null> {
  const { rows } = await sql<AccountRow>`
    select
      account_state.staff_id,
      account_state.sign_in_name,
      account_state.name,
      account_state.is_usable
    from app.oidc_identity
    join app.account_state on account_state.staff_id = oidc_identity.staff_id
    where
      oidc_identity.issuer = ${issuer}
      and oidc_identity.subject = ${subject}
    order by account_state.staff_id
  `.execute(db)
  const [row] = rows
  return row === undefined ? null : accountOf(row)
}

export async function findAccountByCertificate(
  db: Database,
  fingerprint: string,
): Promise<(Account & { readonly isValid: boolean }) | null> {
  const { rows } = await sql<AccountRow & { is_valid: boolean }>`
    select
      account_state.staff_id,
      account_state.sign_in_name,
      account_state.name,
      account_state.is_usable,
      certificate_credential.valid_until > clock_timestamp() as is_valid
    from app.certificate_credential
    join app.account_state on account_state.staff_id = certificate_credential.staff_id
    where certificate_credential.fingerprint = ${fingerprint}
    order by account_state.staff_id
  `.execute(db)
  const [row] = rows
  return row === undefined ? null : { ...accountOf(row), isValid: row.is_valid }
}

/** Of a member of staff whose account the officers have decided on; it cannot be used before its person has enrolled. */
export async function openAccount(
  tx: Tx,
  { staffId, signInName }: { staffId: string; signInName: string },
): Promise<void> {
  await sql`
    insert into app.sign_in_account (staff_id, sign_in_name)
    values (${staffId}, ${signInName})
  `.execute(tx)
}
