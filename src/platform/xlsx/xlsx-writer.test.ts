import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { listZip } from '../zip-reader.ts'
import { openXlsx } from './xlsx-reader.ts'
import { columnName, sheetNames } from './xlsx-text.ts'
import type { OutputCell, OutputSheet, XlsxCell } from './xlsx-types.ts'
import { writeXlsx } from './xlsx-writer.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'xlsx-writer-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
function newFile(): string {
  files += 1
  return path.join(folder, `${files}.xlsx`)
}

const naughtyFile = fileURLToPath(
  new URL('../../../../shared/reference-data/text/blns.json', import.meta.url),
)

function textSheet(rows: readonly (readonly OutputCell[])[], change: Partial<OutputSheet> = {}): OutputSheet {
  return { name: '数据', columns: [{ header: '文字', width: 20, kind: 'text' }], rows, ...change }
}

async function readCells(file: string, sheet = 0): Promise<(readonly (XlsxCell | undefined)[])[]> {
  const workbook = await openXlsx(file)
  const found: (readonly (XlsxCell | undefined)[])[] = []
  for await (const rows of workbook.sheets[sheet]!.rows())
    for (const row of rows) found[row.line - 1] = row.cells
  await workbook.close()
  return found
}

async function readPart(file: string, name: string): Promise<string> {
  const entry = (await listZip(file)).find((each) => each.name === name)
  return text(await entry!.open())
}

async function roundTrip(texts: readonly string[]): Promise<(string | undefined)[]> {
  const file = newFile()
  await writeXlsx(file, [textSheet(texts.map((each) => [each]))])
  const cells = await readCells(file)
  return texts.map((_, index) => {
    const cell = cells[index + 1]?.[0]
    return cell?.kind === 'text' ? cell.text : undefined
  })
}

describe('text', () => {
  test('that looks like a formula, a number, markup or an escape comes back as it was, as text', async () => {
    const texts = [
      '=1+1',
      '@SUM(A1)',
      '-1',
      '+86',
      '\tx',
      '0012',
      '1e5',
      '<b>&amp;"\'',
      ']]>',
      '_x0041_',
      '_x000D_',
      '_x005F_x0041_',
      '__x0041__',
      '_x41_',
      ' 前后空格 ',
      '　全角',
      'a\r\nb\rc\nd',
      '\u0000\u0001\u0008\u000b\u001f\ufffe\uffff',
      '𠮷野家😀',
      '\u2028\u2029\ufeff',
    ]
    expect(await roundTrip(texts)).toEqual(texts)
  })

  test.skipIf(!existsSync(naughtyFile))(
    'the naughty strings come back unchanged (needs the reference data beside the checkout)',
    async () => {
      const texts = (JSON.parse(readFileSync(naughtyFile, 'utf8')) as string[]).filter((each) => each !== '')
      expect(texts.length).toBeGreaterThan(400)
      expect(await roundTrip(texts)).toEqual(texts)
    },
  )

  test('of more than 32,767 characters is cut where a character ends, for Excel refuses the file otherwise', async () => {
    const [longest, cut] = await roundTrip(['字'.repeat(32_767), `a${'😀'.repeat(20_000)}`])
    expect(longest).toBe('字'.repeat(32_767))
    expect(cut).toBe(`a${'😀'.repeat(16_382)}…`)
  })

  test('is never written as a formula', async () => {
    const file = newFile()
    await writeXlsx(file, [textSheet([['=HYPERLINK("http://example.com")']])])
    expect(await readPart(file, 'xl/worksheets/sheet1.xml')).not.toMatch(/<f[ >]/)
  })
})

describe('numbers', () => {
  test('fen are exact yuan with two decimals, others whole numbers, null is an empty cell', async () => {
    const file = newFile()
    const columns = [
      { header: '金额', width: 12, kind: 'yuan' },
      { header: '行数', width: 8, kind: 'integer' },
    ] as const
    const rows = [
      [123_456_789_012_345n, 7],
      [-5n, null],
      [0n, 0],
      ['无', Number.NaN],
    ]
    await writeXlsx(file, [textSheet(rows, { columns })])
    const number = (raw: string): XlsxCell => ({ kind: 'number', raw })
    expect((await readCells(file)).slice(1)).toEqual([
      [number('1234567890123.45'), number('7')],
      [number('-0.05')],
      [number('0.00'), number('0')],
      [
        { kind: 'text', text: '无' },
        { kind: 'text', text: 'NaN' },
      ],
    ])
  })
})

describe('the sheet', () => {
  test('has heading, header, rows and a footer that is asked for when the rows are through', async () => {
    const file = newFile()
    let count = 0
    function* rows(): Generator<string[]> {
      for (; count < 3; count += 1) yield [`行${count}`]
    }
    const footer = (): string[] => [`共 ${count} 行`]
    await writeXlsx(file, [textSheet([], { heading: ['标题', '说明'], rows: rows(), footer })])
    const texts = (await readCells(file)).map(([cell]) => (cell?.kind === 'text' ? cell.text : ''))
    expect([...texts]).toEqual(['标题', '说明', '文字', '行0', '行1', '行2', undefined, '共 3 行'])
    const xml = await readPart(file, 'xl/worksheets/sheet1.xml')
    expect(xml).toContain('<autoFilter ref="A3:A6"/>')
    expect(xml).toContain('ySplit="3"')
    expect(await readPart(file, 'xl/workbook.xml')).toContain(`'数据'!$3:$3`)
  })

  test('short drop-downs stand in the sheet, long ones and those with commas on a hidden sheet', async () => {
    const file = newFile()
    const long = Array.from({ length: 80 }, (_, index) => `选项${index}`)
    const column = (choices: readonly string[]) => ({ header: 'x', width: 9, kind: 'text', choices }) as const
    const columns = [column(['是', '否']), column(long), column(['甲,乙', '丙']), column(long)]
    await writeXlsx(file, [textSheet([], { columns })])
    const xml = await readPart(file, 'xl/worksheets/sheet1.xml')
    const formulas = [...xml.matchAll(/<formula1>(.*?)<\/formula1>/g)].map(([, formula]) => formula)
    expect(formulas).toEqual([
      '&quot;是,否&quot;',
      "'选项'!$A$2:$A$81",
      "'选项'!$B$2:$B$3",
      "'选项'!$A$2:$A$81",
    ])
    expect(await readPart(file, 'xl/workbook.xml')).toContain('name="选项" sheetId="2" state="hidden"')
    const hidden = await readCells(file, 1)
    expect(hidden[80]![0]).toEqual({ kind: 'text', text: '选项79' })
  })

  test('names are made valid and unique', () => {
    expect(sheetNames(['a/b', 'A?B', '', "'x'", 'History', '字'.repeat(40), '字'.repeat(41)])).toEqual([
      'a_b',
      'A_B (2)',
      '_',
      '_x_',
      'History_',
      '字'.repeat(31),
      `${'字'.repeat(27)} (2)`,
    ])
  })

  test('columns are named as spreadsheets name them', () => {
    expect([0, 25, 26, 701, 702, 16_383].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD'])
  })
})

describe('the file', () => {
  test('has the same bytes for the same input, and mode 0600', async () => {
    const [first, second] = [newFile(), newFile()]
    for (const file of [first, second]) await writeXlsx(file, [textSheet([['a']])], { title: '同一份' })
    expect(readFileSync(first).equals(readFileSync(second))).toBe(true)
    expect(statSync(first).mode & 0o777).toBe(0o600)
  })

  test('a page leads to other sheets by the names that they got', async () => {
    const file = newFile()
    const block = { title: '规则', columns: [{ header: '规则', kind: 'text' as const }] }
    const page = {
      name: '概览',
      heading: ['标题'],
      widths: [20, 20],
      blocks: [{ ...block, rows: [[{ text: '去', sheet: 'a/b' }]] }],
    }
    await writeXlsx(file, [page, textSheet([['x']], { name: 'a/b' })])
    expect(await readPart(file, 'xl/worksheets/sheet1.xml')).toContain(`location="'a_b'!A1"`)
  })

  test('rows that fail leave no file, and the reason is told', async () => {
    const file = newFile()
    async function* rows(): AsyncGenerator<string[]> {
      yield ['a']
      throw new Error('the source broke')
    }
    await expect(writeXlsx(file, [textSheet([], { rows: rows() })])).rejects.toThrow('the source broke')
    expect(existsSync(file)).toBe(false)
  })

  test('stopping leaves no file, and the rows are closed', async () => {
    const file = newFile()
    const controller = new AbortController()
    let isClosed = false
    async function* rows(): AsyncGenerator<string[]> {
      try {
        for (let index = 0; ; index += 1) {
          if (index === 5_000) controller.abort()
          yield ['a'.repeat(100)]
        }
      } finally {
        isClosed = true
      }
    }
    const written = writeXlsx(file, [textSheet([], { rows: rows() })], { signal: controller.signal })
    await expect(written).rejects.toThrow(/abort/i)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(isClosed).toBe(true)
    expect(existsSync(file)).toBe(false)
  })

  test('a hundred thousand rows are written and read in bounded memory', async () => {
    const file = newFile()
    const columns = Array.from(
      { length: 6 },
      (_, index) => ({ header: `列${index}`, width: 20, kind: 'text' }) as const,
    )
    function* rows(): Generator<OutputCell[]> {
      for (let index = 0; index < 100_000; index += 1) {
        yield [`990101${index}`, '张三', BigInt(index), index, `6217${index * 7919}`, '城乡居民基本养老保险']
      }
    }
    globalThis.gc?.()
    const before = process.memoryUsage().rss
    let most = before
    await writeXlsx(file, [textSheet([], { columns, rows: rows() })])
    let count = 0
    const workbook = await openXlsx(file)
    for await (const batch of workbook.sheets[0]!.rows()) {
      count += batch.length
      most = Math.max(most, process.memoryUsage().rss)
    }
    expect(count).toBe(100_001)
    // The rows take 60 MB as XML and more as objects; a reader or writer that keeps them needs over 300 MB.
    expect((most - before) / 2 ** 20).toBeLessThan(200)
  })
})
