-- Beside the views that the slices of supervision make of their own records: what rules about work compare them with.

create view app.record_agency as
select
  agency.agency_id,
  agency.kind,
  agency.region,
  region.level as region_level,
  case when cardinality(region.path) >= 2 then region.path[2] end as city_region
from app.agency
inner join app.region on region.region = agency.region;

create view app.record_staff as
select
  staff_member.staff_id,
  staff_member.agency_id,
  staff_member.status = 'ON_POST' as is_on_post,
  staff_member.left_on
from app.staff_member;

-- Where somebody works or worked, and where their declared relatives do.
create view app.record_tie as
select
  post_assignment.staff_id || '#' || post_assignment.post_id || '#' || post_assignment.started_on as tie_id,
  post_assignment.staff_id,
  post.agency_id,
  'POST' as kind,
  post_assignment.started_on,
  post_assignment.ended_on
from app.post_assignment
inner join app.post on post.post_id = post_assignment.post_id
union all
select
  staff_member.staff_id || '#' || staff_member.agency_id,
  staff_member.staff_id,
  staff_member.agency_id,
  'STAFF',
  staff_member.joined_on,
  staff_member.left_on
from app.staff_member
union all
select
  staff_relative.staff_id || '#' || relative.staff_id,
  staff_relative.staff_id,
  relative.agency_id,
  'RELATIVE',
  null,
  relative.left_on
from register.staff_relative
inner join app.staff_member as relative
  on app.identity_key(relative.id_number) = app.identity_key(staff_relative.id_number);

-- Cases whose loss was confirmed, with what a major event said of them.
create view app.record_confirmed_case as
select
  record.record_id as case_id,
  record.agency_id,
  coalesce(agency.region, record.regions[1]) as region,
  (record.data ->> 'level')::integer as level,
  (record.data -> 'conclusion' ->> 'loss_fen')::bigint as loss_fen,
  app.beijing_day((record.data -> 'conclusion' -> 'approved' ->> 'at')::timestamptz) as confirmed_on,
  event.event_id,
  event.amount_fen as reported_fen,
  (
    select app.beijing_day(min((measure -> 'done' ->> 'at')::timestamptz))
    from jsonb_array_elements(record.data -> 'measures') as measure
    where measure ->> 'kind' = 'TRANSFER'
  ) as handed_over_on
from app.record
left join app.agency on agency.agency_id = record.agency_id
left join lateral (
  select record_major_event.event_id, record_major_event.amount_fen
  from app.record_major_event
  where record.record_id = any (record_major_event.case_ids)
  order by record_major_event.amount_fen desc nulls last, record_major_event.event_id
  limit 1
) as event on true
where record.kind = 'CASE'
  and record.data -> 'conclusion' ->> 'verdict' in ('TRUE', 'PARTIAL')
  and jsonb_typeof(record.data -> 'conclusion' -> 'approved') = 'object';

-- Per fund supervision and year: the handling agencies at or below its region, and how many it inspected on site. A
-- year in which nothing was recorded yet is nobody's.
create view app.record_inspection_coverage as
with recorded as (
  select app.beijing_day(min(record.entered_at)) as since
  from app.record
),
inspected_year as (
  select extract(year from each.day)::integer as year
  from recorded
  cross join lateral generate_series(
    date_trunc('year', recorded.since),
    app.beijing_day(now()),
    interval '1 year'
  ) as each (day)
)
select
  supervisor.agency_id || '#' || inspected_year.year as coverage_id,
  supervisor.agency_id,
  supervisor.region,
  inspected_year.year,
  count(distinct unit.agency_id)::integer as units,
  count(distinct inspection.inspected_agency_id)::integer as inspected
from app.agency as supervisor
cross join inspected_year
inner join app.region on supervisor.region = any (region.path)
inner join app.agency as unit on unit.region = region.region
  and unit.kind = 'HANDLING'
left join app.record_inspection as inspection on inspection.supervisor_agency_id = supervisor.agency_id
  and inspection.inspected_agency_id = unit.agency_id
  and inspection.is_on_site
  -- Inspected is who was: the work at the unit has ended, in that year (as the plan's own coverage counts).
  and extract(year from inspection.finished_on) = inspected_year.year
  and inspection.status <> 'CANCELLED'
where supervisor.kind = 'SUPERVISION'
group by supervisor.agency_id, supervisor.region, inspected_year.year;

grant select on
  app.record_agency, app.record_staff, app.record_tie, app.record_confirmed_case, app.record_inspection_coverage
to :app_role;
