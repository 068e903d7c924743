-- Deliveries that come in through the browser: pieces of files, which may stop and go on; then one import.

create table app.delivery_upload (
  -- Also the name of its folder, and of its snapshot once it is imported.
  upload_id text collate "C" primary key check (upload_id ~ '^[A-Za-z0-9-]{8,64}$'),
  -- Whose data it is (platform.md 14).
  agency_id text not null references app.agency (agency_id),
  region text not null references app.region (region),
  title text not null check (length(title) between 1 and 100),
  -- An earlier delivery that it is added to; null: it stands alone.
  base_snapshot_id text collate "C",
  state text collate "C" not null check (state in ('RECEIVING', 'CLOSED', 'IMPORTED', 'DISCARDED')),
  opened_by text not null references app.staff_member (staff_id),
  opened_at timestamptz not null,
  closed_at timestamptz,
  imported_at timestamptz,
  -- Of the snapshot's manifest.json.
  manifest_sha256 text check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
  rows_loaded bigint,
  rows_rejected bigint,
  check ((state = 'IMPORTED') = (imported_at is not null)),
  check ((state = 'IMPORTED') = (manifest_sha256 is not null))
);

comment on table app.delivery_upload is 'Uploads of deliveries, from the first piece to the snapshot.';

create index delivery_upload_by_time on app.delivery_upload (opened_at, upload_id);

grant select, insert on app.delivery_upload to :app_role;

grant update (state, closed_at, imported_at, manifest_sha256, rows_loaded, rows_rejected) on app.delivery_upload
to :app_role;

create table app.delivery_upload_file (
  upload_id text collate "C" not null references app.delivery_upload (upload_id),
  name text not null check (length(name) between 1 and 200),
  -- How large it will be, and how much of it is written and synced: where an interrupted upload goes on.
  bytes bigint not null check (bytes >= 0),
  received bigint not null check (received between 0 and bytes),
  primary key (upload_id, name)
);

comment on table app.delivery_upload_file is 'Files of an upload.';

grant select, insert, delete on app.delivery_upload_file to :app_role;

grant update (received) on app.delivery_upload_file to :app_role;

-- How an agency names its files, columns and codes: said once, used for its next delivery.
create table app.delivery_mapping (
  agency_id text primary key references app.agency (agency_id),
  -- mapping.yaml
  mapping text not null check (length(mapping) between 1 and 200000),
  saved_by text not null references app.staff_member (staff_id),
  saved_at timestamptz not null
);

comment on table app.delivery_mapping is 'The mapping of an agency, remembered.';

grant select, insert, update on app.delivery_mapping to :app_role;
