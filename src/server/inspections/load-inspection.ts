import { sql } from 'kysely'
import { agencyOfStaff, isBelow } from '#inspections/planning/agencies-below.ts'
import { type TeamFacts, teamFacts } from '#inspections/preparing/team.ts'
import { recurrences } from '#inspections/rectifying/close.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { StoredFinding } from './inspection-forms.ts'

/** What belongs to an inspection beside its record, for whoever has been let see that one. */

const rowsMax = 100

const findingColumns = sql`
  finding.finding_id,
  finding.rule_code,
  finding.level,
  finding.status,
  finding.amount_fen,
  (finding.first_found_at at time zone 'Asia/Shanghai')::date::text as first_found_on
`

export async function findingsNamed(db: Database, recordId: string): Promise<readonly StoredFinding[]> {
  const { rows } = await sql<StoredFinding>`
    select ${findingColumns}
    from app.finding
    where finding.finding_id in (
      select jsonb_array_elements_text(fact -> 'finding_ids')
      from app.record
      cross join jsonb_array_elements(record.data -> 'facts') as fact
      where record.kind = 'INSPECTION' and record.record_id = ${recordId}
    )
    order by finding.finding_id
    limit ${rowsMax}
  `.execute(db)
  return rows
}

/** The gravest and largest that are not concluded. */
export async function findingsOfUnit(db: Database, recordId: string): Promise<readonly StoredFinding[]> {
  const { rows } = await sql<StoredFinding>`
    select ${findingColumns}
    from app.record
    inner join app.finding on finding.covering && record.regions
    where record.record_id = ${recordId} and finding.status <> 'CONCLUDED'
    order by finding.level, finding.open_amount_fen desc, finding.finding_id
    limit ${rowsMax}
  `.execute(db)
  return rows
}

export interface LinkedCase {
  readonly record_id: string
  readonly status: string
  readonly level: number
  readonly opened_on: string
}

export async function casesOfUnit(db: Database, recordId: string): Promise<readonly LinkedCase[]> {
  const { rows } = await sql<LinkedCase>`
    select
      concerned.record_id,
      concerned.status,
      (concerned.data ->> 'level')::integer as level,
      (concerned.entered_at at time zone 'Asia/Shanghai')::date::text as opened_on
    from app.record
    inner join app.record as concerned on concerned.kind = 'CASE' and concerned.covering && record.regions
    where record.record_id = ${recordId} and concerned.status <> 'MERGED'
    order by concerned.entered_at desc, concerned.record_id
    limit ${rowsMax}
  `.execute(db)
  return rows
}

/** R-WF-13, as it stands now. */
export async function recurrencesOf(db: Database, recordId: string): Promise<readonly StoredFinding[]> {
  const { rows } = await sql<StoredFinding>`
    select ${findingColumns}
    from app.finding
    where finding.finding_id in (
      select jsonb_array_elements_text(${recurrences})
      from app.record
      where record.record_id = ${recordId}
    )
    order by finding.first_found_at, finding.finding_id
    limit ${rowsMax}
  `.execute(db)
  return rows
}

export interface Candidate {
  readonly agency_id: string
  readonly name: string
  readonly is_own: boolean
}

/** One's own agency, for a self-check, and those below it. */
export async function candidatesOf(db: Database, staffId: string): Promise<readonly Candidate[]> {
  const { rows } = await sql<Candidate>`
    select below.agency_id, below.name, below.agency_id = supervisor.agency_id as is_own
    from app.agency as supervisor
    inner join app.agency as below on below.agency_id = supervisor.agency_id or (${isBelow})
    where supervisor.agency_id = ${agencyOfStaff(staffId)}
    order by is_own, below.region, below.agency_id
  `.execute(db)
  return rows
}

export interface StaffCandidate {
  readonly staff_id: string
  readonly name: string | null
  readonly agency_name: string
  readonly is_barred: boolean
}

interface Asked {
  readonly staffId: string
  /** Null: not chosen yet; nobody is barred. */
  readonly inspected: string | null
  /** Absent: the agency of who asks. */
  readonly supervisor?: string
}

/** Inspectors (监督、稽核) of the agency and below it, and everybody of the agency itself; who is barred is said. */
export async function staffCandidates(db: Database, asked: Asked): Promise<readonly StaffCandidate[]> {
  const { staffId, inspected, supervisor } = asked
  const own = agencyOfStaff(staffId)
  const above = supervisor === undefined ? own : sql`${supervisor}`
  const { rows } = await sql<StaffCandidate & { agency_id: string; is_shown: boolean }>`
    select
      member.staff_id,
      member.name,
      agency.name as agency_name,
      agency.agency_id,
      agency.agency_id = ${own} as is_shown,
      false as is_barred
    from app.staff_member as member
    inner join app.agency on agency.agency_id = member.agency_id
    inner join app.region on region.region = agency.region
    inner join app.agency as above on above.agency_id = ${above}
    where
      member.status = 'ON_POST'
      and above.region = any (region.path)
      and (
        agency.agency_id = above.agency_id
        or exists (
          select
          from app.role_grant
          where
            role_grant.staff_id = member.staff_id
            and role_grant.role in ('SUPERVISION', 'INTERNAL_AUDIT')
            and role_grant.valid_from <= clock_timestamp()
            and coalesce(role_grant.valid_to > clock_timestamp(), true)
        )
      )
    order by agency.agency_id = above.agency_id desc, agency.agency_id, member.staff_id
    limit 200
  `.execute(db)
  const barred = inspected === null ? new Set<string>() : await barredOf(db, rows, inspected)
  return rows.map(({ staff_id, name, agency_name, is_shown }) => ({
    staff_id,
    name: is_shown ? name : null,
    agency_name,
    is_barred: barred.has(staff_id),
  }))
}

async function barredOf(
  db: Database,
  staff: readonly { readonly staff_id: string; readonly agency_id: string }[],
  inspected: string,
): Promise<ReadonlySet<string>> {
  const ids = staff.map(({ staff_id }) => staff_id)
  const { rows } = await sql<{ facts: TeamFacts }>`
    select ${teamFacts(sql`${ids}::text[]`, {
      supervisor: sql`${inspected}`,
      inspected: sql`${inspected}`,
      on: sql`(clock_timestamp() at time zone 'Asia/Shanghai')::date`,
    })} as facts
  `.execute(db)
  const facts = rows[0]?.facts ?? []
  return new Set(
    facts
      .filter(({ has_served, has_relative }) => has_served || has_relative)
      .map(({ staff_id }) => staff_id),
  )
}
