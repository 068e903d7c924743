-- 会议 (C049, C069, C077): what other records and the process rules (R-WF-08) read of meetings and their decisions.

create view app.record_meeting as
select
  record.record_id as meeting_id,
  record.agency_id,
  record.data ->> 'kind' as kind,
  -- YYYYMM of the month that it is for.
  replace(record.data ->> 'month', '-', '')::integer as month,
  (record.data ->> 'held_on')::date as held_on,
  record.status = 'DECIDED' as decided,
  record.regions[1] as region,
  (record.data ->> 'planned_on')::date as planned_on,
  record.data -> 'number' ->> 'text' as number
from app.record
where record.kind = 'MEETING' and record.status <> 'CANCELLED';

grant select on app.record_meeting to :app_role;

-- A decision by its number, as other records refer to it; payment files are named by their order or batch.
create view app.record_meeting_decision as
select
  decision ->> 'number' as decision_number,
  record.record_id as meeting_id,
  record.agency_id,
  record.regions[1] as region,
  record.data ->> 'kind' as kind,
  replace(record.data ->> 'month', '-', '')::integer as month,
  decision ->> 'text' as decided,
  (decision ->> 'amount_fen')::bigint as amount_fen,
  (decision ->> 'due_on')::date as due_on,
  array(select jsonb_array_elements_text(decision -> 'payment_files') order by 1) as payment_files
from app.record
cross join lateral jsonb_array_elements(record.data -> 'decisions') as decision
where record.kind = 'MEETING' and record.status = 'DECIDED';

grant select on app.record_meeting_decision to :app_role;
