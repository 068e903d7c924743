import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '#trail/test-trail.ts'
import {
  addSnapshot,
  copyOf,
  emptyTarget,
  namesIn,
  openTestInstallation,
  rowCounts,
  type TestInstallation,
} from '../test-backup.ts'
import type { UnfitSnapshot } from './list-snapshots.ts'
import { refuseOtherSnapshots } from './place-snapshots.ts'

let installation: TestInstallation
let first: string
let second: string
const shared = randomBytes(700_001)

beforeAll(async () => {
  installation = await openTestInstallation()
  first = await addSnapshot(installation, {
    'person-0001.parquet': shared,
    'person-0002.parquet': Buffer.alloc(0),
    'payment-0001.parquet': randomBytes(65_536),
  })
  second = await addSnapshot(installation, { 'person-0001.parquet': shared }, 'UPLOADED')
})

/** Every file below a folder, by its path. */
async function filesBelow(folder: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for (const delivery of await namesIn(folder)) {
    for (const name of await namesIn(path.join(folder, delivery))) {
      files.set(`${delivery}/${name}`, await readFile(path.join(folder, delivery, name)))
    }
  }
  return files
}

describe('the snapshots of loaded and uploaded deliveries', () => {
  test('come back byte for byte, whatever has their names; what no row names is not carried', async () => {
    await mkdir(path.join(installation.snapshots, 'unloaded-delivery'), { recursive: true })
    const before = await filesBelow(installation.snapshots)
    const { folder, manifest } = await installation.backUp()
    expect(manifest.snapshots).toMatchObject({ deliveries: 2, files: 8, unfit: [] })
    const text = await readFile(path.join(folder, 'manifest.json'), 'utf8')
    for (const hidden of [first, second, 'parquet']) expect(text).not.toContain(hidden)
    const snapshotsFolder = path.join(temporaryFolder(), 'snapshots')
    await mkdir(path.join(snapshotsFolder, first), { recursive: true })
    await writeFile(path.join(snapshotsFolder, first, 'person-0001.parquet'), 'something else')
    await installation.restore(await emptyTarget(), folder, { snapshotsFolder })
    expect(await filesBelow(snapshotsFolder)).toEqual(before)
    expect(before.size).toBe(8)
    expect(await namesIn(snapshotsFolder)).toEqual([first, second].sort())
  })

  test('are left out on demand', async () => {
    const { folder, manifest } = await installation.backUp({ snapshotsFolder: null })
    expect(manifest.snapshots).toBeNull()
    expect((await namesIn(folder)).filter((name) => name.startsWith('snapshots'))).toEqual([])
    const snapshotsFolder = temporaryFolder()
    await installation.restore(await emptyTarget(), folder, { snapshotsFolder })
    expect(await namesIn(snapshotsFolder)).toEqual([])
  })

  test('that are missing or changed are named and not restored; the others are', async () => {
    const other = await openTestInstallation()
    const parts = { 'a-0001.parquet': Buffer.from('aa'), 'b-0001.parquet': Buffer.from('b') }
    const whole = await addSnapshot(other, parts)
    const spoils: [string, 'MISSING' | 'CHANGED', (file: string) => Promise<void>][] = [
      ['manifest.json', 'MISSING', (file) => rm(path.dirname(file), { recursive: true })],
      ['manifest.json', 'CHANGED', (file) => writeFile(file, '{"tables":[]}')],
      ['b-0001.parquet', 'MISSING', (file) => rm(file)],
      ['b-0001.parquet', 'CHANGED', (file) => writeFile(file, 'B')],
      ['a-0001.parquet', 'CHANGED', (file) => truncate(file, 1)],
    ]
    const unfit: UnfitSnapshot[] = []
    for (const [file, is, spoil] of spoils) {
      const deliveryId = await addSnapshot(other, parts)
      await spoil(path.join(other.snapshots, deliveryId, file))
      unfit.push({ deliveryId, file, is })
    }
    const { folder, manifest } = await other.backUp()
    expect(manifest.snapshots?.deliveries).toBe(1)
    const byId = (one: UnfitSnapshot, two: UnfitSnapshot): number =>
      one.deliveryId < two.deliveryId ? -1 : 1
    expect(manifest.snapshots?.unfit.toSorted(byId)).toEqual(unfit.toSorted(byId))
    const snapshotsFolder = temporaryFolder()
    const target = await emptyTarget()
    await other.restore(target, folder, { snapshotsFolder })
    expect(await namesIn(snapshotsFolder)).toEqual([whole])
    // What an index says that does not fit the rows is not believed, whoever signed it.
    const bogus = [{ deliveryId: whole, files: [{ name: 'manifest.json', sha256: '0'.repeat(64) }] }]
    const refused = target.owner.transaction().execute((tx) => refuseOtherSnapshots(tx, bogus, 'the index'))
    await expect(refused).rejects.toThrow('the index of the backup is damaged')
  })
})

describe('refused, and nothing is restored: a backup', () => {
  test.for(['snapshots.part', 'snapshots_index.part'])('with one bit of %s changed', async (name) => {
    const copy = await copyOf((await installation.backUp()).folder)
    const bytes = await readFile(path.join(copy, name))
    bytes[bytes.length >> 1]! ^= 1
    await writeFile(path.join(copy, name), bytes)
    const [target, snapshotsFolder] = [await emptyTarget(), temporaryFolder()]
    const empty = await rowCounts(target.owner)
    const refused = installation.restore(target, copy, { snapshotsFolder })
    await expect(refused).rejects.toThrow(`${name} of the backup is damaged`)
    expect([await rowCounts(target.owner), await namesIn(snapshotsFolder)]).toEqual([empty, []])
  })

  test('for which the disk has too little room', async () => {
    const other = await openTestInstallation()
    const delivery = await addSnapshot(other, { 'a-0001.parquet': Buffer.from('a') })
    // A file with a hole: it takes no room, but copying it would.
    await truncate(path.join(other.snapshots, delivery, 'a-0001.parquet'), 2 ** 42)
    await expect(other.backUp()).rejects.toMatchObject({ code: 'no_space' })
  })
})
