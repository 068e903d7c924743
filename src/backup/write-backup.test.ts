import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { appendEntry } from '#trail/append-entry.ts'
import { temporaryFolder, testEntry } from '#trail/test-trail.ts'
import { pathIn } from './database/read-contents.ts'
import { makeRecoveryKey, readRecoveryPublicKey } from './keys/recovery-key.ts'
import type { BackingUp } from './test-backing-up.ts'
import {
  addAttachment,
  addRecord,
  emptyTarget,
  endConnections,
  namesIn,
  openTestInstallation,
  type TestInstallation,
} from './test-backup.ts'

let installation: TestInstallation
beforeAll(async () => {
  installation = await openTestInstallation()
})

/** Until it is stopped: in one transaction a record and, much later in the order of tables, its entry of the trail. */
function startWriters({ trail }: TestInstallation, count: number) {
  let isStopped = false
  let written = 0
  const write = async (): Promise<void> => {
    while (!isStopped) {
      const entry = testEntry()
      await trail.database.owner.transaction().execute(async (tx) => {
        await addRecord(tx, `record-${entry.entryId}`)
        await appendEntry(tx, { ...entry })
      })
      written += 1
    }
  }
  const writers = Array.from({ length: count }, write)
  return {
    written: () => written,
    stop: async () => {
      isStopped = true
      await Promise.all(writers)
    },
  }
}

describe('a backup', () => {
  test('made while people work is of one moment', async () => {
    const writers = startWriters(installation, 3)
    while (writers.written() < 50) await pause(5)
    const started = writers.written()
    const { folder, manifest } = await installation.backUp()
    const ended = writers.written()
    await writers.stop()
    const records = manifest.tables.find(({ table }) => table === 'app.record')!.rows
    // Else nothing was written meanwhile, and the test shows nothing.
    expect(ended - started).toBeGreaterThan(20)
    expect(records).toBeGreaterThanOrEqual(started)
    expect(records).toBeLessThan(ended)
    const target = await emptyTarget()
    await installation.restore(target, folder, { attachmentsFolder: temporaryFolder() })
    const { rows } = await sql<{ unmatched: bigint; matched: bigint }>`
      select
        count(*) filter (where r.record_id is null or e.entry_id is null) as unmatched,
        count(*) filter (where r.record_id is not null and e.entry_id is not null) as matched
      from app.record as r
      full join (select * from app.trail_entry where leaf like '%"function":"HRF-01"%') as e
        on r.record_id = 'record-' || e.entry_id`.execute(target.owner)
    expect(rows[0]).toEqual({ unmatched: 0n, matched: BigInt(records) })
  })

  test('is in the trail before anything leaves, and its checkpoint covers that entry', async () => {
    const { manifest } = await installation.backUp()
    const { rows } = await sql<{ leaf: string; payload: string; leaf_index: bigint }>`
      select e.leaf, p.payload, l.leaf_index
      from app.trail_entry as e
      join app.trail_payload as p on p.entry_id = e.entry_id
      join app.trail_leaf as l on l.entry_id = e.entry_id
      where e.leaf like ${`%${manifest.backupId}%`}
      order by l.leaf_index`.execute(installation.trail.database.owner)
    expect(rows.length).toBe(1)
    expect(JSON.parse(rows[0]!.leaf)).toMatchObject({
      function: 'BACKUP',
      outcome: 'EXPORTED',
      actor: 'console:test',
    })
    expect(JSON.parse(rows[0]!.payload)).toMatchObject({ recoveryKey: installation.publicKey.keyId })
    const size = Number(manifest.checkpoint.split('\n')[1])
    expect(size).toBeGreaterThan(Number(rows[0]!.leaf_index))
  })

  test('shows nothing of what is in it: no name, no value, no attachment', async () => {
    const other = await openTestInstallation()
    await addRecord(other.trail.database.owner, 'record-秘密', { name: '张三丰' })
    const sha256 = await addAttachment(other, Buffer.from('绝密附件'))
    const { folder } = await other.backUp()
    for (const name of await namesIn(folder)) {
      const bytes = await readFile(path.join(folder, name))
      for (const secret of ['张三', '秘密', '绝密', sha256]) expect(bytes.includes(secret)).toBe(false)
      if (process.platform !== 'win32') {
        expect((await stat(path.join(folder, name))).mode & 0o077).toBe(0)
      }
    }
  })

  test('leaves out, and names, attachments of records whose files are gone', async () => {
    const other = await openTestInstallation()
    const kept = await addAttachment(other, Buffer.from('kept'))
    const lost = await addAttachment(other, Buffer.from('lost'))
    const loose = await addAttachment(other, Buffer.from('loose'), { isHeld: false })
    for (const sha256 of [lost, loose]) await rm(pathIn(other.attachments, sha256))
    const { manifest, folder } = await other.backUp()
    expect(manifest.contents).toMatchObject({ files: 1, missing: [lost] })
    const target = await emptyTarget()
    const attachmentsFolder = temporaryFolder()
    expect((await other.restore(target, folder, { attachmentsFolder })).files).toBe(1)
    expect(await stat(pathIn(attachmentsFolder, kept))).toBeTruthy()
  })
})

describe('a backup is refused, and leaves nothing,', () => {
  test('where something is already, be it an empty folder', async () => {
    const parent = temporaryFolder()
    await mkdir(path.join(parent, 'empty'))
    await writeFile(path.join(parent, 'file'), 'mine')
    for (const name of ['empty', 'file']) {
      const refused = installation.backUp({ folder: path.join(parent, name) })
      await expect(refused).rejects.toMatchObject({ code: 'unwritable_output' })
    }
    expect(await namesIn(parent)).toEqual(['empty', 'file'])
  })

  test('below a folder that is not there', async () => {
    const refused = installation.backUp({ folder: path.join(temporaryFolder(), 'no', 'backup') })
    await expect(refused).rejects.toMatchObject({ code: 'unwritable_output' })
  })

  test('with a role that may not read a table', async () => {
    const other = await openTestInstallation()
    const { database } = other.trail
    await sql`revoke select on register.person from ${sql.id(database.appRole)}`.execute(database.owner)
    const parent = temporaryFolder()
    const refused = other.backUp({ folder: path.join(parent, 'backup') })
    await expect(refused).rejects.toThrow('may not read table register.person')
    expect(await namesIn(parent)).toEqual([])
  })

  test('where the disk has too little room for it', async () => {
    const other = await openTestInstallation()
    const sha256 = await addAttachment(other, Buffer.from('content'))
    // A file with a hole: it takes no room, but copying it would.
    await truncate(pathIn(other.attachments, sha256), 2 ** 42)
    const parent = temporaryFolder()
    const refused = other.backUp({ folder: path.join(parent, 'backup') })
    await expect(refused).rejects.toMatchObject({ code: 'no_space' })
    expect(await namesIn(parent)).toEqual([])
  })

  test('before the trail was opened', async () => {
    const { url } = await testDatabase()
    await expect(installation.backUp({ url })).rejects.toThrow('run fangxian init first')
  })
})

describe('a backup that is cut off', () => {
  test('by Ctrl-C at any moment leaves nothing', async () => {
    await addAttachment(installation, Buffer.alloc(300_000, 7))
    for (const share of [0, 0.4, 0.8, 1]) {
      const interruption = new AbortController()
      const parent = temporaryFolder()
      const backingUp = installation.backUp({
        folder: path.join(parent, 'backup'),
        signal: interruption.signal,
        onProgress: ({ done, total }) => {
          if (done >= share * total) interruption.abort()
        },
      })
      await expect(backingUp).rejects.toThrow()
      expect(await namesIn(parent)).toEqual([])
    }
  })

  test('by the server, which ends the connection in the middle, fails at once and leaves nothing', async () => {
    const parent = temporaryFolder()
    let ended: Promise<unknown> | undefined
    const backingUp = installation.backUp({
      folder: path.join(parent, 'backup'),
      onProgress: ({ done, total }) => {
        if (done > total / 3) ended ??= endConnections(installation.trail.database.db, 'fangxian backup')
      },
    })
    await expect(backingUp).rejects.toThrow()
    await ended
    expect(await namesIn(parent)).toEqual([])
  })

  test('by kill leaves no folder of its name, and what it leaves is refused', async () => {
    const { trail, attachments } = installation
    await trail.write(2_000)
    const parent = temporaryFolder()
    const recovery = path.join(parent, 'recovery')
    await makeRecoveryKey(recovery)
    const { text } = await readRecoveryPublicKey(`${recovery}.pub`)
    let killed = 0
    for (const afterFiles of [0, 5, 40]) {
      const folder = path.join(temporaryFolder(), 'backup')
      const task: BackingUp = {
        url: trail.database.url,
        folder,
        recoveryKey: text,
        keyFolder: trail.keyFolder,
        checkpointFolder: trail.outside,
        attachmentsFolder: attachments,
        snapshotsFolder: installation.snapshots,
      }
      const child = spawn(
        process.execPath,
        [path.join(import.meta.dirname, 'test-backing-up.ts'), JSON.stringify(task)],
        { stdio: 'ignore' },
      )
      const ended = once(child, 'exit')
      let unfinished: string | undefined
      while (child.exitCode === null) {
        unfinished = (await namesIn(path.dirname(folder))).find((name) => name.endsWith('.part'))
        const at = unfinished === undefined ? null : path.join(path.dirname(folder), unfinished)
        if (at !== null && (await namesIn(at).catch(() => [])).length >= afterFiles) break
        await pause(2)
      }
      child.kill('SIGKILL')
      const [status] = (await ended) as [number | null]
      if (status === 0) continue
      killed += 1
      const left = await namesIn(path.dirname(folder))
      expect(left).toEqual([unfinished])
      const refused = installation.restore(trail.database, path.join(path.dirname(folder), unfinished!))
      await expect(refused).rejects.toThrow('is no whole backup')
    }
    // Else none was quick enough, and the test shows nothing.
    expect(killed).toBeGreaterThan(0)
  })
})
