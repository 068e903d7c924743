-- release 1
-- The two schemas, what has been migrated, and what kind of installation this is.
-- No migration creates a role (platform.md 9); :app_role is the one that serves, named by the configuration.

create schema app;

create schema register;

comment on schema app is 'Tables of Fangxian itself: records, trail, access.';

comment on schema register is 'The register: tables and columns of the supervision data standard.';

-- Whoever may connect could otherwise put objects where a function of ours looks.
revoke all on schema app, register from public;

grant usage on schema app, register to :app_role;

create table app.schema_migration (
  name text primary key,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  release integer not null check (release >= 1),
  applied_at timestamptz not null default now()
);

comment on table app.schema_migration is 'Files of migrations/ that were run, with the SHA-256 of their text.';

grant select on app.schema_migration to :app_role;

create table app.installation (
  is_the_only_row boolean primary key default true check (is_the_only_row),
  installation_id uuid not null default gen_random_uuid(),
  -- npm start makes one, bin/fangxian serve refuses it (platform.md 8).
  is_demonstration boolean not null,
  created_at timestamptz not null default now()
);

comment on table app.installation is 'One row, written by the first migration run: what this database is for.';

grant select on app.installation to :app_role;

-- Later migrations add a row for each table the application only appends to; serve refuses to start when its role may
-- update, delete or truncate one of them (platform.md 9).
create table app.append_only (
  table_name text primary key check (table_name ~ '^(app|register)\.[a-z_0-9]+$')
);

comment on table app.append_only is 'Tables whose rows nobody changes once written.';

grant select on app.append_only to :app_role;

insert into app.append_only (table_name)
values
  ('app.append_only'),
  ('app.installation'),
  ('app.schema_migration');
