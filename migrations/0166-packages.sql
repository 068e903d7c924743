-- Signed packages for units outside the installation (platform.md 22): whom we trust, what we sent, what we received.

create table app.package_partner (
  -- SHA-256 of the raw public key, in hex.
  key_id text collate "C" primary key check (key_id ~ '^[0-9a-f]{64}$'),
  verifier_key text not null,
  -- As the operator calls it; one key of a name at a time.
  title text not null check (length(title) between 1 and 100),
  -- The unit of ours that it speaks for; null: a superior outside, which speaks for nobody here.
  agency_id text references app.agency (agency_id),
  trusted_at timestamptz not null,
  -- Of no package after that.
  ended_at timestamptz
);

comment on table app.package_partner is 'Installations whose signed packages are taken, each for one unit.';

create unique index package_partner_by_title on app.package_partner (title)
where
  ended_at is null;

grant select, insert on app.package_partner to :app_role;

grant update (ended_at) on app.package_partner to :app_role;

create table app.package_sent (
  -- The recipient's key, or unit:<agency> for a unit without the system: each has numbers of its own.
  recipient text collate "C" not null,
  sequence integer not null check (sequence >= 1),
  kind text not null,
  -- SHA-256 of the manifest, hex: the next package names it.
  digest text not null,
  made_at timestamptz not null,
  staff_id text not null,
  -- The file as it was made: what is lost on its way is written once more, byte by byte.
  content bytea not null,
  primary key (recipient, sequence)
);

comment on table app.package_sent is 'Packages made here, by recipient in their order.';

grant select, insert on app.package_sent to :app_role;

create table app.package_received (
  sender_key_id text collate "C" not null references app.package_partner (key_id),
  sequence integer not null check (sequence >= 1),
  kind text not null,
  digest text not null,
  manifest jsonb not null,
  records jsonb not null,
  begun_at timestamptz not null,
  -- Null: not every item is done with; the next package waits.
  done_at timestamptz,
  primary key (sender_key_id, sequence)
);

comment on table app.package_received is 'Packages taken in, by sender in their order, with what they said.';

grant select, insert on app.package_received to :app_role;

grant update (done_at) on app.package_received to :app_role;

create table app.package_item (
  sender_key_id text collate "C" not null,
  sequence integer not null,
  item integer not null check (item >= 1),
  -- One more each time that it is tried again after a refusal.
  attempt integer not null check (attempt >= 1),
  staff_id text not null,
  record_kind text not null,
  -- Null: opens a new one.
  record_id text collate "C",
  -- The one that the act builds on, noted before it: an interrupted import finds its own act by it.
  version integer,
  started_at timestamptz not null,
  outcome text check (outcome in ('ACCEPTED', 'REFUSED')),
  said_zh text,
  said_en text,
  primary key (sender_key_id, sequence, item, attempt),
  foreign key (sender_key_id, sequence) references app.package_received (sender_key_id, sequence)
);

comment on table app.package_item is 'What became of each item of a received package; no outcome: the import was interrupted there.';

grant select, insert on app.package_item to :app_role;

grant update (outcome, said_zh, said_en, record_id) on app.package_item to :app_role;
