-- The trail (platform.md 10, 11, 12, 13): entries are written inside the business transaction and wait, without any
-- lock among writers, for the sequencer, which gives them their place in a Merkle tree (RFC 6962) and signs its root.
-- Nothing here is ever updated or deleted. Erasing a payload under an approved retention act will come with the slice
-- for retention, which brings a function of its own; until then nobody but the owner has the privilege.
-- entry_id is in collation C: compared byte by byte, which keeps the index of UUIDs cheap.

create table app.trail_entry (
  entry_id text collate "C" primary key check (length(entry_id) between 1 and 64),
  -- Canonical JSON without personal data; its bytes are what is hashed.
  leaf text not null check (octet_length(leaf) <= 4096),
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  -- The transaction that wrote it: the sequencer need not look below the horizon of running transactions twice.
  written_in xid8 not null default pg_current_xact_id()
);

comment on table app.trail_entry is 'What happened, as leaves of the tree; pending until a row of trail_leaf gives it an index.';

create index trail_entry_by_transaction on app.trail_entry (written_in, entry_id);

create table app.trail_payload (
  entry_id text collate "C" primary key,
  -- The exact bytes the leaf commits to, by HMAC with this nonce.
  payload text not null,
  nonce bytea not null check (octet_length(nonce) = 32)
);

comment on table app.trail_payload is 'The personal part of an entry: before and after, subject, query, reason.';

create table app.trail_leaf (
  leaf_index bigint primary key check (leaf_index >= 0),
  entry_id text collate "C" not null unique,
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32)
);

comment on table app.trail_leaf is 'The order of the log: by index, not by time. No foreign key: a verifier checks what an owner could drop.';

create table app.trail_tile (
  -- Level 0: 256 leaf hashes; level 1: the roots of 256 tiles of level 0; and so on.
  level smallint not null check (level >= 0),
  tile_index bigint not null check (tile_index >= 0),
  hashes bytea not null check (octet_length(hashes) = 8192),
  root bytea not null check (octet_length(root) = 32),
  primary key (level, tile_index)
);

comment on table app.trail_tile is 'Full tiles of the tree, so that a proof reads a handful of rows however long the trail is.';

-- Hashes do not compress; trying to costs time.
alter table app.trail_tile alter column hashes set storage external;

create table app.trail_key (
  -- SHA-256 of the raw public key, in hex.
  key_id text primary key check (key_id ~ '^[0-9a-f]{64}$'),
  -- In the form of a C2SP verifier key: name+hash+base64.
  verifier_key text not null,
  -- The key before it, whose signature of the change is in the entry; the first has none, no key has two successors.
  predecessor text unique nulls not distinct references app.trail_key (key_id),
  -- Valid from the checkpoint that contains this entry.
  entry_id text collate "C" not null unique
);

comment on table app.trail_key is 'Public halves of the keys that sign checkpoints; the private ones are outside the database.';

create table app.trail_epoch (
  epoch integer primary key check (epoch >= 1),
  log_id text not null,
  hash_algorithm text not null check (hash_algorithm in ('sha256', 'sm3')),
  -- The index of its first entry: leaves before it belong to earlier epochs.
  from_size bigint not null check (from_size >= 0),
  entry_id text collate "C" not null unique
);

comment on table app.trail_epoch is 'The first begins with the installation, each further one with a restored backup (platform.md 12).';

create table app.trail_checkpoint (
  epoch integer not null references app.trail_epoch (epoch),
  tree_size bigint not null check (tree_size >= 0),
  root bytea not null check (octet_length(root) = 32),
  key_id text not null references app.trail_key (key_id),
  -- The signed note, as it is written outside.
  note text not null,
  -- Every entry of a transaction before this one has its index.
  horizon xid8 not null,
  signed_at timestamptz not null,
  primary key (epoch, tree_size)
);

comment on table app.trail_checkpoint is 'Signed roots: one for each round of the sequencer that found new entries.';

-- In one round trip or inside another function's; it writes and decides nothing. Of an entry: entryId, leaf, leafHash
-- (hex), payload, nonce (hex), as src/trail/seal-entry.ts makes them.
create function app.append_trail(entry jsonb) returns void
language plpgsql
as $$
begin
  insert into app.trail_entry (entry_id, leaf, leaf_hash)
  values (entry ->> 'entryId', entry ->> 'leaf', decode(entry ->> 'leafHash', 'hex'));

  insert into app.trail_payload (entry_id, payload, nonce)
  values (entry ->> 'entryId', entry ->> 'payload', decode(entry ->> 'nonce', 'hex'));
end
$$;

-- The same for an array of entries: bulk acts, and whoever writes several in one transaction.
create function app.append_trail_entries(entries jsonb) returns void
language plpgsql
as $$
begin
  insert into app.trail_entry (entry_id, leaf, leaf_hash)
  select entry ->> 'entryId', entry ->> 'leaf', decode(entry ->> 'leafHash', 'hex')
  from jsonb_array_elements(entries) as entry;

  insert into app.trail_payload (entry_id, payload, nonce)
  select entry ->> 'entryId', entry ->> 'payload', decode(entry ->> 'nonce', 'hex')
  from jsonb_array_elements(entries) as entry;
end
$$;

revoke all on function app.append_trail(jsonb), app.append_trail_entries(jsonb) from public;

grant execute on function app.append_trail(jsonb), app.append_trail_entries(jsonb) to :app_role;

grant select on
  app.trail_entry, app.trail_payload, app.trail_leaf, app.trail_tile, app.trail_key, app.trail_epoch,
  app.trail_checkpoint
to :app_role;

-- Not written_in: an entry with a forged transaction would lie below the horizon and never get an index.
grant insert (entry_id, leaf, leaf_hash) on app.trail_entry to :app_role;

grant insert on
  app.trail_payload, app.trail_leaf, app.trail_tile, app.trail_key, app.trail_epoch, app.trail_checkpoint
to :app_role;

insert into app.append_only (table_name)
values
  ('app.trail_checkpoint'),
  ('app.trail_entry'),
  ('app.trail_epoch'),
  ('app.trail_key'),
  ('app.trail_leaf'),
  ('app.trail_payload'),
  ('app.trail_tile');
