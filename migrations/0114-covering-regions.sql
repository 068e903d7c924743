-- Lists by scope (platform.md 14): beside its regions each finding and each record carries the codes of all regions that
-- cover one of them, so that a scope is an overlap with a constant, which PostgreSQL can estimate and look up.

-- A code that is not in the tree is covered by nothing: it lies in nobody's scope.
create function app.covering_regions(own text[]) returns text[]
language sql
stable
return (
  select coalesce(array_agg(distinct step.code), '{}')
  from app.region
  cross join lateral unnest(region.path) as step (code)
  where region.region = any (own)
);

create function app.keep_covering() returns trigger
language plpgsql
as $$
begin
  new.covering := app.covering_regions(new.regions);
  return new;
end
$$;

alter table app.finding add column covering text[] not null default '{}';

update app.finding
set covering = app.covering_regions(regions);

create trigger keep_covering_of_new
before insert on app.finding
for each row
execute function app.keep_covering();

create trigger keep_covering
before update of regions on app.finding
for each row
when (old.regions is distinct from new.regions)
execute function app.keep_covering();

alter table app.record add column covering text[] not null default '{}';

update app.record
set covering = app.covering_regions(regions);

create trigger keep_covering_of_new
before insert on app.record
for each row
execute function app.keep_covering();

create trigger keep_covering
before update of regions on app.record
for each row
when (old.regions is distinct from new.regions)
execute function app.keep_covering();

-- A township that moves to another county takes what lies in it along.
create function app.follow_region() returns trigger
language plpgsql
as $$
begin
  update app.finding
  set covering = app.covering_regions(regions)
  where covering @> array[new.region]
    and new.region = any (regions);

  update app.record
  set covering = app.covering_regions(regions)
  where new.region = any (regions);

  return null;
end
$$;

create trigger follow_region
after update of path on app.region
for each row
when (old.path is distinct from new.path)
execute function app.follow_region();

-- Scopes of a few villages are as frequent as those of a province: all of their codes are worth an estimate.
alter table app.finding alter column covering set statistics 1000;

drop index app.finding_by_regions;

create index finding_by_covering on app.finding using gin (covering);

-- The list's own order within what it is asked for first: money of one status, rule or level.
create index finding_by_status on app.finding (status, open_amount_fen, finding_id);

create index finding_by_rule_amount on app.finding (rule_code, open_amount_fen, finding_id);

create index finding_by_level_amount on app.finding (level, open_amount_fen, finding_id);

create index finding_by_run on app.finding (first_run_id, finding_id)
where
  first_run_id is not null;

-- Cases are few among millions of orders; each order of their lists has an index, orders pay for none of them.
create index record_case_covering on app.record using gin (covering)
where
  kind in ('CASE', 'RECOVERY', 'LETTER', 'BANK_STATEMENT');

create index record_case_by_change on app.record (kind, changed_at, record_id)
where
  kind in ('CASE', 'RECOVERY', 'LETTER', 'BANK_STATEMENT');

create index record_case_by_due_day on app.record (kind, (coalesce(due_day, 'infinity'::date)), record_id)
where
  kind in ('CASE', 'RECOVERY', 'LETTER', 'BANK_STATEMENT');

create index record_case_by_amount on app.record (kind, (coalesce(amount_fen, 0)), record_id)
where
  kind in ('CASE', 'RECOVERY', 'LETTER', 'BANK_STATEMENT');
