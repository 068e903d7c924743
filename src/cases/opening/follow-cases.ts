import { sql } from 'kysely'
import type { Kernel } from '#records/act-context.ts'
import { takeStep } from '../server-step.ts'

/**
 * For a job, and to be run right after a merge or a split: cases that a new one took over end as merged, and what was
 * split off gets a case of its own. Each is an act like others, under a key of its own: two servers at it, or a crash
 * in between, do nothing twice; until then the findings stay with whom they were given to (migration 0120).
 */

export interface FollowedCases {
  readonly merged: number
  readonly opened: number
  /** What was refused, for the log; it is tried again in the next hour. */
  readonly refused: readonly string[]
}

const casesMax = 100

interface Unfollowed {
  readonly record_id: string
  readonly version: number
  readonly hour: string
  readonly to_merge: readonly string[]
  readonly to_open: readonly string[]
}

async function unfollowedCases({ db }: Kernel): Promise<readonly Unfollowed[]> {
  const { rows } = await sql<Unfollowed>`
    select
      followed.record_id,
      followed.version,
      to_char(clock_timestamp() at time zone 'UTC', 'YYYYMMDDHH24') as hour,
      array(
        select merged.record_id
        from jsonb_array_elements_text(followed.data -> 'merged_from') as merged_id
        inner join app.record as merged on merged.record_id = merged_id
        where merged.kind = 'CASE' and merged.status <> 'MERGED'
        order by 1
      ) as to_merge,
      array(
        select split ->> 'split_id'
        from jsonb_array_elements(followed.data -> 'split_off') as split
        where
          split -> 'case_id' = 'null'::jsonb
          and not exists (
            select
            from app.record as opened
            where
              opened.kind = 'CASE'
              and opened.data -> 'origin' <> 'null'::jsonb
              and opened.data -> 'origin' ->> 'split_id' = split ->> 'split_id'
          )
        order by 1
      ) as to_open
    from app.record as followed
    where followed.kind = 'CASE' and followed.data ->> 'is_followed' = 'false'
    order by followed.changed_at, followed.record_id
    limit ${casesMax}
  `.execute(db)
  return rows
}

async function followCase(kernel: Kernel, unfollowed: Unfollowed): Promise<FollowedCases> {
  const { record_id: caseId, version, hour, to_merge: toMerge, to_open: toOpen } = unfollowed
  const refused: string[] = []
  const take = async (key: string, step: { recordId: string | null; action: string; input: unknown }) => {
    const answer = await takeStep(kernel, { kind: 'CASE', ...step, key })
    if (answer.outcome !== 'accepted') refused.push(`${key} ${answer.code}`)
  }
  for (const recordId of toMerge) {
    const key = `merge:${caseId}:${recordId}:${hour}`
    await take(key, { recordId, action: 'merge', input: { into: caseId } })
  }
  for (const splitId of toOpen) {
    const input = { case_id: caseId, split_id: splitId }
    await take(`split:${splitId}:${hour}`, { recordId: null, action: 'openSplit', input })
  }
  if (refused.length === 0) {
    await take(`settle:${caseId}:${version}`, { recordId: caseId, action: 'settle', input: {} })
  }
  return { merged: toMerge.length, opened: toOpen.length, refused }
}

export async function followCases(kernel: Kernel): Promise<FollowedCases> {
  const done: FollowedCases[] = []
  for (const each of await unfollowedCases(kernel)) done.push(await followCase(kernel, each))
  return {
    merged: done.reduce((sum, { merged }) => sum + merged, 0),
    opened: done.reduce((sum, { opened }) => sum + opened, 0),
    refused: done.flatMap(({ refused }) => refused),
  }
}
