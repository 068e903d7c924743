-- release 1
-- Cases, recovery and letters: records like others (0040). What concerns several records at once is kept here, by
-- triggers on the record's own transaction: which case holds a finding, how much of a bank line is matched, and the
-- number of the last letter. Errcode FX001 is answered as a conflict after the act was decided once more.

create table app.case_finding (
  finding_id text collate "C" primary key,
  record_id text collate "C" not null references app.record (record_id)
);

comment on table app.case_finding is 'The one open case that a finding is in.';

create index case_finding_by_case on app.case_finding (record_id);

grant select, insert, update, delete on app.case_finding to :app_role;

create function app.keep_case_findings() returns trigger
language plpgsql
as $$
declare
  is_live boolean := new.status not in ('CLOSED', 'MERGED');
  held text[] := array(
    select finding ->> 'finding_id'
    from jsonb_array_elements(new.data -> 'findings') as finding
    where is_live
    order by 1
  );
  -- Taken out, and not in their new case yet: kept for it.
  leaving text[] := array(
    select finding ->> 'finding_id'
    from
      jsonb_array_elements(new.data -> 'split_off') as split,
      jsonb_array_elements(split -> 'findings') as finding
    where split -> 'case_id' = 'null'::jsonb
    order by 1
  );
  takes_over text[] := array(select jsonb_array_elements_text(new.data -> 'merged_from'))
    || array(select new.data -> 'origin' ->> 'case_id' where new.data -> 'origin' <> 'null'::jsonb);
  kept bigint;
begin
  delete from app.case_finding
  where record_id = new.record_id and finding_id <> all (held || leaving);

  insert into app.case_finding as present (finding_id, record_id)
  select finding_id, new.record_id
  from unnest(held) as finding_id
  on conflict (finding_id) do update
  set record_id = excluded.record_id
  where present.record_id = excluded.record_id or present.record_id = any (takes_over);

  get diagnostics kept = row_count;

  if kept <> cardinality(held) then
    raise exception 'a finding of case % is in another one', new.record_id using errcode = 'FX001';
  end if;

  insert into app.case_finding (finding_id, record_id)
  select finding_id, new.record_id
  from unnest(leaving) as finding_id
  on conflict do nothing;

  return null;
end
$$;

create trigger keep_case_findings
after insert or update of data, status on app.record
for each row
when (new.kind = 'CASE')
execute function app.keep_case_findings();

create unique index record_case_split on app.record ((data -> 'origin' ->> 'split_id'))
where
  kind = 'CASE' and data -> 'origin' <> 'null'::jsonb;

-- Cases whose merging or splitting the server has to finish.
create index record_case_unfollowed on app.record (changed_at)
where
  kind = 'CASE' and (data ->> 'is_followed') = 'false';

create table app.matched_line (
  -- 'BANK:<account>#<sequence>', delivered or imported, or 'PAYMENT:<id>' of a deduction.
  line_key text collate "C" primary key,
  line_fen bigint not null check (line_fen > 0),
  matched_fen bigint not null check (matched_fen between 0 and line_fen)
);

comment on table app.matched_line is 'How much of a line of a bank account is counted as money recovered.';

grant select, insert, update, delete on app.matched_line to :app_role;

create table app.matched_receipt (
  receipt_id text collate "C" primary key,
  line_key text collate "C" not null references app.matched_line (line_key),
  record_id text collate "C" not null references app.record (record_id),
  amount_fen bigint not null check (amount_fen > 0)
);

create index matched_receipt_by_line on app.matched_receipt (line_key);

create index matched_receipt_by_recovery on app.matched_receipt (record_id);

grant select, insert, update, delete on app.matched_receipt to :app_role;

create table app.settled_order (
  order_id text collate "C" primary key,
  record_id text collate "C" not null references app.record (record_id)
);

comment on table app.settled_order is 'Which recovery a write-off or an offset was counted in: each in one.';

grant select, insert, update, delete on app.settled_order to :app_role;

create function app.keep_matched_receipts() returns trigger
language plpgsql
as $$
declare
  due bigint := (new.data ->> 'due_fen')::bigint;
  recovered bigint := (new.data ->> 'recovered_fen')::bigint;
  written_off bigint := (new.data ->> 'written_off_fen')::bigint;
  outstanding bigint := (new.data ->> 'outstanding_fen')::bigint;
  lost bigint;
  claimed bigint;
  receipt record;
  counted bigint;
begin
  if due is distinct from recovered + written_off + outstanding or least(recovered, written_off, outstanding) < 0 then
    raise exception 'recovery % does not add up', new.record_id;
  end if;

  -- Of two recoveries opened at once, the second waits here and then sees the first.
  if tg_op = 'INSERT' or due > (old.data ->> 'due_fen')::bigint then
    perform pg_advisory_xact_lock(120, hashtext(new.data ->> 'case_id'));

    select sum((recovery.data ->> 'due_fen')::bigint)
    into claimed
    from app.record as recovery
    where
      recovery.kind = 'RECOVERY'
      and recovery.status <> 'CANCELLED'
      and recovery.data ->> 'case_id' = new.data ->> 'case_id';

    select (concerned.data -> 'conclusion' ->> 'loss_fen')::bigint
    into lost
    from app.record as concerned
    where concerned.record_id = new.data ->> 'case_id';

    if claimed > coalesce(lost, 0) then
      raise exception 'recoveries of % exceed its loss', new.data ->> 'case_id' using errcode = 'FX001';
    end if;
  end if;

  for receipt in
    select gone.receipt_id, gone.line_key, gone.amount_fen
    from app.matched_receipt as gone
    where
      gone.record_id = new.record_id
      and not exists (
        select
        from jsonb_array_elements(new.data -> 'receipts') as each
        where each ->> 'receipt_id' = gone.receipt_id and each -> 'undone' = 'null'::jsonb
      )
    order by gone.line_key, gone.receipt_id
  loop
    delete from app.matched_receipt where receipt_id = receipt.receipt_id;
    update app.matched_line
    set matched_fen = matched_fen - receipt.amount_fen
    where line_key = receipt.line_key;
  end loop;

  for receipt in
    select
      each ->> 'receipt_id' as receipt_id,
      each ->> 'line_key' as line_key,
      (each ->> 'amount_fen')::bigint as amount_fen,
      (each ->> 'line_fen')::bigint as line_fen
    from jsonb_array_elements(new.data -> 'receipts') as each
    where
      each -> 'undone' = 'null'::jsonb
      and not exists (
        select
        from app.matched_receipt
        where matched_receipt.receipt_id = each ->> 'receipt_id'
      )
    order by 2, 1
  loop
    insert into app.matched_line as present (line_key, line_fen, matched_fen)
    values (receipt.line_key, receipt.line_fen, receipt.amount_fen)
    on conflict (line_key) do update
    set matched_fen = present.matched_fen + excluded.matched_fen
    where present.line_fen = excluded.line_fen and present.matched_fen + excluded.matched_fen <= present.line_fen;

    get diagnostics counted = row_count;

    if counted <> 1 then
      raise exception 'line % is matched already', receipt.line_key using errcode = 'FX001';
    end if;

    insert into app.matched_receipt (receipt_id, line_key, record_id, amount_fen)
    values (receipt.receipt_id, receipt.line_key, new.record_id, receipt.amount_fen);
  end loop;

  for receipt in
    select each ->> 'order_id' as order_id
    from jsonb_array_elements(new.data -> 'settled_by_orders') as each
    order by 1
  loop
    insert into app.settled_order as present (order_id, record_id)
    values (receipt.order_id, new.record_id)
    on conflict (order_id) do update
    set record_id = excluded.record_id
    where present.record_id = excluded.record_id;

    get diagnostics counted = row_count;

    if counted <> 1 then
      raise exception 'order % is counted in another recovery', receipt.order_id using errcode = 'FX001';
    end if;
  end loop;

  return null;
end
$$;

create trigger keep_matched_receipts
after insert or update of data on app.record
for each row
when (new.kind = 'RECOVERY')
execute function app.keep_matched_receipts();

-- Recoveries and letters of a case.
create index record_recovery_of_case on app.record ((data ->> 'case_id'))
where
  kind = 'RECOVERY';

create index record_letter_of_case on app.record ((data ->> 'case_id'))
where
  kind = 'LETTER';

-- Statements that lines of an account are looked for in.
create index record_bank_statement on app.record ((data ->> 'fund_account_id'))
where
  kind = 'BANK_STATEMENT' and status = 'ACCEPTED';

create table app.letter_number (
  agency_id text not null,
  year integer not null,
  last_number integer not null check (last_number >= 1),
  primary key (agency_id, year)
);

comment on table app.letter_number is 'The number of the last letter issued: of an agency and year, without gaps.';

grant select, insert, update on app.letter_number to :app_role;

-- A number is the next one or the act is decided again: taken in the act's own transaction, it leaves no gap.
create function app.keep_letter_number() returns trigger
language plpgsql
as $$
declare
  number integer := (new.data -> 'number' ->> 'number')::integer;
  counted bigint;
begin
  if tg_op = 'UPDATE' and old.data -> 'number' = new.data -> 'number' then
    return new;
  end if;

  if tg_op = 'UPDATE' and old.data -> 'number' <> 'null'::jsonb then
    raise exception 'letter % has a number', new.record_id using errcode = 'FX001';
  end if;

  if number = 1 then
    insert into app.letter_number (agency_id, year, last_number)
    values (new.data -> 'number' ->> 'agency_id', (new.data -> 'number' ->> 'year')::integer, 1)
    on conflict do nothing;
  else
    update app.letter_number
    set last_number = number
    where
      agency_id = new.data -> 'number' ->> 'agency_id'
      and year = (new.data -> 'number' ->> 'year')::integer
      and last_number = number - 1;
  end if;

  get diagnostics counted = row_count;

  if counted <> 1 then
    raise exception 'letter number % is not the next', number using errcode = 'FX001';
  end if;

  return new;
end
$$;

-- Before the unique index below is asked: of two at once the second waits here, and is then decided again.
create trigger keep_letter_number
before insert or update of data on app.record
for each row
when (new.kind = 'LETTER' and new.data -> 'number' <> 'null'::jsonb)
execute function app.keep_letter_number();

create unique index record_letter_number on app.record (
  (data -> 'number' ->> 'agency_id'),
  (data -> 'number' ->> 'year'),
  (data -> 'number' ->> 'number')
)
where
  kind = 'LETTER' and data -> 'number' <> 'null'::jsonb;
