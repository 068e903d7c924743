import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'

/**
 * Where every row and finding lies (platform.md 14): a row by its person, employer or staff member's agency; a finding
 * about a person, employer or card by that, any other by all of its rows. What says nothing, or names a code that is
 * no region here, lies with the delivering agency. Makes `placed_evidence` and `placed_finding`.
 *
 * @param given.isKept of the current row `known` of a finding that was found again: whether it counts on though it was
 * not among what was found, for what was looked at could not show it
 */
export async function placeStaged(
  tx: Tx,
  given: { readonly region: string; readonly isKept: RawBuilder<SqlBool> },
): Promise<void> {
  await placeEvidence(tx, given)
  await keepKnown(tx, given)
  await placeFindings(tx, given)
  await countKept(tx)
}

/** Another digest of the same row is the row as it is now, and replaces the one that was known. */
async function keepKnown(tx: Tx, { isKept }: { readonly isKept: RawBuilder<SqlBool> }): Promise<void> {
  await sql`
    insert into placed_evidence (
      finding_id, table_name, row_key, digest, is_context, amount_fen, content, region, is_kept
    )
    select
      known.finding_id, known.table_name, known.row_key, known.digest, known.is_context, known.amount_fen,
      known.content, known.region, true
    from app.finding_evidence as known
    where known.finding_id in (select staged_row.finding_id from staged_row where staged_row.rule_code is not null)
      and known.is_current
      and ${isKept}
      and not exists (
        select
        from placed_evidence
        where placed_evidence.finding_id = known.finding_id
          and placed_evidence.table_name = known.table_name
          and placed_evidence.row_key = known.row_key
      )
  `.execute(tx)
}

/** Figures of all rows that count; the sentence of a finding with more than was found now is the one it had. */
async function countKept(tx: Tx): Promise<void> {
  await sql`
    update placed_finding
    set
      level = least(placed_finding.level, finding.level),
      amount_fen = counted.amount_fen,
      evidence_count = counted.rows,
      period_from = coalesce(least(nullif(placed_finding.period_from, ''), nullif(finding.period_from, '')), ''),
      period_to = coalesce(greatest(nullif(placed_finding.period_to, ''), nullif(finding.period_to, '')), ''),
      explanation = finding.explanation
    from (
      select
        finding_id,
        coalesce(sum(amount_fen) filter (where not is_context), 0)::bigint as amount_fen,
        (count(*) filter (where not is_context))::integer as rows
      from placed_evidence
      group by finding_id
      having bool_or(is_kept)
    ) as counted
    inner join app.finding on finding.finding_id = counted.finding_id
    where placed_finding.finding_id = counted.finding_id
  `.execute(tx)
}

async function placeEvidence(tx: Tx, { region }: { readonly region: string }): Promise<void> {
  await sql`
    create temporary table placed_evidence on commit drop as
    select
      staged_row.finding_id,
      staged_row.table_name,
      staged_row.row_key,
      staged_row.digest,
      bool_and(staged_row.is_context) as is_context,
      sum(staged_row.amount_fen)::bigint as amount_fen,
      (array_agg(staged_row.content))[1] as content,
      min(
        case
          when own.region is not null then own.region
          when staged_place.region is not null then ${region}
          else agency.region
        end
      ) as region,
      false as is_kept
    from staged_row
    left join staged_place
      on staged_place.table_name = staged_row.table_name
      and staged_place.row_key = staged_row.row_key
    left join app.region as own on own.region = staged_place.region
    left join app.staff_member on staff_member.staff_id = staged_place.staff_id
    left join app.agency on agency.agency_id = staff_member.agency_id
    where staged_row.table_name is not null
    group by staged_row.finding_id, staged_row.table_name, staged_row.row_key, staged_row.digest
  `.execute(tx)
  await sql`create unique index on placed_evidence (finding_id, table_name, row_key, digest)`.execute(tx)
  await sql`analyze placed_evidence`.execute(tx)
}

async function placeFindings(tx: Tx, { region }: { readonly region: string }): Promise<void> {
  await sql`
    create temporary table placed_finding on commit drop as
    with staged_finding as (
      select *
      from staged_row
      where rule_code is not null
    ),
    of_rows as (
      select finding_id, region
      from placed_evidence
      where region is not null
      group by finding_id, region
    ),
    of_subject as (
      select staged_finding.finding_id, coalesce(own.region, ${region}) as region
      from staged_finding
      left join app.region as own on own.region = staged_finding.region
      where staged_finding.subject_kind in ('person', 'employer', 'card')
      union
      select staged_finding.finding_id, agency.region
      from staged_finding
      inner join app.staff_member on staff_member.staff_id = staged_finding.subject_id
      inner join app.agency on agency.agency_id = staff_member.agency_id
      where staged_finding.subject_kind = 'staff'
    ),
    found_region as (
      select finding_id, region
      from of_subject
      union
      select of_rows.finding_id, of_rows.region
      from of_rows
      where of_rows.finding_id not in (select finding_id from of_subject)
      union
      select finding_id, ${region}
      from staged_finding
      where finding_id not in (select finding_id from of_subject)
        and finding_id not in (select finding_id from of_rows)
    ),
    gathered as (
      select finding_id, array_agg(region order by region) as regions
      from found_region
      group by finding_id
    ),
    -- Regions of one tree: where all paths have the same code at a level, they share everything above it.
    shared as (
      select found_region.finding_id, step.level, min(step.code) as code
      from found_region
      inner join app.region on region.region = found_region.region
      cross join lateral unnest(region.path) with ordinality as step (code, level)
      group by found_region.finding_id, step.level
      having min(step.code) = max(step.code)
        and count(*) = (
          select cardinality(gathered.regions)
          from gathered
          where gathered.finding_id = found_region.finding_id
        )
    ),
    owner as (
      select distinct on (finding_id) finding_id, code as region
      from shared
      order by finding_id, level desc
    )
    select
      staged_finding.finding_id,
      staged_finding.rule_code,
      staged_finding.level,
      staged_finding.subject_kind,
      staged_finding.subject_id,
      coalesce(staged_name.name, '') as person_name,
      staged_finding.period_from,
      staged_finding.period_to,
      staged_finding.amount_fen,
      staged_finding.evidence_count,
      staged_finding.explanation,
      gathered.regions,
      owner.region as owner_region,
      nearest.agency_id
    from staged_finding
    inner join gathered on gathered.finding_id = staged_finding.finding_id
    inner join owner on owner.finding_id = staged_finding.finding_id
    left join staged_name on staged_name.finding_id = staged_finding.finding_id
    left join lateral (
      select agency.agency_id
      from app.region
      inner join app.agency on agency.region = any(region.path) and agency.kind = 'HANDLING'
      where region.region = owner.region
      order by array_position(region.path, agency.region) desc, agency.agency_id
      limit 1
    ) as nearest on true
  `.execute(tx)
  await sql`create unique index on placed_finding (finding_id)`.execute(tx)
  await sql`analyze placed_finding`.execute(tx)
}
