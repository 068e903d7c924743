-- Lists of cases are asked for what stands in their data: by level, and by who verifies.

create index record_case_level on app.record ((data ->> 'level'))
where
  kind = 'CASE';

create index record_case_assignee on app.record ((data ->> 'assignee'), due_day)
where
  kind = 'CASE' and is_open;
