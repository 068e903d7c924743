import { execFileSync } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { load, removeFolders } from './test-delivery.ts'

afterAll(removeFolders)

const text =
  '个人编号,公民身份号码,姓名,地址\nP1,990101199001011230,张三,“中山”路３号·㐀€\nP2,990101199001011231,买买提·艾力,x\n'

/** GB18030 of these characters, as iconv(1) makes it where it is installed. */
function toGb18030(value: string): Buffer | null {
  try {
    return execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: value })
  } catch {
    return null
  }
}

async function addresses(content: Uint8Array): Promise<unknown[]> {
  const loaded = await load({ 'person.csv': content })
  expect(loaded.rejects).toEqual([])
  return (await loaded.select('person', 'name, address', 'person_id')).map((row) => Object.values(row))
}

const expected = [
  ['张三', '“中山”路３号·㐀€'],
  ['买买提·艾力', 'x'],
]

const utf16be = (value: string): Buffer => Buffer.from(value, 'utf16le').swap16()

const encodings: readonly (readonly [string, Uint8Array])[] = [
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a byte-order mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16 little-endian', Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['UTF-16 big-endian', utf16be(`\uFEFF${text}`)],
]

test.each(encodings)('%s is recognised', async (_, content) => {
  expect(await addresses(content)).toEqual(expected)
})

test('GB18030 is recognised, four-byte characters included', async ({ skip }) => {
  const content = toGb18030(text)
  if (content === null) return skip('iconv(1) is not installed')
  expect(await addresses(content)).toEqual(expected)
})

test('GBK bytes that would also be UTF-8 letters do not mislead where a later line tells', async () => {
  // 模 is C4 A3 in GBK, which is ģ in UTF-8; 张三 is no UTF-8 at all.
  const row = (id: string, name: readonly number[]): Buffer =>
    Buffer.concat([Buffer.from(`${id},990101199001011230,`), Buffer.from(name), Buffer.from('\n')])
  const content = Buffer.concat([
    Buffer.from('person_id,id_number,name\n'),
    row('P1', [0xc4, 0xa3]),
    row('P2', [0xd5, 0xc5, 0xc8, 0xfd]),
  ])
  const loaded = await load({ 'person.csv': content })
  expect((await loaded.select('person', 'name', 'person_id')).map((row) => row.name)).toEqual(['模', '张三'])
})

const gbkRow = Buffer.concat([
  Buffer.from('P3,990101199001011230,'),
  Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]),
  Buffer.from(',x\n'),
])

test('a UTF-8 file into which GBK rows were pasted is refused with file and line', async () => {
  await expect(load({ 'person.csv': Buffer.concat([Buffer.from(text), gbkRow]) })).rejects.toMatchObject({
    code: 'unreadable_input',
    text: { en: expect.stringContaining('person.csv, line 4'), zh: expect.stringContaining('第 4 行') },
  })
})

test('bytes that are no GB18030 are refused', async () => {
  const header = Buffer.from('person_id,id_number,name,address\n')
  const wrong = Buffer.concat([
    Buffer.from('P4,990101199001011230,'),
    Buffer.from([0xff, 0x41]),
    Buffer.from(',x\n'),
  ])
  await expect(load({ 'person.csv': Buffer.concat([header, gbkRow, wrong]) })).rejects.toMatchObject({
    text: { en: expect.stringContaining('person.csv, line 3') },
  })
})

test('a character that is cut off at the end of the file is refused', async () => {
  const cut = Buffer.from('person_id,id_number,name\nP1,990101199001011230,张三').subarray(0, -1)
  await expect(load({ 'person.csv': cut })).rejects.toMatchObject({ code: 'unreadable_input' })
})

test('characters across the borders of blocks stay whole', async () => {
  const lines = Array.from(
    { length: 60_000 },
    (_, index) => `P${index},990101199001011230,张${'三'.repeat(index % 7)}𠮷`,
  )
  const whole = ['person_id,id_number,name', ...lines].join('\r\n')
  const contents = [Buffer.from(whole), Buffer.from(`\uFEFF${whole}`, 'utf16le'), toGb18030(whole)]
  for (const content of contents) {
    if (content === null) continue
    const loaded = await load({ 'person.csv': content })
    const [found] = await loaded.select(
      'person',
      "count(*) as rows, count(*) filter (where name = '张' || repeat('三', substr(person_id, 2)::int % 7) || '𠮷') as right_rows",
    )
    expect(found).toEqual({ rows: 60_000n, right_rows: 60_000n })
  }
})

const newlines: readonly (readonly [string, string])[] = [
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r'],
]

test.each(newlines)('lines may end with %s, the last one with nothing', async (_, newline) => {
  const content = [
    'person_id,id_number,name',
    'P1,990101199001011230,张三',
    '',
    'P2,x',
    'P3,990101199001011230,李四',
  ].join(newline)
  const loaded = await load({ 'person.csv': content })
  expect(loaded.rejects).toEqual(['person.csv,4,name,,required'])
  expect(await loaded.select('person', 'person_id, name')).toEqual([
    { person_id: 'P1', name: '张三' },
    { person_id: 'P3', name: '李四' },
  ])
})

test.each([',', '\t', ';', '|'])('%j is recognised as the separator', async (separator) => {
  const content = [
    ['person_id', 'id_number', 'name', 'address'],
    ['P1', '990101199001011230', '张三', `"a${separator}b"`],
  ]
    .map((row) => row.join(separator))
    .join('\n')
  const loaded = await load({ 'person.csv': content })
  expect(await loaded.select('person', 'name, address')).toEqual([
    { name: '张三', address: `a${separator}b` },
  ])
})
