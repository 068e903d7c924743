-- Further figures of a periodic report (domain 7.4), each defined where it is counted. The region of a report is `own`
-- with all regions in it. Days count from first_day until before last_day, moments likewise, by Beijing's midnight. What
-- nothing here can say is null, never zero.

create function app.beijing_midnight(day date) returns timestamptz
language sql
immutable
parallel safe
return day::timestamp at time zone 'Asia/Shanghai';

-- 2 风险防控台账变化. Told from the acts, so that a report written late counts what was so at the end of its period.
-- The level is that before the measures, of what was approved last.
create function app.report_figures_of_ledger(own text, first_day date, last_day date) returns jsonb
language sql
stable
return (
  with
    act as (
      select
        record_action.record_id,
        record_action.version,
        record_action.action,
        record_action.at,
        record_action.status_before,
        record_action.status_after,
        case
          when record_action.action in ('propose', 'resubmit', 'revise') then app.risk_level(
            (record_action.input ->> 'likelihood')::integer,
            (record_action.input ->> 'impact')::integer
          )
        end as level_asked,
        count(*) filter (where record_action.action in ('propose', 'resubmit', 'revise')) over (
          partition by record_action.record_id
          order by record_action.version
        ) as asking
      from app.record
      inner join app.record_action on record_action.record_id = record.record_id
      where
        record.kind = 'RISK_POINT'
        and record.covering @> array[own]
        and record_action.at < app.beijing_midnight(last_day)
    ),
    act_with_level as (
      select
        act.*,
        max(act.level_asked) over (partition by act.record_id, act.asking) as level
      from act
    ),
    -- What put a point in force, or a revision of it.
    approval as (
      select
        act_with_level.record_id,
        act_with_level.version,
        act_with_level.at,
        act_with_level.level,
        lag(act_with_level.level) over (
          partition by act_with_level.record_id
          order by act_with_level.version
        ) as level_before
      from act_with_level
      where
        act_with_level.action in ('approve', 'approve_first')
        and act_with_level.status_before in ('PROPOSED', 'REVISION_PROPOSED')
    ),
    point_at_end as (
      select distinct on (act.record_id)
        act.record_id,
        act.status_after as status
      from act
      order by act.record_id, act.version desc
    ),
    level_at_end as (
      select distinct on (approval.record_id)
        approval.record_id,
        approval.level
      from approval
      order by approval.record_id, approval.version desc
    ),
    -- A point once, however often its level changed in the period.
    shift as (
      select
        approval.record_id,
        (array_agg(approval.level_before order by approval.version))[1] as level_before,
        (array_agg(approval.level order by approval.version desc))[1] as level_after
      from approval
      where approval.at >= app.beijing_midnight(first_day) and approval.level <> approval.level_before
      group by approval.record_id
    )
  select
    jsonb_build_object(
      -- In force at the end of the period, those included of which a revision or the removal is still to be decided.
      'points_in_force', (
        select count(*)
        from point_at_end
        where status in ('IN_FORCE', 'REVISION_PROPOSED', 'RETIREMENT_PROPOSED')
      ),
      'points_first_level', (
        select count(*)
        from point_at_end
        inner join level_at_end on level_at_end.record_id = point_at_end.record_id
        where
          point_at_end.status in ('IN_FORCE', 'REVISION_PROPOSED', 'RETIREMENT_PROPOSED')
          and level_at_end.level = 1
      ),
      -- Approved for the first time in the period.
      'points_new', (
        select count(*)
        from approval
        where at >= app.beijing_midnight(first_day) and level_before is null
      ),
      -- Removed by an approval of the period.
      'points_removed', (
        select count(distinct record_id)
        from act
        where at >= app.beijing_midnight(first_day) and status_after = 'RETIRED'
      ),
      -- Points that somebody reviewed in the period, or of which a revision was approved.
      'points_reviewed', (
        select count(distinct record_id)
        from (
          select record_id
          from act
          where at >= app.beijing_midnight(first_day) and action = 'review'
          union all
          select record_id
          from approval
          where at >= app.beijing_midnight(first_day) and level_before is not null
        ) as looked_at
      ),
      -- Points of which an approved revision of the period changed the level; raised or lowered from its first change of
      -- the period to its last. Level 1 is the highest.
      'points_shifted', (select count(*) from shift),
      'points_raised', (select count(*) from shift where level_after < level_before),
      'points_lowered', (select count(*) from shift where level_after > level_before)
    )
);

-- 3 监测筛查结果: which feeds came. A delivery came when its first screening was done; a feed is a table of an agency that
-- came with rows and dates in the 800 days before the end of the period. Deliveries of a region above cover the report's.
create function app.report_figures_of_feeds(own text, first_day date, last_day date) returns jsonb
language sql
stable
return (
  with
    run as (
      select
        screening_run.agency_id,
        screening_run.snapshot_id,
        screening_run.result,
        min(screening_run.finished_at) over (
          partition by screening_run.agency_id, screening_run.snapshot_id
        ) as came_at
      from app.screening_run
      inner join app.region on region.region = screening_run.region
      where
        screening_run.state = 'DONE'
        and not screening_run.is_trial
        and not screening_run.is_of_records
        and screening_run.finished_at < app.beijing_midnight(last_day)
        and screening_run.finished_at >= app.beijing_midnight(last_day) - interval '800 days'
        and (
          region.path @> array[own]
          or screening_run.region = any (
            (select above.path from app.region as above where above.region = own)::text[]
          )
        )
    ),
    feed as (
      select
        run.agency_id,
        given.content ->> 'table' as table_name,
        max(run.came_at) as came_at,
        -- The last day of a month that is all the table tells.
        max(
          case
            when length(given.content ->> 'last_date') = 7
              then (to_date((given.content ->> 'last_date') || '-01', 'YYYY-MM-DD') + interval '1 month - 1 day')::date
            else to_date(given.content ->> 'last_date', 'YYYY-MM-DD')
          end
        ) as last_on
      from run
      cross join lateral jsonb_array_elements(run.result -> 'tables') as given (content)
      where (given.content ->> 'rows')::bigint > 0 and given.content ->> 'last_date' is not null
      group by run.agency_id, given.content ->> 'table'
    ),
    -- Of a period that is not over yet: today.
    judged as (
      select least(last_day - 1, (clock_timestamp() at time zone 'Asia/Shanghai')::date) as day
    ),
    -- The age that R-WF-15 allows: agreed, or 31 days for deaths and 365 for the rest, unless two people set others.
    limit_of_day as (
      select
        judged.day,
        coalesce(app.parameter_on('WF-15', 'death_days', judged.day), '31')::integer as death_days,
        coalesce(app.parameter_on('WF-15', 'days_max', judged.day), '365')::integer as days_max
      from judged
    ),
    feed_judged as (
      select
        feed.came_at,
        limit_of_day.day - feed.last_on <= least(
          coalesce(
            agreed.days_max,
            case feed.table_name when 'death' then limit_of_day.death_days else limit_of_day.days_max end
          ),
          limit_of_day.days_max
        ) as is_on_time
      from feed
      cross join limit_of_day
      left join register.feed as agreed on agreed.table_name = feed.table_name
    )
  select
    jsonb_build_object(
      'deliveries_came', (
        select count(distinct (agency_id, snapshot_id))
        from run
        where came_at >= app.beijing_midnight(first_day)
      ),
      'feeds_known', (select nullif(count(*), 0) from feed_judged),
      -- Of them: in a delivery that came in the period.
      'feeds_came', (
        select case when count(*) > 0 then count(*) filter (where came_at >= app.beijing_midnight(first_day)) end
        from feed_judged
      ),
      -- Of them: at the end of the period not older than allowed.
      'feeds_on_time', (
        select case when count(*) > 0 then count(*) filter (where is_on_time) end
        from feed_judged
      )
    )
);

-- 6 对账与基金财务: what R-WF-09 asks of each fund account, over the whole period: a day reconciled by the next working day,
-- a month by the tenth of the next, unless two people set others, as far as the delivered data reach, and only the kinds
-- that were delivered at all. Fund accounts name no place: they lie in the region of the agency whose delivery is in the
-- register, so a region below it, or beside it, is told nothing.
create function app.report_figures_of_reconciliation(own text, first_day date, last_day date) returns jsonb
language sql
stable
return (
  with
    delivered_region as (
      select coalesce(
        (
          select screening_run.region
          from register.feed
          inner join app.screening_run on screening_run.snapshot_id = feed.delivery_id
          order by screening_run.asked_at desc, screening_run.run_id
          limit 1
        ),
        (select root.region from app.region as root where root.parent is null order by root.region limit 1)
      ) as region
    ),
    here as (
      select region.path @> array[own] as is_here
      from delivered_region
      inner join app.region on region.region = delivered_region.region
    ),
    reach as (
      select max(known.day) as day
      from (
        select max(period_to) as day
        from register.reconciliation
        union all
        select to_date(last_date, 'YYYY-MM-DD')
        from register.feed
        where table_name = 'bank_transaction' and length(last_date) = 10
      ) as known
    ),
    limit_of_day as (
      select
        coalesce(app.parameter_on('WF-09', 'daily_days', last_day), '1')::integer as daily_days,
        coalesce(app.parameter_on('WF-09', 'monthly_day', last_day), '10')::integer as monthly_day
    ),
    working_day as (
      select
        each.day::date as day,
        row_number() over (order by each.day) as number
      from generate_series(first_day, last_day + 60, interval '1 day') as each (day)
      left join register.calendar on calendar.day = each.day::date - date '1970-01-01'
      where coalesce(calendar.is_working, extract(isodow from each.day) < 6)
    ),
    due as (
      select
        'DAILY' as kind,
        working_day.day,
        later.day as due_on
      from working_day
      cross join limit_of_day
      inner join working_day as later on later.number = working_day.number + limit_of_day.daily_days
      where working_day.day < last_day
      union all
      select
        'MONTHLY',
        (month.first_day + interval '1 month - 1 day')::date,
        (month.first_day + interval '1 month - 1 day')::date + limit_of_day.monthly_day
      from generate_series(first_day, last_day - 1, interval '1 month') as month (first_day)
      cross join limit_of_day
    ),
    -- Day by day, so that a day is looked up and not compared with every period.
    reconciled as (
      select
        reconciliation.fund_account_id,
        reconciliation.kind,
        each.day::date as day,
        min(reconciliation.completed_on) as completed_on
      from register.reconciliation
      cross join lateral generate_series(
        greatest(reconciliation.period_from, first_day),
        least(reconciliation.period_to, last_day),
        interval '1 day'
      ) as each (day)
      where reconciliation.period_from <= last_day and reconciliation.period_to >= first_day
      group by reconciliation.fund_account_id, reconciliation.kind, each.day
    ),
    asked as (
      select
        due.due_on,
        reconciled.completed_on
      from due
      cross join reach
      cross join here
      inner join register.fund_account
        on coalesce(fund_account.opened_on, '-infinity') <= due.day
        and coalesce(fund_account.closed_on, 'infinity') > due.day
      left join reconciled
        on reconciled.fund_account_id = fund_account.fund_account_id
        and reconciled.kind = due.kind
        and reconciled.day = due.day
      where
        here.is_here
        and due.due_on <= reach.day
        and due.kind in (select kind from register.reconciliation)
    )
  select
    jsonb_build_object(
      'reconciliations_due', nullif(count(*), 0),
      'reconciliations_in_time', case
        when count(*) > 0 then count(*) filter (where asked.completed_on <= asked.due_on)
      end,
      -- Completed after that day, or not at all.
      'reconciliations_late', case
        when count(*) > 0 then count(*) filter (where coalesce(asked.completed_on > asked.due_on, true))
      end
    )
  from asked
);

-- 7 信息系统与权限, of this system's own accounts; those of the core system are findings of SYS-02, SYS-06 and SYS-07.
create function app.report_figures_of_authority(own text, first_day date, last_day date) returns jsonb
language sql
stable
return (
  with
    own_staff as (
      select
        staff_member.staff_id,
        staff_member.left_on
      from app.staff_member
      inner join app.agency on agency.agency_id = staff_member.agency_id
      inner join app.region on region.region = agency.region
      where region.path @> array[own]
    ),
    leaver as (
      select
        own_staff.staff_id,
        app.beijing_midnight(own_staff.left_on + 1) as closed_until,
        own_staff.left_on
      from own_staff
      where own_staff.left_on >= first_day and own_staff.left_on < last_day
    )
  select
    jsonb_build_object(
      -- People who at some moment of the period held two roles that exclude each other by SYS-02 or SYS-07. Without the
      -- standard's list of them, which comes with the first delivery, nobody can tell.
      'staff_in_conflict', case
        when exists (select from register.role_conflict) then (
          select count(distinct own_staff.staff_id)
          from own_staff
          inner join app.role_grant as one on one.staff_id = own_staff.staff_id
          inner join app.role_grant as other on other.staff_id = own_staff.staff_id
          inner join register.role_conflict
            on role_conflict.role_a = one.role
            and role_conflict.role_b = other.role
          where
            greatest(one.valid_from, other.valid_from, app.beijing_midnight(first_day))
            < least(
              coalesce(one.valid_to, 'infinity'),
              coalesce(other.valid_to, 'infinity'),
              app.beijing_midnight(last_day)
            )
        )
      end,
      -- Whose first day without access lies in the period.
      'leavers', (select count(*) from leaver),
      -- Of them: all grants, posts and covers had ended by the end of that day.
      'leavers_closed', (
        select count(*)
        from leaver
        where
          not exists (
            select
            from app.role_grant
            where
              role_grant.staff_id = leaver.staff_id
              and coalesce(role_grant.valid_to, 'infinity') > greatest(leaver.closed_until, role_grant.valid_from)
          )
          and not exists (
            select
            from app.post_assignment
            where
              post_assignment.staff_id = leaver.staff_id
              and coalesce(post_assignment.ended_on, 'infinity') > greatest(leaver.left_on, post_assignment.started_on)
          )
          and not exists (
            select
            from app.cover
            where
              cover.staff_id = leaver.staff_id
              and cover.valid_to > greatest(leaver.closed_until, cover.valid_from)
          )
      )
    )
);

-- 12 教育培训与轮岗. A training counts once a leader has confirmed it.
create function app.report_figures_of_duties(own text, first_day date, last_day date) returns jsonb
language sql
stable
return (
  with
    training as (
      select
        record.covering @> array[own] as is_own,
        record.data -> 'plan' ->> 'kind' as kind,
        (record.data -> 'plan' ->> 'pass_mark')::integer as pass_mark,
        (record.data -> 'held' ->> 'held_on')::date as held_on,
        record.data -> 'held' -> 'present' as present,
        (record.data -> 'exam' ->> 'examined_on')::date as examined_on,
        coalesce(nullif(record.data -> 'exam', 'null') -> 'scores', '[]') as scores
      from app.record
      where record.kind = 'TRAINING' and record.status = 'CLOSED'
    ),
    -- On post now at a unit of the region, and at a training of the period, whichever unit held it.
    person_reached as (
      select
        staff_member.staff_id,
        bool_or(training.kind = 'WARNING') as is_warned
      from training
      cross join lateral jsonb_array_elements_text(training.present) as person (staff_id)
      inner join app.staff_member on staff_member.staff_id = person.staff_id
      inner join app.agency on agency.agency_id = staff_member.agency_id
      inner join app.region on region.region = agency.region
      where
        training.held_on >= first_day
        and training.held_on < last_day
        and staff_member.status = 'ON_POST'
        and region.path @> array[own]
      group by staff_member.staff_id
    ),
    score_told as (
      select (score ->> 'score')::integer >= training.pass_mark as is_passed
      from training
      cross join lateral jsonb_array_elements(training.scores) as score
      where training.is_own and training.examined_on >= first_day and training.examined_on < last_day
    ),
    -- Moves that the plans in force or carried out have in the period; done where the post had ended by its end.
    move as (
      select coalesce(deadline.done_on < last_day, false) as is_done
      from app.deadlines_of_duties as deadline
      inner join app.region on region.region = deadline.region
      where
        deadline.kind = 'ROTATION'
        and region.path @> array[own]
        and deadline.due_on >= first_day
        and deadline.due_on < last_day
    )
  select
    jsonb_build_object(
      -- Held in the period by units of the region.
      'trainings_held', (
        select count(*) from training where is_own and held_on >= first_day and held_on < last_day
      ),
      'warnings_held', (
        select count(*)
        from training
        where is_own and kind = 'WARNING' and held_on >= first_day and held_on < last_day
      ),
      'staff_trained', (select count(*) from person_reached),
      'staff_warned', (select count(*) from person_reached where is_warned),
      -- Exams of the region's trainings, by their own day; a person counts in each exam.
      'exams_held', (
        select count(*) from training where is_own and examined_on >= first_day and examined_on < last_day
      ),
      'exam_scores', (select count(*) from score_told),
      'exam_passed', (select count(*) from score_told where is_passed),
      'rotations_planned', (select count(*) from move),
      'rotations_done', (select count(*) from move where is_done)
    )
);

grant execute on function
  app.beijing_midnight, app.report_figures_of_ledger, app.report_figures_of_feeds, app.report_figures_of_reconciliation,
  app.report_figures_of_authority, app.report_figures_of_duties
to :app_role;
