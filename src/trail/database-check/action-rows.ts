import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import type { Leaf } from '../log/leaf.ts'
import { type Problem, problemsMax } from '../verifier/problem.ts'

/** A table of schema app whose rows name their trail entry: columns `entry_id` text and `entry_hash` bytea. */
export interface ActionTable {
  readonly table: string
  /** Whether this entry must have a row in the table. */
  readonly isRequiredFor: (leaf: Leaf) => boolean
}

interface PairRow {
  readonly entry_id: string
  readonly is_there: boolean
}

/** Rows whose entry is gone or another (platform.md 10). Entries may still be pending. */
export async function findUnmatchedActions(tx: Tx, tables: readonly ActionTable[]): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const { table } of tables) {
    const { rows } = await sql<PairRow>`
      select a.entry_id, e.entry_id is not null as is_there
      from ${sql.table(`app.${table}`)} as a
      left join app.trail_entry as e on e.entry_id = a.entry_id
      where e.leaf_hash is distinct from a.entry_hash
      order by a.entry_id
      limit ${problemsMax}`.execute(tx)
    problems.push(...rows.map((row) => withoutEntry(table, row)))
  }
  return problems
}

/** Of these entries, those that have a row in the table. */
export async function readActed(tx: Tx, table: string, entryIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ entry_id: string }>`
    select a.entry_id
    from unnest(${[...entryIds]}::text[]) as wanted (entry_id)
    join ${sql.table(`app.${table}`)} as a on a.entry_id = wanted.entry_id
    order by a.entry_id`.execute(tx)
  return new Set(rows.map(({ entry_id }) => entry_id))
}

function withoutEntry(table: string, { entry_id, is_there }: PairRow): Problem {
  return {
    kind: 'unmatched',
    firstEntry: null,
    text: is_there
      ? {
          zh: `${table} 中的一行与其留痕条目 ${entry_id} 的哈希不同：其中之一被改写。`,
          en: `A row of ${table} and its trail entry ${entry_id} differ in their hash: one of them was rewritten.`,
        }
      : {
          zh: `${table} 中的一行没有对应的留痕条目 ${entry_id}：条目被删除。`,
          en: `A row of ${table} has no trail entry ${entry_id}: the entry was deleted.`,
        },
  }
}

export function withoutAction(index: number, { id }: Leaf, table: string): Problem {
  return {
    kind: 'unmatched',
    firstEntry: index,
    text: {
      zh: `第 ${index} 条（${id}）在 ${table} 中没有对应的行：该行被删除。`,
      en: `Entry ${index} (${id}) has no row in ${table}: the row was deleted.`,
    },
  }
}
