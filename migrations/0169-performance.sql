-- 考核: what a unit's business and supervision show of a period, row by row, so that a figure and the list behind it can
-- never differ. `staff_ids` are those whom the row is about by what they did or are responsible for. Nothing of a
-- person but the work is read: no sex, age, nationality or neighbourhood.

create function app.performance_rows(own_agency text, first_day date, last_day date)
returns table (figure text, record_kind text, record_id text, staff_ids text[], about text, day date)
language sql
stable
begin atomic
  with
    bounds as (
      select
        first_day::timestamp at time zone 'Asia/Shanghai' as since,
        last_day::timestamp at time zone 'Asia/Shanghai' as until,
        least(last_day, app.beijing_day(clock_timestamp()) + 1) as reached,
        app.beijing_day(clock_timestamp()) as today
    ),
    -- R-WF-01: working days until the conclusion, by level, as they hold on the first day.
    allowed as (
      select
        level,
        coalesce(app.parameter_on('WF-01', 'conclude_days_' || level, first_day)::integer, own) as days
      from (values (1, 20), (2, 30), (3, 60)) as given (level, own)
    ),
    lead as (
      select record_lead.*
      from app.record_lead
      where
        record_lead.agency_id = own_agency
        and record_lead.opened_on >= first_day
        and record_lead.opened_on < last_day
        and record_lead.rule_code is distinct from 'WF-01'
    ),
    deadline as (
      select each.opened_on, each.level, app.working_day_after(each.opened_on, allowed.days) as due_on
      from (select distinct opened_on, level from lead) as each
      inner join allowed on allowed.level = each.level
    ),
    lead_ended as (
      select
        lead.kind,
        lead.lead_id,
        lead.level,
        lead.rule_code,
        greatest(deadline.due_on, lead.extended_to) as due_on,
        lead.concluded_on
      from lead
      inner join deadline on deadline.opened_on = lead.opened_on and deadline.level = lead.level
    ),
    episode as (
      select
        finding.finding_id,
        finding.rule_code,
        finding.level,
        app.beijing_day(finding_episode.opened_at) as opened_on,
        app.beijing_day(finding_episode.concluded_at) as concluded_on,
        finding_episode.conclusion,
        case finding.subject_kind
          when 'staff' then array[finding.subject_id]
          when 'user_account' then array(
            select user_account.staff_id
            from register.user_account
            where user_account.account_id = finding.subject_id and user_account.staff_id is not null
          )
          else '{}'::text[]
        end as staff_ids
      from app.finding
      inner join app.finding_episode on finding_episode.finding_id = finding.finding_id
      where finding.agency_id = own_agency
    ),
    business as (
      select record.record_id, record.kind, record.entered_by, record.entered_at
      from app.record
      where record.agency_id = own_agency and record.kind like 'ORDER\_%'
    ),
    held as (
      select
        record.record_id,
        record.data,
        (record.data -> 'held' ->> 'held_on')::date as held_on
      from app.record
      where
        record.kind = 'TRAINING'
        and record.status = 'CLOSED'
        and (record.data -> 'held' ->> 'held_on')::date >= first_day
        and (record.data -> 'held' ->> 'held_on')::date < last_day
    )
  select
    'points_' || point.level,
    'RISK_POINT',
    point.risk_point_id,
    array(
      select distinct responsible
      from unnest(array[point.direct_staff_id, point.department_head_id, point.unit_head_id]) as responsible
      where responsible is not null
      order by responsible
    ),
    record.data -> 'point' ->> 'risk',
    coalesce(point.reviewed_on, (record.data ->> 'in_force_on')::date)
  from app.record_risk_point as point
  inner join app.record on record.record_id = point.risk_point_id
  where
    point.agency_id = own_agency
    and point.status in ('IN_FORCE', 'REVISION_PROPOSED', 'RETIREMENT_PROPOSED')
    and (record.data ->> 'in_force_on')::date < last_day
  union all
  select 'raised_' || level, 'FINDING', finding_id, staff_ids, rule_code, opened_on
  from episode
  where opened_on >= first_day and opened_on < last_day
  union all
  select 'confirmed_' || level, 'FINDING', finding_id, staff_ids, rule_code, concluded_on
  from episode
  where conclusion in ('TRUE', 'PARTIAL') and concluded_on >= first_day and concluded_on < last_day
  union all
  select
    case when concluded_on <= due_on then 'leads_in_time_' else 'leads_late_' end || level,
    kind,
    lead_id,
    '{}',
    rule_code,
    due_on
  from lead_ended, bounds
  where concluded_on is not null or due_on < bounds.today
  union all
  select
    answered.figure,
    record.kind,
    record.record_id,
    array(
      select distinct person ->> 'staff_id'
      from jsonb_array_elements(nullif(record.data -> 'first', 'null') -> 'people') as person
      order by 1
    ),
    record.data ->> 'function',
    app.beijing_day((record.data -> 'answer' ->> 'at')::timestamptz)
  from app.record
  cross join lateral (
    select 'samples_checked' as figure
    union all
    select 'samples_wrong'
    where record.status in ('WRONG', 'REFERRED')
  ) as answered
  where
    record.kind = 'SAMPLE_ITEM'
    and record.data ->> 'audited_agency_id' = own_agency
    and record.data -> 'answer' <> 'null'
    and app.beijing_day((record.data -> 'answer' ->> 'at')::timestamptz) >= first_day
    and app.beijing_day((record.data -> 'answer' ->> 'at')::timestamptz) < last_day
  union all
  select 'orders_entered', kind, record_id, array[entered_by], null, app.beijing_day(entered_at)
  from business, bounds
  where entered_at >= bounds.since and entered_at < bounds.until
  union all
  -- However often: it is one order that came back.
  select
    case when record_action.action in ('return', 'send_back') then 'orders_returned' else 'orders_declined' end,
    business.kind,
    business.record_id,
    array[business.entered_by],
    null,
    app.beijing_day(min(record_action.at))
  from business
  inner join app.record_action on record_action.record_id = business.record_id
  cross join bounds
  where
    record_action.action in ('return', 'send_back', 'refuse', 'disapprove')
    and record_action.at >= bounds.since
    and record_action.at < bounds.until
  group by 1, business.kind, business.record_id, business.entered_by
  union all
  select 'orders_stopped', hit.kind, hit.record_id, array[hit.actor_id], hit.action, app.beijing_day(hit.at)
  from app.order_hit as hit
  inner join app.staff_member on staff_member.staff_id = hit.actor_id
  cross join bounds
  where
    staff_member.agency_id = own_agency
    and hit.is_refused
    and hit.at >= bounds.since
    and hit.at < bounds.until
  union all
  select 'trainings_attended', 'TRAINING', held.record_id, array[present], held.data -> 'plan' ->> 'title', held.held_on
  from held
  cross join lateral jsonb_array_elements_text(held.data -> 'held' -> 'present') as present
  where held.data -> 'people' -> present ->> 'agency_id' = own_agency
  union all
  select
    answered.figure,
    'TRAINING',
    held.record_id,
    array[score ->> 'staff_id'],
    held.data -> 'plan' ->> 'title',
    (held.data -> 'exam' ->> 'examined_on')::date
  from held
  cross join lateral jsonb_array_elements(nullif(held.data -> 'exam', 'null') -> 'scores') as score
  cross join lateral (
    select 'exams_taken' as figure
    union all
    select 'exams_passed'
    where (score ->> 'score')::integer >= (held.data -> 'plan' ->> 'pass_mark')::integer
  ) as answered
  where held.data -> 'people' -> (score ->> 'staff_id') ->> 'agency_id' = own_agency
  union all
  select
    answered.figure,
    'ROTATION_PLAN',
    record.record_id,
    array[line ->> 'staff_id'],
    line ->> 'post',
    (line ->> 'planned_on')::date
  from app.record
  cross join lateral jsonb_array_elements(record.data -> 'lines') as line
  cross join lateral (
    select 'rotations_due' as figure
    union all
    select 'rotations_done'
    where exists (
      select
      from app.post_assignment
      where
        post_assignment.staff_id = line ->> 'staff_id'
        and post_assignment.post_id = line ->> 'post_id'
        and post_assignment.started_on = (line ->> 'started_on')::date
        and post_assignment.ended_on <= app.beijing_day(clock_timestamp())
    )
  ) as answered
  where
    record.kind = 'ROTATION_PLAN'
    and record.agency_id = own_agency
    and record.status in ('IN_FORCE', 'CLOSED')
    and (line ->> 'planned_on')::date >= first_day
    and (line ->> 'planned_on')::date < last_day
  union all
  select
    'posts_over_term',
    null,
    post.post_id,
    array[post_assignment.staff_id],
    post.title,
    (post_assignment.started_on + make_interval(months => post.months_max))::date
  from app.post_assignment
  inner join app.post on post.post_id = post_assignment.post_id
  cross join bounds
  where
    post.agency_id = own_agency
    and post.is_key
    and (post_assignment.started_on + make_interval(months => post.months_max))::date < bounds.reached
    and coalesce(post_assignment.ended_on >= bounds.reached, true)
  union all
  -- Whose it was: whoever did it, or whom it waits for; a to-do of a post that nobody took is the unit's alone.
  select
    case
      when app.beijing_day(coalesce(to_do.closed_at, clock_timestamp())) <= to_do.due_day then 'to_dos_in_time'
      else 'to_dos_late'
    end,
    to_do.kind,
    to_do.record_id,
    case
      when to_do.assigned_to is not null then array[to_do.assigned_to]
      when to_do.closed_by not like 'system:%' then array[to_do.closed_by]
      else '{}'
    end,
    to_do.title ->> 'zh',
    to_do.due_day
  from app.to_do, bounds
  where
    to_do.agency_id = own_agency
    and to_do.due_day >= first_day
    and to_do.due_day < last_day
    and (to_do.closed_at is not null or to_do.due_day < bounds.today)
  union all
  select answered.figure, 'CAMPAIGN_PROBLEM', problem.problem_id, '{}', problem.category::text, problem.due_on
  from app.record_campaign_problem as problem
  cross join lateral (
    select 'problems_found' as figure
    union all
    select 'problems_handled'
    where problem.handled_on is not null
    union all
    select 'problems_rectified'
    where problem.rectified_on is not null
    union all
    select 'problems_overdue'
    where
      problem.due_on < coalesce(problem.rectified_on, app.beijing_day(clock_timestamp()))
  ) as answered
  where
    problem.agency_id = own_agency
    and problem.found_on >= first_day
    and problem.found_on < last_day
  union all
  select
    case when item.verified_on <= item.due_on then 'items_in_time' else 'items_late' end,
    'INSPECTION',
    item.inspection_id,
    '{}',
    item.what,
    item.due_on
  from app.inspection_item as item, bounds
  where
    item.inspected_agency_id = own_agency
    and item.due_on >= first_day
    and item.due_on < last_day
    and (item.verified_on is not null or item.due_on < bounds.today);
end;

grant execute on function app.performance_rows to :app_role;

-- By figure; of one person (null: of the unit).
create function app.performance_counts(own_agency text, own_staff text, first_day date, last_day date) returns jsonb
language sql
stable
return (
  select coalesce(jsonb_object_agg(counted.figure, counted.number), '{}'::jsonb)
  from (
    select listed.figure, count(*) as number
    from app.performance_rows(own_agency, first_day, last_day) as listed
    where own_staff is null or own_staff = any (listed.staff_ids)
    group by listed.figure
  ) as counted
);

grant execute on function app.performance_counts to :app_role;

-- One assessment a person and period, whoever drafts at the same moment.
create unique index record_assessment on app.record ((data ->> 'staff_id'), (data ->> 'period'))
where
  kind = 'ASSESSMENT' and status <> 'WITHDRAWN';

create index record_assessment_covering on app.record using gin (covering)
where
  kind = 'ASSESSMENT';
