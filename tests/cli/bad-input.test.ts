import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { newFolder, runProgram, writeFiles } from './program.ts'
import { smallDelivery } from './small-delivery.ts'

interface BadDelivery {
  readonly name: string
  readonly files: Readonly<Record<string, string | Buffer>>
  /** What the one sentence names. */
  readonly says: readonly RegExp[]
}

const person = Buffer.from(smallDelivery['person.csv']!)
const header = 'person_id,id_number,name'

const badDeliveries: readonly BadDelivery[] = [
  { name: 'an empty folder', files: {}, says: [/no file/] },
  {
    name: 'unknown tables only',
    files: { 'salary.csv': 'a,b\n1,2\n' },
    says: [/table of the standard/, /map/],
  },
  {
    name: 'a workbook that is none',
    files: { ...smallDelivery, 'person-2.xlsx': 'person_id,id_number,name' },
    says: [/person-2\.xlsx/],
  },
  {
    name: 'a truncated .gz',
    files: { 'person.csv.gz': gzipSync(Buffer.concat(Array(500).fill(person))).subarray(0, 60) },
    says: [/person\.csv\.gz/],
  },
  {
    name: 'an unclosed quote',
    files: { 'person.csv': `${header}\nP1,1,"张三\nP2,2,李四\n` },
    says: [/person\.csv/, /line 2/],
  },
  {
    name: 'a column that stands twice',
    files: { 'person.csv': 'person_id,个人编号,id_number,name\nP1,P1,1,张三\n' },
    says: [/person\.csv/, /person_id|个人编号/],
  },
  {
    name: 'bytes of another encoding in the middle',
    files: {
      'person.csv': Buffer.concat([
        person,
        Buffer.from('\nP3,3,'),
        Buffer.from([0xd5, 0xc5]),
        Buffer.from('\n'),
      ]),
    },
    says: [/person\.csv/, /line 4/],
  },
]

describe('a delivery that cannot be read', () => {
  test.for(badDeliveries)(
    '$name stops the run with one sentence, exit status 2, and no trace',
    async (bad) => {
      const folder = await newFolder()
      await writeFiles(path.join(folder, 'delivery'), bad.files)
      const { status, printed, told } = await runProgram(['screen', 'delivery', '--out', 'out'], {
        cwd: folder,
      })
      expect(status).toBe(2)
      expect(printed).toBe('')
      const sentences = told.split('\n').filter((line) => !/^(Reading|Storing) /.test(line))
      expect(sentences).toHaveLength(2)
      expect(sentences[1]).toBe('')
      for (const what of bad.says) expect(sentences[0]).toMatch(what)
      expect(await readdir(folder)).toEqual(['delivery'])
    },
  )

  test('a folder that is not there is named', async () => {
    const folder = await newFolder()
    const { status, told } = await runProgram(['screen', 'nowhere'], { cwd: folder })
    expect(status).toBe(2)
    expect(told).toContain(path.join(folder, 'nowhere'))
    expect(await readdir(folder)).toEqual([])
  })

  test('a delivery without payments needs --as-of', async () => {
    const folder = await newFolder()
    const delivery = await writeFiles(path.join(folder, 'd'), { 'person.csv': smallDelivery['person.csv']! })
    const without = await runProgram(['screen', delivery], { cwd: folder })
    expect(without.status).toBe(2)
    expect(without.told).toContain('--as-of YYYY-MM-DD')
    const given = await runProgram(['screen', delivery, '--as-of', '2024-12-31'], { cwd: folder })
    expect(given.status).toBe(0)
    expect(await readdir(folder)).toEqual(['d', 'screening-2024-12-31'])
  })
})

describe('a snapshot that cannot be read', () => {
  test('because a file is missing or its manifest is none, or it comes with other deliveries, is refused', async () => {
    const folder = await newFolder()
    await writeFiles(path.join(folder, 'd'), smallDelivery)
    expect((await runProgram(['screen', 'd', '--out', 'run'], { cwd: folder })).status).toBe(0)
    const together = await runProgram(['screen', 'run', 'd', '--out', 'x'], { cwd: folder })
    expect(together).toMatchObject({ status: 2, told: expect.stringContaining('can only be screened alone') })
    await writeFile(path.join(folder, 'run', 'snapshot', 'manifest.json'), '{}')
    const broken = await runProgram(['screen', 'run', '--out', 'x'], { cwd: folder })
    expect(broken).toMatchObject({ status: 2, told: expect.stringContaining('manifest.json') })
    expect((await readdir(folder)).sort()).toEqual(['d', 'run'])
  })
})

describe('an output folder that cannot be written', () => {
  test('is refused before any work', async () => {
    const folder = await newFolder()
    const delivery = await writeFiles(path.join(folder, 'd'), smallDelivery)
    await writeFile(path.join(folder, 'file'), '')
    for (const out of ['file', 'file/out', '/proc/fangxian']) {
      const { status, printed, told } = await runProgram(['screen', delivery, '--out', out], { cwd: folder })
      expect([status, printed]).toEqual([2, ''])
      expect(told).toBe(
        `The output folder ${path.resolve(folder, out)} cannot be written (${/\((\w+)\)/.exec(told)?.[1]}); name a writable one with --out.\n`,
      )
    }
  })
})
