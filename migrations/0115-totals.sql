-- Totals for dashboards, so that none grows with what it counts. Whatever changes a finding, a case or a recovery adds
-- the difference in the same transaction, as lines of its own: nobody waits for anybody's total, and a sum over the
-- lines is exact in every snapshot. app.fold_totals makes few lines of many.

create table app.finding_total (
  -- That covers the finding: each stands in the lines of all regions above it.
  region text not null,
  -- It lies at this very region, not below.
  is_own boolean not null,
  rule_code text collate "C" not null,
  level integer not null,
  status text collate "C" not null,
  -- YYYY-MM in China, of the day on which it was first found.
  first_month text collate "C" not null,
  is_not_found boolean not null,
  snoozed_until date,
  -- Of the counted rows.
  schemes text[] not null,
  findings bigint not null,
  amount_fen bigint not null,
  open_amount_fen bigint not null,
  is_folded boolean not null
);

comment on table app.finding_total is 'Findings and their money by what a dashboard shows; a sum over the lines is the total.';

create index finding_total_by_region on app.finding_total (region);

create index finding_total_unfolded on app.finding_total (region, rule_code)
where
  not is_folded;

grant select, insert, delete on app.finding_total to :app_role;

-- Schemes of findings come with 0117, which brings their totals along: until then no finding is written.
create function app.keep_finding_totals() returns trigger
language plpgsql
as $$
begin
  if tg_op <> 'INSERT' then
    insert into app.finding_total
    select
      covering.region, covering.region = any (gone.regions), gone.rule_code, gone.level, gone.status,
      to_char(gone.first_found_at at time zone 'Asia/Shanghai', 'YYYY-MM'), gone.not_found_since is not null,
      gone.snoozed_until, gone.schemes, -count(*), -sum(gone.amount_fen)::bigint, -sum(gone.open_amount_fen)::bigint, false
    from gone
    cross join lateral unnest(gone.covering) as covering (region)
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9;
  end if;

  if tg_op <> 'DELETE' then
    insert into app.finding_total
    select
      covering.region, covering.region = any (come.regions), come.rule_code, come.level, come.status,
      to_char(come.first_found_at at time zone 'Asia/Shanghai', 'YYYY-MM'), come.not_found_since is not null,
      come.snoozed_until, come.schemes, count(*), sum(come.amount_fen)::bigint, sum(come.open_amount_fen)::bigint, false
    from come
    cross join lateral unnest(come.covering) as covering (region)
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9;
  end if;

  return null;
end
$$;

create trigger keep_totals_of_new
after insert on app.finding
referencing new table as come
for each statement
execute function app.keep_finding_totals();

create trigger keep_totals
after update on app.finding
referencing old table as gone new table as come
for each statement
execute function app.keep_finding_totals();

create trigger keep_totals_of_removed
after delete on app.finding
referencing old table as gone
for each statement
execute function app.keep_finding_totals();

insert into app.finding_total
select
  covering.region, covering.region = any (finding.regions), finding.rule_code, finding.level, finding.status,
  to_char(finding.first_found_at at time zone 'Asia/Shanghai', 'YYYY-MM'), finding.not_found_since is not null,
  finding.snoozed_until, '{}'::text[], count(*), sum(finding.amount_fen)::bigint, sum(finding.open_amount_fen)::bigint, true
from app.finding
cross join lateral unnest(finding.covering) as covering (region)
group by 1, 2, 3, 4, 5, 6, 7, 8, 9;

-- Of 0110, for all episodes of a statement at once: a run that finds a hundred thousand again changes as many.
drop trigger follow_episode on app.finding_episode;

create or replace function app.follow_episode() returns trigger
language plpgsql
as $$
begin
  update app.finding
  set
    status = come.state,
    open_amount_fen = case when come.state = 'CONCLUDED' then 0 else come.amount_fen end
  from come
  where finding.finding_id = come.finding_id
    and finding.episode = come.episode
    and (finding.status, finding.open_amount_fen)
      <> (come.state, case when come.state = 'CONCLUDED' then 0 else come.amount_fen end);

  insert into app.rule_outcome as outcome (rule_code, rule_version, conclusion, episodes)
  select finding.rule_code, come.rule_version, changed.conclusion, sum(changed.step)
  from come
  inner join gone on gone.finding_id = come.finding_id and gone.episode = come.episode
  inner join app.finding on finding.finding_id = come.finding_id
  cross join lateral (values (gone.conclusion, -1), (come.conclusion, 1)) as changed (conclusion, step)
  where gone.conclusion is distinct from come.conclusion
    and changed.conclusion is not null
  group by finding.rule_code, come.rule_version, changed.conclusion
  having sum(changed.step) <> 0
  order by finding.rule_code, come.rule_version, changed.conclusion
  on conflict (rule_code, rule_version, conclusion) do update
  set episodes = outcome.episodes + excluded.episodes;

  return null;
end
$$;

create trigger follow_episode
after update on app.finding_episode
referencing old table as gone new table as come
for each statement
execute function app.follow_episode();

create table app.record_total (
  kind text not null,
  region text not null,
  is_own boolean not null,
  scheme text,
  status text not null,
  is_open boolean not null,
  -- Of open ones only: what is overdue is a question of the day on which one asks.
  due_day date,
  records bigint not null,
  -- Loss of an approved conclusion.
  confirmed_fen bigint not null,
  due_fen bigint not null,
  recovered_fen bigint not null,
  written_off_fen bigint not null,
  outstanding_fen bigint not null,
  is_folded boolean not null
);

comment on table app.record_total is 'Cases and recoveries by what a dashboard shows; a sum over the lines is the total.';

create index record_total_by_region on app.record_total (kind, region);

create index record_total_unfolded on app.record_total (kind, region)
where
  not is_folded;

grant select, insert, delete on app.record_total to :app_role;

-- What one record adds to the total of each region that covers it; money it does not keep is zero.
create function app.record_lines(of_record app.record, step integer) returns setof app.record_total
language sql
stable
begin atomic
  select
    (of_record).kind,
    covering.region,
    covering.region = any ((of_record).regions),
    (of_record).scheme,
    (of_record).status,
    (of_record).is_open,
    case when (of_record).is_open then (of_record).due_day end,
    step::bigint,
    case
      when (of_record).data -> 'conclusion' -> 'approved' <> 'null'::jsonb
      then step * coalesce(((of_record).data -> 'conclusion' ->> 'loss_fen')::bigint, 0)
      else 0
    end,
    step * coalesce(((of_record).data ->> 'due_fen')::bigint, 0),
    step * coalesce(((of_record).data ->> 'recovered_fen')::bigint, 0),
    step * coalesce(((of_record).data ->> 'written_off_fen')::bigint, 0),
    step * coalesce(((of_record).data ->> 'outstanding_fen')::bigint, 0),
    false
  from unnest((of_record).covering) as covering (region);
end;

create function app.keep_record_totals() returns trigger
language plpgsql
as $$
begin
  insert into app.record_total
  select
    line.kind, line.region, line.is_own, line.scheme, line.status, line.is_open, line.due_day,
    sum(line.records)::bigint, sum(line.confirmed_fen)::bigint, sum(line.due_fen)::bigint,
    sum(line.recovered_fen)::bigint, sum(line.written_off_fen)::bigint, sum(line.outstanding_fen)::bigint, false
  from (
    select *
    from app.record_lines(new, 1)
    union all
    select *
    from app.record_lines(old, -1)
    where tg_op = 'UPDATE'
  ) as line
  group by 1, 2, 3, 4, 5, 6, 7
  having
    (
      sum(line.records), sum(line.confirmed_fen), sum(line.due_fen), sum(line.recovered_fen),
      sum(line.written_off_fen), sum(line.outstanding_fen)
    ) <> (0, 0, 0, 0, 0, 0);

  return null;
end
$$;

create trigger keep_totals
after insert or update on app.record
for each row
when (new.kind in ('CASE', 'RECOVERY'))
execute function app.keep_record_totals();

insert into app.record_total
select
  line.kind, line.region, line.is_own, line.scheme, line.status, line.is_open, line.due_day,
  sum(line.records)::bigint, sum(line.confirmed_fen)::bigint, sum(line.due_fen)::bigint,
  sum(line.recovered_fen)::bigint, sum(line.written_off_fen)::bigint, sum(line.outstanding_fen)::bigint, true
from app.record
cross join lateral app.record_lines(record, 1) as line
where record.kind in ('CASE', 'RECOVERY')
group by 1, 2, 3, 4, 5, 6, 7;

-- Lines of one place in the totals become one; those whose sums are zero go. At most one process folds at a time, and
-- what others add meanwhile stays for the next time.
create function app.fold_totals() returns void
language plpgsql
as $$
begin
  if not pg_try_advisory_xact_lock(115, 1) then
    return;
  end if;

  with touched as (
    select distinct region, rule_code
    from app.finding_total
    where not is_folded
  ),
  gone as (
    delete from app.finding_total
    using touched
    where finding_total.region = touched.region
      and finding_total.rule_code = touched.rule_code
    returning finding_total.*
  )
  insert into app.finding_total
  select
    region, is_own, rule_code, level, status, first_month, is_not_found, snoozed_until, schemes,
    sum(findings)::bigint, sum(amount_fen)::bigint, sum(open_amount_fen)::bigint, true
  from gone
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9
  having (sum(findings), sum(amount_fen), sum(open_amount_fen)) <> (0, 0, 0)
  order by region, rule_code;

  with touched as (
    select distinct kind, region
    from app.record_total
    where not is_folded
  ),
  gone as (
    delete from app.record_total
    using touched
    where record_total.kind = touched.kind
      and record_total.region = touched.region
    returning record_total.*
  )
  insert into app.record_total
  select
    kind, region, is_own, scheme, status, is_open, due_day,
    sum(records)::bigint, sum(confirmed_fen)::bigint, sum(due_fen)::bigint,
    sum(recovered_fen)::bigint, sum(written_off_fen)::bigint, sum(outstanding_fen)::bigint, true
  from gone
  group by 1, 2, 3, 4, 5, 6, 7
  having
    (
      sum(records), sum(confirmed_fen), sum(due_fen), sum(recovered_fen), sum(written_off_fen), sum(outstanding_fen)
    ) <> (0, 0, 0, 0, 0, 0)
  order by kind, region;
end
$$;
