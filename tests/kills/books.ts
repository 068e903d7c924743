import { type RawBuilder, sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'
import { isAnswered, type Ledger } from './ledger.ts'

/**
 * What must hold of the stored rows after any number of kills, each as a query of its violations: an act is its record's
 * state, its action row, its trail entry with payload, its to-dos, its effect and its kept answer, or nothing of these.
 */
const violations: Readonly<Record<string, RawBuilder<unknown>>> = {
  'a record that is not what its last action made of it': sql`
    select record_id, status, version, actions
    from app.record
    left join lateral (
      select count(*) as actions, max(version) as last_version, (array_agg(status_after order by version desc))[1] as last_status
      from app.record_action
      where record_action.record_id = record.record_id
    ) as past on true
    where
      actions <> version
      or last_version <> version
      or last_status <> status
    order by record_id
  `,
  'an action that does not begin where the one before ended': sql`
    with step as (
      select record_id, version, status_before, lag(status_after, 1, 'NEW') over (partition by record_id order by version) as before
      from app.record_action
    )
    select *
    from step
    where status_before <> before
    order by record_id
  `,
  'notes that are not the noted actions': sql`
    select record_id
    from app.record
    where
      jsonb_array_length(data -> 'notes')
      <> (select count(*) from app.record_action where record_action.record_id = record.record_id and action = 'note')
    order by record_id
  `,
  'an action without its trail entry, payload or kept answer': sql`
    select record_action.record_id, version
    from app.record_action
    left join app.trail_entry on trail_entry.entry_id = record_action.entry_id and leaf_hash = entry_hash
    left join app.trail_payload on trail_payload.entry_id = record_action.entry_id
    left join app.idempotency
      on account_id = actor_id and answer ->> 'entryId' = record_action.entry_id
      and answer ->> 'recordId' = record_action.record_id and (answer ->> 'version')::integer = version
    where trail_entry.entry_id is null or trail_payload.entry_id is null or key is null
    order by record_action.record_id
  `,
  'a trail entry of an accepted act, or a kept acceptance, without its action': sql`
    with claimed as (
      select entry_id
      from app.trail_entry
      where
        leaf::jsonb ->> 'kind' = 'TEST_CHANGE'
        and leaf::jsonb ->> 'outcome' = 'ACCEPTED'
        and leaf::jsonb ->> 'function' not like '%/comment'
      union all
      select answer ->> 'entryId'
      from app.idempotency
      where answer ->> 'outcome' = 'accepted'
    )
    select entry_id
    from claimed
    where not exists (select from app.record_action where record_action.entry_id = claimed.entry_id)
    order by entry_id
  `,
  'a comment without its trail entry, or the entry without it': sql`
    with entry as (
      select entry_id, leaf_hash
      from app.trail_entry
      where leaf::jsonb ->> 'function' like '%/comment' and leaf::jsonb ->> 'outcome' = 'ACCEPTED'
    )
    select comment_id, entry.entry_id
    from app.record_comment
    full join entry on entry.entry_id = record_comment.entry_id and leaf_hash = entry_hash
    where comment_id is null or entry.entry_id is null
    order by comment_id
  `,
  'a kept refusal that is not in the trail': sql`
    with refused as (
      select account_id, count(*) as kept
      from app.idempotency
      where answer ->> 'outcome' = 'refused'
      group by account_id
    )
    select *
    from refused
    where kept > (select sum(refused) from app.refusal_count where refusal_count.account_id = refused.account_id)
    order by account_id
  `,
  'open to-dos other than the status asks for': sql`
    select record_id, status
    from app.record
    where
      (select array_agg(duty) from app.to_do where to_do.record_id = record.record_id and closed_at is null)
      is distinct from case status when 'SUBMITTED' then '{REVIEW}'::text[] when 'REVIEWED' then '{APPROVAL}' end
    order by record_id
  `,
  'an account that is not what the changes done made of it': sql`
    select account_id, version, done
    from register.test_account
    left join lateral (
      select count(*) as done, (array_agg(data ->> 'holder' order by changed_at desc))[1] as last_holder
      from app.record
      where person_id = account_id and status = 'DONE'
    ) as changed on true
    where version <> 1 + done or (done > 0 and holder <> last_holder)
    order by account_id
  `,
  'an approval without its basis, or a basis of no approval': sql`
    select record_action.record_id, attachment_id
    from (select * from app.record_action where action = 'approve') as record_action
    full join app.record_attachment using (record_id, version)
    where attachment_id is null or action is null
    order by 1
  `,
}

/** Names of what is violated, with the rows; empty when the books agree. */
export async function violated(owner: Database): Promise<readonly string[]> {
  const found: string[] = []
  for (const [what, query] of Object.entries(violations)) {
    const { rows } = await query.execute(owner)
    if (rows.length > 0) found.push(`${what}: ${JSON.stringify(rows.slice(0, 3), numbersAsText)}`)
  }
  return found
}

const numbersAsText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value

/** Everything acknowledged is there, as it was acknowledged. */
export async function lost(owner: Database, ledger: Ledger): Promise<readonly string[]> {
  const { rows: actions } = await sql<{ entry_id: string; row: string }>`
    select entry_id, concat_ws(' ', record_id, version, action, actor_id, status_after) as row
    from app.record_action
    order by entry_id
  `.execute(owner)
  const { rows: comments } = await sql<{ comment_id: string }>`
    select comment_id from app.record_comment order by comment_id
  `.execute(owner)
  const rowOf = new Map(actions.map(({ entry_id, row }) => [entry_id, row]))
  const said = new Set(comments.map(({ comment_id }) => comment_id))
  return ledger.sent.flatMap(({ person, action, body, answer }) => {
    if (answer === null || !isAnswered(answer)) return []
    if (answer.status === 204) return said.has(String(body.comment_id)) ? [] : [`comment ${body.comment_id}`]
    if (answer.status !== 200) return []
    const { record_id, version, status, entry_id } = answer.body
    const row = [record_id, version, action, person, status].join(' ')
    return rowOf.get(String(entry_id)) === row ? [] : [`${row}, found ${rowOf.get(String(entry_id))}`]
  })
}

/** How many acts and comments there are: a replay of something done must not add one. */
export async function countDone(owner: Database): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select (select count(*) from app.record_action) + (select count(*) from app.record_comment) as count
  `.execute(owner)
  return Number(rows[0]!.count)
}

/** Of the requests, those whose act or comment is there. */
export async function countKept(owner: Database, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select
      (select count(*) from app.idempotency where key = any(${[...ids]}::text[]) and answer ->> 'outcome' = 'accepted')
      + (select count(*) from app.record_comment where comment_id = any(${[...ids]}::text[])) as count
  `.execute(owner)
  return Number(rows[0]!.count)
}
