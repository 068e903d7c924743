-- Deliveries that were loaded into the register: each has its snapshot in the data folder, under its id.
create table app.delivery (
  delivery_id text collate "C" primary key check (delivery_id ~ '^[A-Za-z0-9-]{8,64}$'),
  loaded_at timestamptz not null,
  -- Of the snapshot's manifest.json, which has the SHA-256 of every other file.
  manifest_sha256 text not null check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
  rows_loaded bigint not null check (rows_loaded >= 0)
);

comment on table app.delivery is 'Deliveries loaded into the register, with the digest of their snapshot.';

grant select, insert on app.delivery to :app_role;

insert into app.append_only (table_name)
values ('app.delivery');

-- After a delivery has replaced the register its statistics are those of the former rows, and the checks of orders take
-- four times as long until autovacuum comes by. Only an owner may analyze (from 17 on there would be a privilege for it).
create function register.refresh_statistics() returns void
language plpgsql
security definer
set search_path = pg_catalog
as $$
declare
  table_name text;
begin
  for table_name in select tablename from pg_tables where schemaname = 'register' order by tablename loop
    execute format('analyze register.%I', table_name);
  end loop;
end
$$;

comment on function register.refresh_statistics() is 'Analyzes the tables of the register, after a load.';

revoke all on function register.refresh_statistics() from public;

grant execute on function register.refresh_statistics() to :app_role;
