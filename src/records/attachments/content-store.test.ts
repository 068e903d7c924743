import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { decryptContent, encryptContent } from './content-cipher.ts'
import { type ContentStore, contentPath, hasContent, readContent, writeContent } from './content-store.ts'

const folder = await mkdtemp(path.join(os.tmpdir(), 'fangxian-contents-'))
afterAll(() => rm(folder, { recursive: true }))

const first = { version: 1, key: randomBytes(32) }
const second = { version: 2, key: randomBytes(32) }
const store: ContentStore = { folder, masterKeys: [first] }
const content = Buffer.from('待遇领取账户变更申请表，内容若干。'.repeat(50))

describe('a stored content', () => {
  test('is read as it was written, and one file however often', async () => {
    const sha256 = await writeContent(store, content)
    expect(await writeContent(store, content)).toBe(sha256)
    expect(await readContent(store, sha256)).toEqual(content)
    expect(await readdir(path.dirname(contentPath(store, sha256)))).toEqual([sha256])
  })
  test('cannot be read from the disk', async () => {
    const sha256 = await writeContent(store, content)
    const stored = await readFile(contentPath(store, sha256))
    expect(stored.includes(content.subarray(0, 30))).toBe(false)
  })
  test('is not given out when a byte of it was changed, anywhere', async () => {
    const stored = encryptContent(content, first, randomBytes(16))
    for (const place of [0, 4, 5, 20, 21, 40, stored.length - 17, stored.length - 1]) {
      const changed = Buffer.from(stored)
      changed[place]! ^= 1
      expect(() => decryptContent(changed, [first]), `byte ${place}`).toThrow()
    }
    expect(() => decryptContent(stored.subarray(0, -1), [first])).toThrow()
    expect(() => decryptContent(Buffer.alloc(10), [first])).toThrow('not a stored attachment')
  })
  test('is not given out under the name of another', async () => {
    const one = await writeContent(store, Buffer.from('一'))
    const two = await writeContent(store, Buffer.from('二'))
    await writeFile(contentPath(store, one), await readFile(contentPath(store, two)))
    await expect(readContent(store, one)).rejects.toThrow('holds another content')
  })
  test('stays readable after the master key has changed, and says which key is missing', async () => {
    const sha256 = await writeContent(store, content)
    expect(await readContent({ folder, masterKeys: [second, first] }, sha256)).toEqual(content)
    await expect(readContent({ folder, masterKeys: [second] }, sha256)).rejects.toThrow(
      'master key version 1',
    )
  })
  test('has a name that leads nowhere else', async () => {
    expect(() => contentPath(store, '../../etc/passwd')).toThrow('not a SHA-256')
    expect(await hasContent(store, 'f'.repeat(64))).toBe(false)
  })
})

test('two equal contents are stored under different key streams', () => {
  const [one, two] = [randomBytes(16), randomBytes(16)].map((salt) => encryptContent(content, first, salt))
  expect(one!.subarray(21).equals(two!.subarray(21))).toBe(false)
})
