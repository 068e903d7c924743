import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  addAttachment,
  addSnapshot,
  emptyTarget,
  openTestInstallation,
  rowCounts,
  type TestInstallation,
} from '#backup/test-backup.ts'
import type { Command, Surroundings } from '#cli/command.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { listKeys } from '#trail/keys/key-files.ts'
import { temporaryFolder } from '#trail/test-trail.ts'
import { backupCommand } from './backup.ts'
import { backupKeyCommand } from './backup-key.ts'
import { restoreCommand } from './restore.ts'

let installation: TestInstallation
let target: TestDatabase
let folder: string
let attachmentsFolder: string
let deliveryId: string
let closed = 0

beforeAll(async () => {
  installation = await openTestInstallation()
  await installation.trail.write(30)
  await addAttachment(installation, Buffer.from('附件'))
  deliveryId = await addSnapshot(installation, { 'person-0001.parquet': Buffer.from('人员') })
  target = await emptyTarget()
  folder = temporaryFolder()
  attachmentsFolder = temporaryFolder()
})

const shared = () => ({
  getSigner: installation.trail.getSigner,
  listKeys: (logId: string) => listKeys(installation.trail.keyFolder, logId),
  checkpointFolders: [installation.trail.outside],
  close: () => {
    closed += 1
    return Promise.resolve()
  },
})
const backup = backupCommand(() =>
  Promise.resolve({
    ...shared(),
    url: installation.trail.database.url,
    attachmentsFolder: installation.attachments,
    snapshotsFolder: installation.snapshots,
    recoveryKeyFile: path.join(folder, 'recovery.pub'),
  }),
)
const restore = restoreCommand(() =>
  Promise.resolve({
    ...shared(),
    ownerUrl: target.ownerUrl,
    attachmentsFolder,
    snapshotsFolder: path.join(folder, 'restored-snapshots'),
    masterKeys: [installation.masterKey],
    actionTables: [],
  }),
)

interface Ran {
  readonly status: number
  readonly printed: string
  readonly told: string
}

async function run(
  command: Command,
  operands: string[],
  values: Readonly<Record<string, string | boolean>> = {},
  language: 'zh' | 'en' = 'en',
): Promise<Ran> {
  let [printed, told] = ['', '']
  const surroundings: Surroundings = {
    language,
    reportLanguage: language,
    isDebug: false,
    print: (text) => {
      printed += text
    },
    tell: (text) => {
      told += text
    },
    signal: new AbortController().signal,
    now: () => new Date(),
    workingDirectory: folder,
    terminalColumns: null,
  }
  const status = await command.run({ operands, values }, surroundings)
  return { status, printed, told }
}

describe('backup key, backup and restore', () => {
  test('go together: the key is made, the backup written, the database restored', async () => {
    const key = await run(backupKeyCommand, ['recovery'])
    expect(key.printed).toMatch(/\nfangxian-recovery\+[0-9a-f]{8}\+/)
    if (process.platform !== 'win32') {
      expect((await stat(path.join(folder, 'recovery'))).mode & 0o777).toBe(0o600)
    }
    const made = await run(backup, ['monday'], {}, 'zh')
    expect(made.status).toBe(0)
    expect(made.printed).toMatch(/^备份 .+ 已写入 .+monday：\d+ 张表 \d+ 行，附件 1 个，快照 1 份/)
    expect(made.told).toMatch(/读取 .+%/)
    const restored = await run(restore, ['monday'], {
      key: 'recovery',
      'checkpoint-key': installation.trail.key.text,
    })
    expect(restored.status).toBe(0)
    expect(restored.printed).toMatch(
      /^The backup of .+ is restored: .+ 1 attachments, 1 snapshots; .+\nEpoch 2 begins/,
    )
    expect((await rowCounts(target.owner)).get('app.attachment')).toBe(1)
    expect(await readdir(path.join(folder, 'restored-snapshots', deliveryId))).toContain('manifest.json')
    expect(closed).toBe(2)
  })

  test('refuse what is no key, and then touch nothing', async () => {
    const before = closed
    await expect(run(backup, ['tuesday'], { 'recovery-key': 'recovery' })).rejects.toMatchObject({
      code: 'unreadable_input',
    })
    expect(closed).toBe(before + 1)
    expect((await readdir(folder)).filter((name) => name.startsWith('tuesday'))).toEqual([])
    await expect(run(restore, ['monday'], {})).rejects.toMatchObject({ code: 'wrong_usage' })
    const badKey = { key: 'recovery', 'checkpoint-key': 'abc' }
    await expect(run(restore, ['monday'], badKey)).rejects.toMatchObject({ code: 'wrong_usage' })
    await expect(run(restore, ['monday'], { key: 'recovery.pub' })).rejects.toMatchObject({ name: 'Refusal' })
    await mkdir(path.join(folder, 'nothing'))
    await expect(run(restore, ['nothing'], { key: 'recovery' })).rejects.toThrow('is no whole backup')
  })

  test('say so where the files of attachments are gone, with a status of their own', async () => {
    await rm(installation.attachments, { recursive: true })
    const made = await run(backup, ['wednesday'])
    expect(made.status).toBe(1)
    expect(made.told).toContain('the files of 1 attachments were not in')
  })

  test('say so where a snapshot was changed, unless snapshots are left out', async () => {
    const one = await openTestInstallation()
    const changed = await addSnapshot(one, { 'person-0001.parquet': Buffer.from('人员') })
    await writeFile(path.join(one.snapshots, changed, 'person-0001.parquet'), '别人')
    const other = backupCommand(() =>
      Promise.resolve({
        ...shared(),
        getSigner: one.trail.getSigner,
        checkpointFolders: [one.trail.outside],
        url: one.trail.database.url,
        attachmentsFolder: one.attachments,
        snapshotsFolder: one.snapshots,
        recoveryKeyFile: path.join(folder, 'recovery.pub'),
      }),
    )
    const made = await run(other, ['thursday'])
    expect(made.status).toBe(1)
    expect(made.told).toContain('the snapshots of 1 deliveries are missing or were changed')
    expect(made.told).toContain(`${changed}/person-0001.parquet changed`)
    expect((await run(other, ['friday'], { 'without-snapshots': true })).status).toBe(0)
  })
})
