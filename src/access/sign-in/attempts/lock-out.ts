import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import type { Database, Tx } from '#platform/postgres/database.ts'

/** platform.md 7: five tries, then a minute, doubling to an hour. */
const triesFree = 5
const lockSecondsMin = 60
const lockSecondsMax = 3_600
/** After a day without a try the count begins again. */
const forgottenAfter = '24 hours'

/** One name from one place. The name is hashed: a mistyped one may be a password. */
export interface Attempt {
  readonly accountKey: Buffer
  readonly source: string
}

/** The same account, however it is typed. */
export function plainSignInName(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase()
}

/** An IPv6 subscriber has a /64 to choose addresses from: the network counts as one source. */
export function sourceOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`
}

export function attemptOf(name: string, address: string): Attempt {
  const accountKey = createHash('sha256').update(plainSignInName(name), 'utf8').digest()
  return { accountKey, source: sourceOf(address) }
}

export type Counted =
  | { readonly isLocked: false }
  | { readonly isLocked: true; readonly seconds: number; readonly knocks: number }

/**
 * Counts the try before it is made, in one statement: of many guesses at the same moment no more than five get through.
 * A right password takes the count back.
 */
export async function countTry(db: Database, { accountKey, source }: Attempt): Promise<Counted> {
  const { rows } = await sql<{ failures: number }>`
    insert into app.sign_in_failure as failure (account_key, source, failures, last_tried_at)
    values (${accountKey}, ${source}, 1, clock_timestamp())
    on conflict (account_key, source) do update
    set
      failures = case
        when failure.last_tried_at < clock_timestamp() - ${forgottenAfter}::interval then 1
        else failure.failures + 1
      end,
      locked_until = case
        when failure.last_tried_at < clock_timestamp() - ${forgottenAfter}::interval then null
        when failure.failures + 1 < ${triesFree} then null
        else clock_timestamp() + make_interval(
          secs => least(
            ${lockSecondsMax}::float8,
            ${lockSecondsMin}::float8 * power(2, least(failure.failures + 1 - ${triesFree}, 20))
          )
        )
      end,
      knocks = 0,
      last_tried_at = clock_timestamp()
    where
      failure.locked_until is null
      or failure.locked_until <= clock_timestamp()
    returning failures
  `.execute(db)
  return rows.length === 1 ? { isLocked: false } : knock(db, { accountKey, source })
}

async function knock(db: Database, { accountKey, source }: Attempt): Promise<Counted> {
  const { rows } = await sql<{ seconds: number; knocks: number }>`
    update app.sign_in_failure
    set knocks = knocks + 1
    where
      account_key = ${accountKey}
      and source = ${source}
    returning
      greatest(1, ceil(extract(epoch from locked_until - clock_timestamp())))::int as seconds,
      knocks
  `.execute(db)
  const { seconds = 1, knocks = 1 } = rows[0] ?? {}
  return { isLocked: true, seconds, knocks }
}

export async function forgetTries(tx: Tx, { accountKey, source }: Attempt): Promise<void> {
  await sql`
    delete from app.sign_in_failure
    where
      account_key = ${accountKey}
      and source = ${source}
  `.execute(tx)
}
