import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '#trail/test-trail.ts'
import { keysForNewBackup, keysOfBackup } from './part-keys.ts'
import {
  makeRecoveryKey,
  parseRecoveryKey,
  readRecoveryPrivateKey,
  readRecoveryPublicKey,
} from './recovery-key.ts'

async function newPair(): Promise<{ file: string; text: string }> {
  const file = path.join(temporaryFolder(), 'recovery')
  const { text } = await makeRecoveryKey(file)
  return { file, text }
}

describe('a recovery key', () => {
  test('is two files: the private half for its owner only, the public one a line that can be copied', async () => {
    const { file, text } = await newPair()
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(`${file}.pub`, 'utf8')).toBe(`${text}\n`)
    const [publicKey, privateKey] = [
      await readRecoveryPublicKey(`${file}.pub`),
      await readRecoveryPrivateKey(file),
    ]
    expect(privateKey.publicHalf.text).toBe(publicKey.text)
  })

  test('is never written over a file, and leaves nothing when its second file is there', async () => {
    const { file } = await newPair()
    const before = await readFile(file, 'utf8')
    await expect(makeRecoveryKey(file)).rejects.toMatchObject({ code: 'unwritable_output' })
    expect(await readFile(file, 'utf8')).toBe(before)
    const other = path.join(temporaryFolder(), 'recovery')
    await writeFile(`${other}.pub`, 'mine')
    await expect(makeRecoveryKey(other)).rejects.toMatchObject({ code: 'unwritable_output' })
    expect(await stat(other).catch(() => null)).toBeNull()
    expect(await readFile(`${other}.pub`, 'utf8')).toBe('mine')
  })

  test('with a typing error is none: its digits do not fit', async () => {
    const { text } = await newPair()
    expect(parseRecoveryKey(text)?.text).toBe(text)
    const end = text.at(-2) === 'A' ? 'E' : 'A'
    for (const wrong of [
      `${text.slice(0, -2)}${end}=`,
      text.replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
      `${text}x`,
      '',
    ]) {
      expect(parseRecoveryKey(wrong)).toBeNull()
    }
  })

  test.for<[string, (pair: { file: string }) => Promise<unknown>]>([
    ['the public half given as the private', ({ file }) => readRecoveryPrivateKey(`${file}.pub`)],
    ['the private half given as the public', ({ file }) => readRecoveryPublicKey(file)],
    ['a file that is not there', ({ file }) => readRecoveryPrivateKey(`${file}.gone`)],
  ])('refuses %s in a sentence', async ([, read]) => {
    const pair = await newPair()
    await chmod(`${pair.file}.pub`, 0o600)
    await expect(read(pair)).rejects.toMatchObject({ code: 'unreadable_input' })
  })

  test.skipIf(process.platform === 'win32')('that others may read is refused', async () => {
    const { file } = await newPair()
    await chmod(file, 0o644)
    await expect(readRecoveryPrivateKey(file)).rejects.toMatchObject({ code: 'not_permitted' })
  })
})

describe('keys of parts', () => {
  test('are agreed on by both sides, and differ by part, backup and recovery key', async () => {
    const [one, two] = [await newPair(), await newPair()]
    const recipient = await readRecoveryPublicKey(`${one.file}.pub`)
    const { ephemeral, getPartKey } = keysForNewBackup(recipient, 'backup-1')
    const open = async (file: string, backupId: string) =>
      keysOfBackup(await readRecoveryPrivateKey(file), { ephemeral, backupId })
    const key = getPartKey('app.record.part')
    expect(key.length).toBe(32)
    expect((await open(one.file, 'backup-1'))('app.record.part').equals(key)).toBe(true)
    const others = [
      (await open(one.file, 'backup-1'))('app.to_do.part'),
      (await open(one.file, 'backup-2'))('app.record.part'),
      (await open(two.file, 'backup-1'))('app.record.part'),
      keysForNewBackup(recipient, 'backup-1').getPartKey('app.record.part'),
    ]
    expect(others.filter((each) => each.equals(key))).toEqual([])
  })
})
