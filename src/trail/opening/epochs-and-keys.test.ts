import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '../append-entry.ts'
import { verifyInTransaction } from '../database-check/verify-database.ts'
import { changeKey } from '../keys/change-key.ts'
import { type GetSigner, makeCheckpointKey } from '../keys/key-files.ts'
import { type CheckpointSigner, isSignedBy, originOf, parseNote, signCheckpoint } from '../log/checkpoint.ts'
import { verifierKeyOfKeyObject } from '../log/verifier-key.ts'
import { findLatest } from '../sequencing/outside-folder.ts'
import { sequenceRound } from '../sequencing/sequence-round.ts'
import { writeOutside } from '../sequencing/write-outside.ts'
import { openTestTrail, type TestTrail, testAct, testEntry, undone } from '../test-trail.ts'
import type { Verdict } from '../verifier/problem.ts'
import { openEpoch } from './open-epoch.ts'
import { openTrail } from './open-trail.ts'

const fresh = (): { entryId: string; nonce: Buffer } => ({ entryId: randomUUID(), nonce: randomBytes(32) })

/** Back to an earlier size, as a restored backup is: everything after it is gone. */
async function setBack(tx: Tx, size: number): Promise<void> {
  const later = sql`(select entry_id from app.trail_leaf where leaf_index >= ${size})`
  await sql`delete from app.trail_entry where entry_id in ${later}`.execute(tx)
  await sql`delete from app.trail_payload where entry_id in ${later}`.execute(tx)
  await sql`delete from app.trail_leaf where leaf_index >= ${size}`.execute(tx)
  await sql`delete from app.trail_checkpoint where tree_size > ${size}`.execute(tx)
}

/** A key of somebody who has none of ours. */
function newStranger(logId: string): CheckpointSigner {
  const pair = generateKeyPairSync('ed25519')
  const key = verifierKeyOfKeyObject(originOf(logId), pair.publicKey)
  return { key, sign: (text) => sign(null, Buffer.from(text), pair.privateKey) }
}

interface Restored {
  readonly verdict: Verdict
  readonly sizes: number[]
}

/** 31 entries, 51 outside; restored to 31, and three more written. */
async function restored(trail: TestTrail, outside: 'named' | 'hidden'): Promise<Restored> {
  const { getSigner } = trail
  await trail.checkpoint()
  await trail.write(30)
  await trail.checkpoint()
  await trail.write(20)
  await trail.checkpoint()
  const latest = await findLatest(trail.outside)
  return undone(trail, async (tx) => {
    await setBack(tx, 31)
    const pending = testEntry()
    await appendEntry(tx, pending)
    const restoration = { at: testAct.at, actorId: 'operator', outside: outside === 'named' ? latest : null }
    const opened = await openEpoch(tx, restoration, { ...fresh(), getSigner })
    await appendEntry(tx, testEntry())
    const next = await sequenceRound(tx, { getSigner })
    const options = { outsideFolders: [trail.outside], trustedKey: trail.key, actionTables: [] }
    const verdict = await verifyInTransaction(tx, options)
    await writeOutside(tx, { folders: [trail.outside], getSigner })
    return { verdict, sizes: [opened.checkpoint.size, next.checkpoint.size] }
  })
}

describe('a restored backup', () => {
  test('opens an epoch, and the verifier says which entries are lost: neither silence nor forgery', async () => {
    const trail = await openTestTrail()
    const { verdict, sizes } = await restored(trail, 'named')
    // The entry of the epoch comes first, then the one the backup held without an index.
    expect(sizes).toEqual([33, 34])
    expect(verdict).toMatchObject({ isIntact: true, problems: [], size: 34 })
    expect(verdict.notices.map(({ en }) => en)).toEqual([
      'Epoch change (epoch 2, a backup restored by operator), entries 31 to 50 lost.',
    ])
    expect((await findLatest(trail.outside))?.checkpoint).toMatchObject({ epoch: 2, size: 34 })
  })

  test('that does not admit what had been signed outside is found', async () => {
    const trail = await openTestTrail()
    const { verdict } = await restored(trail, 'hidden')
    expect(verdict.isIntact).toBe(false)
    expect(verdict.problems[0]).toMatchObject({ kind: 'truncated', firstEntry: 31 })
    expect(verdict.problems[0]?.text.en).toContain('without admitting')
  })

  test('cannot hide what it lost behind a checkpoint that nobody of ours signed', async () => {
    const trail = await openTestTrail()
    const { logId, getSigner } = trail
    await trail.write(20)
    await trail.checkpoint()
    await trail.write(20)
    await trail.checkpoint()
    // A later epoch and no more entries than are left: as if nothing were lost.
    const root = (await findLatest(trail.outside))!.checkpoint.root
    const body = { logId, epoch: 5, size: 21, root, algorithm: 'sha256', at: testAct.at } as const
    const outside = parseNote(signCheckpoint(body, newStranger(logId)))
    const verdict = await undone(trail, async (tx) => {
      await setBack(tx, 21)
      await openEpoch(tx, { at: testAct.at, actorId: 'operator', outside }, { ...fresh(), getSigner })
      return verifyInTransaction(tx, {
        outsideFolders: [trail.outside],
        trustedKey: trail.key,
        actionTables: [],
      })
    })
    expect(verdict.problems).toMatchObject([{ kind: 'signature', firstEntry: 21 }])
    expect(verdict.notices[0]?.en).toContain('entries 21 to 40 lost')
  })

  test('cannot name a lost key that the key of the trail does not vouch for', async () => {
    const trail = await openTestTrail()
    const { logId, getSigner } = trail
    await trail.write(20)
    await trail.checkpoint()
    const stranger = newStranger(logId)
    const lostKeys = [stranger.key]
    // Who may write every row and has no key of ours: the server signs the tree, and nothing else for him.
    const withoutKey: GetSigner = async (key) => {
      const signer = await getSigner(key)
      return { ...signer, sign: (text) => (text.startsWith('{') ? stranger : signer).sign(text) }
    }
    const looks = [getSigner, withoutKey].map((each) =>
      undone(trail, async (tx) => {
        const restoration = { at: testAct.at, actorId: 'operator', outside: null, lostKeys }
        await openEpoch(tx, restoration, { ...fresh(), getSigner: each })
        return verifyInTransaction(tx, { outsideFolders: [], trustedKey: trail.key, actionTables: [] })
      }),
    )
    const [vouched, forged] = await Promise.all(looks)
    expect(vouched).toMatchObject({ isIntact: true })
    expect(vouched!.notices.map(({ en }) => en)).toEqual(
      expect.arrayContaining([expect.stringContaining(`signed with key ${stranger.key.keyId.slice(0, 16)}`)]),
    )
    expect(forged!.problems[0]).toMatchObject({ kind: 'system', firstEntry: 21 })
  })

  test('cannot take the checkpoint of another installation for its own', async () => {
    const [trail, other] = [await openTestTrail(), await openTestTrail()]
    await other.checkpoint()
    const outside = await findLatest(other.outside)
    const { getSigner, database } = trail
    const opening = database.db
      .transaction()
      .execute((tx) =>
        openEpoch(tx, { at: testAct.at, actorId: 'operator', outside }, { ...fresh(), getSigner }),
      )
    await expect(opening).rejects.toMatchObject({ code: 'conflict' })
  })
})

test('a trail is opened once only', async () => {
  const { database, logId, key, getSigner } = await openTestTrail()
  const opening = database.db
    .transaction()
    .execute((tx) =>
      openTrail(
        tx,
        { logId, algorithm: 'sha256', key, at: testAct.at, actorId: 'init', details: {} },
        { ...fresh(), getSigner },
      ),
    )
  await expect(opening).rejects.toMatchObject({ code: 'conflict' })
})

describe('a change of the key', () => {
  async function changed(trail: TestTrail, people = ['staff-1', 'staff-2']) {
    const { getSigner, database, keyFolder, logId } = trail
    const key = await makeCheckpointKey(keyFolder, logId)
    const [proposedBy, approvedBy] = people as [string, string]
    await database.db
      .transaction()
      .execute((tx) =>
        changeKey(tx, { key, at: testAct.at, proposedBy, approvedBy }, { ...fresh(), getSigner }),
      )
    return key
  }

  test('takes effect with the checkpoint that contains it, and everything verifies by the first key', async () => {
    const trail = await openTestTrail()
    await trail.write(10)
    await trail.checkpoint()
    const second = await changed(trail)
    await trail.write(5)
    await trail.checkpoint()
    const note = (await findLatest(trail.outside))!
    expect([isSignedBy(note, second), isSignedBy(note, trail.key)]).toEqual([true, false])
    await changed(trail)
    await trail.write(5)
    await trail.checkpoint()
    expect(await trail.verify()).toMatchObject({ isIntact: true, problems: [], size: 23 })
  })

  test('takes two people, and one at a time', async () => {
    const trail = await openTestTrail()
    await expect(changed(trail, ['staff-1', 'staff-1'])).rejects.toMatchObject({ code: 'not_permitted' })
    await changed(trail)
    await expect(changed(trail)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('that says other than was signed is found, and so is a checkpoint by a key that is no longer valid', async () => {
    const trail = await openTestTrail()
    await trail.checkpoint()
    await changed(trail)
    await trail.write(5)
    await trail.checkpoint()
    const options = { outsideFolders: [trail.outside], trustedKey: trail.key, actionTables: [] }
    const forgedPayload = await undone(trail, async (tx) => {
      await sql`
        update app.trail_payload set payload = replace(payload, 'staff-1', 'staff-3')
        where payload like '%predecessor%'`.execute(tx)
      return verifyInTransaction(tx, options)
    })
    expect(forgedPayload.problems.map(({ kind, firstEntry }) => [kind, firstEntry])).toEqual(
      expect.arrayContaining([
        ['system', 1],
        ['payload', 1],
      ]),
    )
    const byOldKey = await undone(trail, async (tx) => {
      const { rows } = await sql<{ note: string }>`
        select note from app.trail_checkpoint order by tree_size desc limit 1`.execute(tx)
      const body = parseNote(rows[0]!.note)!.checkpoint
      const note = signCheckpoint(body, await trail.getSigner(trail.key))
      await sql`update app.trail_checkpoint set note = ${note} where tree_size = ${body.size}`.execute(tx)
      return verifyInTransaction(tx, { ...options, outsideFolders: [] })
    })
    expect(byOldKey.problems.map(({ kind }) => kind)).toContain('signature')
  })
})
