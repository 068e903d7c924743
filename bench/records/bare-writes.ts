/**
 * What an act writes, as one statement without any check: the same rows in the same tables, what the yardstick is.
 * $1 record, $2 staff, $3 key, $4 a digest, $5 answer, $6 entry, $7 leaf, $8 payload, $9 person, $10 data, $11 input,
 * $12 to-do or telephone number.
 */

const commonWrites = `
  remembered as (
    insert into app.idempotency (account_id, endpoint, key, request_hash, record_id, answer, created_at)
    values ($2, 'bench', $3, $4, $1, $5, now())
  ),
  entry as (insert into app.trail_entry (entry_id, leaf, leaf_hash) values ($6, $7, $4)),
  payload as (insert into app.trail_payload (entry_id, payload, nonce) values ($6, $8, $4))`

export const bareEntry = `
  with ${commonWrites},
  entered as (
    insert into app.record (
      record_id, kind, status, version, regions, agency_id, person_id, concerned, data, is_open, entered_by,
      entered_at, changed_by, changed_at, due_day, remind_on, due_counted_from, due_working_days
    )
    values (
      $1, 'BENCH_CHANGE', 'SUBMITTED', 1, '{990101}', 'A990101', $9, '{"personKeys":[],"staffIds":[]}', $10, true, $2,
      now(), $2, now(), '2026-12-01', '2026-12-01', '2026-11-24', 5
    )
    returning record_id
  ),
  done as (
    insert into app.record_action (
      record_id, version, action, actor_id, at, session_id, terminal_id, duty, hours, status_before, status_after,
      input, entry_id, entry_hash
    )
    select record_id, 1, 'enter', $2, now(), 's', 't', 'ENTRY', 'NOT_NEEDED', 'NEW', 'SUBMITTED', $11, $6, $4
    from entered
  )
  insert into app.to_do (to_do_id, record_id, kind, duty, agency_id, title, not_for, due_day, created_at)
  select $12, record_id, 'BENCH_CHANGE', 'REVIEW', 'A990101', '{"zh":"复核","en":"review"}', array[$2], '2026-12-01', now()
  from entered`

export const bareReview = `
  with ${commonWrites},
  reviewed as (
    update app.record
    set status = 'DONE', version = 2, data = $10, is_open = false, changed_by = $2, changed_at = now(), due_day = null,
      remind_on = null, due_counted_from = null, due_working_days = null
    where record_id = $1 and version = 1
    returning record_id
  ),
  done as (
    insert into app.record_action (
      record_id, version, action, actor_id, at, session_id, terminal_id, duty, hours, status_before, status_after,
      input, entry_id, entry_hash
    )
    select record_id, 2, 'review', $2, now(), 's', 't', 'REVIEW', 'NOT_NEEDED', 'SUBMITTED', 'DONE', $11, $6, $4
    from reviewed
  ),
  closed as (update app.to_do set closed_at = now(), closed_by = $2 where record_id = $1 and closed_at is null)
  update register.person
  set phone = $12, source_order = $1
  where person_id = $9`
