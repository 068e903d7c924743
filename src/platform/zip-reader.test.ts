import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { Refusal } from '#base/refusal.ts'
import { defaultZipLimits, isSystemEntry, listZip } from './zip-reader.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'zip-reader-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function zipOf(name: string, entries: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const file = path.join(folder, name)
  const zip = new ZipFile()
  for (const [entry, content] of Object.entries(entries)) {
    if (entry.endsWith('/')) zip.addEmptyDirectory(entry)
    else zip.addBuffer(Buffer.from(content), entry)
  }
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(file))
  return file
}

/** Both places where an archive names an entry: before its content, and in the directory at the end. */
const headers = [
  { signature: 0x04034b50, nameAt: 30, flagsAt: 6 },
  { signature: 0x02014b50, nameAt: 46, flagsAt: 8 },
]
const utf8Mark = 0x800

/** The same archive with other bytes for a name of the same length, not marked as UTF-8. */
function rename(file: string, from: string, to: Buffer): void {
  const bytes = readFileSync(file)
  const old = Buffer.from(from)
  expect(to.length).toBe(old.length)
  for (let at = bytes.indexOf(old); at >= 0; at = bytes.indexOf(old, at + 1)) {
    const header = headers.find(
      ({ signature, nameAt }) => at >= nameAt && bytes.readUInt32LE(at - nameAt) === signature,
    )!
    to.copy(bytes, at)
    const flags = at - header.nameAt + header.flagsAt
    bytes.writeUInt16LE(bytes.readUInt16LE(flags) & ~utf8Mark, flags)
  }
  writeFileSync(file, bytes)
}

/** Bytes that do not shrink. */
function noise(length: number): Buffer {
  let state = 1
  return Buffer.from(
    Array.from({ length }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31
      return (state >> 16) & 255
    }),
  )
}

async function refusalOf(promise: Promise<unknown>): Promise<Refusal> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Refusal)
  expect((error as Refusal).code).toBe('unreadable_input')
  return error as Refusal
}

describe('an archive', () => {
  test('gives its files in order, without directories, with their content', async () => {
    const file = await zipOf('plain.zip', {
      'a/': '',
      'a/payment.csv': 'x,y',
      '待遇.csv': '一'.repeat(5_000),
      'empty.csv': '',
    })
    const entries = await listZip(file)
    expect(entries.map(({ name, size }) => [name, size])).toEqual([
      ['a/payment.csv', 3],
      ['待遇.csv', 15_000],
      ['empty.csv', 0],
    ])
    const contents = await Promise.all(entries.map(async (entry) => text(await entry.open())))
    expect(contents).toEqual(['x,y', '一'.repeat(5_000), ''])
  })

  test('may name its files in GB18030, with a backslash as second byte of a character', async () => {
    const file = await zipOf('gbk.zip', { 'aa/bbbb.csv': 'x' })
    // 0x81 0x5C is one character of GB18030 and no path; neither name is UTF-8.
    const name = Buffer.from([0xcb, 0xc0, 0x2f, 0xcd, 0xf6, 0x81, 0x5c, 0x2e, 0x63, 0x73, 0x76])
    rename(file, 'aa/bbbb.csv', name)
    expect((await listZip(file)).map((entry) => entry.name)).toEqual(['死/亡乗.csv'])
  })

  test('may name its files in UTF-8 without saying so', async () => {
    const file = await zipOf('utf8.zip', { 'aaaaaa.csv': 'x' })
    rename(file, 'aaaaaa.csv', Buffer.from('死亡.csv'))
    expect((await listZip(file)).map(({ name }) => name)).toEqual(['死亡.csv'])
  })

  test('may separate folders with backslashes', async () => {
    const file = await zipOf('windows.zip', { 'ab/c.csv': 'x' })
    rename(file, 'ab/c.csv', Buffer.from('ab\\c.csv'))
    expect((await listZip(file)).map(({ name }) => name)).toEqual(['ab/c.csv'])
  })
})

describe('unsafe paths are refused:', () => {
  test.for([
    ['..', '../aa.csv'],
    ['.. in the middle', 'a/../b.csv'],
    ['an absolute path', '/aaaaa.csv'],
    ['a drive', 'C:aaaa.csv'],
    ['backslashes that lead out', '..\\aa.csv'],
    ['a share', '\\\\aa\\b.csv'],
    ['a zero byte', 'aa\0aaa.csv'],
  ])('%s', async ([, name]) => {
    const stand = 'q'.repeat(name!.length)
    const file = await zipOf('unsafe.zip', { [stand]: 'x' })
    rename(file, stand, Buffer.from(name!))
    expect((await refusalOf(listZip(file))).text.zh).toContain('已拒绝')
  })
})

describe('a bad archive is refused in one sentence:', () => {
  test('cut off at any place', async () => {
    const whole = readFileSync(await zipOf('whole.zip', { 'payment.csv': 'x'.repeat(100) }))
    for (let length = 0; length < whole.length; length += 7) {
      const file = path.join(folder, 'cut.zip')
      writeFileSync(file, whole.subarray(0, length))
      expect((await refusalOf(listZip(file))).text.zh).toContain('不完整')
    }
  })

  test('one changed byte of content is found when it is read', async () => {
    const file = await zipOf('changed.zip', {
      'payment.csv': noise(4_000),
    })
    const bytes = readFileSync(file)
    bytes[500] = bytes[500]! ^ 1
    writeFileSync(file, bytes)
    const [entry] = await listZip(file)
    await refusalOf(entry!.open().then(text))
  })

  test('a password', async () => {
    const file = await zipOf('secret.zip', { 'payment.csv': 'x' })
    const bytes = readFileSync(file)
    const central = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'))
    bytes.writeUInt16LE(bytes.readUInt16LE(central + 8) | 1, central + 8)
    writeFileSync(file, bytes)
    expect((await refusalOf(listZip(file))).text.zh).toContain('密码')
  })

  test('no such file, and a folder', async () => {
    expect((await refusalOf(listZip(path.join(folder, 'none.zip')))).text.zh).toContain('不存在')
    expect((await refusalOf(listZip(folder))).text.zh).toContain('文件夹')
  })

  test('a bomb: too much, too well packed', async () => {
    const file = await zipOf('bomb.zip', { 'payment.csv': Buffer.alloc(2 ** 20) })
    const limits = { ...defaultZipLimits, suspectBytesMin: 2 ** 19 }
    expect((await refusalOf(listZip(file, limits))).text.zh).toContain('压缩炸弹')
    expect((await refusalOf(listZip(file, { ...limits, totalBytesMax: 2 ** 19 }))).text.zh).toContain('超过')
    expect(await listZip(file)).toHaveLength(1)
  })

  test('a bomb: more bytes than it says', async () => {
    const file = await zipOf('liar.zip', { 'payment.csv': Buffer.alloc(100_000, 'ab') })
    const bytes = readFileSync(file)
    const central = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'))
    bytes.writeUInt32LE(1_000, central + 24)
    writeFileSync(file, bytes)
    const [entry] = await listZip(file)
    await refusalOf(entry!.open().then(text))
  })
})

test('a reader who stops early leaves no file open', async () => {
  const file = await zipOf('early.zip', {
    'payment.csv': noise(2 ** 20),
  })
  const open = (): number => readdirSync('/proc/self/fd').length
  const before = open()
  const [entry] = await listZip(file)
  for await (const _ of await entry!.open()) break
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(open()).toBeLessThanOrEqual(before)
})

test('hidden files, __MACOSX and lock files are no data', () => {
  const names = ['a/.DS_Store', '.git/x', '__MACOSX/a.csv', 'a/~$b.xlsx', 'a/b.csv', 'a~$b.csv']
  expect(names.filter((name) => !isSystemEntry(name))).toEqual(['a/b.csv', 'a~$b.csv'])
})
