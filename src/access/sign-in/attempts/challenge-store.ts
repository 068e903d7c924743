import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'

export type ChallengeKind = 'PASSKEY_SIGN_IN' | 'PASSKEY_ENROLMENT' | 'CONFIRMATION' | 'OIDC'

export interface NewChallenge {
  readonly challengeId: string
  readonly kind: ChallengeKind
  /** Whose it is: a session or an enrolment; null before sign-in. */
  readonly boundTo: string | null
  readonly content: Readonly<Record<string, string>>
}

/** Long enough to find the phone. */
const lifeMinutes = 5

export async function saveChallenge(db: Database, challenge: NewChallenge): Promise<void> {
  await sql`
    insert into app.sign_in_challenge (challenge_id, kind, bound_to, content, expires_at)
    values (
      ${challenge.challengeId},
      ${challenge.kind},
      ${challenge.boundTo},
      ${JSON.stringify(challenge.content)}::jsonb,
      clock_timestamp() + make_interval(mins => ${lifeMinutes}::int)
    )
  `.execute(db)
}

/** Gone with the first look, whoever looks: two answers to one challenge cannot both count. */
export async function takeChallenge(
  db: Database,
  { challengeId, kind, boundTo }: Omit<NewChallenge, 'content'>,
): Promise<Readonly<Record<string, string>> | null> {
  const { rows } = await sql<{ content: Record<string, string>; is_alive: boolean }>`
    delete from app.sign_in_challenge
    where
      challenge_id = ${challengeId}
      and kind = ${kind}
      and bound_to is not distinct from ${boundTo}::text
    returning
      content,
      expires_at > clock_timestamp() as is_alive
  `.execute(db)
  const [row] = rows
  return row?.is_alive === true ? row.content : null
}
