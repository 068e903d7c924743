import { generateKeyPairSync, randomInt, sign } from 'node:crypto'
import { readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { emptyTestDatabase, type TestDatabase, testDatabase } from '#platform/postgres/test-database.ts'
import { makeCheckpointKey, signersIn } from '#trail/keys/key-files.ts'
import { verifierKeyOfKeyObject } from '#trail/log/verifier-key.ts'
import { temporaryFolder } from '#trail/test-trail.ts'
import { makeRecoveryKey, readRecoveryPrivateKey } from './keys/recovery-key.ts'
import type { RestoreOptions } from './restore-backup.ts'
import {
  addAttachment,
  addRecord,
  copyOf,
  endConnections,
  namesIn,
  openTestInstallation,
  rowCounts,
  type TestInstallation,
} from './test-backup.ts'

/** One backup, damaged in many ways; one empty database, which none of them may touch. */
let installation: TestInstallation
let good: string
let target: TestDatabase
let empty: Map<string, number>

beforeAll(async () => {
  installation = await openTestInstallation()
  await installation.trail.write(300)
  for (let number = 0; number < 50; number += 1) {
    await addRecord(installation.trail.database.owner, `record-${number}`, { name: '张三', number })
  }
  await addAttachment(installation, Buffer.from('附件'.repeat(60_000)))
  await addAttachment(installation, Buffer.from('另一个附件'))
  good = (await installation.backUp()).folder
  target = await testDatabase()
  empty = await rowCounts(target.owner)
})

afterEach(async () => {
  expect(await rowCounts(target.owner)).toEqual(empty)
})

/** The sentence of the refusal; attachments are not touched either. */
async function refusalOf(folder: string, changes: Partial<RestoreOptions> = {}): Promise<string> {
  const attachmentsFolder = temporaryFolder()
  const error: unknown = await installation.restore(target, folder, { attachmentsFolder, ...changes }).then(
    () => new Error('it was restored'),
    (reason: unknown) => reason,
  )
  expect(await namesIn(attachmentsFolder)).toEqual([])
  expect(error).toMatchObject({ name: 'Refusal' })
  const { zh, en } = (error as { text: { zh: string; en: string } }).text
  expect(zh).toMatch(/。$/)
  return en
}

async function damaged(change: (folder: string) => Promise<void>): Promise<string> {
  const folder = await copyOf(good)
  await change(folder)
  return folder
}

async function flip(file: string, bit: number): Promise<void> {
  const bytes = await readFile(file)
  bytes[bit >> 3]! ^= 1 << (bit & 7)
  await writeFile(file, bytes)
}

describe('refused, and the database is untouched: a backup with', () => {
  test('one bit changed, in the manifest, its signature, rows, attachments or any part', async () => {
    const names = await namesIn(good)
    const chosen = ['manifest.json', 'app.record.part', 'app.trail_entry.part', 'contents.part']
    for (let more = 0; more < 4; more += 1) chosen.push(names[randomInt(names.length)]!)
    for (const name of [...chosen, 'manifest.sig']) {
      const { length } = await readFile(path.join(good, name))
      const bit = randomInt(length * 8)
      const folder = await damaged((copy) => flip(path.join(copy, name), bit))
      expect(await refusalOf(folder), `bit ${bit} of ${name}`).toMatch(
        name.startsWith('manifest') ? /signature|signed/ : `${name} of the backup is damaged`,
      )
    }
  })

  test('a part missing', async () => {
    for (const name of ['app.record.part', 'contents.part', 'register.person.part']) {
      const folder = await damaged((copy) => rm(path.join(copy, name)))
      expect(await refusalOf(folder)).toContain(`${name} is missing`)
    }
  })

  test('a part cut off or longer', async () => {
    for (const name of ['app.record.part', 'contents.part']) {
      const { length } = await readFile(path.join(good, name))
      for (const size of [0, 1, length - 1, length + 1]) {
        const folder = await damaged((copy) => truncate(path.join(copy, name), size))
        expect(await refusalOf(folder), `${name} of ${size} bytes`).toContain(
          `${name} of the backup is damaged`,
        )
      }
    }
  })

  test('two parts exchanged', async () => {
    const folder = await damaged(async (copy) => {
      const [one, other] = ['app.record.part', 'app.record_attachment.part'].map((name) =>
        path.join(copy, name),
      )
      await rename(one!, `${one}.kept`)
      await rename(other!, one!)
      await rename(`${one}.kept`, other!)
    })
    expect(await refusalOf(folder)).toContain('is damaged')
  })

  test('a part of another backup of the same database', async () => {
    const other = await installation.backUp()
    const folder = await damaged(async (copy) => {
      const name = 'app.record.part'
      await writeFile(path.join(copy, name), await readFile(path.join(other.folder, name)))
    })
    expect(await refusalOf(folder)).toContain('app.record.part of the backup is damaged')
  })

  test.for(['manifest.json', 'manifest.sig'])('no %s: it was never finished', async (name) => {
    const folder = await damaged((copy) => rm(path.join(copy, name)))
    expect(await refusalOf(folder)).toContain('is no whole backup')
  })

  test("somebody else's valid signature", async () => {
    const folder = await damaged(async (copy) => {
      const pair = generateKeyPairSync('ed25519')
      const key = verifierKeyOfKeyObject(installation.trail.key.name, pair.publicKey)
      const text = await readFile(path.join(copy, 'manifest.json'), 'utf8')
      const signature = sign(null, Buffer.from(`fangxian backup 1\n${text}`), pair.privateKey)
      await writeFile(path.join(copy, 'manifest.sig'), `${key.text}\n${signature.toString('base64')}\n`)
    })
    expect(await refusalOf(folder)).toContain('which this installation does not have')
  })

  test("the signature of another of our keys, which is not the trail's", async () => {
    const { keyFolder, logId, getSigner } = installation.trail
    const stranger = await makeCheckpointKey(keyFolder, logId)
    const signer = await getSigner(stranger)
    const folder = await damaged(async (copy) => {
      const text = await readFile(path.join(copy, 'manifest.json'), 'utf8')
      const signature = signer.sign(`fangxian backup 1\n${text}`).toString('base64')
      await writeFile(path.join(copy, 'manifest.sig'), `${stranger.text}\n${signature}\n`)
    })
    expect(await refusalOf(folder)).toContain('not the key that its trail names')
  })

  test('a form that a newer program wrote', async () => {
    const { key, getSigner } = installation.trail
    const folder = await damaged(async (copy) => {
      const file = path.join(copy, 'manifest.json')
      const text = (await readFile(file, 'utf8')).replace('"v":1', '"v":2')
      await writeFile(file, text)
      const signature = (await getSigner(key)).sign(`fangxian backup 1\n${text}`).toString('base64')
      await writeFile(path.join(copy, 'manifest.sig'), `${key.text}\n${signature}\n`)
    })
    expect(await refusalOf(folder)).toContain('if a newer program wrote it')
  })
})

describe('refused, and the database is untouched: a good backup', () => {
  test('with another recovery key', async () => {
    const file = path.join(temporaryFolder(), 'other')
    await makeRecoveryKey(file)
    const recoveryKey = await readRecoveryPrivateKey(file)
    expect(await refusalOf(good, { recoveryKey })).toContain('give the private half that belongs to it')
  })

  test("without the installation's checkpoint key", async () => {
    const getSigner = signersIn(temporaryFolder())
    expect(await refusalOf(good, { getSigner })).toContain('the key folder has not been put back')
  })

  test('with a master key that does not open its attachments', async () => {
    const masterKeys = [{ version: 1, key: Buffer.alloc(32) }]
    expect(await refusalOf(good, { masterKeys })).toContain('does not open the attachments')
  })

  test('with another first key than the one noted at installation', async () => {
    const trustedKey = verifierKeyOfKeyObject('fangxian/other', generateKeyPairSync('ed25519').publicKey)
    const refused = installation.restore(target, good, { trustedKey, attachmentsFolder: temporaryFolder() })
    await expect(refused).rejects.toThrow('The trail does not verify after the restore')
  })

  test('with the role that serves', async () => {
    expect(await refusalOf(good, { ownerUrl: target.url })).toContain('does not own the tables')
  })

  test('into a database that was never migrated', async () => {
    const bare = await emptyTestDatabase()
    expect(await refusalOf(good, { ownerUrl: bare.ownerUrl })).toContain('run fangxian migrate first')
  })

  test('of work into the database of a demonstration', async () => {
    const demonstration = await testDatabase({ isDemonstration: true })
    expect(await refusalOf(good, { ownerUrl: demonstration.ownerUrl })).toContain('is a backup of work')
  })

  test('into a database that is not empty, be it one row', async () => {
    const used = await testDatabase()
    await addRecord(used.owner, 'record-1')
    const before = await rowCounts(used.owner)
    expect(await refusalOf(good, { ownerUrl: used.ownerUrl })).toContain('The database is not empty')
    expect(await rowCounts(used.owner)).toEqual(before)
  })

  test('into the database it came from', async () => {
    const { database } = installation.trail
    const before = await rowCounts(database.owner)
    expect(await refusalOf(good, { ownerUrl: database.ownerUrl })).toContain('The database is not empty')
    expect(await rowCounts(database.owner)).toEqual(before)
  })

  test.for([
    ['older than', 'is older than the database'],
    ['newer than', 'is of a newer version'],
    ['of another content than', 'is not that of the database'],
  ] as const)('%s the schema of the database', async ([which, sentence]) => {
    const other = await testDatabase()
    if (which === 'older than') {
      await sql`insert into app.schema_migration (name, digest, release) values ('9999-later', ${'0'.repeat(64)}, 1)`.execute(
        other.owner,
      )
    } else if (which === 'newer than') {
      await sql`delete from app.schema_migration where name = '0041-attachments'`.execute(other.owner)
    } else {
      await sql`update app.schema_migration set digest = ${'0'.repeat(64)} where name = '0041-attachments'`.execute(
        other.owner,
      )
    }
    expect(await refusalOf(good, { ownerUrl: other.ownerUrl })).toContain(sentence)
  })

  test('while another program has a table locked', async () => {
    await target.owner.transaction().execute(async (tx) => {
      await sql`lock table app.record in row share mode`.execute(tx)
      expect(await refusalOf(good)).toContain('Another program is using the database')
    })
  })
})

test('a restore that is interrupted at any moment leaves an empty database', async () => {
  for (const share of [0, 0.3, 0.7, 0.99]) {
    const interruption = new AbortController()
    const restoring = installation.restore(target, good, {
      attachmentsFolder: temporaryFolder(),
      signal: interruption.signal,
      onProgress: ({ stage, done, total }) => {
        if (stage === 'store' && done >= share * total) interruption.abort()
      },
    })
    await expect(restoring).rejects.toThrow()
    expect(await rowCounts(target.owner)).toEqual(empty)
  }
})

test('a restore whose connection the server ends fails at once and leaves an empty database', async () => {
  let ended: Promise<unknown> | undefined
  const restoring = installation.restore(target, good, {
    attachmentsFolder: temporaryFolder(),
    onProgress: ({ stage, done, total }) => {
      if (stage === 'store' && done > total / 2) ended ??= endConnections(target.owner, 'fangxian restore')
    },
  })
  await expect(restoring).rejects.toThrow()
  await ended
  expect(await rowCounts(target.owner)).toEqual(empty)
})
