import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import type { FoundRun, SubjectOfRun } from './found-run.ts'

interface CandidateRow {
  readonly finding_id: string
  readonly subject_kind: SubjectOfRun['kind']
  readonly subject_id: string
}

const atOnce = 5_000

/**
 * 'Not found again' is said only of a finding whose rule this run evaluated, whose regions all lie in the delivering
 * agency's, and whose subject is in the delivery: silence about anything else means nothing (platform.md 4). It closes
 * nothing.
 */
export async function markNotFound(
  tx: Tx,
  { runId, asOf, region, rules, findPresent, at }: FoundRun & { readonly at: Date },
): Promise<number> {
  const evaluated = rules.filter(({ status }) => status === 'HIT' || status === 'PASS')
  let marked = 0
  let after = ''
  for (;;) {
    const { rows } = await sql<CandidateRow>`
      select finding.finding_id, finding.subject_kind, finding.subject_id
      from app.finding
      where finding.finding_id > ${after}
        and finding.rule_code = any(${evaluated.map(({ code }) => code)}::text[])
        and finding.not_found_since is null
        and finding.last_run_id is distinct from ${runId}
        and greatest(finding.last_as_of, finding.last_order_on) <= ${asOf}::date
        and not exists (
          select
          from unnest(finding.regions) as own (code)
          left join app.region on region.region = own.code
          where ${region} <> all(coalesce(region.path, '{}'))
        )
      order by finding.finding_id
      limit ${atOnce}
    `.execute(tx)
    if (rows.length === 0) return marked
    const subjects = rows.map((row) => ({ kind: row.subject_kind, id: row.subject_id }))
    const present = new Set((await findPresent(subjects)).map(({ kind, id }) => `${kind}|${id}`))
    const gone = rows.filter((row) => present.has(`${row.subject_kind}|${row.subject_id}`))
    await sql`
      update app.finding
      set not_found_since = ${at}, not_found_run_id = ${runId}
      where finding_id = any(${gone.map((row) => row.finding_id)}::text[])
    `.execute(tx)
    marked += gone.length
    after = rows.at(-1)!.finding_id
  }
}
