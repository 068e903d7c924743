import { execFile } from 'node:child_process'
import { chmod, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { appendEntry } from '../append-entry.ts'
import { signersIn } from '../keys/key-files.ts'
import { parseNote } from '../log/checkpoint.ts'
import { openTestTrail, type TestTrail, temporaryFolder, testEntry, writeOne } from '../test-trail.ts'
import { findLatest, findOutsideCheckpointAgeMs, listCheckpointFiles } from './outside-folder.ts'
import { openRounds, startSequencer } from './sequencer.ts'

let trail: TestTrail

beforeAll(async () => {
  trail = await openTestTrail()
})

async function indexOf(entryId: string): Promise<number | null> {
  const { rows } = await sql<{ leaf_index: bigint }>`
    select leaf_index from app.trail_leaf where entry_id = ${entryId}`.execute(trail.database.db)
  return rows[0] === undefined ? null : Number(rows[0].leaf_index)
}

async function sizeOf({ database }: TestTrail): Promise<number> {
  const { rows } = await sql<{ size: bigint }>`select count(*) as size from app.trail_leaf`.execute(
    database.db,
  )
  return Number(rows[0]!.size)
}

describe('a round of the sequencer', () => {
  test('skips no entry of a transaction that was begun before and ends after others', async () => {
    const [slow, quick] = [testEntry(), testEntry()]
    const { db } = trail.database
    const written = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const running = db.transaction().execute(async (tx) => {
      await appendEntry(tx, slow)
      written.resolve()
      await mayEnd.promise
    })
    await written.promise
    await writeOne(trail, quick)
    await trail.rounds.sequence('in turn')
    // The quick one does not wait for the slow one, and the slow one is not lost.
    expect(await indexOf(quick.entryId)).not.toBeNull()
    expect(await indexOf(slow.entryId)).toBeNull()
    await writeOne(trail, testEntry())
    await trail.rounds.sequence('in turn')
    mayEnd.resolve()
    await running
    expect(await indexOf(slow.entryId)).toBeNull()
    await trail.rounds.sequence('in turn')
    expect(await indexOf(slow.entryId)).toBe((await sizeOf(trail)) - 1)
  })

  test('keeps the order in which one transaction wrote, for ids that grow', async () => {
    const entries = await trail.write(20)
    await trail.rounds.sequence('in turn')
    const indices = await Promise.all(entries.map(({ entryId }) => indexOf(entryId)))
    const byId = entries.map(({ entryId }) => entryId).sort()
    const byIndex = entries
      .map(({ entryId }, place) => [indices[place]!, entryId] as const)
      .sort((a, b) => a[0] - b[0])
    expect(byIndex.map(([, entryId]) => entryId)).toEqual(byId)
  })

  test('writes nothing where there is nothing new', async () => {
    const before = await trail.rounds.sequence('in turn')
    expect(await trail.rounds.sequence('in turn')).toEqual(before)
  })

  test('goes on where another process ended, from what is stored', async () => {
    await trail.write(300)
    const fresh = () =>
      openRounds({ db: trail.database.db, getSigner: trail.getSigner, folders: [trail.outside] })
    await fresh().sequence('in turn')
    await trail.write(5)
    await trail.rounds.sequence('in turn')
    await trail.write(5)
    await fresh().sequence('in turn')
    await trail.rounds.outside()
    expect((await trail.verify()).problems).toEqual([])
  })

  test('leaves the work to a process that has it, without waiting', async () => {
    await writeOne(trail, testEntry())
    await trail.database.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(7202611211)`.execute(tx)
      expect(await trail.rounds.sequence('if free')).toBeNull()
    })
    expect(await trail.rounds.sequence('if free')).not.toBeNull()
  })
})

test('a call goes on until all that was there at the call has its index, and not for what comes meanwhile', async () => {
  const other = await openTestTrail()
  const { db } = other.database
  const rounds = openRounds({ db, getSigner: other.getSigner, folders: [other.outside], entriesMax: 5 })
  const there = await other.write(12)
  let isStopped = false
  let later = 0
  const write = async (): Promise<void> => {
    while (!isStopped) {
      await other.write(10)
      later += 10
    }
  }
  const writing = Promise.all([write(), write()])
  while (later < 40) await pause(2)
  const already = later
  // Two writers of ten a transaction outrun rounds of five: it would never find nothing pending.
  await rounds.sequence('in turn')
  const size = await sizeOf(other)
  isStopped = true
  await writing
  const { rows } = await sql<{ without: bigint }>`
      select count(*) as without
      from unnest(${there.map(({ entryId }) => entryId)}::text[]) as t (entry_id)
      left join app.trail_leaf as l on l.entry_id = t.entry_id
      where l.entry_id is null`.execute(db)
  expect(rows[0]!.without).toBe(0n)
  expect(size).toBeGreaterThanOrEqual(1 + 12 + already)
  expect(size).toBeLessThan(1 + 12 + later)
})

describe('checkpoints outside', () => {
  test('are signed notes: the newest by name, and one a size that is never written again', async () => {
    await trail.checkpoint()
    const files = await listCheckpointFiles(trail.outside)
    await trail.checkpoint()
    expect(await listCheckpointFiles(trail.outside)).toEqual(files)
    const latest = await findLatest(trail.outside)
    expect(latest?.checkpoint).toMatchObject({ logId: trail.logId, epoch: 1, size: await sizeOf(trail) })
    expect((await readdir(trail.outside)).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  test('grow old when nobody signs, as old as the oldest of the folders', async () => {
    await trail.checkpoint()
    const { at } = (await findLatest(trail.outside))!.checkpoint
    const later = (ms: number): Date => new Date(at.getTime() + ms)
    expect(await findOutsideCheckpointAgeMs([trail.outside], later(1_500))).toBe(1_500)
    expect(await findOutsideCheckpointAgeMs([trail.outside], later(60_001))).toBe(60_001)
    expect(await findOutsideCheckpointAgeMs([trail.outside, temporaryFolder()], later(0))).toBeNull()
    expect(await findOutsideCheckpointAgeMs([], later(0))).toBeNull()
  })

  test('reach the other folder though one cannot be written', async () => {
    const [good, blocked] = [temporaryFolder(), temporaryFolder()]
    await writeFile(path.join(blocked, 'file'), '')
    const folders = [path.join(blocked, 'file'), good]
    const rounds = openRounds({ db: trail.database.db, getSigner: trail.getSigner, folders })
    await expect(rounds.outside()).rejects.toThrow('cannot be written to the outside folder')
    expect(await findLatest(good)).not.toBeNull()
    expect(await findOutsideCheckpointAgeMs(folders, new Date())).toBeNull()
  })

  test('of another installation, or damaged, are not written over', async () => {
    const other = await openTestTrail()
    const mixed = openRounds({
      db: other.database.db,
      getSigner: other.getSigner,
      folders: [trail.outside],
    })
    await expect(mixed.outside()).rejects.toThrow('of another installation')
    const damaged = temporaryFolder()
    await writeFile(path.join(damaged, 'latest.checkpoint'), 'x')
    const rounds = openRounds({ db: trail.database.db, getSigner: trail.getSigner, folders: [damaged] })
    await expect(rounds.outside()).rejects.toThrow('is no checkpoint of a trail')
  })

  test('are not signed with a key that is gone or that others may read', async () => {
    const other = await openTestTrail()
    const [file] = await readdir(other.keyFolder)
    const rounds = () =>
      openRounds({
        db: other.database.db,
        getSigner: signersIn(other.keyFolder),
        folders: [other.outside],
      })
    await chmod(path.join(other.keyFolder, file!), 0o644)
    await expect(rounds().outside()).rejects.toThrow('Other users may read')
    await rm(path.join(other.keyFolder, file!))
    await expect(rounds().outside()).rejects.toThrow('put the file back')
  })
})

describe('the sequencer as it runs', () => {
  test('sequences by itself, and on demand has what was committed before outside at once', async () => {
    const failures: unknown[] = []
    const { db } = trail.database
    const { getSigner, outside } = trail
    const onFailure = (error: unknown): number => failures.push(error)
    const sequencer = startSequencer({ db, getSigner, folders: [outside], onFailure, everyMs: 20 })
    const entry = testEntry()
    await writeOne(trail, entry)
    while ((await indexOf(entry.entryId)) === null) await pause(5)
    const entries = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const one = testEntry()
        await writeOne(trail, one)
        await sequencer.checkpointNow()
        const size = (await findLatest(outside))!.checkpoint.size
        return { index: await indexOf(one.entryId), size }
      }),
    )
    for (const { index, size } of entries) expect(index).toBeLessThan(size)
    const last = testEntry()
    await writeOne(trail, last)
    await sequencer.stop()
    expect(await indexOf(last.entryId)).toBe((await findLatest(outside))!.checkpoint.size - 1)
    expect(failures).toEqual([])
  })

  test('tells of what failed and goes on', async () => {
    const failures: unknown[] = []
    const folder = temporaryFolder()
    await writeFile(path.join(folder, 'file'), '')
    const sequencer = startSequencer({
      db: trail.database.db,
      getSigner: trail.getSigner,
      folders: [path.join(folder, 'file')],
      onFailure: (error) => failures.push(error),
      everyMs: 10,
      outsideEveryMs: 10,
    })
    while (failures.length < 2) await pause(5)
    const entry = testEntry()
    await writeOne(trail, entry)
    while ((await indexOf(entry.entryId)) === null) await pause(5)
    await expect(sequencer.checkpointNow()).rejects.toThrow('cannot be written')
    await sequencer.stop()
  })
})

const Written = z.object({ committed: z.array(z.string()), failures: z.array(z.string()) })

test('twenty writers in two processes, each with a sequencer, leave neither fork nor gap', async () => {
  const crowd = await openTestTrail()
  const script = path.join(import.meta.dirname, 'test-writers.ts')
  const run = async () => {
    const args = [script, crowd.database.url, crowd.keyFolder, crowd.outside, '10', '30']
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 24 })
    return Written.parse(JSON.parse(stdout))
  }
  const [one, other] = await Promise.all([run(), run()])
  expect([...one.failures, ...other.failures]).toEqual([])
  const committed = [...one.committed, ...other.committed]
  expect(committed).toHaveLength(2 * 10 * 26)
  const { rows } = await sql<{ entry_id: string; leaf_index: bigint }>`
    select entry_id, leaf_index from app.trail_leaf order by leaf_index`.execute(crowd.database.db)
  expect(rows.map(({ leaf_index }) => Number(leaf_index))).toEqual(rows.map((_, index) => index))
  expect(
    rows
      .slice(1)
      .map(({ entry_id }) => entry_id)
      .sort(),
  ).toEqual(committed.sort())
  const verdict = await crowd.verify()
  expect(verdict).toMatchObject({ isIntact: true, problems: [], notices: [], size: committed.length + 1 })
  const { rows: notes } = await sql<{ note: string }>`
    select note from app.trail_checkpoint order by tree_size`.execute(crowd.database.db)
  const times = notes.map(({ note }) => parseNote(note)!.checkpoint.at.getTime())
  expect(times).toEqual(times.toSorted((a, b) => a - b))
}, 180_000)
