-- release 1
-- Recovery without a super user (platform.md 7): two sealed codes, and what was done with them.

create table app.recovery_code (
  code_hash bytea primary key,
  number integer not null check (number in (1, 2)),
  issued_at timestamptz not null default clock_timestamp(),
  withdrawn_at timestamptz
);

comment on table app.recovery_code is 'SHA-256 of the codes that two leaders keep sealed; both are needed at the console';

create table app.recovery (
  recovery_id text primary key,
  staff_id text not null references app.staff_member (staff_id),
  recovered_at timestamptz not null default clock_timestamp(),
  -- Of the trail.
  entry_id text not null
);

comment on table app.recovery is 'Each use of the recovery codes; a banner says so for 30 days';

grant select, insert on app.recovery to :app_role;

grant select, insert, update (withdrawn_at) on app.recovery_code to :app_role;

insert into app.append_only (table_name)
values ('app.recovery');
