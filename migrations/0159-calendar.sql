-- 日历: what supervision and the cases have due, whichever slice keeps it. A row is due at a unit on a day, and done or
-- not; `deadline_id` is the same row's at the next question.
create view app.supervision_deadline as
with
  slice_deadline as (
    select 'ledger' as slice, deadline.*, null::text as scheme
    from app.deadlines_of_ledger as deadline
    union all
    select 'campaigns', deadline.*, null
    from app.deadlines_of_campaigns as deadline
    union all
    select 'sampling', deadline.*, null
    from app.deadlines_of_sampling as deadline
    union all
    select 'inspections', deadline.*, null
    from app.deadlines_of_inspections as deadline
    union all
    select case when deadline.record_kind = 'MAJOR_EVENT' then 'events' else 'reports' end, deadline.*, null
    from app.deadlines_of_reports as deadline
    union all
    select 'duties', deadline.*, null
    from app.deadlines_of_duties as deadline
    union all
    select
      'cases',
      record.kind,
      record.agency_id,
      record.regions[1],
      case record.kind when 'CASE' then '案件办理' else '追回' end,
      case record.kind when 'CASE' then 'a case' else 'a recovery' end,
      record.due_day,
      null,
      record.kind,
      record.record_id,
      record.scheme
    from app.record
    where
      record.kind in ('CASE', 'RECOVERY')
      and record.is_open
      and record.due_day is not null
  )
select
  md5(
    concat_ws(
      '|',
      slice_deadline.slice,
      slice_deadline.kind,
      slice_deadline.record_id,
      slice_deadline.agency_id,
      slice_deadline.due_on,
      slice_deadline.title_zh
    )
  ) as deadline_id,
  slice_deadline.slice,
  slice_deadline.kind,
  slice_deadline.agency_id,
  slice_deadline.region,
  slice_deadline.title_zh,
  slice_deadline.title_en,
  slice_deadline.due_on,
  slice_deadline.done_on,
  slice_deadline.record_kind,
  slice_deadline.record_id,
  slice_deadline.scheme
from slice_deadline
where slice_deadline.due_on is not null;

comment on view app.supervision_deadline is 'Deadlines of all slices for the calendar: due at a unit on a day, done or not.';

grant select on app.supervision_deadline to :app_role;
