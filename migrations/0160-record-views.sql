-- What the system's own records look like to rules about work itself (src/standard/record-views.ts, platform.md 3): one
-- view for each, in the units of the standard. Days are Beijing's.

-- A run over records has no delivery: its snapshot is named 'records-<day>'.
alter table app.screening_run
add column is_of_records boolean not null default false;

create index screening_run_of_records on app.screening_run (asked_at)
where
  is_of_records;

create function app.beijing_day(at timestamptz) returns date
language sql
immutable
parallel safe
return (at at time zone 'Asia/Shanghai')::date;

create view app.record_lead as
select
  finding.finding_id as lead_id,
  'FINDING' as kind,
  finding.agency_id,
  finding.owner_region as region,
  finding.rule_code,
  finding.level,
  app.beijing_day(finding_episode.opened_at) as opened_on,
  null::date as first_done_on,
  null::date as concluded_on,
  -- Silenced with a reason and until a day: nobody is late before.
  finding.snoozed_until as extended_to,
  finding.open_amount_fen as amount_fen
from app.finding
inner join app.finding_episode
  on finding_episode.finding_id = finding.finding_id
  and finding_episode.episode = finding.episode
where finding.status = 'OPEN'
union all
select
  record.record_id,
  'CASE',
  record.agency_id,
  coalesce(agency.region, record.regions[1]),
  (
    select string_agg(distinct finding ->> 'rule_code', '、')
    from jsonb_array_elements(record.data -> 'findings') as finding
  ),
  (record.data ->> 'level')::integer,
  app.beijing_day(record.entered_at),
  (
    select app.beijing_day(min((paper ->> 'at')::timestamptz))
    from jsonb_array_elements(record.data -> 'papers') as paper
  ),
  coalesce(
    app.beijing_day((record.data -> 'conclusion' -> 'approved' ->> 'at')::timestamptz),
    case when not record.is_open then app.beijing_day(record.changed_at) end
  ),
  case
    when exists (
      select
      from jsonb_array_elements(record.data -> 'remarks') as remark
      where remark ->> 'action' = 'extend'
    ) then record.due_day
  end,
  coalesce(record.amount_fen, 0)
from app.record
left join app.agency on agency.agency_id = record.agency_id
where record.kind = 'CASE'
  and record.status <> 'MERGED';

create view app.record_episode as
select
  finding.finding_id || '#' || finding_episode.episode as episode_id,
  finding.finding_id,
  finding.rule_code,
  finding.agency_id,
  finding.owner_region as region,
  app.beijing_day(finding_episode.opened_at) as opened_on,
  app.beijing_day(finding_episode.concluded_at) as concluded_on,
  finding_episode.conclusion,
  finding_episode.amount_fen
from app.finding_episode
inner join app.finding on finding.finding_id = finding_episode.finding_id;

create view app.record_recovery as
select
  record.record_id as recovery_id,
  record.data ->> 'case_id' as case_id,
  record.agency_id,
  coalesce(agency.region, record.regions[1]) as region,
  record.is_open,
  exists (
    select
    from app.record as concerned
    cross join lateral jsonb_array_elements(concerned.data -> 'measures') as measure
    where concerned.record_id = record.data ->> 'case_id'
      and concerned.kind = 'CASE'
      and measure ->> 'kind' = 'TRANSFER'
  ) as is_handed_over,
  app.beijing_day(record.entered_at) as opened_on,
  (
    select app.beijing_day(max(record_action.at))
    from app.record_action
    where record_action.record_id = record.record_id
      and record_action.actor_id not like 'system:%'
  ) as last_acted_on,
  (record.data ->> 'due_fen')::bigint as due_fen,
  (record.data ->> 'recovered_fen')::bigint as recovered_fen,
  (record.data ->> 'outstanding_fen')::bigint as outstanding_fen
from app.record
left join app.agency on agency.agency_id = record.agency_id
where record.kind = 'RECOVERY'
  and record.status <> 'CANCELLED';

-- As src/cases/recovery/recovery-data.ts counts them: of all items up to and with this one, what has not come.
create view app.record_instalment as
with planned as (
  select
    record.record_id,
    item.place,
    (item.content ->> 'due_on')::date as due_on,
    (item.content ->> 'amount_fen')::bigint as amount_fen,
    sum((item.content ->> 'amount_fen')::bigint) over (partition by record.record_id order by item.place) as asked_fen,
    (record.data ->> 'recovered_fen')::bigint
    + (record.data ->> 'written_off_fen')::bigint
    - (record.data -> 'plan' ->> 'recovered_before_fen')::bigint as come_fen
  from app.record
  cross join lateral jsonb_array_elements(record.data -> 'plan' -> 'items')
    with ordinality as item (content, place)
  where record.kind = 'RECOVERY'
    and record.status <> 'CANCELLED'
    and record.data -> 'plan' -> 'approved' <> 'null'::jsonb
)
select
  record_id || '#' || place as instalment_id,
  record_id as recovery_id,
  due_on,
  amount_fen,
  greatest(asked_fen - come_fen, 0)::bigint as missing_fen
from planned;

-- Per agency and table what its newest screened delivery had, and the one before; years of runs are not looked at.
create view app.record_feed as
with told as (
  select distinct on (screening_run.agency_id, screening_run.snapshot_id, given.content ->> 'table')
    screening_run.agency_id,
    screening_run.region,
    screening_run.finished_at,
    given.content ->> 'table' as table_name,
    (given.content ->> 'rows')::bigint as rows,
    given.content ->> 'last_date' as last_date
  from app.screening_run
  cross join lateral jsonb_array_elements(screening_run.result -> 'tables') as given (content)
  where screening_run.state = 'DONE'
    and not screening_run.is_trial
    and not screening_run.is_of_records
    and screening_run.finished_at > now() - interval '800 days'
  order by
    screening_run.agency_id,
    screening_run.snapshot_id,
    given.content ->> 'table',
    screening_run.finished_at
),
ranked as (
  select
    told.*,
    lag(rows) over (partition by agency_id, table_name order by finished_at) as rows_before,
    row_number() over (partition by agency_id, table_name order by finished_at desc) as place
  from told
)
select
  ranked.agency_id || '#' || ranked.table_name as feed_id,
  ranked.table_name,
  ranked.agency_id,
  ranked.region,
  case
    when length(ranked.last_date) = 7
      then (to_date(ranked.last_date || '-01', 'YYYY-MM-DD') + interval '1 month - 1 day')::date
    else to_date(ranked.last_date, 'YYYY-MM-DD')
  end as last_on,
  ranked.rows,
  ranked.rows_before,
  feed.days_max as days_agreed
from ranked
left join register.feed on feed.table_name = ranked.table_name
where ranked.place = 1;

create view app.record_step as
select
  record_action.record_id || '#' || record_action.version as step_id,
  record_action.record_id,
  record.kind,
  record.agency_id,
  coalesce(agency.region, record.regions[1]) as region,
  record_action.version,
  coalesce(
    lag(record_action.version) over (partition by record_action.record_id order by record_action.version),
    0
  ) as version_before,
  record_action.action,
  record_action.actor_id,
  record_action.at as acted_at,
  record_action.status_before,
  coalesce(
    lag(record_action.status_after) over (partition by record_action.record_id order by record_action.version),
    'NEW'
  ) as status_expected,
  record_action.status_after,
  record.version as record_version,
  record.status as record_status,
  record_action.version = max(record_action.version) over (partition by record_action.record_id) as is_last
from app.record_action
inner join app.record on record.record_id = record_action.record_id
left join app.agency on agency.agency_id = record.agency_id;

-- Orders of the core system as delivered: which steps passed, and whether in the order of the procedure.
create view app.record_business_order as
with passed as (
  select
    business_step.order_id,
    business_step.step_number,
    business_step.step,
    business_step.staff_id,
    business_step.decided_at,
    array_position(array['ACCEPT', 'ENTRY', 'REVIEW', 'APPROVAL', 'PAYMENT', 'ARCHIVE'], business_step.step) as place,
    lag(business_step.decided_at) over (
      partition by business_step.order_id
      order by array_position(array['ACCEPT', 'ENTRY', 'REVIEW', 'APPROVAL', 'PAYMENT', 'ARCHIVE'], business_step.step),
        business_step.step_number
    ) as decided_before
  from register.business_step
  where business_step.decision is distinct from 'REJECT'
)
select
  business_order.order_id,
  business_order.function_code,
  coalesce(person.region, employer.region) as region,
  (
    select last_step.staff_id
    from passed as last_step
    where last_step.order_id = business_order.order_id
    order by last_step.place desc, last_step.step_number desc
    limit 1
  ) as staff_id,
  business_order.status,
  business_order.applied_at::date as applied_on,
  string_agg(passed.step, ' ' order by passed.decided_at, passed.step_number) as steps,
  bool_or(passed.step = 'ENTRY') as has_entry,
  bool_or(passed.step = 'REVIEW') as has_review,
  bool_and(passed.decided_before is null or passed.decided_before <= passed.decided_at) as is_in_order,
  business_order.amount_fen
from register.business_order
inner join passed on passed.order_id = business_order.order_id
left join register.person on person.person_id = business_order.person_id
left join register.employer on employer.employer_id = business_order.employer_id
group by business_order.order_id, person.region, employer.region;

-- What each account owed in reconciliations over the last hundred days that the delivered data reach.
create view app.record_expected_reconciliation as
with reach as (
  select max(day) as day
  from (
    select max(period_to) as day
    from register.reconciliation
    union all
    select max(occurred_at)::date
    from register.bank_transaction
  ) as known
),
expected as (
  select fund_account.fund_account_id, 'DAILY' as kind, each.day::date as day, reach.day as reached_on
  from reach
  cross join lateral generate_series(reach.day - 100, reach.day, interval '1 day') as each (day)
  left join register.calendar on calendar.day = each.day::date - date '1970-01-01'
  cross join register.fund_account
  where coalesce(calendar.is_working, extract(isodow from each.day) < 6)
    and coalesce(fund_account.opened_on, date '1900-01-01') <= each.day
    and coalesce(fund_account.closed_on, date '9999-12-31') > each.day
  union all
  select fund_account.fund_account_id, 'MONTHLY', (month.day + interval '1 month - 1 day')::date, reach.day
  from reach
  cross join lateral generate_series(
    date_trunc('month', reach.day - 100),
    date_trunc('month', reach.day),
    interval '1 month'
  ) as month (day)
  cross join register.fund_account
  where coalesce(fund_account.opened_on, date '1900-01-01') <= month.day
    and coalesce(fund_account.closed_on, date '9999-12-31') > month.day + interval '1 month'
)
select
  expected.fund_account_id || '#' || expected.kind || '#' || to_char(expected.day, 'YYYY-MM-DD') as expected_id,
  expected.fund_account_id,
  expected.kind,
  expected.day,
  min(reconciliation.completed_on) as completed_on,
  expected.reached_on
from expected
left join register.reconciliation
  on reconciliation.fund_account_id = expected.fund_account_id
  and reconciliation.kind = expected.kind
  and expected.day between reconciliation.period_from and reconciliation.period_to
group by expected.fund_account_id, expected.kind, expected.day, expected.reached_on;

grant select on
  app.record_lead, app.record_episode, app.record_recovery, app.record_instalment, app.record_feed, app.record_step,
  app.record_business_order, app.record_expected_reconciliation
to :app_role;
