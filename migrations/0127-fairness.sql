-- release 1
-- How often findings meet people of either sex, of each age and place, and how often they were true: counts for a
-- report, never an input of a rule (platform.md 24). Groups are counted where the data are, at the end of a run.

create table app.finding_group (
  finding_id text collate "C" primary key references app.finding (finding_id),
  -- AAC004: 1, 2, 9.
  sex text not null check (sex in ('1', '2', '9')),
  -- On the day of the run.
  age_group text not null,
  -- The county the person belongs to.
  region text not null references app.region (region)
);

comment on table app.finding_group is 'Of findings about persons: to which groups the person belongs. Read by the fairness report only.';

grant select, insert, update on app.finding_group to :app_role;

create table app.fairness_count (
  run_id text collate "C" not null references app.screening_run (run_id),
  -- Empty: of any rule.
  rule_code text collate "C" not null,
  region text not null references app.region (region),
  sex text not null check (sex in ('1', '2', '9')),
  age_group text not null,
  -- In the delivery; of a rule's own rows 0, the population is the same for all.
  persons bigint not null check (persons >= 0),
  -- With a finding of that run.
  found bigint not null check (found >= 0),
  primary key (run_id, rule_code, region, sex, age_group)
);

comment on table app.fairness_count is 'Persons screened and persons found, by run and group.';

grant select, insert on app.fairness_count to :app_role;

create table app.fairness_outcome (
  rule_code text collate "C" not null,
  region text not null references app.region (region),
  sex text not null check (sex in ('1', '2', '9')),
  age_group text not null,
  conclusion text collate "C" not null check (conclusion in ('TRUE', 'PARTIAL', 'FALSE', 'UNVERIFIABLE')),
  episodes bigint not null,
  primary key (rule_code, region, sex, age_group, conclusion)
);

comment on table app.fairness_outcome is 'Concluded episodes about persons, by group; counted as they are concluded.';

grant select, insert, update on app.fairness_outcome to :app_role;

create function app.keep_fairness_outcome() returns trigger
language plpgsql
as $$
begin
  insert into app.fairness_outcome as outcome (rule_code, region, sex, age_group, conclusion, episodes)
  select
    finding.rule_code, finding_group.region, finding_group.sex, finding_group.age_group, changed.conclusion,
    sum(changed.step)
  from come
  inner join gone on gone.finding_id = come.finding_id and gone.episode = come.episode
  inner join app.finding on finding.finding_id = come.finding_id
  inner join app.finding_group on finding_group.finding_id = come.finding_id
  cross join lateral (values (gone.conclusion, -1), (come.conclusion, 1)) as changed (conclusion, step)
  where gone.conclusion is distinct from come.conclusion
    and changed.conclusion is not null
  group by 1, 2, 3, 4, 5
  having sum(changed.step) <> 0
  order by 1, 2, 3, 4, 5
  on conflict (rule_code, region, sex, age_group, conclusion) do update
  set episodes = outcome.episodes + excluded.episodes;

  return null;
end
$$;

create trigger keep_fairness_outcome
after update on app.finding_episode
referencing old table as gone new table as come
for each statement
execute function app.keep_fairness_outcome();
