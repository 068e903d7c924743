import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { findPlace } from './place.ts'

/** Below a folder that only root passes through, as a checkout in /root. Others have no other account to reach it. */
describe.skipIf(process.getuid?.() !== 0)('the place of a cluster that root starts', () => {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'fangxian-test-'))
  const folderOfRoot = path.join(parent, 'lib')
  const dataFolder = path.join(parent, 'checkout', 'data')
  mkdirSync(path.join(parent, 'checkout'), { mode: 0o700 })
  const find = () => findPlace({ dataFolder, userName: null, folderOfRoot })

  test('stays where it was noted, and is another one when the data folder was removed and made again', async () => {
    const first = await find()
    expect(first.cluster.startsWith(`${folderOfRoot}/`)).toBe(true)
    mkdirSync(first.cluster)
    writeFileSync(path.join(first.cluster, 'PG_VERSION'), '18\n')
    expect((await find()).cluster).toBe(first.cluster)
    rmSync(dataFolder, { recursive: true })
    const second = await find()
    expect(second.cluster).not.toBe(first.cluster)
    expect((await find()).cluster).toBe(second.cluster)
  })

  test('that was only begun is used', async () => {
    rmSync(dataFolder, { recursive: true })
    rmSync(folderOfRoot, { recursive: true })
    const first = await find()
    rmSync(dataFolder, { recursive: true })
    expect((await find()).cluster).toBe(first.cluster)
  })
})
