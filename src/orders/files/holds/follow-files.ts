import { sql } from 'kysely'
import type { Kernel } from '#records/act-context.ts'
import { paymentFileKind } from '../payment-file-check.ts'
import { takeStep } from '../server-step.ts'
import { paymentHoldKind } from './payment-hold.ts'

/**
 * For a job, and to be run right after an approval: what a file holds gets a record of its own with its person and its
 * deadline, what it carries from earlier holds ends those, and holds past their last day end by themselves
 * (platform.md 19). Each is an act like others, under a key of its own: two servers at it, or a crash in between, do
 * nothing twice. Until a file is followed its lines are in no other file.
 */

export interface Followed {
  readonly opened: number
  readonly carried: number
  readonly ended: number
  /** What was refused, for the log; it is tried again. */
  readonly refused: readonly string[]
}

const filesMax = 100
const holdsMax = 1000

interface UnfollowedFile {
  readonly record_id: string
  readonly version: number
  /** Of the database's clock: a refusal is kept with its key, and is asked again an hour later. */
  readonly hour: string
  readonly to_open: readonly string[]
  readonly to_carry: readonly string[]
}

async function unfollowedFiles({ db }: Kernel): Promise<readonly UnfollowedFile[]> {
  const { rows } = await sql<UnfollowedFile>`
    select
      file.record_id,
      file.version,
      to_char(clock_timestamp() at time zone 'UTC', 'YYYYMMDDHH24') as hour,
      array(
        select held ->> 'paymentId'
        from jsonb_array_elements(file.data -> 'held') as held
        where not exists (
          select
          from app.record as hold
          where
            hold.kind = ${paymentHoldKind}
            and hold.data ->> 'fileId' = file.record_id
            and hold.data ->> 'paymentId' = held ->> 'paymentId'
        )
        order by 1
      ) as to_open,
      array(
        select hold.record_id
        from jsonb_array_elements(file.data -> 'lines') as line
        inner join app.record as hold on hold.record_id = line ->> 'hold_id'
        where hold.kind = ${paymentHoldKind} and hold.status = 'RELEASED'
        order by 1
      ) as to_carry
    from app.record as file
    where
      file.kind = ${paymentFileKind}
      and file.data ->> 'isFollowed' = 'false'
      and file.status in ('DONE', 'AWAITING_CONFIRMATION')
    order by file.changed_at, file.record_id
    limit ${filesMax}
  `.execute(db)
  return rows
}

async function followFile(kernel: Kernel, file: UnfollowedFile): Promise<Omit<Followed, 'ended'>> {
  const { record_id: fileId, version, hour, to_open: toOpen, to_carry: toCarry } = file
  const refused: string[] = []
  const hold = { kind: paymentHoldKind, version: null }
  for (const paymentId of toOpen) {
    const input = { file_id: fileId, payment_id: paymentId }
    const key = `open:${fileId}:${paymentId}:${hour}`
    const answer = await takeStep(kernel, { ...hold, recordId: null, action: 'open', input, key })
    if (answer.outcome !== 'accepted') refused.push(`${key} ${answer.code}`)
  }
  for (const holdId of toCarry) {
    const key = `carry:${fileId}:${holdId}:${hour}`
    const step = { ...hold, recordId: holdId, action: 'carry', input: { file_id: fileId }, key }
    const answer = await takeStep(kernel, step)
    if (answer.outcome !== 'accepted') refused.push(`${key} ${answer.code}`)
  }
  if (refused.length === 0) {
    const key = `settle:${fileId}:${version}`
    const step = { kind: paymentFileKind, recordId: fileId, action: 'settle', input: {}, version, key }
    const answer = await takeStep(kernel, step)
    if (answer.outcome !== 'accepted') refused.push(`${key} ${answer.code}`)
  }
  return { opened: toOpen.length, carried: toCarry.length, refused }
}

async function endHolds(kernel: Kernel): Promise<Pick<Followed, 'ended' | 'refused'>> {
  const { rows } = await sql<{ record_id: string; version: number }>`
    select record_id, version
    from app.record
    where
      is_open
      and due_day < (clock_timestamp() at time zone 'Asia/Shanghai')::date
      and kind = ${paymentHoldKind}
      and status in ('HELD', 'STOP_PROPOSED')
    order by due_day, record_id
    limit ${holdsMax}
  `.execute(kernel.db)
  const refused: string[] = []
  for (const { record_id: recordId, version } of rows) {
    const key = `end:${recordId}:${version}`
    const answer = await takeStep(kernel, {
      kind: paymentHoldKind,
      recordId,
      action: 'end',
      input: {},
      version,
      key,
    })
    if (answer.outcome !== 'accepted') refused.push(`${key} ${answer.code}`)
  }
  return { ended: rows.length - refused.length, refused }
}

export async function followFiles(kernel: Kernel): Promise<Followed> {
  const done: Omit<Followed, 'ended'>[] = []
  for (const file of await unfollowedFiles(kernel)) done.push(await followFile(kernel, file))
  const { ended, refused } = await endHolds(kernel)
  return {
    opened: done.reduce((sum, each) => sum + each.opened, 0),
    carried: done.reduce((sum, each) => sum + each.carried, 0),
    ended,
    refused: [...done.flatMap((each) => each.refused), ...refused],
  }
}
