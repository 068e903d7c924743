import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { readContent } from '#records/attachments/content-store.ts'
import { verifyDatabase } from '#trail/database-check/verify-database.ts'
import { changeKey } from '#trail/keys/change-key.ts'
import { makeCheckpointKey } from '#trail/keys/key-files.ts'
import { openRounds } from '#trail/sequencing/sequencer.ts'
import { type TestTrail, temporaryFolder, testAct } from '#trail/test-trail.ts'
import {
  addAttachment,
  addRecord,
  canonicalDump,
  emptyTarget,
  openTestInstallation,
  rowCounts,
  type TestInstallation,
} from './test-backup.ts'

let installation: TestInstallation
const content = Buffer.from('附件内容'.repeat(40_000))
let sha256: string

beforeAll(async () => {
  installation = await openTestInstallation()
  await installation.trail.write(600)
  await addRecord(installation.trail.database.owner, 'record-1', { name: '张三', note: 'a\tb\\c\nd' })
  sha256 = await addAttachment(installation, content)
})

/** What the restore itself adds, or gives anew. */
const changedByRestore = /^app\.(trail_(checkpoint|entry|epoch|leaf|payload|tile))$/

describe('a backup that is restored', () => {
  test('gives every table byte for byte, opens the next epoch, and the trail says what is lost', async () => {
    const { trail, masterKey, backUp, restore } = installation
    const { folder, manifest } = await backUp()
    const before = await canonicalDump(trail.database.ownerUrl)
    await trail.write(20)
    await trail.checkpoint()
    const target = await emptyTarget()
    const attachmentsFolder = temporaryFolder()
    const result = await restore(target, folder, { attachmentsFolder })
    const after = await canonicalDump(target.ownerUrl)
    expect([...after.keys()]).toEqual([...before.keys()])
    for (const [table, text] of before) {
      const lines = after.get(table)!.split('\n')
      if (changedByRestore.test(table)) expect(lines).toEqual(expect.arrayContaining(text.split('\n')))
      else expect([table, after.get(table)]).toEqual([table, text])
    }
    expect(result.files).toBe(1)
    expect(await readContent({ folder: attachmentsFolder, masterKeys: [masterKey] }, sha256)).toEqual(content)
    const size = Number(/\n(\d+)\n/.exec(manifest.checkpoint)![1])
    expect(result.notices.map(({ en }) => en)).toEqual([
      `Epoch change (epoch 2, a backup restored by console:test), entries ${size} to ${size + 19} lost.`,
    ])
    const rounds = openRounds({ db: target.db, getSigner: trail.getSigner, folders: [trail.outside] })
    await rounds.sequence('in turn')
    await rounds.outside()
    const verdict = await verifyDatabase(target.db, {
      outsideFolders: [trail.outside],
      trustedKey: trail.key,
      actionTables: [],
    })
    expect(verdict).toMatchObject({ isIntact: true, problems: [], size: size + 1 })
  })
})

describe('a backup that is restored under other circumstances:', () => {
  test('a second time, after an earlier restore went on, opens the epoch after that', async () => {
    const other = await openTestInstallation()
    const { trail } = other
    await trail.write(5)
    const { folder } = await other.backUp()
    await trail.write(9)
    await trail.checkpoint()
    const first = await emptyTarget()
    await other.restore(first, folder)
    const rounds = openRounds({ db: first.db, getSigner: trail.getSigner, folders: [trail.outside] })
    await rounds.sequence('in turn')
    await rounds.outside()
    const second = await emptyTarget()
    const { notices } = await other.restore(second, folder)
    expect(notices.map(({ en }) => en)).toEqual([
      // Not only the entry of the second epoch: those of the first were lost before it, and again.
      expect.stringMatching(/^Epoch change \(epoch 3, .*entries 7 to 15 lost/),
    ])
  })

  test('on a machine where no checkpoint was outside says that nothing is known of what is lost', async () => {
    const other = await openTestInstallation()
    const { folder } = await other.backUp()
    const target = await emptyTarget()
    const nowhere = `${temporaryFolder()}/not-there`
    const { notices } = await other.restore(target, folder, {
      checkpointFolders: [nowhere, temporaryFolder()],
    })
    expect(notices[0]?.en).toMatch(
      /^Epoch 2 begins at entry 2: .* by console:test; no checkpoint was outside/,
    )
    expect(notices[1]?.en).toContain('No checkpoints from outside were given')
  })

  test('as it was found after an archive set it back admits what is lost, too', async () => {
    const other = await openTestInstallation()
    const { trail } = other
    await trail.write(10)
    await trail.checkpoint()
    const { folder: recovered } = await other.backUp()
    await trail.write(4)
    await trail.checkpoint()
    // What an archive of the log gives: the database of an earlier moment, its trail as it was.
    const setBack = await setBackTo(other, recovered)
    const { folder, manifest } = await other.backUp({ url: setBack, isAsFound: true })
    const target = await emptyTarget()
    const { notices } = await other.restore(target, folder)
    const size = Number(manifest.checkpoint.split('\n')[1])
    expect(notices.map(({ en }) => en)).toEqual([
      `Epoch change (epoch 2, a backup restored by console:test), entries ${size} to ${size + 3} lost.`,
    ])
  })
})

describe('with a change of the signing key, a backup', () => {
  test('that was made after it verifies by the first key', async () => {
    const other = await openTestInstallation()
    const { trail } = other
    await rotate(trail)
    await trail.checkpoint()
    const { folder } = await other.backUp()
    const target = await emptyTarget()
    const { notices } = await other.restore(target, folder)
    expect(notices.length).toBe(1)
  })

  test('that was made before it says so of the checkpoints that the lost key signed', async () => {
    const other = await openTestInstallation()
    const { trail } = other
    const { folder, manifest } = await other.backUp()
    await rotate(trail)
    await trail.write(3)
    await trail.checkpoint()
    const target = await emptyTarget()
    const { notices } = await other.restore(target, folder)
    const size = Number(manifest.checkpoint.split('\n')[1])
    expect(notices.map(({ en }) => en)).toEqual([
      `Epoch change (epoch 2, a backup restored by console:test), entries ${size} to ${size + 3} lost.`,
      expect.stringContaining("for which the trail's key vouched at the restore"),
    ])
    // It goes on with the key of the backup, and stays intact.
    const rounds = openRounds({ db: target.db, getSigner: trail.getSigner, folders: [trail.outside] })
    await rounds.outside()
    const options = { outsideFolders: [trail.outside], trustedKey: trail.key, actionTables: [] }
    expect(await verifyDatabase(target.db, options)).toMatchObject({ isIntact: true, problems: [] })
  })

  test('that was made before it is refused while a checkpoint outside is signed by a key that is not in our key folder', async () => {
    const other = await openTestInstallation()
    const { trail } = other
    const { folder } = await other.backUp()
    await rotate(trail)
    await trail.write(3)
    await trail.checkpoint()
    const target = await emptyTarget()
    const empty = await rowCounts(target.owner)
    const refused = other.restore(target, folder, { listKeys: () => Promise.resolve([trail.key]) })
    await expect(refused).rejects.toThrow('The trail does not verify after the restore')
    expect(await rowCounts(target.owner)).toEqual(empty)
  })
})

async function rotate({ keyFolder, logId, database, getSigner }: TestTrail): Promise<void> {
  const key = await makeCheckpointKey(keyFolder, logId)
  const people = { proposedBy: 'staff-1', approvedBy: 'staff-2' }
  await database.db
    .transaction()
    .execute((tx) =>
      changeKey(
        tx,
        { key, at: testAct.at, ...people },
        { entryId: randomUUID(), nonce: randomBytes(32), getSigner },
      ),
    )
}

/** A database with the rows of the backup and nothing else: the epoch that restoring opened is taken away. */
async function setBackTo(installation: TestInstallation, folder: string): Promise<string> {
  const database = await emptyTarget()
  await installation.restore(database, folder)
  const since = sql`(select from_size from app.trail_epoch where epoch = 2)`
  const added = sql`(select entry_id from app.trail_leaf where leaf_index >= ${since})`
  for (const table of ['trail_entry', 'trail_payload']) {
    await sql`delete from ${sql.table(`app.${table}`)} where entry_id in ${added}`.execute(database.owner)
  }
  await sql`delete from app.trail_leaf where leaf_index >= ${since}`.execute(database.owner)
  await sql`delete from app.trail_checkpoint where epoch = 2`.execute(database.owner)
  await sql`delete from app.trail_epoch where epoch = 2`.execute(database.owner)
  return database.ownerUrl
}
