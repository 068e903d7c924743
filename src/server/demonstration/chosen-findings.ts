import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'

export interface ChosenFinding {
  readonly findingId: string
  readonly ruleCode: string
  readonly level: 1 | 2 | 3
  readonly personId: string
  readonly name: string
}

export interface Wanted {
  readonly rules: readonly string[]
  readonly levels?: readonly number[]
}

interface Row {
  readonly finding_id: string
  readonly rule_code: string
  readonly level: number
  readonly subject_id: string
  readonly name: string
}

/**
 * A finding for each case of the story: of a person of the county, each another one, with money, handled by none of
 * those who will look into it. By rule and id alone, so that a start that goes on after an interruption chooses the
 * same, whatever has become of them.
 */
export async function chooseFindings(
  db: Database,
  given: {
    readonly agencyId: string
    readonly verifiers: readonly string[]
    readonly wanted: readonly Wanted[]
  },
): Promise<(ChosenFinding | null)[]> {
  const { rows } = await sql<Row>`
    select finding.finding_id, finding.rule_code, finding.level, finding.subject_id, person.name
    from app.finding
    inner join register.person on person.person_id = finding.subject_id
    where finding.subject_kind = 'person'
      and finding.agency_id = ${given.agencyId}
      and finding.amount_fen between 100000 and 30000000
      and not exists (
        select
        from app.finding_evidence
        where finding_evidence.finding_id = finding.finding_id
          and (
            finding_evidence.content ->> 'operator_id' = any (${[...given.verifiers]}::text[])
            or finding_evidence.content ->> 'staff_id' = any (${[...given.verifiers]}::text[])
          )
      )
    order by finding.level, finding.finding_id
  `.execute(db)
  const used = new Set<string>()
  return given.wanted.map(({ rules, levels }) => {
    const fits = (row: Row, rule: string): boolean =>
      row.rule_code === rule &&
      !used.has(row.subject_id) &&
      (levels === undefined || levels.includes(row.level))
    const found = rules.map((rule) => rows.find((row) => fits(row, rule))).find((row) => row !== undefined)
    if (found === undefined) return null
    used.add(found.subject_id)
    return {
      findingId: found.finding_id,
      ruleCode: found.rule_code,
      level: found.level as 1 | 2 | 3,
      personId: found.subject_id,
      name: found.name,
    }
  })
}
