-- release 1
-- Sampling (issue 6, platform.md 20): what other slices read of it, and indexes for its lists and its jobs. The records
-- themselves are the kernel's; nothing here is written but by app.save_act.

-- A month of an agency has one plan in force: nobody draws twice.
create unique index record_sample_plan on app.record (agency_id, (data ->> 'month'))
where
  kind = 'SAMPLE_PLAN' and status <> 'SUPERSEDED';

-- A plan is corrected once.
create unique index record_sample_plan_replaced on app.record ((data ->> 'replaces'))
where
  kind = 'SAMPLE_PLAN' and data ->> 'replaces' is not null;

create unique index record_sample_item on app.record (
  (data ->> 'plan_id'), (data ->> 'stratum'), ((data ->> 'place')::integer)
)
where
  kind = 'SAMPLE_ITEM';

create index record_sample_covering on app.record using gin (covering)
where
  kind in ('SAMPLE_PLAN', 'SAMPLE_ITEM', 'ISSUED_FINDINGS');

create index record_sample_by_due_day on app.record (kind, (coalesce(due_day, 'infinity'::date)), record_id)
where
  kind in ('SAMPLE_PLAN', 'SAMPLE_ITEM', 'ISSUED_FINDINGS');

create view app.record_sample_stratum as
select
  plan.record_id as plan_id,
  plan.agency_id,
  plan.regions[1] as region,
  replace(plan.data ->> 'month', '-', '')::integer as month,
  stratum ->> 'function' as function,
  jsonb_array_length(stratum -> 'items') as population,
  (stratum ->> 'wanted')::integer as wanted,
  coalesce(jsonb_array_length(nullif(stratum -> 'drawn', 'null'::jsonb)), 0) as drawn,
  coalesce(item.checked, 0)::integer as checked,
  coalesce(item.wrong, 0)::integer as wrong,
  (plan.data ->> 'due_on')::date as due_on
from app.record as plan
cross join lateral jsonb_array_elements(plan.data -> 'strata') as stratum
left join lateral (
  select
    count(*) filter (where drawn_item.data -> 'answer' <> 'null'::jsonb) as checked,
    count(*) filter (where drawn_item.status in ('WRONG', 'REFERRED')) as wrong
  from app.record as drawn_item
  where
    drawn_item.kind = 'SAMPLE_ITEM'
    and drawn_item.data ->> 'plan_id' = plan.record_id
    and drawn_item.data ->> 'stratum' = stratum ->> 'code'
) as item on true
where
  plan.kind = 'SAMPLE_PLAN'
  and plan.status <> 'SUPERSEDED';

comment on view app.record_sample_stratum is 'Plans in force by function: how much ended, is wanted, was drawn, was looked at and was wrong.';

create view app.deadlines_of_sampling as
select
  'SAMPLE_PLAN' as kind,
  record.agency_id,
  record.regions[1] as region,
  (record.data ->> 'month') || ' 业务抽查' as title_zh,
  'sampling of ' || (record.data ->> 'month') as title_en,
  (record.data ->> 'due_on')::date as due_on,
  (record.data ->> 'completed_on')::date as done_on,
  record.kind as record_kind,
  record.record_id
from app.record
where
  record.kind = 'SAMPLE_PLAN'
  and record.status <> 'SUPERSEDED'
union all
select
  'ISSUED_FINDINGS',
  record.agency_id,
  record.regions[1],
  '下发疑点反馈：' || (record.data ->> 'title'),
  'issued findings: ' || (record.data ->> 'title'),
  (record.data ->> 'due_on')::date,
  (record.data ->> 'written_back_on')::date,
  record.kind,
  record.record_id
from app.record
where
  record.kind = 'ISSUED_FINDINGS'
  and record.status <> 'RECALLED';

comment on view app.deadlines_of_sampling is 'What of sampling is due when, for the calendar.';

grant select on app.record_sample_stratum, app.deadlines_of_sampling to :app_role;
