-- Inspections (issue 6): numbers of their documents without gaps, one plan a year, and what other slices read of them.

create table app.inspection_document_number (
  agency_id text not null,
  document text not null check (document in ('notice', 'opinion')),
  year integer not null,
  last_number integer not null check (last_number >= 1),
  primary key (agency_id, document, year)
);

comment on table app.inspection_document_number is 'The number of the last 检查通知书 or 检查意见书: of an agency and year, without gaps.';

grant select, insert, update on app.inspection_document_number to :app_role;

-- As of letters (0120): a number is the next one, or the act is decided again; taken in the act's own transaction.
create function app.keep_inspection_numbers() returns trigger
language plpgsql
as $$
declare
  code text;
  number jsonb;
  counted bigint;
begin
  foreach code in array array['notice', 'opinion'] loop
    number := new.data -> code -> 'number';

    if number is null or (tg_op = 'UPDATE' and old.data -> code -> 'number' = number) then
      continue;
    end if;

    if tg_op = 'UPDATE' and old.data -> code -> 'number' is not null then
      raise exception 'inspection % has a number', new.record_id using errcode = 'FX001';
    end if;

    if (number ->> 'number')::integer = 1 then
      insert into app.inspection_document_number (agency_id, document, year, last_number)
      values (number ->> 'agency_id', code, (number ->> 'year')::integer, 1)
      on conflict do nothing;
    else
      update app.inspection_document_number
      set last_number = (number ->> 'number')::integer
      where
        agency_id = number ->> 'agency_id'
        and document = code
        and year = (number ->> 'year')::integer
        and last_number = (number ->> 'number')::integer - 1;
    end if;

    get diagnostics counted = row_count;

    if counted <> 1 then
      raise exception 'number % of inspections is not the next', number using errcode = 'FX001';
    end if;
  end loop;

  return new;
end
$$;

create trigger keep_inspection_numbers
before insert or update of data on app.record
for each row
when (new.kind = 'INSPECTION')
execute function app.keep_inspection_numbers();

-- Of two proposals at once the second waits here, is decided again, and then sees the first.
create function app.keep_one_inspection_plan() returns trigger
language plpgsql
as $$
begin
  perform pg_advisory_xact_lock(145, hashtext(new.agency_id || (new.data ->> 'year')));

  if exists (
    select
    from app.record as other
    where
      other.kind = 'INSPECTION_PLAN'
      and other.agency_id = new.agency_id
      and other.status <> 'WITHDRAWN'
      and other.data ->> 'year' = new.data ->> 'year'
  ) then
    raise exception 'agency % has a plan of that year', new.agency_id using errcode = 'FX001';
  end if;

  return new;
end
$$;

create trigger keep_one_inspection_plan
before insert on app.record
for each row
when (new.kind = 'INSPECTION_PLAN')
execute function app.keep_one_inspection_plan();

create index record_inspection_by_unit on app.record ((data -> 'inspected' ->> 'agency_id'))
where
  kind = 'INSPECTION';

create view app.record_inspection as
select
  record_id as inspection_id,
  agency_id as supervisor_agency_id,
  data -> 'inspected' ->> 'agency_id' as inspected_agency_id,
  regions[1] as region,
  (data ->> 'year')::integer as year,
  (data ->> 'is_on_site')::boolean as is_on_site,
  status,
  (data ->> 'started_on')::date as started_on,
  (data ->> 'finished_on')::date as finished_on
from app.record
where
  kind = 'INSPECTION';

comment on view app.record_inspection is '检查 for the process rules: one row an inspection; finished_on is the end of the work at the unit.';

create view app.record_inspection_member as
select
  record_id as inspection_id,
  member ->> 'staff_id' as staff_id,
  data -> 'inspected' ->> 'agency_id' as inspected_agency_id,
  coalesce((data ->> 'started_on')::date, (data ->> 'planned_from')::date) as started_on
from
  app.record,
  jsonb_array_elements(data -> 'team') as member
where
  kind = 'INSPECTION'
  -- A unit's own self-check is nobody's conflict (R-WF-18).
  and data ->> 'kind' <> 'SELF_CHECK'
  and status <> 'CANCELLED';

comment on view app.record_inspection_member is 'Who inspected whom, from when: what R-WF-18 reads.';

create view app.inspection_item as
select
  record_id as inspection_id,
  data -> 'inspected' ->> 'agency_id' as inspected_agency_id,
  regions[1] as region,
  item ->> 'item_id' as item_id,
  item ->> 'way' as way,
  item ->> 'what' as what,
  (item ->> 'due_on')::date as due_on,
  ((item -> 'verified' ->> 'at')::timestamptz at time zone 'Asia/Shanghai')::date as verified_on
from
  app.record,
  jsonb_array_elements(data -> 'items') as item
where
  kind = 'INSPECTION'
  and status <> 'CANCELLED';

comment on view app.inspection_item is 'Rectification lists of inspections: what is to be put right, until when, and when that was verified.';

create view app.deadlines_of_inspections as
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
  and status in ('IN_FORCE', 'REVISION_PROPOSED', 'CLOSED');

comment on view app.deadlines_of_inspections is 'For the calendar of supervision: what is due at whom, and when it was done.';

grant select on app.record_inspection, app.record_inspection_member, app.inspection_item, app.deadlines_of_inspections
to :app_role;
