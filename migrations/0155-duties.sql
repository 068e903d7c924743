-- 履职: training, rotation plans and ordered matters.

-- One plan a unit and year, whoever proposes at the same moment.
create unique index record_rotation_plan on app.record (agency_id, (data ->> 'year'))
where
  kind = 'ROTATION_PLAN' and status <> 'WITHDRAWN';

create view app.deadlines_of_duties as
select
  'TRAINING' as kind,
  record.agency_id,
  record.regions[1] as region,
  '培训：' || (record.data -> 'plan' ->> 'title') as title_zh,
  'training: ' || (record.data -> 'plan' ->> 'title') as title_en,
  (record.data -> 'plan' ->> 'planned_on')::date as due_on,
  (record.data -> 'held' ->> 'held_on')::date as done_on,
  record.kind as record_kind,
  record.record_id
from app.record
where
  record.kind = 'TRAINING'
  and record.status <> 'CANCELLED'
union all
select
  'ROTATION',
  record.agency_id,
  record.regions[1],
  '轮岗：' || (line ->> 'post'),
  'rotation: ' || (line ->> 'post'),
  (line ->> 'planned_on')::date,
  (
    select max(post_assignment.ended_on)
    from app.post_assignment
    where
      post_assignment.staff_id = line ->> 'staff_id'
      and post_assignment.post_id = line ->> 'post_id'
      and post_assignment.started_on = (line ->> 'started_on')::date
      and post_assignment.ended_on <= (clock_timestamp() at time zone 'Asia/Shanghai')::date
  ),
  record.kind,
  record.record_id
from app.record
cross join lateral jsonb_array_elements(record.data -> 'lines') as line
where
  record.kind = 'ROTATION_PLAN'
  and record.status in ('IN_FORCE', 'CLOSED')
union all
select
  'ORDERED_MATTER',
  record.agency_id,
  record.regions[1],
  '督办：' || (record.data ->> 'title'),
  'ordered matter: ' || (record.data ->> 'title'),
  (record.data ->> 'due_on')::date,
  coalesce((record.data -> 'report' ->> 'on')::date, (record.data ->> 'closed_on')::date),
  record.kind,
  record.record_id
from app.record
where
  record.kind = 'SUPERVISED_MATTER'
  and record.status <> 'RECALLED';

comment on view app.deadlines_of_duties is 'Trainings, rotations and ordered matters, for the calendar.';

grant select on app.deadlines_of_duties to :app_role;
