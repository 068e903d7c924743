-- release 1
-- Attachments (platform.md 24): the content is an encrypted file under its SHA-256, synced before its row commits.

create table app.attachment (
  attachment_id text collate "C" primary key,
  sha256 text collate "C" not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null check (size_bytes > 0),
  content_type text not null,
  name text not null,
  -- INFECTED ones are refused and have no row.
  scan_result text not null check (scan_result in ('CLEAN', 'NOT_SCANNED')),
  uploaded_by text not null,
  uploaded_at timestamptz not null
);

create index attachment_by_content on app.attachment (sha256);

create index attachment_by_uploader on app.attachment (uploaded_by, uploaded_at);

create index attachment_by_time on app.attachment (uploaded_at);

-- Deleted only while no record holds it: the reference below forbids the rest.
grant select, insert, delete on app.attachment to :app_role;

create table app.record_attachment (
  attachment_id text collate "C" primary key references app.attachment (attachment_id),
  record_id text collate "C" not null references app.record (record_id),
  -- The action that attached it.
  version integer not null,
  purpose text not null
);

comment on table app.record_attachment is 'Which attachment belongs to which record: once attached, for ever.';

create index record_attachment_by_record on app.record_attachment (record_id);

grant select, insert on app.record_attachment to :app_role;

insert into app.append_only (table_name)
values
  ('app.record_attachment');
