import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { TestDatabase } from '#platform/postgres/test-database.ts'

/** What the slice of cases writes, as far as findings read it: migration 0112 follows it. */

export async function openTestCase(
  { owner }: TestDatabase,
  findingIds: readonly string[],
  over: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const recordId = randomUUID()
  const data = {
    findings: findingIds.map((finding_id) => ({ finding_id })),
    conclusion: null,
    merged_from: [],
    origin: null,
    split_off: [],
    ...over,
  }
  await sql`
    insert into app.record (
      record_id, kind, status, version, regions, concerned, data, is_open, entered_by, entered_at, changed_by, changed_at
    )
    values (
      ${recordId}, 'CASE', 'OPENED', 1, '{990101}', '{}', ${JSON.stringify(data)}::jsonb, true, 'somebody', now(),
      'somebody', now()
    )
  `.execute(owner)
  return recordId
}

/** `verdict` null: the case was opened again. */
export async function concludeTestCase(
  { owner }: TestDatabase,
  given: {
    readonly recordId: string
    readonly findingIds: readonly string[]
    readonly verdict: string | null
    readonly isApproved?: boolean
  },
): Promise<void> {
  const { recordId, findingIds, verdict, isApproved = true } = given
  const results = findingIds.map((finding_id) => ({ finding_id, verdict }))
  const approved = isApproved ? { by: 'leader', at: '2026-11-21T10:00:00+08:00', opinion: '同意' } : null
  const conclusion = verdict === null ? null : { verdict, results, approved }
  await sql`
    update app.record
    set
      data = data || jsonb_build_object('conclusion', ${JSON.stringify(conclusion)}::jsonb),
      status = ${isApproved && verdict !== null ? 'HANDLING' : 'VERIFYING'}
    where record_id = ${recordId}
  `.execute(owner)
}
