import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import { downloadHeaders, type ExportedList, exportList, exportRowsMax } from './list-export.ts'
import { maskPersonal } from './mask.ts'
import { spreadsheetSafe } from './spreadsheet-safe.ts'

describe('a text in a spreadsheet', () => {
  test.for([
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://evil.test","x")', `'=HYPERLINK("http://evil.test","x")`],
    ['+cmd|calc', "'+cmd|calc"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    [' \n=1', "' \n=1"],
    ['＝1+1', "'＝1+1"],
    ['-12.50', '-12.50'],
    ['+3', '+3'],
    ['a=b', 'a=b'],
    ['张三', '张三'],
    ['', ''],
  ] as const)('%j is written as %j', ([text, written]) => {
    expect(spreadsheetSafe(text)).toBe(written)
  })
})

const list = (
  rows: readonly { name: string; id: string; fen: bigint | null }[],
): ExportedList<(typeof rows)[number]> => ({
  title: { zh: '名单', en: 'list' },
  columns: [
    {
      title: { zh: '姓名', en: 'name' },
      kind: 'text',
      width: 10,
      personal: 'name',
      valueOf: ({ name }) => name,
    },
    {
      title: { zh: '证件', en: 'id' },
      kind: 'text',
      width: 20,
      personal: 'identity_number',
      valueOf: ({ id }) => id,
    },
    { title: { zh: '备注', en: 'note' }, kind: 'text', width: 20, valueOf: () => '=2+5,"x"' },
    { title: { zh: '金额', en: 'amount' }, kind: 'yuan', width: 10, valueOf: ({ fen }) => fen },
  ],
  rows,
})
const person = { name: '欧阳晓明', id: '990101199001011234', fen: -1205n }

describe('an export', () => {
  test('as CSV is masked, safe, exact to the fen, and opens in Excel', async () => {
    const response = await exportList(
      'csv',
      list([person, { ...person, fen: 7n }, { ...person, fen: null }]),
      'zh',
    )
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
    expect(bytes.subarray(3).toString('utf8')).toBe(
      '姓名,证件,备注,金额\n' +
        `欧***,990101********1234,"'=2+5,""x""",-12.05\n` +
        `欧***,990101********1234,"'=2+5,""x""",0.07\n` +
        `欧***,990101********1234,"'=2+5,""x""",\n`,
    )
  })

  test('as XLSX holds typed text, no formula', async () => {
    const response = await exportList('xlsx', list([person]), 'en')
    expect(response.headers.get('content-type')).toMatch(/spreadsheetml/)
    const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-test-'))
    const file = `${folder}/list.xlsx`
    await writeFile(file, Buffer.from(await response.arrayBuffer()))
    const workbook = await openXlsx(file)
    const cells: unknown[] = []
    for await (const rows of workbook.sheets[0]!.rows()) cells.push(...rows.flatMap((row) => row.cells))
    expect(cells).toContainEqual({ kind: 'text', text: '=2+5,"x"' })
    await rm(folder, { recursive: true })
  })

  test('of too many rows is refused with what to do', async () => {
    const rows = Array.from({ length: exportRowsMax + 1 }, () => person)
    await expect(exportList('csv', list(rows), 'zh')).rejects.toMatchObject({ code: 'too_large' })
  })

  test('names its file so that no header can be broken', () => {
    const headers = downloadHeaders('名单"\r\nSet-Cookie: a=1\\../x.csv', 'text/csv')
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename="download"; filename\*=UTF-8''[\w.%-]+$/,
    )
  })
})

describe('masking', () => {
  test.for([
    ['identity_number', '990101199001011234', '990101********1234'],
    ['identity_number', '1234', '****'],
    ['account_number', '6222000011112222', '************2222'],
    ['phone', '13800001234', '138****1234'],
    ['name', '张三', '张*'],
    ['name', '', ''],
  ] as const)('%s %s is shown as %s', ([kind, text, shown]) => {
    expect(maskPersonal(kind, text)).toBe(shown)
  })
})
