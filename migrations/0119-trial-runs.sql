-- A trial compares parameters and leaves the findings as they are.
alter table app.screening_run
add column is_trial boolean not null default false;
