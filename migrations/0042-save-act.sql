-- release 1
-- The second round trip of an act (platform.md 15): lock, compare, write. It decides nothing. Called by itself, it is
-- one transaction: either everything below is there, or nothing.

-- One row written. An effect that found other values than the decision was made on undoes all. Values come as text or
-- null and take the type of their column: literals in a statement cost a third of jsonb_populate_record on a wide row.
create function app.apply_effect(effect jsonb) returns void
language plpgsql
as $$
declare
  target text := format('%I.%I', effect ->> 'schema', effect ->> 'table');
  names text;
  literals text;
  assignments text;
  conditions text;
  touched bigint;
begin
  if effect ->> 'operation' = 'insert' then
    select string_agg(format('%I', key), ', ' order by key), string_agg(format('%L', value), ', ' order by key)
    into names, literals
    from jsonb_each_text(effect -> 'values');

    execute format('insert into %s (%s) values (%s)', target, names, literals);
    return;
  end if;

  select
    string_agg(format('%I = %L', key, value), ', ' order by key) filter (where part = 'values'),
    string_agg(
      format(case part when 'key' then '%I = %L' else '%I is not distinct from %L' end, key, value),
      ' and ' order by key
    ) filter (where part <> 'values')
  into assignments, conditions
  from
    unnest(array['values', 'key', 'expected']) as part,
    jsonb_each_text(effect -> part);

  execute format('update %s set %s where %s', target, assignments, conditions);

  get diagnostics touched = row_count;

  if touched <> 1 then
    raise exception 'effect on % found % rows', target, touched using errcode = 'FX001';
  end if;
end
$$;

-- Answers {"saved": true}, or without having written anything: {"stale": "version" | "authority"} when what the decision
-- was made on has changed, as it has when an equal request came first; {"stored": true} when the key was used before.
create function app.save_act(act jsonb) returns jsonb
language plpgsql
-- While the first of two equal requests runs, the second waits here (platform.md 18).
set lock_timeout = '5s'
as $$
declare
  written app.record := jsonb_populate_record(null::app.record, act -> 'record');
begin
  -- Shared, so that a change of this person's authority comes wholly before or wholly after the act.
  if act ? 'epoch' then
    perform
    from app.authority_epoch
    where staff_id = act ->> 'accountId' and epoch = (act ->> 'epoch')::bigint
    for share;

    if not found then
      return jsonb_build_object('stale', 'authority');
    end if;
  end if;

  -- Locks the record and compares its version: of two acts on one version, the second waits here and then finds none.
  if written.version > 1 then
    update app.record
    set
      status = written.status,
      version = written.version,
      amount_fen = written.amount_fen,
      data = written.data,
      is_open = written.is_open,
      changed_by = written.changed_by,
      changed_at = written.changed_at,
      due_day = case when act ? 'keepsDue' then record.due_day else written.due_day end,
      due_is_provisional =
        case when act ? 'keepsDue' then record.due_is_provisional else written.due_is_provisional end,
      remind_on = case when act ? 'keepsDue' then record.remind_on else written.remind_on end,
      due_counted_from = case when act ? 'keepsDue' then record.due_counted_from else written.due_counted_from end,
      due_working_days = case when act ? 'keepsDue' then record.due_working_days else written.due_working_days end
    where record_id = written.record_id and version = written.version - 1;

    if not found then
      return jsonb_build_object('stale', 'version');
    end if;
  end if;

  -- Two equal requests that open a record have nothing else to wait for than this row.
  insert into app.idempotency (account_id, endpoint, key, request_hash, record_id, answer, created_at)
  values (
    act ->> 'accountId', act ->> 'endpoint', act ->> 'key', decode(act ->> 'requestHash', 'hex'),
    written.record_id, act -> 'answer', written.changed_at
  )
  on conflict do nothing;

  if not found then
    -- The record's update above must not stay; the next load finds the stored answer.
    if written.version > 1 then
      raise exception 'the key was used before' using errcode = 'FX002';
    end if;

    return jsonb_build_object('stored', true);
  end if;

  if written.version = 1 then
    insert into app.record select written.*;
  end if;

  perform app.append_trail(act -> 'entry');

  insert into app.record_action
  select populated.*
  from jsonb_populate_record(null::app.record_action, act -> 'action') as populated;

  if act ? 'closesToDos' and written.version > 1 then
    update app.to_do
    set closed_at = written.changed_at, closed_by = written.changed_by
    where record_id = written.record_id and closed_at is null;
  end if;

  if act ? 'toDos' then
    insert into app.to_do
    select populated.*
    from jsonb_populate_recordset(null::app.to_do, act -> 'toDos') as populated;
  end if;

  if act ? 'files' then
    insert into app.record_attachment (attachment_id, record_id, version, purpose)
    select each ->> 'id', written.record_id, written.version, each ->> 'purpose'
    from jsonb_array_elements(act -> 'files') as each;
  end if;

  if act ? 'effects' then
    perform app.apply_effect(each)
    from jsonb_array_elements(act -> 'effects') with ordinality as listed (each, position)
    order by position;
  end if;

  return jsonb_build_object('saved', true);
end
$$;

-- A refusal is answered the same way when it is asked again, and is in the trail; beyond a number a minute the trail
-- gets a count instead of an entry each (platform.md 10, 18). Answers as save_act does.
create function app.save_refusal(refusal jsonb) returns jsonb
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
  end if;

  return jsonb_build_object('saved', true);
end
$$;

revoke all on function app.apply_effect(jsonb), app.save_act(jsonb), app.save_refusal(jsonb) from public;

grant execute on function app.apply_effect(jsonb), app.save_act(jsonb), app.save_refusal(jsonb) to :app_role;
