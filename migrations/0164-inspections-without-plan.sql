-- “现场检查达到20%的比例” holds every year (C318), whether or not somebody made a plan: fund supervision without one has the
-- same day in the calendar. For the yearly plan and the yearly report themselves no paper names a day.
create or replace view app.deadlines_of_inspections as
select
  'FIELD_WORK' as kind,
  agency_id,
  regions[1] as region,
  '检查结束：' || (data -> 'inspected' ->> 'title') as title_zh,
  'end of the inspection at ' || (data -> 'inspected' ->> 'title') as title_en,
  (data ->> 'planned_to')::date as due_on,
  (data ->> 'finished_on')::date as done_on,
  'INSPECTION' as record_kind,
  record_id
from app.record
where
  kind = 'INSPECTION'
  and status not in ('PREPARED', 'CANCELLED')
union all
select
  'STATEMENT',
  data -> 'inspected' ->> 'agency_id',
  regions[1],
  '反馈检查事实：' || (data ->> 'title'),
  'answer to the facts of ' || (data ->> 'title'),
  due_day,
  null,
  'INSPECTION',
  record_id
from app.record
where
  kind = 'INSPECTION'
  and status = 'AWAITING_STATEMENT'
  and due_day is not null
union all
select
  'RECTIFICATION',
  item.inspected_agency_id,
  item.region,
  '整改：' || item.what,
  'rectification: ' || item.what,
  item.due_on,
  item.verified_on,
  'INSPECTION',
  item.inspection_id
from app.inspection_item as item
union all
select
  'LOOK_BACK',
  agency_id,
  regions[1],
  '回头看：' || (data -> 'inspected' ->> 'title'),
  'look-back at ' || (data -> 'inspected' ->> 'title'),
  ((data ->> 'closed_on')::date + interval '12 months')::date,
  (data -> 'look_back' ->> 'on')::date,
  'INSPECTION',
  record_id
from app.record
where
  kind = 'INSPECTION'
  and data ->> 'closed_on' is not null
union all
select
  'COVERAGE',
  agency_id,
  regions[1],
  (data ->> 'year') || '年度现场检查达到20%',
  'on-site inspection of a fifth in ' || (data ->> 'year'),
  make_date((data ->> 'year')::integer, 12, 31),
  case
    when status = 'CLOSED' then (changed_at at time zone 'Asia/Shanghai')::date
  end,
  'INSPECTION_PLAN',
  record_id
from app.record
where
  kind = 'INSPECTION_PLAN'
  and status in ('IN_FORCE', 'REVISION_PROPOSED', 'CLOSED')
union all
select
  'COVERAGE',
  coverage.agency_id,
  coverage.region,
  coverage.year || '年度现场检查达到20%（尚无计划）',
  'on-site inspection of a fifth in ' || coverage.year || ', without a plan',
  make_date(coverage.year, 12, 31),
  reached.finished_on,
  'INSPECTION_PLAN',
  null
from app.record_inspection_coverage as coverage
-- The day on which the work ended at as many different agencies as a fifth comes to.
left join lateral (
  select first_visit.finished_on
  from (
    select min(inspection.finished_on) as finished_on
    from app.record_inspection as inspection
    inner join app.agency on agency.agency_id = inspection.inspected_agency_id
    where
      inspection.supervisor_agency_id = coverage.agency_id
      and inspection.is_on_site
      and inspection.status <> 'CANCELLED'
      and agency.kind = 'HANDLING'
      and extract(year from inspection.finished_on) = coverage.year
    group by inspection.inspected_agency_id
  ) as first_visit
  order by first_visit.finished_on
  offset (coverage.units + 4) / 5 - 1
  limit 1
) as reached on true
where
  not exists (
    select
    from app.record as plan
    where
      plan.kind = 'INSPECTION_PLAN'
      and plan.status in ('IN_FORCE', 'REVISION_PROPOSED', 'CLOSED')
      and plan.agency_id = coverage.agency_id
      and plan.data ->> 'year' = coverage.year::text
  );
