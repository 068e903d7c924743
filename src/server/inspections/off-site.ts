import { sql } from 'kysely'
import { isPostProperty, isRole } from '#access/duties.ts'
import { isConflict } from '#access/duty-conflicts.ts'
import type { Tx } from '#platform/postgres/database.ts'

/**
 * 非现场监督 (seeds 002, 003): what is already known of each agency, side by side. Of agencies and never of persons, and
 * no score: a reader judges. Each number is that of the list it opens: of the agency's region with everything below it.
 */

export interface StaleFeed {
  readonly table: string
  readonly last_on: string
  /** Days: agreed for the feed, else those of the rule (deaths 31, others at most 365). */
  readonly allowed: number
}

interface Figures {
  readonly agency_id: string
  readonly name: string
  readonly region: string
  readonly region_level: string
  /** Findings that are not concluded, by level, and their money. */
  readonly findings_1: number
  readonly findings_2: number
  readonly findings_3: number
  readonly open_fen: bigint
  /** Concluded episodes: true or partly true, and not true; what cannot be verified says nothing. */
  readonly found_true: number
  readonly found_untrue: number
  readonly cases_open: number
  readonly cases_overdue: number
  readonly recovery_due_fen: bigint
  readonly recovery_outstanding_fen: bigint
  /** Of inspections of the agency itself. */
  readonly items_open: number
  readonly items_overdue: number
  /** Day of the data of the last run of a delivery that covered the agency, process rules aside; null: none did. */
  readonly data_as_of: string | null
  /** Tables that end longer ago than agreed for each: the measure of R-WF-15. */
  readonly stale_feeds: readonly StaleFeed[]
  /** The last on-site inspection that was finished. */
  readonly inspected_on: string | null
}

export interface OffSiteAgency extends Figures {
  /** People who hold duties that one person may not hold together (domain 3.11). */
  readonly conflicts: number
}

const today = sql`(clock_timestamp() at time zone 'Asia/Shanghai')::date`

/** `regions`: with everything below them. Kept totals; only conclusions are read one by one. */
export async function readOffSite(tx: Tx, regions: readonly string[]): Promise<OffSiteAgency[]> {
  const { rows } = await sql<Figures>`
    with place as (
      select agency.agency_id, agency.name, agency.region, region.level as region_level, region.path
      from app.agency
      inner join app.region on region.region = agency.region
      where agency.kind = 'HANDLING' and region.path && ${[...regions]}::text[]
    ),
    open_finding as (
      select
        total.region,
        coalesce(sum(total.findings) filter (where total.level = 1), 0)::integer as findings_1,
        coalesce(sum(total.findings) filter (where total.level = 2), 0)::integer as findings_2,
        coalesce(sum(total.findings) filter (where total.level = 3), 0)::integer as findings_3,
        coalesce(sum(total.open_amount_fen), 0)::bigint as open_fen
      from app.finding_total as total
      where total.region in (select place.region from place) and total.status <> 'CONCLUDED'
      group by total.region
    ),
    verified as (
      select
        covered.region,
        count(*) filter (where episode.conclusion in ('TRUE', 'PARTIAL'))::integer as found_true,
        count(*) filter (where episode.conclusion = 'FALSE')::integer as found_untrue
      from app.finding_episode as episode
      inner join app.finding on finding.finding_id = episode.finding_id
      cross join lateral unnest(finding.covering) as covered (region)
      where episode.conclusion is not null and finding.covering && array(select place.region from place)
      group by covered.region
    ),
    handled as (
      select
        total.region,
        coalesce(sum(total.records) filter (where total.kind = 'CASE' and total.is_open), 0)::integer as cases_open,
        coalesce(
          sum(total.records) filter (where total.kind = 'CASE' and total.is_open and total.due_day < ${today}),
          0
        )::integer as cases_overdue,
        coalesce(sum(total.due_fen) filter (where total.kind = 'RECOVERY'), 0)::bigint as recovery_due_fen,
        coalesce(sum(total.outstanding_fen) filter (where total.kind = 'RECOVERY'), 0)::bigint
          as recovery_outstanding_fen
      from app.record_total as total
      where total.region in (select place.region from place)
      group by total.region
    ),
    feed_now as materialized (
      select table_name, region, last_on, days_agreed
      from app.record_feed
    ),
    -- R-WF-15: what was agreed, else 31 days for deaths and 365 for the rest, which nothing may exceed.
    allowed as (
      select
        known.table_name,
        least(
          coalesce(
            known.days_agreed,
            case known.table_name
              when 'death' then coalesce(app.parameter_on('WF-15', 'death_days', ${today})::integer, 31)
            end
          ),
          coalesce(app.parameter_on('WF-15', 'days_max', ${today})::integer, 365)
        ) as days
      from (
        select table_name, min(days_agreed) as days_agreed
        from feed_now
        group by table_name
      ) as known
    )
    select
      place.agency_id,
      place.name,
      place.region,
      place.region_level,
      coalesce(open_finding.findings_1, 0) as findings_1,
      coalesce(open_finding.findings_2, 0) as findings_2,
      coalesce(open_finding.findings_3, 0) as findings_3,
      coalesce(open_finding.open_fen, 0)::bigint as open_fen,
      coalesce(verified.found_true, 0) as found_true,
      coalesce(verified.found_untrue, 0) as found_untrue,
      coalesce(handled.cases_open, 0) as cases_open,
      coalesce(handled.cases_overdue, 0) as cases_overdue,
      coalesce(handled.recovery_due_fen, 0)::bigint as recovery_due_fen,
      coalesce(handled.recovery_outstanding_fen, 0)::bigint as recovery_outstanding_fen,
      item.items_open,
      item.items_overdue,
      (
        select max(run.as_of)::text
        from app.screening_run as run
        where run.state = 'DONE' and not run.is_of_records and run.region = any (place.path)
      ) as data_as_of,
      feed.stale_feeds,
      (
        select max(inspection.finished_on)::text
        from app.record_inspection as inspection
        where inspection.inspected_agency_id = place.agency_id and inspection.is_on_site
      ) as inspected_on
    from place
    left join open_finding on open_finding.region = place.region
    left join verified on verified.region = place.region
    left join handled on handled.region = place.region
    cross join lateral (
      select
        count(*)::integer as items_open,
        count(*) filter (where each.due_on < ${today})::integer as items_overdue
      from app.inspection_item as each
      where each.inspected_agency_id = place.agency_id and each.verified_on is null
    ) as item
    cross join lateral (
      select
        coalesce(
          jsonb_agg(
            jsonb_build_object('table', newest.table_name, 'last_on', newest.last_on, 'allowed', newest.allowed)
            order by newest.table_name
          ) filter (where ${today} - newest.last_on > newest.allowed),
          '[]'::jsonb
        ) as stale_feeds
      from (
        -- Of the runs that cover the agency, its own or one above: the newest data of each table.
        select distinct on (record_feed.table_name) record_feed.table_name, record_feed.last_on, allowed.days as allowed
        from feed_now as record_feed
        inner join allowed on allowed.table_name = record_feed.table_name
        where record_feed.region = any (place.path) and record_feed.last_on is not null
        order by record_feed.table_name, record_feed.last_on desc
      ) as newest
    ) as feed
    order by place.region, place.agency_id
  `.execute(tx)
  const conflicts = await readConflicts(tx, regions)
  return rows.map((row) => ({ ...row, conflicts: conflicts.get(row.agency_id) ?? 0 }))
}

/** How many people of each agency hold duties that exclude each other, today. */
async function readConflicts(tx: Tx, regions: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ agency_id: string; duties: string[] }>`
    select member.agency_id, array_agg(distinct held.duty) as duties
    from app.staff_member as member
    inner join app.agency on agency.agency_id = member.agency_id
    inner join app.region on region.region = agency.region
    cross join lateral (
      select role_grant.role as duty
      from app.role_grant
      where
        role_grant.staff_id = member.staff_id
        and role_grant.valid_from <= clock_timestamp()
        and coalesce(role_grant.valid_to > clock_timestamp(), true)
      union
      select unnest(post.properties)
      from app.post_assignment
      inner join app.post on post.post_id = post_assignment.post_id
      where
        post_assignment.staff_id = member.staff_id
        and post_assignment.started_on <= ${today}
        and coalesce(post_assignment.ended_on > ${today}, true)
    ) as held
    where member.status = 'ON_POST' and region.path && ${[...regions]}::text[]
    group by member.agency_id, member.staff_id
  `.execute(tx)
  const counts = new Map<string, number>()
  for (const { agency_id, duties } of rows) {
    const known = duties.filter((duty) => isRole(duty) || isPostProperty(duty))
    const isConflicting = known.some((a, at) => known.slice(at + 1).some((b) => isConflict(a, b)))
    if (isConflicting) counts.set(agency_id, (counts.get(agency_id) ?? 0) + 1)
  }
  return counts
}
