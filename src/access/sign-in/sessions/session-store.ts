import { sql } from 'kysely'
import type { Database, Tx } from '#platform/postgres/database.ts'
import type { SignInMethod, SignInSettings } from '../settings.ts'
import type { Session, SessionEnd } from './session.ts'

export interface NewSession {
  readonly sessionId: string
  readonly tokenHash: Buffer
  readonly staffId: string
  readonly method: SignInMethod
  readonly terminalId: string
  readonly userAgentHash: Buffer
  readonly certificateFingerprint: string | null
  readonly address: string
  readonly mustChangePassword: boolean
}

export async function insertSession(
  tx: Tx,
  session: NewSession,
  { hoursMax }: SignInSettings['sessions'],
): Promise<Date> {
  const { rows } = await sql<{ expires_at: Date }>`
    insert into app.session (
      session_id, token_hash, staff_id, method, terminal_id, user_agent_hash, certificate_fingerprint, address,
      must_change_password, expires_at
    )
    values (
      ${session.sessionId},
      ${session.tokenHash},
      ${session.staffId},
      ${session.method},
      ${session.terminalId},
      ${session.userAgentHash},
      ${session.certificateFingerprint},
      ${session.address},
      ${session.mustChangePassword},
      clock_timestamp() + make_interval(hours => ${hoursMax}::int)
    )
    returning expires_at
  `.execute(tx)
  return rows[0]!.expires_at
}

/** Of one person or of one terminal; `except` stays. Returns the ids that ended. */
export async function endSessions(
  tx: Tx,
  which:
    | { staffId: string; except?: string }
    | { terminalId: string; except?: string }
    | { sessionId: string },
  reason: SessionEnd,
): Promise<string[]> {
  const condition =
    'sessionId' in which
      ? sql`session_id = ${which.sessionId}`
      : 'staffId' in which
        ? sql`staff_id = ${which.staffId} and session_id is distinct from ${which.except ?? null}::text`
        : sql`terminal_id = ${which.terminalId} and session_id is distinct from ${which.except ?? null}::text`
  const { rows } = await sql<{ session_id: string }>`
    update app.session
    set
      ended_at = clock_timestamp(),
      end_reason = ${reason}
    where
      ended_at is null
      and ${condition}
    returning session_id
  `.execute(tx)
  return rows.map(({ session_id }) => session_id)
}

export interface FoundSession extends Session {
  readonly userAgentHash: Buffer
  readonly certificateFingerprint: string | null
  readonly isAccountUsable: boolean
  /** Beginning to look old: worth a write. */
  readonly needsTouch: boolean
}

interface SessionRow {
  session_id: string
  staff_id: string
  sign_in_name: string
  is_usable: boolean
  method: SignInMethod
  terminal_id: string
  user_agent_hash: Buffer
  certificate_fingerprint: string | null
  must_change_password: boolean
  started_at: Date
  expires_at: Date
  needs_touch: boolean
}

/** A minute's precision of the idle time is enough, and spares a write for each request. */
const touchSeconds = 60

/** Only a session that still counts: not ended, not expired, not idle for too long. */
export async function findSession(
  db: Database,
  tokenHash: Buffer,
  { idleMinutesMax }: SignInSettings['sessions'],
): Promise<FoundSession | null> {
  const { rows } = await sql<SessionRow>`
    select
      session.session_id,
      session.staff_id,
      account_state.sign_in_name,
      account_state.is_usable,
      session.method,
      session.terminal_id,
      session.user_agent_hash,
      session.certificate_fingerprint,
      session.must_change_password,
      session.started_at,
      session.expires_at,
      session.seen_at < clock_timestamp() - make_interval(secs => ${touchSeconds}::int) as needs_touch
    from app.session
    join app.account_state on account_state.staff_id = session.staff_id
    where
      session.token_hash = ${tokenHash}
      and session.ended_at is null
      and session.expires_at > clock_timestamp()
      and session.seen_at > clock_timestamp() - make_interval(mins => ${idleMinutesMax}::int)
    order by session.session_id
  `.execute(db)
  const [row] = rows
  if (row === undefined) return null
  return {
    sessionId: row.session_id,
    staffId: row.staff_id,
    signInName: row.sign_in_name,
    isAccountUsable: row.is_usable,
    method: row.method,
    terminalId: row.terminal_id,
    userAgentHash: row.user_agent_hash,
    certificateFingerprint: row.certificate_fingerprint,
    mustChangePassword: row.must_change_password,
    startedAt: row.started_at,
    expiresAt: row.expires_at,
    needsTouch: row.needs_touch,
  }
}

export async function touchSession(db: Database, sessionId: string): Promise<void> {
  await sql`
    update app.session
    set seen_at = clock_timestamp()
    where session_id = ${sessionId}
  `.execute(db)
}

export async function notePasswordChanged(tx: Tx, sessionId: string): Promise<void> {
  await sql`
    update app.session
    set must_change_password = false
    where session_id = ${sessionId}
  `.execute(tx)
}

export interface OpenSession {
  readonly sessionId: string
  readonly method: SignInMethod
  readonly address: string
  readonly startedAt: Date
  readonly seenAt: Date
}

export async function listOpenSessions(
  db: Database,
  staffId: string,
  { idleMinutesMax }: SignInSettings['sessions'],
): Promise<OpenSession[]> {
  const { rows } = await sql<{
    session_id: string
    method: SignInMethod
    address: string
    started_at: Date
    seen_at: Date
  }>`
    select
      session_id,
      method,
      address,
      started_at,
      seen_at
    from app.session
    where
      staff_id = ${staffId}
      and ended_at is null
      and expires_at > clock_timestamp()
      and seen_at > clock_timestamp() - make_interval(mins => ${idleMinutesMax}::int)
    order by started_at, session_id
  `.execute(db)
  return rows.map((row) => ({
    sessionId: row.session_id,
    method: row.method,
    address: row.address,
    startedAt: row.started_at,
    seenAt: row.seen_at,
  }))
}
