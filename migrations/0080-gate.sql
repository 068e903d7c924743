-- release 1
-- The gate as a service (platform.md 2, 18): core systems with a key of their own ask before a high-risk change and
-- redeem a permit when they make it. What was asked is kept as a hash only: the core system has the text.

create table app.api_key (
  key_id text collate "C" primary key check (key_id ~ '^[A-Za-z0-9-]{8,64}$'),
  -- SHA-256 of 32 random bytes: nothing to guess, so no slow hash.
  secret_hash bytea not null check (length(secret_hash) = 32),
  title text not null check (length(title) between 1 and 100),
  -- The core system speaks for this agency and those below it.
  agency_id text not null references app.agency (agency_id),
  functions text[] not null check (cardinality(functions) >= 1),
  requests_per_minute integer not null check (requests_per_minute between 1 and 60000),
  -- Null: no webhooks; then orders opened here have to be asked for.
  webhook_url text check (length(webhook_url) <= 500),
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  created_by text not null references app.staff_member (staff_id),
  approved_by text not null references app.staff_member (staff_id),
  created_at timestamptz not null,
  -- The record by which two people set it up: it counts while that stands, and was told once.
  record_id text collate "C" unique references app.record (record_id),
  ended_at timestamptz,
  ended_by text references app.staff_member (staff_id),
  check (valid_to > valid_from),
  check (approved_by <> created_by)
);

comment on table app.api_key is 'Keys of core systems: the hash of the secret, whom it speaks for, what it may ask.';

grant select, insert on app.api_key to :app_role;

grant update (ended_at, ended_by) on app.api_key to :app_role;

create table app.gate_request (
  request_id text collate "C" primary key,
  key_id text collate "C" not null references app.api_key (key_id),
  function text not null,
  -- The core system's own number of the order; a delivery brings it again as business_order.order_id.
  core_order_id text collate "C" not null,
  -- As the core system gave it: an unknown one is refused and kept.
  operator_id text not null,
  -- SHA-256 of the canonical body.
  body_hash bytea not null check (length(body_hash) = 32),
  outcome text not null check (outcome in ('ALLOW', 'REVIEW', 'REFUSE')),
  person_id text,
  -- Rule codes with outcome and ids of findings: what a redemption compares with.
  checks jsonb not null,
  -- The order that was opened here for REVIEW.
  record_id text collate "C" references app.record (record_id),
  at timestamptz not null,
  entry_id text collate "C" not null,
  entry_hash bytea not null,
  check ((outcome = 'REVIEW') = (record_id is not null))
);

comment on table app.gate_request is 'What core systems asked and were answered.';

create index gate_request_by_core_order on app.gate_request (core_order_id, function);

create unique index gate_request_by_record on app.gate_request (record_id)
where
  record_id is not null;

grant select, insert on app.gate_request to :app_role;

create table app.gate_permit (
  permit_id text collate "C" primary key,
  request_id text collate "C" not null references app.gate_request (request_id),
  key_id text collate "C" not null references app.api_key (key_id),
  -- OPEN may be redeemed until expires_at; VOID: what it was given for no longer held when it was redeemed.
  state text not null check (state in ('OPEN', 'REDEEMED', 'EXPIRED', 'VOID')),
  issued_at timestamptz not null,
  -- Null: approved here and not yet handed over by webhook; the fifteen minutes begin with the handing over.
  expires_at timestamptz,
  ended_at timestamptz,
  reviewer_id text,
  approver_id text,
  -- Of the redemption, the expiry or the voiding.
  entry_id text collate "C",
  entry_hash bytea,
  check ((state = 'OPEN') = (ended_at is null)),
  check (state = 'OPEN' or entry_id is not null),
  check ((state = 'REDEEMED') = (reviewer_id is not null or approver_id is not null))
);

comment on table app.gate_permit is 'Permits: single use, fifteen minutes.';

create index gate_permit_by_request on app.gate_permit (request_id);

create index gate_permit_open on app.gate_permit (expires_at)
where
  state = 'OPEN';

grant select, insert on app.gate_permit to :app_role;

grant update (state, expires_at, ended_at, reviewer_id, approver_id, entry_id, entry_hash) on app.gate_permit
to :app_role;

create table app.webhook_event (
  event_id text collate "C" primary key,
  key_id text collate "C" not null references app.api_key (key_id),
  request_id text collate "C" not null references app.gate_request (request_id),
  record_id text collate "C" not null references app.record (record_id),
  -- 1, 2, 3 … of this order: the receiver leaves out what is older than what it has.
  sequence integer not null check (sequence >= 1),
  status text not null,
  -- Handed over with the event, signed anew at each attempt.
  permit_id text collate "C" references app.gate_permit (permit_id),
  created_at timestamptz not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  -- While a process delivers it; another takes over when the lease is past.
  leased_until timestamptz,
  delivered_at timestamptz,
  given_up_at timestamptz,
  -- A number, or a word such as TIMEOUT; never what the receiver said.
  last_answer text,
  unique (record_id, sequence)
);

comment on table app.webhook_event is 'Outbox: written with what it tells, delivered afterwards, at least once.';

create index webhook_event_due on app.webhook_event (next_attempt_at, event_id)
where
  delivered_at is null and given_up_at is null;

grant select, insert on app.webhook_event to :app_role;

grant update (attempts, next_attempt_at, leased_until, delivered_at, given_up_at, last_answer) on app.webhook_event
to :app_role;

-- An order that came through the gate has a new status: the event, and the permit where people have approved it, are
-- part of the same transaction. The caller holds the record's row, so the sequence has no gaps and no doubles.
create function app.notice_gate_order(of_record_id text, new_status text, at timestamptz) returns void
language plpgsql
as $$
declare
  request app.gate_request;
  new_permit text;
begin
  select *
  into request
  from app.gate_request
  where record_id = of_record_id;

  if not found then
    return;
  end if;

  if new_status in ('DONE', 'AWAITING_CONFIRMATION') and not exists (
    select
    from app.gate_permit
    where request_id = request.request_id
  ) then
    insert into app.gate_permit (permit_id, request_id, key_id, state, issued_at)
    values (gen_random_uuid()::text, request.request_id, request.key_id, 'OPEN', at)
    returning permit_id into new_permit;
  end if;

  insert into app.webhook_event (
    event_id, key_id, request_id, record_id, sequence, status, permit_id, created_at, next_attempt_at
  )
  select
    gen_random_uuid()::text, request.key_id, request.request_id, of_record_id,
    coalesce(max(webhook_event.sequence), 0) + 1, new_status, new_permit, at, at
  from app.webhook_event
  where webhook_event.record_id = of_record_id;
end
$$;

create function app.record_moved() returns trigger
language plpgsql
as $$
begin
  perform app.notice_gate_order(new.record_id, new.status, new.changed_at);

  return null;
end
$$;

create trigger record_moved
after update of status on app.record
for each row
when (new.kind like 'ORDER\_%' and new.status is distinct from old.status)
execute function app.record_moved();

revoke all on function app.notice_gate_order(text, text, timestamptz), app.record_moved() from public;

grant execute on function app.notice_gate_order(text, text, timestamptz), app.record_moved() to :app_role;

insert into app.append_only (table_name)
values ('app.gate_request');
