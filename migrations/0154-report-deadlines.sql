-- What a calendar shows of events, reports and meetings: due and done, whether or not a record was begun.

create view app.deadlines_of_reports as
select
  report.kind,
  report.agency_id,
  report.region,
  case report.kind
    when 'RISK_HALF_YEAR' then '半年风险防控报告 '
    when 'SUPERVISION_PLAN' then '年度监督检查计划 '
    else '年度监督检查报告 '
  end || report.period as title_zh,
  case report.kind
    when 'RISK_HALF_YEAR' then 'half-year risk report '
    when 'SUPERVISION_PLAN' then 'yearly plan of supervision '
    else 'yearly report of supervision '
  end || report.period as title_en,
  report.due_on,
  report.filed_on as done_on,
  'PERIODIC_REPORT' as record_kind,
  report.report_id as record_id
from app.record_risk_report as report
union all
select
  'MAJOR_EVENT_FIRST' as kind,
  event.agency_id,
  event.region,
  '要情首报' as title_zh,
  'first report of a major event' as title_en,
  -- The last instant of a day is the first of the next.
  ((event.first_due_at - interval '1 second') at time zone 'Asia/Shanghai')::date as due_on,
  (event.first_reported_at at time zone 'Asia/Shanghai')::date as done_on,
  'MAJOR_EVENT' as record_kind,
  event.event_id as record_id
from app.record_major_event as event
union all
select
  'MAJOR_EVENT_ASKED' as kind,
  record.agency_id,
  record.regions[1] as region,
  '上级要求补报、重报要情' as title_zh,
  'another report asked for from above' as title_en,
  (asked ->> 'due_on')::date as due_on,
  ((asked ->> 'answered_at')::timestamptz at time zone 'Asia/Shanghai')::date as done_on,
  'MAJOR_EVENT' as record_kind,
  record.record_id
from app.record
cross join lateral jsonb_array_elements(record.data -> 'asked') as asked
where record.kind = 'MAJOR_EVENT' and record.status <> 'WITHDRAWN'
union all
-- “每月召开基金支付调拨会议” (C069): held and its minutes approved by the end of the month.
select
  'PAY_ALLOC' as kind,
  agency.agency_id,
  agency.region,
  '支付调拨会 ' || to_char(month.first_day, 'YYYY-MM') as title_zh,
  'payment meeting ' || to_char(month.first_day, 'YYYY-MM') as title_en,
  (month.first_day + interval '1 month - 1 day')::date as due_on,
  decided.held_on as done_on,
  'MEETING' as record_kind,
  decided.meeting_id as record_id
from app.agency
cross join app.report_expected_since
cross join lateral generate_series(
  date_trunc('month', report_expected_since.since::timestamp),
  (clock_timestamp() at time zone 'Asia/Shanghai') + interval '1 month',
  interval '1 month'
) as month (first_day)
left join lateral (
  select
    meeting.meeting_id,
    meeting.held_on
  from app.record_meeting as meeting
  where
    meeting.agency_id = agency.agency_id
    and meeting.kind = 'PAY_ALLOC'
    and meeting.decided
    and meeting.month = to_char(month.first_day, 'YYYYMM')::integer
  order by meeting.held_on, meeting.meeting_id
  limit 1
) as decided on true
where agency.kind = 'HANDLING';

grant select on app.deadlines_of_reports to :app_role;
