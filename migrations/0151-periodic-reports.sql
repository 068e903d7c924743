-- 定期报告 (C349, C350; domain 7.4): the half-year risk report, the yearly plan and report of supervision.

-- One of a kind and period for each unit, however many begin one at once.
create unique index record_periodic_report on app.record (
  agency_id,
  (data ->> 'kind'),
  (data ->> 'period')
)
where
  kind = 'PERIODIC_REPORT' and status <> 'WITHDRAWN';

-- Of two who begin one at the same moment the second waits here, and is told so.
create function app.keep_one_report() returns trigger
language plpgsql
as $$
begin
  perform pg_advisory_xact_lock(
    hashtext('periodic-report'),
    hashtext(new.agency_id || (new.data ->> 'kind') || (new.data ->> 'period'))
  );

  if exists (
    select
    from app.record
    where
      record.kind = 'PERIODIC_REPORT'
      and record.status <> 'WITHDRAWN'
      and record.agency_id = new.agency_id
      and record.data ->> 'kind' = new.data ->> 'kind'
      and record.data ->> 'period' = new.data ->> 'period'
  ) then
    raise exception 'the unit has that report' using errcode = 'FX001';
  end if;

  return new;
end
$$;

create trigger keep_one_report
before insert on app.record
for each row
when (new.kind = 'PERIODIC_REPORT')
execute function app.keep_one_report();

-- Reports are expected from the day of the first account: nobody is late for what was before anybody could sign in.
-- Without accounts nothing is expected.
create view app.report_expected_since as
select (min(sign_in_account.created_at) at time zone 'Asia/Shanghai')::date as since
from app.sign_in_account;

comment on view app.report_expected_since is 'The first day on which a missing periodic report counts as missing: one row.';

grant select on app.report_expected_since to :app_role;

-- 01-20 and 07-20 for every unit that handles social insurance, whether or not somebody began the report. Deadlines of
-- the next half year are there as well: a calendar shows what comes.
create view app.record_risk_report as
with
  expected as (
    select
      agency.agency_id,
      agency.region,
      half.period,
      half.due_on
    from app.agency
    cross join app.report_expected_since
    cross join lateral (
      select
        to_char(step - interval '1 month', 'YYYY')
        || case when extract(month from step) = 1 then '-H2' else '-H1' end as period,
        (step + interval '19 days')::date as due_on
      from generate_series(
        date_trunc('year', report_expected_since.since::timestamp),
        (clock_timestamp() at time zone 'Asia/Shanghai') + interval '7 months',
        interval '6 months'
      ) as step
    ) as half
    where agency.kind = 'HANDLING' and half.due_on >= report_expected_since.since
  ),
  kept as (
    select
      record.record_id,
      record.agency_id,
      record.regions[1] as region,
      record.data ->> 'kind' as kind,
      record.data ->> 'period' as period,
      (record.data ->> 'due_on')::date as due_on,
      (record.data ->> 'filed_on')::date as filed_on
    from app.record
    where record.kind = 'PERIODIC_REPORT' and record.status <> 'WITHDRAWN'
  )
select
  kept.record_id as report_id,
  kept.agency_id,
  kept.region,
  kept.kind,
  kept.period,
  kept.due_on,
  kept.filed_on
from kept
union all
select
  null as report_id,
  expected.agency_id,
  expected.region,
  'RISK_HALF_YEAR' as kind,
  expected.period,
  expected.due_on,
  null as filed_on
from expected
where
  not exists (
    select
    from app.record
    where
      record.kind = 'PERIODIC_REPORT'
      and record.status <> 'WITHDRAWN'
      and record.agency_id = expected.agency_id
      and record.data ->> 'kind' = 'RISK_HALF_YEAR'
      and record.data ->> 'period' = expected.period
  );

grant select on app.record_risk_report to :app_role;
