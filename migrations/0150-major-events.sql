-- 要情 (domain 7.3, C351–C355): what other slices read of major events, and numbers of papers without gaps.

-- Lists by scope, as those of cases (0114).
create index record_report_covering on app.record using gin (covering)
where
  kind in ('MAJOR_EVENT', 'PERIODIC_REPORT', 'MEETING', 'LEADING_GROUP');

create index record_report_by_change on app.record (kind, changed_at, record_id)
where
  kind in ('MAJOR_EVENT', 'PERIODIC_REPORT', 'MEETING', 'LEADING_GROUP');

create table app.paper_number (
  kind text not null,
  agency_id text not null,
  year integer not null,
  last_number integer not null check (last_number >= 1),
  primary key (kind, agency_id, year)
);

comment on table app.paper_number is 'The number of the last paper of a kind: of an agency and year, without gaps.';

grant select, insert, update on app.paper_number to :app_role;

-- As letters (0120): the next one or the act is refused; taken in its own transaction, it leaves no gap.
create function app.keep_paper_number() returns trigger
language plpgsql
as $$
declare
  number integer := (new.data -> 'number' ->> 'number')::integer;
  counted bigint;
begin
  if tg_op = 'UPDATE' and old.data -> 'number' = new.data -> 'number' then
    return new;
  end if;

  if tg_op = 'UPDATE' and old.data -> 'number' <> 'null'::jsonb then
    raise exception '% has a number', new.record_id using errcode = 'FX001';
  end if;

  if number = 1 then
    insert into app.paper_number (kind, agency_id, year, last_number)
    values (new.kind, new.agency_id, (new.data -> 'number' ->> 'year')::integer, 1)
    on conflict do nothing;
  else
    update app.paper_number
    set last_number = number
    where
      kind = new.kind
      and agency_id = new.agency_id
      and year = (new.data -> 'number' ->> 'year')::integer
      and last_number = number - 1;
  end if;

  get diagnostics counted = row_count;

  if counted <> 1 then
    raise exception 'number % of % is not the next', number, new.kind using errcode = 'FX001';
  end if;

  return new;
end
$$;

create trigger keep_paper_number
before insert or update of data on app.record
for each row
when (new.kind in ('MAJOR_EVENT', 'MEETING') and new.data -> 'number' <> 'null'::jsonb)
execute function app.keep_paper_number();

-- What a person and a second person found to be so: the measure for what was reported (重情轻报).
create view app.confirmed_case as
select
  record.record_id as case_id,
  record.agency_id,
  record.regions,
  record.covering,
  record.status,
  (record.data ->> 'level')::integer as level,
  (record.data -> 'conclusion' ->> 'loss_fen')::bigint as loss_fen,
  (record.data -> 'conclusion' -> 'approved' ->> 'at')::timestamptz as approved_at
from app.record
where
  record.kind = 'CASE'
  and record.data -> 'conclusion' ->> 'verdict' in ('TRUE', 'PARTIAL')
  and jsonb_typeof(record.data -> 'conclusion' -> 'approved') = 'object';

grant select on app.confirmed_case to :app_role;

create view app.record_major_event as
select
  record.record_id as event_id,
  record.agency_id,
  record.regions[1] as region,
  (record.data ->> 'grade')::integer as grade,
  (record.data ->> 'found_at')::timestamptz as found_at,
  (record.data ->> 'first_reported_at')::timestamptz as first_reported_at,
  (record.data ->> 'final_reported_at')::timestamptz as final_reported_at,
  record.amount_fen,
  array(
    select case_id
    from jsonb_array_elements_text(record.data -> 'facts' -> 'case_ids') as case_id
    order by 1
  ) as case_ids,
  (record.data ->> 'first_due_at')::timestamptz as first_due_at,
  (record.data -> 'facts' ->> 'loss_fen')::bigint as loss_fen,
  (record.data -> 'facts' ->> 'recovered_fen')::bigint as recovered_fen,
  record.status
from app.record
where record.kind = 'MAJOR_EVENT' and record.status <> 'WITHDRAWN';

grant select on app.record_major_event to :app_role;

-- The n-th working day after a day; years without a notice count Monday to Friday (platform.md 17).
create function app.working_day_after(start date, n integer) returns date
language sql
stable
return (
  select counted.day
  from (
    select
      each.day,
      each.is_working,
      count(*) filter (where each.is_working) over (order by each.day) as number
    from (
      select
        step::date as day,
        coalesce(calendar.is_working, extract(isodow from step) < 6) as is_working
      from generate_series(start + 1, start + 2 * n + 30, interval '1 day') as step
      left join register.calendar on calendar.day = step::date - '1970-01-01'::date
    ) as each
  ) as counted
  where counted.is_working and counted.number = n
  order by counted.day
  limit 1
);

grant execute on function app.working_day_after to :app_role;

-- A dated value that two people set (0118), or null where the program's own holds.
create function app.parameter_on(code text, name text, day date) returns text
language sql
stable
return (
  select rule_parameter.value
  from register.rule_parameter
  where
    rule_parameter.rule_code = code
    and rule_parameter.parameter = name
    and rule_parameter.valid_from <= day
  order by rule_parameter.valid_from desc
  limit 1
);

grant execute on function app.parameter_on to :app_role;
