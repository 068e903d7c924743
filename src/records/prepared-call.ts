import { createHash } from 'node:crypto'
import { CompiledQuery, type RawBuilder } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'

/**
 * Runs a statement that each connection parses and plans once instead of every time: of the two round trips of an act
 * that was a seventh of the server's time. node-postgres prepares whatever has a name, and Kysely's driver hands `sql`
 * to it untouched, so the named form goes through it; a test looks into pg_prepared_statements.
 */
export async function callPrepared<Row>(db: Database, statement: RawBuilder<Row>): Promise<readonly Row[]> {
  const { sql: text, parameters } = statement.compile(db)
  const name = nameOf(text)
  if (name === undefined) return (await db.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))).rows
  const named = { name, text } as unknown as string
  return (await db.executeQuery<Row>(CompiledQuery.raw(named, [...parameters]))).rows
}

/** Statements differ by the kind and action they load for: hundreds. Beyond that they hold values of their own. */
const namesMax = 1000
const names = new Map<string, string>()

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= namesMax) return known
  const name = `act_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
  names.set(text, name)
  return name
}
