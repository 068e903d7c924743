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
