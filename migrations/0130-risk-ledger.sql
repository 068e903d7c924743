-- release 1
-- The risk ledger (issue 6): what other slices read of it, and indexes for its lists. The records themselves are the
-- kernel's; nothing here is written but by app.save_act.

-- 一级、二级、三级 by likelihood × impact; the bounds are those of levelOf (src/risk-ledger), which a test compares.
create function app.risk_level(likelihood integer, impact integer) returns integer
language sql
immutable
parallel safe
return case
  when likelihood * impact >= 15 then 1
  when likelihood * impact >= 8 then 2
  else 3
end;

create view app.record_risk_point as
select
  record.record_id as risk_point_id,
  record.agency_id,
  record.regions[1] as region,
  record.status,
  app.risk_level(
    (record.data -> 'point' ->> 'likelihood')::integer,
    (record.data -> 'point' ->> 'impact')::integer
  ) as level,
  app.risk_level(
    (record.data -> 'point' ->> 'residual_likelihood')::integer,
    (record.data -> 'point' ->> 'residual_impact')::integer
  ) as residual_level,
  record.data -> 'point' ->> 'stage' as stage,
  record.data -> 'point' ->> 'domain' as domain,
  jsonb_array_length(record.data -> 'point' -> 'measures') as measures_count,
  record.data -> 'point' ->> 'direct_staff_id' as direct_staff_id,
  record.data -> 'point' ->> 'department_head_id' as department_head_id,
  record.data -> 'point' ->> 'unit_head_id' as unit_head_id,
  (record.data ->> 'reviewed_on')::date as reviewed_on,
  array(
    select jsonb_array_elements_text(record.data -> 'point' -> 'rule_codes')
  ) as rule_codes
from app.record
where record.kind = 'RISK_POINT';

comment on view app.record_risk_point is 'Risk points of the ledger, in whatever status.';

-- To whom an agency files: fund supervision of the nearest region above (seed 003, 报送市人力社保局基金监督处); of the
-- province itself its bureau. Null: nobody in this installation, or an office that files nothing.
create function app.ledger_receiver(asked_agency_id text) returns text
language sql
stable
return (
  select receiver.agency_id
  from app.agency as filer
  inner join app.region as place on place.region = filer.region
  cross join lateral unnest(place.path) with ordinality as above (region, depth)
  inner join app.agency as receiver on receiver.region = above.region
  where
    filer.agency_id = asked_agency_id
    and filer.kind in ('ADMIN', 'HANDLING', 'SUPERVISION', 'INFO', 'TOWN')
    and receiver.kind in ('ADMIN', 'SUPERVISION')
    and receiver.agency_id <> filer.agency_id
    and (
      above.region <> filer.region
      -- At the top the agencies file to the bureau beside them, and the bureau to nobody here.
      or (cardinality(place.path) = 1 and filer.kind not in ('ADMIN', 'SUPERVISION'))
    )
  order by above.depth desc, (receiver.kind = 'SUPERVISION') desc, receiver.agency_id
  limit 1
);

-- One filing a year and agency, whoever opens it.
create unique index record_ledger_filing on app.record (agency_id, (data ->> 'year'))
where
  kind = 'LEDGER_FILING';

create unique index record_measure_assessment on app.record (agency_id, (data ->> 'year'))
where
  kind = 'MEASURE_ASSESSMENT' and status <> 'WITHDRAWN';

create index record_ledger_covering on app.record using gin (covering)
where
  kind in ('RISK_POINT', 'LEDGER_FILING', 'MEASURE_ASSESSMENT');

create index record_ledger_by_agency on app.record (kind, agency_id, entered_at, record_id)
where
  kind in ('RISK_POINT', 'LEDGER_FILING', 'MEASURE_ASSESSMENT');

create index record_ledger_by_due_day on app.record (kind, due_day, record_id)
where
  kind in ('RISK_POINT', 'LEDGER_FILING', 'MEASURE_ASSESSMENT') and is_open;

create view app.deadlines_of_ledger as
select
  'RISK_POINT_REVIEW' as kind,
  record.agency_id,
  record.regions[1] as region,
  '风险点复查：' || (record.data -> 'point' ->> 'risk') as title_zh,
  'review of a risk point: ' || (record.data -> 'point' ->> 'risk') as title_en,
  record.due_day as due_on,
  null::date as done_on,
  record.kind as record_kind,
  record.record_id
from app.record
where
  record.kind = 'RISK_POINT'
  and record.status = 'IN_FORCE'
  and record.due_day is not null
union all
select
  'LEDGER_FILING',
  record.agency_id,
  record.regions[1],
  (record.data ->> 'year') || '年度风险防控台账报送',
  'risk ledger of ' || (record.data ->> 'year'),
  (record.data ->> 'due_on')::date,
  (record.data ->> 'filed_on')::date,
  record.kind,
  record.record_id
from app.record
where record.kind = 'LEDGER_FILING'
union all
select
  'MEASURE_RECTIFICATION',
  record.agency_id,
  record.regions[1],
  '48项措施整改：' || (item ->> 'text'),
  'rectification of measure ' || (item ->> 'area') || '-' || (item ->> 'no'),
  (item ->> 'rectify_by')::date,
  null,
  record.kind,
  record.record_id
from app.record
cross join lateral jsonb_array_elements(record.data -> 'items') as item
where
  record.kind = 'MEASURE_ASSESSMENT'
  and record.status = 'APPROVED'
  and item ->> 'rectify_by' is not null;

comment on view app.deadlines_of_ledger is 'What of the ledger is due when, for the calendar.';

grant select on app.record_risk_point, app.deadlines_of_ledger to :app_role;
