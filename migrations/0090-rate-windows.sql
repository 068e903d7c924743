-- release 1
-- How often somebody did something, for all server processes together (platform.md 22).
-- Unlogged: counts that a crash forgets are worth no fsync.
create unlogged table app.rate_window (
  name text not null,
  subject text not null,
  window_number bigint not null,
  used integer not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (name, subject, window_number)
);

comment on table app.rate_window is 'Rate limits: uses by subject and fixed window; holds hashes, no names';

create index rate_window_created_at on app.rate_window (created_at);

grant select, insert, update, delete on app.rate_window to :app_role;
