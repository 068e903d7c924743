import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeCsv } from './csv-writer.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-writer-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('writeCsv', () => {
  it('quotes only what needs it and keeps everything else as it is', async () => {
    const file = join(folder, 'a.csv')
    await writeCsv(
      file,
      ['编号', 'b'],
      [
        ['', 'plain'],
        ['a,b', 'say "no"'],
        ['two\r\nlines', ' 张\u200B三 '],
      ],
    )
    expect(await readFile(file, 'utf8')).toBe(
      '编号,b\n,plain\n"a,b","say ""no"""\n"two\r\nlines", 张\u200B三 \n',
    )
  })

  it('can be read by its owner only', async () => {
    const file = join(folder, 'a.csv')
    await writeCsv(file, ['a'], [['1']])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('writes more than one chunk and reports the rows', async () => {
    function* rows(): Generator<string[]> {
      for (let place = 0; place < 200_000; place += 1) yield [String(place), '0123456789']
    }
    const file = join(folder, 'many.csv')
    const counts: number[] = []
    await writeCsv(file, ['a', 'b'], rows(), { onRow: (count) => counts.push(count) })
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
    expect(lines).toHaveLength(200_001)
    expect(lines.at(-1)).toBe('199999,0123456789')
    expect(counts.at(-1)).toBe(200_000)
  })

  it('leaves nothing behind when the rows fail', async () => {
    function* rows(): Generator<string[]> {
      yield ['1']
      throw new Error('no more rows')
    }
    await expect(writeCsv(join(folder, 'a.csv'), ['a'], rows())).rejects.toThrow('no more rows')
    expect(await readdir(folder)).toEqual([])
  })

  it('stops when told to, keeps the file that was there and leaves no other', async () => {
    const file = join(folder, 'a.csv')
    await writeCsv(file, ['a'], [['before']])
    const abort = new AbortController()
    function* rows(): Generator<string[]> {
      for (let place = 0; place < 1_000_000; place += 1) {
        if (place === 300_000) abort.abort()
        yield [String(place)]
      }
    }
    await expect(writeCsv(file, ['a'], rows(), { signal: abort.signal })).rejects.toThrow()
    expect(await readFile(file, 'utf8')).toBe('a\nbefore\n')
    expect(await readdir(folder)).toEqual(['a.csv'])
  })
})
