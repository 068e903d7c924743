-- The figures of a periodic report for a region and the days from–until, as text of digits by code, with those of 0162:
-- the ledger from its acts, findings by scheme, feeds, reconciliations, authority, training and rotation.

create or replace function app.report_figures(own text, first_day date, last_day date) returns jsonb
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
        -- Of deliveries; trials and the nightly look at our own records are none.
        state = 'DONE'
        and not is_trial
        and not is_of_records
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
    -- Of rows of two schemes it counts in both.
    'findings_scheme_110', count(*) filter (where '110' = any (schemes)),
    'findings_scheme_120', count(*) filter (where '120' = any (schemes)),
    'findings_scheme_170', count(*) filter (where '170' = any (schemes)),
    'findings_scheme_210', count(*) filter (where '210' = any (schemes)),
    'findings_scheme_310', count(*) filter (where '310' = any (schemes)),
    'findings_scheme_390', count(*) filter (where '390' = any (schemes)),
    'findings_scheme_410', count(*) filter (where '410' = any (schemes)),
    'findings_scheme_510', count(*) filter (where '510' = any (schemes)),
    'findings_no_scheme', count(*) filter (where cardinality(schemes) = 0),
    'findings_finance', count(*) filter (where rule_code like 'FIN-%'),
    'findings_system', count(*) filter (where rule_code like 'SYS-%'),
    -- What the core system's accounts may, did out of hours, and kept of people who had left.
    'findings_conflicts', count(*) filter (where rule_code in ('SYS-02', 'SYS-07')),
    'findings_off_hours', count(*) filter (where rule_code = 'SYS-03'),
    'findings_leavers', count(*) filter (where rule_code = 'SYS-06'),
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

  select jsonb_build_object(
    'sample_population', coalesce(sum(population), 0),
    'sample_wanted', coalesce(sum(wanted), 0),
    'sample_drawn', coalesce(sum(drawn), 0),
    'sample_checked', coalesce(sum(checked), 0),
    'sample_wrong', coalesce(sum(wrong), 0)
  )
  into part
  from app.record_sample_stratum
  where
    region = any (below)
    and month >= to_char(first_day, 'YYYYMM')::integer
    and month < to_char(last_day, 'YYYYMM')::integer;
  answer := answer || part;

  select jsonb_build_object('inspected_on_site', count(distinct inspected_agency_id))
  into part
  from app.record_inspection
  where
    region = any (below)
    and is_on_site
    and finished_on >= date_trunc('year', first_day::timestamp)::date
    and finished_on < last_day;
  answer := answer || part;

  select jsonb_build_object(
    'problems_found', count(*),
    'problems_handled', count(*) filter (where handled_on < last_day),
    'problems_rectified', count(*) filter (where rectified_on < last_day)
  )
  into part
  from app.record_campaign_problem
  where region = any (below) and found_on >= first_day and found_on < last_day and not coalesce(needs_legislation, false);
  answer := answer || part;

  answer := answer
    || app.report_figures_of_ledger(own, first_day, last_day)
    || app.report_figures_of_feeds(own, first_day, last_day)
    || app.report_figures_of_reconciliation(own, first_day, last_day)
    || app.report_figures_of_authority(own, first_day, last_day)
    || app.report_figures_of_duties(own, first_day, last_day);

  return (select jsonb_object_agg(figure.key, figure.value #>> '{}') from jsonb_each(answer) as figure);
end
$$;
