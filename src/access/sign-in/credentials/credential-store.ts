import { sql } from 'kysely'
import type { Database, Tx } from '#platform/postgres/database.ts'
import type { NewPasskey, StoredPasskey } from './passkey.ts'

export async function savePassword(
  tx: Tx,
  { staffId, hash }: { staffId: string; hash: string },
): Promise<void> {
  await sql`
    insert into app.password_credential (staff_id, hash)
    values (${staffId}, ${hash})
    on conflict (staff_id) do update
    set
      hash = excluded.hash,
      changed_at = clock_timestamp()
  `.execute(tx)
}

/** `secret` is sealed; `step` that of the code by which the person has shown that he holds it. */
export async function saveTotp(
  tx: Tx,
  { staffId, secret, step }: { staffId: string; secret: Buffer; step: bigint },
): Promise<void> {
  await sql`
    insert into app.totp_credential (staff_id, secret, last_step)
    values (${staffId}, ${secret}, ${step})
    on conflict (staff_id) do update
    set
      secret = excluded.secret,
      last_step = excluded.last_step,
      created_at = clock_timestamp()
  `.execute(tx)
}

/** False for a code of a step that was used before: of two requests with one code, one wins. */
export async function useTotpStep(
  db: Database | Tx,
  { staffId, step }: { staffId: string; step: bigint },
): Promise<boolean> {
  const { rows } = await sql`
    update app.totp_credential
    set last_step = ${step}
    where
      staff_id = ${staffId}
      and last_step < ${step}
    returning staff_id
  `.execute(db)
  return rows.length === 1
}

interface PasskeyRow {
  credential_id: string
  staff_id: string
  public_key: Buffer
  counter: bigint
  transports: string[]
}

export interface OwnedPasskey extends StoredPasskey {
  readonly staffId: string
}

function passkeyOf(row: PasskeyRow): OwnedPasskey {
  return {
    credentialId: row.credential_id,
    staffId: row.staff_id,
    publicKey: row.public_key,
    counter: row.counter,
    transports: row.transports,
  }
}

export async function listPasskeys(db: Database | Tx, staffId: string): Promise<OwnedPasskey[]> {
  const { rows } = await sql<PasskeyRow>`
    select
      credential_id,
      staff_id,
      public_key,
      counter,
      transports
    from app.passkey_credential
    where staff_id = ${staffId}
    order by created_at, credential_id
  `.execute(db)
  return rows.map(passkeyOf)
}

export async function findPasskey(db: Database | Tx, credentialId: string): Promise<OwnedPasskey | null> {
  const { rows } = await sql<PasskeyRow>`
    select
      credential_id,
      staff_id,
      public_key,
      counter,
      transports
    from app.passkey_credential
    where credential_id = ${credentialId}
    order by credential_id
  `.execute(db)
  return rows[0] === undefined ? null : passkeyOf(rows[0])
}

/** False when the credential is already somebody's. */
export async function savePasskey(
  tx: Tx,
  { staffId, passkey, label }: { staffId: string; passkey: NewPasskey; label: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into app.passkey_credential (
      credential_id, staff_id, public_key, counter, transports, is_backed_up, label
    )
    values (
      ${passkey.credentialId},
      ${staffId},
      ${passkey.publicKey},
      ${passkey.counter},
      ${[...passkey.transports]}::text[],
      ${passkey.isBackedUp},
      ${label}
    )
    on conflict (credential_id) do nothing
    returning credential_id
  `.execute(tx)
  return rows.length === 1
}

export async function notePasskeyUse(
  db: Database | Tx,
  { credentialId, counter }: { credentialId: string; counter: bigint },
): Promise<void> {
  await sql`
    update app.passkey_credential
    set
      counter = ${counter},
      last_used_at = clock_timestamp()
    where credential_id = ${credentialId}
  `.execute(db)
}

export async function removePasskey(
  tx: Tx,
  { staffId, credentialId }: { staffId: string; credentialId: string },
): Promise<boolean> {
  const { rows } = await sql`
    delete from app.passkey_credential
    where
      credential_id = ${credentialId}
      and staff_id = ${staffId}
    returning credential_id
  `.execute(tx)
  return rows.length === 1
}

export async function listCertificates(
  db: Database | Tx,
  staffId: string,
): Promise<{ fingerprint: string; pem: string }[]> {
  const { rows } = await sql<{ fingerprint: string; pem: string }>`
    select
      fingerprint,
      pem
    from app.certificate_credential
    where
      staff_id = ${staffId}
      and valid_until > clock_timestamp()
    order by created_at, fingerprint
  `.execute(db)
  return rows
}

/** Everything by which the person could identify himself: before a new enrolment (platform.md 7). */
export async function removeCredentials(tx: Tx, staffId: string): Promise<void> {
  await sql`delete from app.password_credential where staff_id = ${staffId}`.execute(tx)
  await sql`delete from app.totp_credential where staff_id = ${staffId}`.execute(tx)
  await sql`delete from app.passkey_credential where staff_id = ${staffId}`.execute(tx)
  await sql`delete from app.certificate_credential where staff_id = ${staffId}`.execute(tx)
  await sql`delete from app.oidc_identity where staff_id = ${staffId}`.execute(tx)
}
