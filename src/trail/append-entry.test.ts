import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { appendEntries, appendEntry } from './append-entry.ts'
import { findUnmatchedActions } from './database-check/action-rows.ts'
import { verifyInTransaction } from './database-check/verify-database.ts'
import type { SealedEntry } from './seal-entry.ts'
import { sequenceRound } from './sequencing/sequence-round.ts'
import { openTestTrail, type TestTrail, testEntry, undone, writeOne } from './test-trail.ts'

let trail: TestTrail

beforeAll(async () => {
  trail = await openTestTrail()
  await trail.checkpoint()
})

interface Stored {
  readonly leaf: string
  readonly leaf_hash: Buffer
  readonly payload: string
  readonly nonce: Buffer
}

async function find(entryId: string): Promise<Stored | undefined> {
  const { rows } = await sql<Stored>`
    select e.leaf, e.leaf_hash, p.payload, p.nonce
    from app.trail_entry as e
    join app.trail_payload as p on p.entry_id = e.entry_id
    where e.entry_id = ${entryId}`.execute(trail.database.db)
  return rows[0]
}

function stored({ leaf, leafHash, payload, nonce }: SealedEntry): Stored {
  return { leaf, leaf_hash: leafHash, payload, nonce }
}

describe('an entry', () => {
  test('is stored to the byte, whatever is in its payload', async () => {
    const payload = { text: '\u0000\u2028"\\\n张三𠮷', money: 12n, none: null, list: [1, true] }
    const entries = [testEntry({ payload }), testEntry({ payload })]
    await writeOne(trail, entries[0]!)
    await trail.database.db.transaction().execute((tx) => appendEntries(tx, [entries[1]!]))
    for (const entry of entries) expect(await find(entry.entryId)).toEqual(stored(entry))
  })

  test('is not there when its transaction is rolled back', async () => {
    const entry = testEntry()
    const failed = trail.database.db.transaction().execute(async (tx) => {
      await appendEntry(tx, entry)
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await find(entry.entryId)).toBeUndefined()
  })

  test('cannot be written twice', async () => {
    const entry = testEntry()
    await writeOne(trail, entry)
    await expect(writeOne(trail, entry)).rejects.toMatchObject({ code: '23505' })
  })

  test('is refused when a part is missing', async () => {
    const call = sql`select app.append_trail('{"entryId":"a"}'::jsonb)`.execute(trail.database.db)
    await expect(call).rejects.toMatchObject({ code: '23502' })
  })
})

describe('rows of actions', () => {
  const tables = [{ table: 'test_action', isRequiredFor: ({ kind }: { kind: string }) => kind === 'order' }]

  test('without an entry, with another entry, and entries without a row are found', async () => {
    const [acted, unacted, viewed] = [testEntry(), testEntry(), testEntry({ recordKind: 'view' })]
    const found = await undone(trail, async (tx) => {
      await sql`create table app.test_action (entry_id text, entry_hash bytea)`.execute(tx)
      const row = (id: string, hash: Buffer) =>
        sql`insert into app.test_action values (${id}, ${hash})`.execute(tx)
      await appendEntries(tx, [acted, viewed])
      await row(acted.entryId, acted.leafHash)
      expect(await findUnmatchedActions(tx, tables)).toEqual([])
      await row('gone', acted.leafHash)
      await row(viewed.entryId, acted.leafHash)
      await appendEntries(tx, [unacted])
      await sequenceRound(tx, { getSigner: trail.getSigner })
      // The entries of the other tests are orders, too, and have no row.
      return verifyInTransaction(tx, { outsideFolders: [], trustedKey: trail.key, actionTables: tables })
    })
    const texts = found.problems.map(({ text }) => text.en)
    expect(found.problems.every(({ kind }) => kind === 'unmatched')).toBe(true)
    expect(texts).toContain('A row of test_action has no trail entry gone: the entry was deleted.')
    expect(texts.filter((text) => text.includes(viewed.entryId))).toEqual([
      expect.stringContaining('differ in their hash'),
    ])
    expect(texts.filter((text) => text.includes(unacted.entryId))).toEqual([
      expect.stringContaining('has no row in test_action'),
    ])
    expect(texts.filter((text) => text.includes(acted.entryId))).toEqual([])
  })
})
