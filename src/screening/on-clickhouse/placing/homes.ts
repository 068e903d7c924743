import type { DuckDBConnection } from '@duckdb/node-api'
import { runSql, selectRows, sqlText } from '#platform/duckdb.ts'

/** Of a text, the same on every engine and in every version: the first 32 bits of its MD5. */
export function leadsTo(value: string, shards: number): string {
  return `cast(('0x' || substr(md5(${value}), 1, 8))::bigint % ${shards} as integer)`
}

/** Sets of names that belong together, each called by its least member. */
export function groupsOf(pairs: readonly (readonly [string, string])[]): Map<string, string> {
  const parents = new Map<string, string>()
  const find = (name: string): string => {
    let root = name
    while (parents.has(root) && parents.get(root) !== root) root = parents.get(root)!
    // Paths stay short, whatever the order of the pairs.
    for (let at = name; at !== root; ) {
      const next = parents.get(at) ?? root
      parents.set(at, root)
      at = next
    }
    return root
  }
  for (const [a, b] of pairs) {
    const [rootA, rootB] = [find(a), find(b)].toSorted() as [string, string]
    parents.set(rootB, rootA)
    if (!parents.has(rootA)) parents.set(rootA, rootA)
  }
  return new Map([...parents.keys()].map((name) => [name, find(name)]))
}

async function pairsOf(connection: DuckDBConnection, sql: string): Promise<[string, string][]> {
  const rows = await selectRows(connection, sql)
  return rows.map(({ a, b }) => [String(a), String(b)])
}

/**
 * Where each person's rows go: where his normalised id number leads, and without one his own number. Few lines paid
 * again name a line of somebody else; these people share a home.
 */
export async function createPersonHomes(connection: DuckDBConnection, shards: number): Promise<void> {
  const linked = groupsOf(
    await pairsOf(
      connection,
      `select distinct again.person_id as a, first.person_id as b
      from payment as again
      join payment as first on first.payment_id = again.resend_of
      where again.person_id <> first.person_id`,
    ),
  )
  await runSql(connection, 'create or replace table together (name varchar, called varchar)')
  const rows = [...linked].map(([name, called]) => `(${sqlText(name)}, ${sqlText(called)})`)
  if (rows.length > 0) await runSql(connection, `insert into together values ${rows.join(', ')}`)
  await runSql(
    connection,
    `create or replace table person_home as
    with known as (
      select person.person_id, coalesce(together.called, person.person_id) as called
      from person
      left join together on together.name = person.person_id
      union
      select name, called from together
    )
    select known.person_id, ${leadsTo('coalesce(person.id_number, known.called)', shards)} as shard
    from known
    left join person on person.person_id = known.called`,
  )
}

/** Where operations go: a desk is staff and accounts that ever worked together, however their numbers are mixed. */
export async function createDesks(connection: DuckDBConnection, shards: number): Promise<void> {
  const groups = groupsOf(
    await pairsOf(
      connection,
      `select distinct 'staff ' || staff_id as a, 'account ' || account_id as b
      from (select staff_id, account_id from operation union select staff_id, account_id from user_account)
      where staff_id is not null and account_id is not null`,
    ),
  )
  await runSql(connection, 'create or replace table desk (name varchar, shard integer)')
  const rows = [...groups].map(([name, called]) => `(${sqlText(name)}, ${leadsTo(sqlText(called), shards)})`)
  if (rows.length > 0) await runSql(connection, `insert into desk values ${rows.join(', ')}`)
}
