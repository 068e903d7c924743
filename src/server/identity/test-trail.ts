import { sql } from 'kysely'
import type { TestDatabase } from '#platform/postgres/test-database.ts'

export interface TestEntry {
  readonly actor: string
  readonly function: string
  readonly outcome: string
  readonly record: string
  readonly payload: Record<string, unknown>
}

/** What the trail says of one function, in the order in which it happened. */
export async function trailOf({ owner }: TestDatabase, name: string): Promise<TestEntry[]> {
  const { rows } = await sql<{ leaf: string; payload: string }>`
    select
      trail_entry.leaf,
      trail_payload.payload
    from app.trail_entry
    join app.trail_payload on trail_payload.entry_id = trail_entry.entry_id
    order by trail_entry.leaf::jsonb ->> 'at', trail_entry.written_in
  `.execute(owner)
  return rows
    .map(({ leaf, payload }) => ({
      ...(JSON.parse(leaf) as Omit<TestEntry, 'payload'>),
      payload: JSON.parse(payload) as Record<string, unknown>,
    }))
    .filter((entry) => entry.function === name)
}
