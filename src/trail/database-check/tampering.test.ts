import { cp, readFile, writeFile } from 'node:fs/promises'
import { type RawBuilder, sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { leafHash } from '#base/merkle.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '../append-entry.ts'
import { signCheckpoint } from '../log/checkpoint.ts'
import { listCheckpointFiles } from '../sequencing/outside-folder.ts'
import { sequenceRound } from '../sequencing/sequence-round.ts'
import { writeOutside } from '../sequencing/write-outside.ts'
import { openTestTrail, type TestTrail, temporaryFolder, testEntry, undone } from '../test-trail.ts'
import { emptyTree, growTree, rootOfTree } from '../tree/tree-state.ts'
import type { Problem, Verdict } from '../verifier/problem.ts'
import { type VerifyDatabaseOptions, verifyInTransaction } from './verify-database.ts'

/**
 * Each manipulation is done with the role that owns the tables, whom no privilege stops, and undone after it was
 * looked at. One trail for all: 601 entries under checkpoints of 1, 101, 301, 501 and 601; two full tiles.
 */
let trail: TestTrail
let options: VerifyDatabaseOptions

beforeAll(async () => {
  trail = await openTestTrail()
  await trail.checkpoint()
  for (const count of [100, 200, 200, 100]) {
    await trail.write(count)
    await trail.checkpoint()
  }
  options = { outsideFolders: [trail.outside], trustedKey: trail.key, actionTables: [] }
})

interface Look {
  readonly verdict: Verdict
  /** What the next round of the sequencer says; null where it notices nothing. */
  readonly refusal: string | null
}

type Change = RawBuilder<unknown> | ((tx: Tx) => Promise<unknown>)

function after(...changes: Change[]): Promise<Look> {
  return undone(trail, async (tx) => {
    for (const change of changes) await (typeof change === 'function' ? change(tx) : change.execute(tx))
    const verdict = await verifyInTransaction(tx, options)
    return { verdict, refusal: await nextRound(tx) }
  })
}

async function nextRound(tx: Tx): Promise<string | null> {
  const { getSigner } = trail
  // A copy: what is undone in the database must not stay outside.
  const outside = temporaryFolder()
  await cp(trail.outside, outside, { recursive: true })
  try {
    await sequenceRound(tx, { getSigner })
    await writeOutside(tx, { folders: [outside], getSigner })
    return null
  } catch (error) {
    return (error as Error).message
  }
}

function firstOf({ isIntact, problems }: Verdict): Pick<Problem, 'kind' | 'firstEntry'> {
  expect(isIntact).toBe(problems.length === 0)
  expect(isIntact).toBe(false)
  const { kind, firstEntry } = problems[0]!
  return { kind, firstEntry }
}

const entryAt = (index: number): RawBuilder<unknown> =>
  sql`(select entry_id from app.trail_leaf where leaf_index = ${index})`

const emptied = sql`
  truncate app.trail_entry, app.trail_payload, app.trail_leaf, app.trail_tile, app.trail_checkpoint,
    app.trail_epoch, app.trail_key`

describe('an intact trail', () => {
  test('verifies to its last entry, with the root that was signed', async () => {
    const { verdict, refusal } = await after()
    expect(verdict).toMatchObject({ isIntact: true, problems: [], notices: [], size: 601, checkpoints: 11 })
    expect(refusal).toBeNull()
  })

  test('says how many entries are pending, which is no manipulation', async () => {
    const { verdict } = await after((tx) => appendEntry(tx, testEntry()))
    expect(verdict.isIntact).toBe(true)
    expect(verdict.notices.map(({ en }) => en)).toEqual([expect.stringContaining('1 entries have no index')])
  })
})

describe('edits: found is', () => {
  test('the edit of an entry', async () => {
    const { verdict } = await after(
      sql`update app.trail_entry set leaf = replace(leaf, 'staff-7', 'staff-8') where entry_id = ${entryAt(300)}`,
    )
    expect(firstOf(verdict)).toEqual({ kind: 'edited', firstEntry: 300 })
  })

  test('the edit of an entry and of its hash in all places but the tree', async () => {
    const { verdict } = await after((tx) => rewriteLeaf(tx, 300))
    expect(firstOf(verdict)).toEqual({ kind: 'reordered', firstEntry: 300 })
  })

  test('the edit of a payload', async () => {
    const { verdict } = await after(
      sql`update app.trail_payload set payload = replace(payload, '2222', '3333') where entry_id = ${entryAt(599)}`,
    )
    expect(firstOf(verdict)).toEqual({ kind: 'payload', firstEntry: 599 })
  })

  test('two entries whose ids were exchanged', async () => {
    const { verdict } = await after(
      sql`update app.trail_leaf set entry_id = 'kept' where leaf_index = 7`,
      sql`update app.trail_entry set entry_id = 'kept' where entry_id = ${entryAt(8)}`,
    )
    expect(firstOf(verdict)).toEqual({ kind: 'edited', firstEntry: 7 })
  })
})

describe('deletions: found is', () => {
  test('the deletion of an entry in the middle', async () => {
    const { verdict } = await after(sql`delete from app.trail_entry where entry_id = ${entryAt(301)}`)
    expect(firstOf(verdict)).toEqual({ kind: 'deleted', firstEntry: 301 })
  })

  test('the deletion of an entry in the middle with its index', async () => {
    const { verdict } = await after(
      sql`delete from app.trail_entry where entry_id = ${entryAt(301)}`,
      sql`delete from app.trail_leaf where leaf_index = 301`,
    )
    expect(firstOf(verdict)).toEqual({ kind: 'deleted', firstEntry: 301 })
  })

  test('the deletion of a payload', async () => {
    const { verdict } = await after(sql`delete from app.trail_payload where entry_id = ${entryAt(2)}`)
    expect(firstOf(verdict)).toEqual({ kind: 'payload', firstEntry: 2 })
  })

  test('the deletion of the newest entry, its checkpoint left', async () => {
    const { verdict, refusal } = await after(
      sql`delete from app.trail_entry where entry_id = ${entryAt(600)}`,
      sql`delete from app.trail_leaf where leaf_index = 600`,
    )
    expect(firstOf(verdict)).toEqual({ kind: 'truncated', firstEntry: 600 })
    expect(refusal).toContain('not the one last signed')
  })

  test('the deletion of the newest entries with their checkpoints', async () => {
    const { verdict, refusal } = await after(
      sql`delete from app.trail_entry where entry_id in (select entry_id from app.trail_leaf where leaf_index >= 501)`,
      sql`delete from app.trail_leaf where leaf_index >= 501`,
      sql`delete from app.trail_checkpoint where tree_size > 501`,
    )
    expect(firstOf(verdict)).toEqual({ kind: 'truncated', firstEntry: 501 })
    expect(refusal).toContain('has 601 entries, the database only 501')
  })

  test('truncation to nothing', async () => {
    const { verdict, refusal } = await after(emptied)
    expect(firstOf(verdict)).toEqual({ kind: 'system', firstEntry: 0 })
    expect(verdict.problems[1]?.text.en).toContain('there were 601 entries')
    expect(refusal).toContain('has not been opened')
  })
})

describe('order and forks: found is', () => {
  test('a changed order', async () => {
    const { verdict } = await after(...swap(10, 11))
    expect(firstOf(verdict)).toEqual({ kind: 'reordered', firstEntry: 10 })
  })

  test('a changed order where no tile is full yet, between the checkpoints around it', async () => {
    const { verdict } = await after(...swap(550, 560))
    expect(firstOf(verdict)).toEqual({ kind: 'rewritten', firstEntry: 501 })
  })

  test('a fork: two entries with one index, the key of the table dropped', async () => {
    const { verdict } = await after(
      sql`alter table app.trail_leaf drop constraint trail_leaf_pkey`,
      sql`insert into app.trail_leaf select 400, 'second', leaf_hash from app.trail_leaf where leaf_index = 5`,
    )
    expect(firstOf(verdict)).toEqual({ kind: 'forked', firstEntry: 400 })
  })

  test('a fork: a copy of the database went on and signed with the same key', async () => {
    const { getSigner } = trail
    const copyOutside = temporaryFolder()
    const grow = async (tx: Tx): Promise<void> => {
      await appendEntry(tx, testEntry())
      await sequenceRound(tx, { getSigner })
    }
    await undone(trail, async (tx) => {
      await grow(tx)
      await writeOutside(tx, { folders: [copyOutside], getSigner })
    })
    const verdict = await undone(trail, async (tx) => {
      await grow(tx)
      const ownOutside = temporaryFolder()
      await writeOutside(tx, { folders: [ownOutside], getSigner })
      return verifyInTransaction(tx, { ...options, outsideFolders: [ownOutside, copyOutside] })
    })
    expect(verdict.problems.map(({ kind }) => kind)).toEqual(['rewritten', 'forked'])
    expect(firstOf(verdict)).toEqual({ kind: 'rewritten', firstEntry: 601 })
  })

  test('an entry that got its index from nobody who signs', async () => {
    const stranger = testEntry()
    const { verdict, refusal } = await after(
      (tx) => appendEntry(tx, stranger),
      sql`insert into app.trail_leaf values (601, ${stranger.entryId}, ${stranger.leafHash})`,
    )
    expect(firstOf(verdict)).toEqual({ kind: 'unsigned', firstEntry: 601 })
    expect(refusal).toContain('not the one last signed')
  })
})

describe('rewriting with recomputed hashes: found is', () => {
  test('without the key, by the signatures', async () => {
    const { verdict } = await after((tx) => rewriteAll(tx, 300))
    // The checkpoint of 101 entries still agrees, that of 301 does not.
    expect(firstOf(verdict)).toEqual({ kind: 'rewritten', firstEntry: 101 })
  })

  test('without the key and with the checkpoints rewritten, by the signature', async () => {
    const { verdict } = await after(async (tx) => {
      const root = await rewriteAll(tx, 300)
      const body = sql`replace(note, split_part(note, e'\n', 3), ${root.toString('base64')})`
      await sql`delete from app.trail_checkpoint where tree_size in (301, 501)`.execute(tx)
      await sql`update app.trail_checkpoint set note = ${body} where tree_size = 601`.execute(tx)
    })
    expect(verdict.problems.map(({ kind }) => kind)).toContain('signature')
    expect(firstOf(verdict)).toEqual({ kind: 'rewritten', firstEntry: 101 })
  })

  test('with the stolen key only by what is outside; without it the verdict says what is not shown', async () => {
    const rewriteAndSign = async (tx: Tx): Promise<void> => {
      const root = await rewriteAll(tx, 300)
      await sql`delete from app.trail_checkpoint where tree_size > 101`.execute(tx)
      const facts = { logId: trail.logId, epoch: 1, size: 601, algorithm: 'sha256' as const, at: new Date() }
      const note = signCheckpoint({ ...facts, root }, await trail.getSigner(trail.key))
      await sql`
        insert into app.trail_checkpoint
        values (1, 601, ${root}, ${trail.key.keyId}, ${note}, '1', now())`.execute(tx)
    }
    const inside = await undone(trail, async (tx) => {
      await rewriteAndSign(tx)
      return verifyInTransaction(tx, { ...options, outsideFolders: [] })
    })
    expect(inside.isIntact).toBe(true)
    expect(inside.notices.map(({ en }) => en)).toEqual([expect.stringContaining('is not shown')])
    const { verdict, refusal } = await after(rewriteAndSign)
    expect(firstOf(verdict)).toEqual({ kind: 'rewritten', firstEntry: 101 })
    expect(refusal).toContain('the trail was rewritten')
  })
})

describe('keys and files: found is', () => {
  test('a table of keys that names another first key', async () => {
    const { verdict } = await after(
      sql`update app.trail_payload set payload = replace(payload, 'sha256', 'sm3') where entry_id = ${entryAt(0)}`,
    )
    expect(firstOf(verdict)).toEqual({ kind: 'system', firstEntry: 0 })
  })

  test('a trail that was opened with another key than the one on paper', async () => {
    const other = await openTestTrail()
    const verdict = await undone(trail, (tx) =>
      verifyInTransaction(tx, { ...options, trustedKey: other.key }),
    )
    expect(firstOf(verdict)).toEqual({ kind: 'signature', firstEntry: 0 })
    await other.checkpoint()
    const mixed = await undone(trail, (tx) =>
      verifyInTransaction(tx, { ...options, outsideFolders: [trail.outside, other.outside] }),
    )
    expect(firstOf(mixed)).toEqual({ kind: 'signature', firstEntry: null })
    expect(mixed.problems[0]?.text.en).toContain('belongs to another trail')
  })

  test('a checkpoint file outside that was changed', async () => {
    const file = (await listCheckpointFiles(trail.outside)).find((name) => !name.includes('latest'))!
    const copy = temporaryFolder()
    await writeFile(`${copy}/a.checkpoint`, 'nothing')
    const text = await readFile(file, 'utf8')
    await writeFile(`${copy}/b.checkpoint`, text.replace(/time .*/, 'time 2020-01-01T00:00:00.000Z'))
    const verdict = await undone(trail, (tx) =>
      verifyInTransaction(tx, { ...options, outsideFolders: [copy] }),
    )
    expect(verdict.problems.map(({ kind }) => kind)).toEqual(['unreadable', 'signature'])
  })
})

function swap(one: number, other: number): RawBuilder<unknown>[] {
  return [
    sql`update app.trail_leaf set leaf_index = leaf_index + 1000000 where leaf_index in (${one}, ${other})`,
    sql`update app.trail_leaf set leaf_index = ${other} where leaf_index = ${1_000_000 + one}`,
    sql`update app.trail_leaf set leaf_index = ${one} where leaf_index = ${1_000_000 + other}`,
  ]
}

/** The entry's text and its hash, in both tables. */
async function rewriteLeaf(tx: Tx, index: number): Promise<void> {
  const { rows } = await sql<{ entry_id: string; leaf: string }>`
    select entry_id, leaf from app.trail_entry where entry_id = ${entryAt(index)}`.execute(tx)
  const { entry_id: id, leaf: before } = rows[0]!
  const leaf = before.replace('staff-7', 'staff-9')
  expect(leaf).not.toBe(before)
  const hash = leafHash('sha256', leaf)
  await sql`update app.trail_entry set leaf = ${leaf}, leaf_hash = ${hash} where entry_id = ${id}`.execute(tx)
  await sql`update app.trail_leaf set leaf_hash = ${hash} where entry_id = ${id}`.execute(tx)
}

/** As an attacker who knows the program: the leaf, its hashes, every tile and the newest root; gives the root. */
async function rewriteAll(tx: Tx, index: number): Promise<Buffer> {
  await rewriteLeaf(tx, index)
  const { rows } = await sql<{ leaf_hash: Buffer }>`
    select leaf_hash from app.trail_leaf order by leaf_index`.execute(tx)
  const grown = growTree(
    'sha256',
    emptyTree,
    rows.map(({ leaf_hash }) => leaf_hash),
  )
  for (const { level, index: tile, hashes, root } of grown.tiles) {
    await sql`
      update app.trail_tile set hashes = ${hashes}, root = ${root}
      where level = ${level} and tile_index = ${tile}`.execute(tx)
  }
  const root = rootOfTree('sha256', grown.after)
  await sql`update app.trail_checkpoint set root = ${root} where tree_size = 601`.execute(tx)
  return root
}

describe('of the configured folders outside', () => {
  const configured = (...configuredFolders: string[]): Promise<Verdict> =>
    trail.database.db
      .transaction()
      .execute((tx) => verifyInTransaction(tx, { ...options, outsideFolders: [], configuredFolders }))

  test('one that is not there yet, or is empty, is said in a notice; the others are read', async () => {
    const nowhere = `${temporaryFolder()}/not-there`
    const { isIntact, notices, checkpoints } = await configured(nowhere, temporaryFolder())
    expect([isIntact, notices.length]).toEqual([true, 2])
    expect(notices[0]?.en).toContain(`No checkpoint outside yet in ${nowhere}`)
    const one = await configured(nowhere, trail.outside)
    expect([one.isIntact, one.notices.length, one.checkpoints > checkpoints]).toEqual([true, 1, true])
  })

  test('one that was named by whoever asks must be there', async () => {
    const outsideFolders = [`${temporaryFolder()}/not-there`]
    const refused = trail.database.db
      .transaction()
      .execute((tx) => verifyInTransaction(tx, { ...options, outsideFolders }))
    await expect(refused).rejects.toMatchObject({ code: 'unreadable_input' })
  })
})
