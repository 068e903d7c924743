-- The figures of a periodic report (domain 7.4) for a region and the days from–until, as text of digits by code. What a
-- slice keeps is read by its view; where this installation has no such view, the figure is null and is said to be so.

create function app.report_figures(own text, first_day date, last_day date) returns jsonb
language plpgsql
stable
as $$
declare
  since timestamptz := first_day::timestamp at time zone 'Asia/Shanghai';
  until timestamptz := last_day::timestamp at time zone 'Asia/Shanghai';
  below text[] := array(select region.region from app.region where region.path @> array[own] order by region.region);
  answer jsonb;
  part jsonb;
begin
  select jsonb_build_object(
    'agencies', (select count(*) from app.agency where kind = 'HANDLING' and region = any (below)),
    'inspection_agencies', (select count(*) from app.agency where kind = 'HANDLING' and region = any (below)),
    'staff_on_post', (
      select count(*)
      from app.staff_member
      inner join app.agency on agency.agency_id = staff_member.agency_id
      where staff_member.status = 'ON_POST' and agency.region = any (below)
    ),
    'posts_over_term', (
      select count(*)
      from app.post_assignment
      inner join app.post on post.post_id = post_assignment.post_id
      inner join app.agency on agency.agency_id = post.agency_id
      where
        agency.region = any (below)
        and post.is_key
        and post_assignment.started_on + make_interval(months => post.months_max) < last_day
        and post_assignment.started_on < last_day
        and coalesce(post_assignment.ended_on >= last_day, true)
    ),
    'overtime_permits', (
      select count(*)
      from app.overtime_permit
      inner join app.staff_member on staff_member.staff_id = overtime_permit.staff_id
      inner join app.agency on agency.agency_id = staff_member.agency_id
      where agency.region = any (below) and overtime_permit.valid_from >= since and overtime_permit.valid_from < until
    ),
    'leading_groups', (
      select count(*) from app.record
      where kind = 'LEADING_GROUP' and status = 'IN_OFFICE' and covering @> array[own]
    ),
    'meetings_decided', (
      select count(*) from app.record_meeting
      where decided and region = any (below) and held_on >= first_day and held_on < last_day
    ),
    'runs_done', (
      select count(*) from app.screening_run
      where
        state = 'DONE'
        and finished_at >= since
        and finished_at < until
        and (region = any (below) or region = any (select unnest(path) from app.region where region.region = own))
    ),
    'statements_kept', (
      select count(*) from app.record
      where
        kind = 'BANK_STATEMENT'
        and status = 'ACCEPTED'
        and covering @> array[own]
        and changed_at >= since
        and changed_at < until
    ),
    'loss_fen', (
      select coalesce(sum(loss_fen), 0) from app.confirmed_case
      where covering @> array[own] and approved_at >= since and approved_at < until
    ),
    'recovered_fen', (
      select coalesce(sum((receipt ->> 'amount_fen')::bigint), 0)
      from app.record
      cross join lateral jsonb_array_elements(record.data -> 'receipts') as receipt
      where
        record.kind = 'RECOVERY'
        and record.covering @> array[own]
        and receipt -> 'undone' = 'null'::jsonb
        and (receipt ->> 'received_on')::date >= first_day
        and (receipt ->> 'received_on')::date < last_day
    )
  )
  into answer;

  select jsonb_build_object(
    'findings_new', count(*),
    'findings_first', count(*) filter (where level = 1),
    'findings_second', count(*) filter (where level = 2),
    'findings_third', count(*) filter (where level = 3),
    'findings_fen', coalesce(sum(amount_fen), 0),
    'findings_finance', count(*) filter (where rule_code like 'FIN-%'),
    'findings_system', count(*) filter (where rule_code like 'SYS-%'),
    'findings_certification', count(*) filter (where rule_code like 'CER-%'),
    'findings_cards', count(*) filter (where rule_code like 'CRD-%')
  )
  into part
  from app.finding
  where covering @> array[own] and first_found_at >= since and first_found_at < until;
  answer := answer || part;

  select jsonb_build_object(
    'findings_concluded', count(*),
    'findings_true', count(*) filter (where finding_episode.conclusion in ('TRUE', 'PARTIAL'))
  )
  into part
  from app.finding_episode
  inner join app.finding on finding.finding_id = finding_episode.finding_id
  where
    finding.covering @> array[own]
    and finding_episode.concluded_at >= since
    and finding_episode.concluded_at < until;
  answer := answer || part;

  select jsonb_build_object(
    'events_found', count(*),
    'events_late', count(*) filter (where coalesce(first_reported_at, clock_timestamp()) > first_due_at),
    'events_final', count(*) filter (where final_reported_at is not null),
    'events_fen', coalesce(sum(amount_fen), 0),
    'events_loss_fen', coalesce(sum(loss_fen), 0),
    'events_recovered_fen', coalesce(sum(recovered_fen), 0)
  )
  into part
  from app.record_major_event
  where region = any (below) and found_at >= since and found_at < until;
  answer := answer || part;

  if to_regclass('app.record_risk_point') is not null then
    execute $query$
      select jsonb_build_object(
        'points_in_force', count(*),
        'points_first_level', count(*) filter (where level::text = '1'),
        'points_reviewed', count(*) filter (where reviewed_on >= $2 and reviewed_on < $3),
        'points_new', (
          select count(*) from app.record
          where
            kind = 'RISK_POINT'
            and status in ('IN_FORCE', 'REVISION_PROPOSED', 'RETIREMENT_PROPOSED', 'RETIRED')
            and regions && $1
            and entered_at >= $4
            and entered_at < $5
        ),
        'points_removed', (
          select count(*) from app.record
          where
            kind = 'RISK_POINT' and status = 'RETIRED' and regions && $1 and changed_at >= $4 and changed_at < $5
        )
      )
      from app.record_risk_point
      where region = any ($1) and status in ('IN_FORCE', 'REVISION_PROPOSED', 'RETIREMENT_PROPOSED')
    $query$
    into part
    using below, first_day, last_day, since, until;
    answer := answer || part;
  end if;

  if to_regclass('app.record_sample_stratum') is not null then
    execute $query$
      select jsonb_build_object(
        'sample_population', coalesce(sum(population), 0),
        'sample_wanted', coalesce(sum(wanted), 0),
        'sample_drawn', coalesce(sum(drawn), 0),
        'sample_checked', coalesce(sum(checked), 0),
        'sample_wrong', coalesce(sum(wrong), 0)
      )
      from app.record_sample_stratum
      where
        region = any ($1)
        and month >= to_char($2, 'YYYYMM')::integer
        and month < to_char($3, 'YYYYMM')::integer
    $query$
    into part
    using below, first_day, last_day;
    answer := answer || part;
  end if;

  if to_regclass('app.record_inspection') is not null then
    execute $query$
      select jsonb_build_object('inspected_on_site', count(distinct inspected_agency_id))
      from app.record_inspection
      where
        region = any ($1)
        and is_on_site
        and finished_on >= date_trunc('year', $2::timestamp)::date
        and finished_on < $3
    $query$
    into part
    using below, first_day, last_day;
    answer := answer || part;
  end if;

  if to_regclass('app.record_campaign_problem') is not null then
    execute $query$
      select jsonb_build_object(
        'problems_found', count(*),
        'problems_handled', count(*) filter (where handled_on < $3),
        'problems_rectified', count(*) filter (where rectified_on < $3)
      )
      from app.record_campaign_problem
      where region = any ($1) and found_on >= $2 and found_on < $3 and not coalesce(needs_legislation, false)
    $query$
    into part
    using below, first_day, last_day;
    answer := answer || part;
  end if;

  return (select jsonb_object_agg(figure.key, figure.value #>> '{}') from jsonb_each(answer) as figure);
end
$$;

grant execute on function app.report_figures to :app_role;
