-- Campaigns: plans, self-checks, checks, problems and monthly reports are records like others (0040). What lists, rates
-- and process rules look at is kept here line by line, by triggers in the record's own transaction: one line a unit, one
-- an answer, so that a campaign of 3,000 units × 50 answers is read without opening a record.

create table app.campaign_unit (
  campaign_id text collate "C" not null,
  agency_id text not null references app.agency (agency_id),
  task_id text collate "C" not null unique references app.record (record_id),
  region text not null references app.region (region),
  status text not null,
  due_on date,
  submitted_on date,
  accepted_on date,
  answered integer not null,
  yes integer not null,
  no integer not null,
  partial integer not null,
  -- “No” where there are findings (R-WF-16), and of those the explained ones.
  contradictions integer not null,
  explained integer not null,
  claimed_fen bigint not null,
  detected_count bigint not null,
  detected_fen bigint not null,
  primary key (campaign_id, agency_id)
);

comment on table app.campaign_unit is 'One line for each unit of a campaign, kept by the acts on its self-check.';

create index campaign_unit_by_region on app.campaign_unit (region);

grant select, insert, update on app.campaign_unit to :app_role;

create table app.campaign_answer (
  task_id text collate "C" not null references app.record (record_id),
  question text collate "C" not null,
  campaign_id text collate "C" not null,
  agency_id text not null,
  region text not null,
  answer text not null check (answer in ('YES', 'NO', 'PARTIAL')),
  count bigint not null,
  amount_fen bigint not null,
  detected_count bigint not null,
  detected_fen bigint not null,
  explained boolean not null,
  text text,
  answered_at timestamptz not null,
  primary key (task_id, question)
);

comment on table app.campaign_answer is 'Answers of self-checks beside what was detected for the same unit and period.';

create index campaign_answer_by_campaign on app.campaign_answer (campaign_id, question);

grant select, insert, update on app.campaign_answer to :app_role;

create function app.day_in_china(at timestamptz) returns date
language sql
immutable
return (at at time zone 'Asia/Shanghai')::date;

create function app.keep_campaign_task() returns trigger
language plpgsql
as $$
declare
  kept bigint;
begin
  insert into app.campaign_unit as present (
    campaign_id, agency_id, task_id, region, status, due_on, submitted_on, accepted_on, answered, yes, no, partial,
    contradictions, explained, claimed_fen, detected_count, detected_fen
  )
  select
    new.data ->> 'campaign_id', new.agency_id, new.record_id, new.data ->> 'region', new.status, new.due_day,
    app.day_in_china((new.data -> 'submitted' ->> 'at')::timestamptz),
    (new.data ->> 'accepted_on')::date,
    count(answer.value),
    count(*) filter (where answer.value ->> 'answer' = 'YES'),
    count(*) filter (where answer.value ->> 'answer' = 'NO'),
    count(*) filter (where answer.value ->> 'answer' = 'PARTIAL'),
    count(*) filter (where answer.value ->> 'answer' = 'NO' and (found.value ->> 'count')::bigint > 0),
    count(*) filter (
      where answer.value ->> 'answer' = 'NO'
        and (found.value ->> 'count')::bigint > 0
        and answer.value ->> 'explanation' is not null
    ),
    coalesce(sum((answer.value ->> 'amount_fen')::bigint), 0),
    coalesce(sum((found.value ->> 'count')::bigint), 0),
    coalesce(sum((found.value ->> 'amount_fen')::bigint), 0)
  from jsonb_each(new.data -> 'answers') as answer
  full join jsonb_each(new.data -> 'detections') as found on found.key = answer.key
  on conflict (campaign_id, agency_id) do update
  set
    status = excluded.status,
    due_on = coalesce(excluded.due_on, present.due_on),
    submitted_on = excluded.submitted_on,
    accepted_on = excluded.accepted_on,
    answered = excluded.answered,
    yes = excluded.yes,
    no = excluded.no,
    partial = excluded.partial,
    contradictions = excluded.contradictions,
    explained = excluded.explained,
    claimed_fen = excluded.claimed_fen,
    detected_count = excluded.detected_count,
    detected_fen = excluded.detected_fen
  where present.task_id = excluded.task_id;

  get diagnostics kept = row_count;

  -- Two jobs at one campaign: the second decides again and finds the task.
  if kept <> 1 then
    raise exception 'unit % has a task of campaign %', new.agency_id, new.data ->> 'campaign_id' using errcode = 'FX001';
  end if;

  insert into app.campaign_answer as present (
    task_id, question, campaign_id, agency_id, region, answer, count, amount_fen, detected_count, detected_fen,
    explained, text, answered_at
  )
  select
    new.record_id, answer.key, new.data ->> 'campaign_id', new.agency_id, new.data ->> 'region',
    answer.value ->> 'answer', (answer.value ->> 'count')::bigint, (answer.value ->> 'amount_fen')::bigint,
    coalesce((found.value ->> 'count')::bigint, 0), coalesce((found.value ->> 'amount_fen')::bigint, 0),
    answer.value ->> 'explanation' is not null,
    nullif(concat_ws(E'\n', answer.value ->> 'evidence', answer.value ->> 'explanation'), ''),
    (answer.value ->> 'at')::timestamptz
  from jsonb_each(new.data -> 'answers') as answer
  left join jsonb_each(new.data -> 'detections') as found on found.key = answer.key
  where tg_op = 'INSERT'
    or old.data -> 'answers' -> answer.key is distinct from answer.value
    or old.data -> 'detections' -> answer.key is distinct from found.value
  order by answer.key
  on conflict (task_id, question) do update
  set
    answer = excluded.answer,
    count = excluded.count,
    amount_fen = excluded.amount_fen,
    detected_count = excluded.detected_count,
    detected_fen = excluded.detected_fen,
    explained = excluded.explained,
    text = excluded.text,
    answered_at = excluded.answered_at;

  return null;
end
$$;

create trigger keep_campaign_task
after insert or update of data, status, due_day on app.record
for each row
when (new.kind = 'CAMPAIGN_TASK')
execute function app.keep_campaign_task();

create table app.campaign_check (
  check_id text collate "C" primary key references app.record (record_id),
  campaign_id text collate "C" not null,
  task_id text collate "C" not null,
  -- The checked unit, and who checks.
  agency_id text not null,
  region text not null references app.region (region),
  level text not null check (level in ('MUTUAL', 'CITY', 'PROVINCE')),
  by_agency_id text not null check (by_agency_id <> agency_id),
  status text not null,
  outcome text,
  due_on date,
  done_on date,
  unique (campaign_id, agency_id, level, by_agency_id)
);

comment on table app.campaign_check is 'Checks of self-checks: who checks whom, until when, and what came of it.';

grant select, insert, update on app.campaign_check to :app_role;

create function app.keep_campaign_check() returns trigger
language plpgsql
as $$
begin
  -- The server opens a city check and a spot check of a unit once, whoever would do it.
  if tg_op = 'INSERT' and exists (
    select
    from app.campaign_check as present
    where present.campaign_id = new.data ->> 'campaign_id'
      and present.agency_id = new.data ->> 'checked_agency_id'
      and present.level = new.data ->> 'level'
      and (present.level <> 'MUTUAL' or present.by_agency_id = new.data ->> 'by_agency_id')
  ) then
    raise exception 'unit % is checked already', new.data ->> 'checked_agency_id' using errcode = 'FX001';
  end if;

  insert into app.campaign_check as present (
    check_id, campaign_id, task_id, agency_id, region, level, by_agency_id, status, outcome, due_on, done_on
  )
  values (
    new.record_id, new.data ->> 'campaign_id', new.data ->> 'task_id', new.data ->> 'checked_agency_id',
    new.data ->> 'region', new.data ->> 'level', new.data ->> 'by_agency_id', new.status,
    case when new.status = 'DONE' then new.data -> 'concluded' ->> 'outcome' end,
    new.due_day, (new.data -> 'done' ->> 'on')::date
  )
  on conflict (check_id) do update
  set
    status = excluded.status,
    outcome = excluded.outcome,
    due_on = coalesce(excluded.due_on, present.due_on),
    done_on = excluded.done_on;

  return null;
end
$$;

create trigger keep_campaign_check
after insert or update of data, status, due_day on app.record
for each row
when (new.kind = 'CAMPAIGN_CHECK')
execute function app.keep_campaign_check();

create table app.campaign_problem (
  problem_id text collate "C" primary key references app.record (record_id),
  campaign_id text collate "C" not null,
  agency_id text not null,
  region text not null references app.region (region),
  category integer not null check (category between 1 and 10),
  source text not null,
  kind text not null,
  status text not null,
  people_count bigint not null,
  amount_fen bigint not null,
  found_on date not null,
  due_on date not null,
  handled_on date,
  rectified_on date,
  needs_legislation boolean not null,
  in_crime boolean not null,
  major_event_reported boolean not null
);

comment on table app.campaign_problem is 'Problems of campaigns; rectified is what another person has verified.';

create index campaign_problem_by_campaign on app.campaign_problem (campaign_id, agency_id);

grant select, insert, update, delete on app.campaign_problem to :app_role;

create function app.keep_campaign_problem() returns trigger
language plpgsql
as $$
begin
  -- Recorded in error: it counts for nothing.
  if new.status = 'CANCELLED' then
    delete from app.campaign_problem where problem_id = new.record_id;
    return null;
  end if;

  insert into app.campaign_problem (
    problem_id, campaign_id, agency_id, region, category, source, kind, status, people_count, amount_fen, found_on,
    due_on, handled_on, rectified_on, needs_legislation, in_crime, major_event_reported
  )
  values (
    new.record_id, new.data ->> 'campaign_id', new.agency_id, new.data ->> 'region',
    (new.data ->> 'category')::integer, new.data ->> 'source', new.data ->> 'kind', new.status,
    (new.data ->> 'people_count')::bigint, (new.data ->> 'amount_fen')::bigint, (new.data ->> 'found_on')::date,
    (new.data ->> 'due_on')::date, (new.data -> 'handled' ->> 'on')::date, (new.data -> 'verified' ->> 'on')::date,
    (new.data ->> 'needs_legislation')::boolean, (new.data ->> 'in_crime')::boolean,
    (new.data ->> 'major_event_reported')::boolean
  )
  on conflict (problem_id) do update
  set
    category = excluded.category,
    kind = excluded.kind,
    status = excluded.status,
    people_count = excluded.people_count,
    amount_fen = excluded.amount_fen,
    due_on = excluded.due_on,
    handled_on = excluded.handled_on,
    rectified_on = excluded.rectified_on,
    needs_legislation = excluded.needs_legislation,
    in_crime = excluded.in_crime,
    major_event_reported = excluded.major_event_reported;

  return null;
end
$$;

create trigger keep_campaign_problem
after insert or update of data, status on app.record
for each row
when (new.kind = 'CAMPAIGN_PROBLEM')
execute function app.keep_campaign_problem();

-- Reports of a month, one of each unit.
create unique index record_monthly_report on app.record (
  (data ->> 'campaign_id'), (data ->> 'month'), agency_id
)
where
  kind = 'MONTHLY_REPORT';

create index record_campaign_by_change on app.record (kind, changed_at, record_id)
where
  kind in ('CAMPAIGN', 'MONTHLY_REPORT', 'DISCLOSURE');

-- Findings of a unit by rule: what a self-check is set against.
create index finding_by_agency on app.finding (agency_id, rule_code);

-- For the process rules (R-WF-02, 07, 16) and for packages.
create view app.record_campaign_answer as
select
  campaign_id, task_id, agency_id, region, question, answer, count, amount_fen, detected_count, detected_fen,
  explained, text, answered_at
from app.campaign_answer;

create view app.record_campaign_check as
select check_id, campaign_id, agency_id, region, level, by_agency_id, outcome, due_on, done_on
from app.campaign_check;

create view app.record_campaign_problem as
select
  problem_id, campaign_id, agency_id, region, category, found_on, due_on, handled_on, rectified_on, needs_legislation
from app.campaign_problem;

create view app.deadlines_of_campaigns as
select
  'SELF_CHECK'::text as kind,
  agency_id,
  region,
  '自查提交'::text as title_zh,
  'self-check'::text as title_en,
  due_on,
  submitted_on as done_on,
  'CAMPAIGN_TASK'::text as record_kind,
  task_id as record_id
from app.campaign_unit
where due_on is not null
union all
select
  'CHECK_' || level,
  by_agency_id,
  region,
  case level when 'MUTUAL' then '互查' when 'CITY' then '市级检查' else '省级抽查' end,
  case level when 'MUTUAL' then 'mutual check' when 'CITY' then 'city check' else 'provincial spot check' end,
  due_on,
  done_on,
  'CAMPAIGN_CHECK',
  check_id
from app.campaign_check
where due_on is not null
union all
select
  'PROBLEM', agency_id, region, '问题整改', 'rectification of a problem', due_on, rectified_on, 'CAMPAIGN_PROBLEM',
  problem_id
from app.campaign_problem
union all
select
  'MONTHLY_REPORT',
  record.agency_id,
  record.data ->> 'region',
  '排查月报 ' || (record.data ->> 'month'),
  'monthly report ' || (record.data ->> 'month'),
  (((record.data ->> 'month') || '-01')::date + interval '1 month' - interval '1 day')::date,
  (record.data -> 'filed' ->> 'on')::date,
  'MONTHLY_REPORT',
  record.record_id
from app.record
where record.kind = 'MONTHLY_REPORT'
union all
select
  'PHASE_' || (phase ->> 'code'),
  record.agency_id,
  record.data ->> 'region',
  case phase ->> 'code'
    when 'DEPLOY' then '安排部署'
    when 'SELF_CHECK' then '部门自查'
    when 'CITY_CHECK' then '市级检查'
    when 'PROVINCE_CHECK' then '省级抽查'
    else '汇总报告'
  end || '：' || (record.data -> 'plan' ->> 'name'),
  initcap(replace(phase ->> 'code', '_', ' ')) || ': ' || (record.data -> 'plan' ->> 'name'),
  (phase ->> 'due_on')::date,
  (record.data -> 'finished' ->> 'on')::date,
  'CAMPAIGN',
  record.record_id
from app.record
cross join lateral jsonb_array_elements(record.data -> 'plan' -> 'phases') as phase
where record.kind = 'CAMPAIGN' and record.status in ('STARTING', 'RUNNING', 'FINISHED');

grant select on
  app.record_campaign_answer, app.record_campaign_check, app.record_campaign_problem, app.deadlines_of_campaigns
to :app_role;
