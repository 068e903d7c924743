-- What checks need besides the register's rows: law as tables, the age of each feed, the dialect's function.

-- Days of announced years, from policy/calendar; a day of a year whose notice is not known has no row.
create table register.calendar (
  day integer primary key,
  is_working boolean not null,
  working_number integer not null
);

comment on table register.calendar is 'Working days by the State Council''s notices.';

grant select, insert, update, delete on register.calendar to :app_role;

-- Pairs of roles that one person must not hold at once, by the rule that looks for them.
create table register.role_conflict (
  code text collate "C" not null,
  role_a text collate "C" not null,
  role_b text collate "C" not null,
  primary key (code, role_a, role_b)
);

comment on table register.role_conflict is 'Roles that exclude each other (core-rules, SYS-02 and SYS-07).';

grant select, insert, update, delete on register.role_conflict to :app_role;

-- How far a table reaches: without it nobody could tell "nothing found" from "nothing delivered" (platform.md 5).
create table register.feed (
  table_name text primary key,
  -- A LIVE table is written by our own orders: it is never missing, empty or old.
  kind text not null check (kind in ('DELIVERED', 'LIVE')),
  delivery_id text,
  delivered_at timestamptz,
  rows_loaded bigint not null default 0 check (rows_loaded >= 0),
  rows_rejected bigint not null default 0 check (rows_rejected >= 0),
  -- Columns of the standard that the delivery had.
  columns_delivered text[] not null default '{}',
  -- YYYY-MM or YYYY-MM-DD, from the columns that date the table; null without one.
  last_date text check (last_date ~ '^\d{4}-\d{2}(-\d{2})?$'),
  -- The agreed age: days after delivery from which the feed counts as old. Null where none was agreed.
  days_max integer check (days_max >= 1),
  check (kind = 'LIVE' or (delivery_id is not null and delivered_at is not null))
);

comment on table register.feed is 'When each table was last delivered, and to what date. A table without a row never was.';

grant select, insert, update, delete on register.feed to :app_role;

-- n / d rounded half away from zero, exactly; d > 0; null where either is null. The rules' only division
-- (src/screening/dialect.ts has DuckDB's). div() truncates toward zero.
create function register.round_div(n numeric, d numeric) returns numeric
language sql
immutable
strict
parallel safe
return div(2 * abs(n) + d, 2 * d) * sign(n);

comment on function register.round_div(numeric, numeric) is 'The dialect''s division, half away from zero.';

revoke all on function register.round_div(numeric, numeric) from public;

grant execute on function register.round_div(numeric, numeric) to :app_role;
