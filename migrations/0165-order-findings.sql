-- What an order's check found becomes a finding like a run's (platform.md 4): kept with the act, in its transaction,
-- whether the act was accepted or refused for it, and merged into the findings right after.

create table app.order_hit (
  hit_id text collate "C" primary key,
  -- Null: an entry that was refused opened no record.
  record_id text collate "C",
  kind text collate "C" not null,
  action text collate "C" not null,
  actor_id text not null,
  at timestamptz not null,
  -- Day in China: what the check judged is the register of that day.
  asked_on date not null,
  -- Nobody may do what was asked: it was refused for what was found.
  is_refused boolean not null,
  finding_ids text[] not null check (cardinality(finding_ids) >= 1),
  -- What was found, with its rows; emptied once merged, for then it stands in app.finding.
  hits jsonb,
  merged_at timestamptz,
  check ((hits is null) = (merged_at is not null))
);

comment on table app.order_hit is 'Which order''s check found which findings; not merged yet: the outbox of these findings.';

create index order_hit_by_finding on app.order_hit using gin (finding_ids);

create index order_hit_by_record on app.order_hit (record_id)
where
  record_id is not null;

create index order_hit_waiting on app.order_hit (at, hit_id)
where
  merged_at is null;

grant select, insert on app.order_hit to :app_role;

grant update (hits, merged_at) on app.order_hit to :app_role;

alter table app.finding
-- Null: only an order's check has found it so far.
alter column last_as_of drop not null,
-- Day of the latest order whose check found it: data of an earlier day cannot say that it is gone.
add column last_order_on date;

alter table app.finding_evidence
-- Day of the latest order whose check had the row; null: none had.
add column order_on date,
-- Which of its acts had it last.
add column order_hit_id text collate "C" references app.order_hit (hit_id),
-- As the order would write it, or as if it had: no delivery has shown the row so.
add column is_assumed boolean not null default false;

grant update (order_on, order_hit_id, is_assumed) on app.finding_evidence to :app_role;

-- Of 0042: what the check of a refused act found stays, in the transaction of the refusal, as often as refusals are
-- written one by one.
create or replace function app.save_refusal(refusal jsonb) returns jsonb
language plpgsql
set lock_timeout = '5s'
as $$
declare
  counted integer;
begin
  if refusal ? 'answer' then
    insert into app.idempotency (account_id, endpoint, key, request_hash, record_id, answer, created_at)
    values (
      refusal ->> 'accountId', refusal ->> 'endpoint', refusal ->> 'key',
      decode(refusal ->> 'requestHash', 'hex'), refusal ->> 'recordId', refusal -> 'answer',
      (refusal ->> 'at')::timestamptz
    )
    on conflict do nothing;

    if not found then
      return jsonb_build_object('stored', true);
    end if;
  end if;

  insert into app.refusal_count as counts (account_id, minute, refused, written)
  values (refusal ->> 'accountId', date_trunc('minute', (refusal ->> 'at')::timestamptz), 1, 1)
  on conflict (account_id, minute) do update
  set
    refused = counts.refused + 1,
    written = least(counts.written + 1, (refusal ->> 'writtenMax')::integer),
    is_counted = false
  returning refused into counted;

  if counted <= (refusal ->> 'writtenMax')::integer then
    perform app.append_trail(refusal -> 'entry');

    if refusal ? 'effects' then
      perform app.apply_effect(each)
      from jsonb_array_elements(refusal -> 'effects') with ordinality as listed (each, position)
      order by position;
    end if;
  end if;

  return jsonb_build_object('saved', true);
end
$$;
