-- release 1
-- Records: everything that people decide, one table for all kinds, each with its list of actions (architecture.md).
-- Ids are in collation C: compared byte by byte, which keeps their indexes cheap.

create table app.record (
  record_id text collate "C" primary key,
  kind text not null,
  status text not null,
  version integer not null check (version >= 1),
  -- Whom and what it is about: in columns, so that lists are filtered by scope in the store.
  regions text[] not null check (cardinality(regions) >= 1),
  agency_id text,
  scheme text,
  person_id text,
  amount_fen bigint,
  -- Keys of persons and ids of staff that the access decision looks at (src/access/act-request.ts).
  concerned jsonb not null,
  data jsonb not null,
  -- The status has further actions: it can lapse, and its deadline counts.
  is_open boolean not null,
  entered_by text not null,
  entered_at timestamptz not null,
  changed_by text not null,
  changed_at timestamptz not null,
  due_day date,
  due_is_provisional boolean not null default false,
  -- The working day before a deadline that is none (platform.md 17).
  remind_on date,
  -- What a provisional deadline is computed again from; null for a deadline given as a date.
  due_counted_from date,
  due_working_days integer check (due_working_days >= 1),
  check (due_day is not null or not due_is_provisional)
)
with (fillfactor = 80);

comment on table app.record is 'The present state of each record; written by app.save_act only.';

create index record_by_kind on app.record (kind, entered_at, record_id);

create index record_by_agency on app.record (agency_id, kind, entered_at, record_id);

create index record_by_person on app.record (person_id, record_id)
where
  person_id is not null;

create index record_by_change on app.record (changed_at)
where
  is_open;

create index record_by_due_day on app.record (due_day, record_id)
where
  is_open and due_day is not null;

-- No delete: a record ends in a status. Retention comes with its own function.
grant select, insert, update on app.record to :app_role;

create table app.record_action (
  record_id text collate "C" not null references app.record (record_id),
  version integer not null,
  action text not null,
  actor_id text not null,
  at timestamptz not null,
  session_id text,
  terminal_id text,
  -- The duty that carried it and whether it was within working hours; null for a job of the server.
  duty text,
  hours text,
  status_before text not null,
  status_after text not null,
  input jsonb not null,
  -- Method, digest of what was shown, and the signed assertion (platform.md 25).
  confirmation jsonb,
  -- The trail's entry of this action: one without the other is found by trail verify (platform.md 10).
  entry_id text collate "C" not null,
  entry_hash bytea not null,
  primary key (record_id, version)
);

comment on table app.record_action is 'What was done on a record, by whom: its version n is the result of action n.';

create index record_action_by_actor on app.record_action (actor_id, at);

grant select, insert on app.record_action to :app_role;

create table app.record_view (
  entry_id text collate "C" primary key,
  entry_hash bytea not null,
  record_id text collate "C" not null references app.record (record_id),
  version integer not null,
  actor_id text not null,
  session_id text,
  at timestamptz not null
);

comment on table app.record_view is 'Who opened the details of which version of a record.';

create index record_view_by_record on app.record_view (record_id, actor_id, version);

grant select, insert on app.record_view to :app_role;

create table app.record_comment (
  comment_id text collate "C" primary key,
  record_id text collate "C" not null references app.record (record_id),
  actor_id text not null,
  at timestamptz not null,
  text text not null check (length(text) between 1 and 4000),
  entry_id text collate "C" not null,
  entry_hash bytea not null
);

create index record_comment_by_record on app.record_comment (record_id, at, comment_id);

grant select, insert on app.record_comment to :app_role;

create table app.to_do (
  to_do_id text collate "C" primary key,
  record_id text collate "C" not null references app.record (record_id),
  kind text not null,
  -- The post that has the next step: holders of this duty (a role or a property of a post) at this agency.
  duty text not null,
  agency_id text not null,
  title jsonb not null,
  -- People of the record's earlier steps who may not do this one.
  not_for text[] not null,
  due_day date,
  created_at timestamptz not null,
  assigned_to text,
  assigned_by text,
  assigned_at timestamptz,
  closed_at timestamptz,
  closed_by text
)
with (fillfactor = 80);

create index to_do_by_post on app.to_do (agency_id, duty, due_day, to_do_id)
where
  closed_at is null;

create index to_do_by_person on app.to_do (assigned_to, due_day, to_do_id)
where
  closed_at is null and assigned_to is not null;

create index to_do_by_record on app.to_do (record_id)
where
  closed_at is null;

grant select, insert, update on app.to_do to :app_role;

create table app.idempotency (
  account_id text collate "C" not null,
  endpoint text collate "C" not null,
  key text collate "C" not null check (length(key) between 8 and 200),
  -- SHA-256 of the canonical body (platform.md 18).
  request_hash bytea not null check (length(request_hash) = 32),
  record_id text collate "C",
  answer jsonb not null,
  created_at timestamptz not null,
  primary key (account_id, endpoint, key)
);

comment on table app.idempotency is 'Answers kept for 7 days, so that a repeated request is answered and not done again.';

create index idempotency_by_time on app.idempotency using brin (created_at);

grant select, insert, delete on app.idempotency to :app_role;

create table app.refusal_count (
  account_id text not null,
  minute timestamptz not null,
  refused integer not null,
  -- Refusals with a trail entry of their own; the others are in one counting entry.
  written integer not null,
  is_counted boolean not null default false,
  primary key (account_id, minute)
);

comment on table app.refusal_count is 'Refused actions per account and minute: beyond a limit they are counted, not written one by one (platform.md 10).';

create index refusal_count_open on app.refusal_count (minute)
where
  not is_counted;

grant select, insert, update, delete on app.refusal_count to :app_role;

insert into app.append_only (table_name)
values
  ('app.record_action'),
  ('app.record_comment'),
  ('app.record_view');
