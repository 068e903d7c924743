import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { Refusal } from '#base/refusal.ts'
import { openXlsx } from './xlsx-reader.ts'
import type { XlsxCell } from './xlsx-types.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'xlsx-reader-'))
afterAll(() => rmSync(folder, { recursive: true }))

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The parts of a workbook as other programs write them; each test changes what it is about. */
const parts = {
  '_rels/.rels': `<Relationships><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns:r="${office}"><sheets><sheet name="数据" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
}

async function workbookOf(changed: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const file = path.join(folder, 'book.xlsx')
  const zip = new ZipFile()
  for (const [name, content] of Object.entries({ ...parts, ...changed })) {
    zip.addBuffer(Buffer.from(content), name)
  }
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(file))
  return file
}

const sheetOf = (rows: string): string =>
  `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData></worksheet>`

type Read = Record<number, (XlsxCell | undefined)[]>

async function readSheet(changed: Readonly<Record<string, string | Buffer>>, index = 0): Promise<Read> {
  const workbook = await openXlsx(await workbookOf(changed))
  const read: Read = {}
  for await (const rows of workbook.sheets[index]!.rows()) {
    for (const { line, cells } of rows) read[line] = [...cells]
  }
  await workbook.close()
  return read
}

const readRows = (rows: string, strings?: string): Promise<Read> =>
  readSheet({
    'xl/worksheets/sheet1.xml': sheetOf(rows),
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': strings }),
  })

const text = (value: string): XlsxCell => ({ kind: 'text', text: value })
const number = (raw: string): XlsxCell => ({ kind: 'number', raw })

async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Refusal)
  expect((error as Refusal).code).toBe('unreadable_input')
  expect((error as Refusal).text.zh).toContain('book.xlsx')
  return (error as Refusal).text.zh
}

describe('cells', () => {
  test('of every type', async () => {
    const strings = '<sst><si><t>甲</t></si><si><t xml:space="preserve"> 乙 </t></si></sst>'
    const read = await readRows(
      `<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><t>丙</t></is></c><c r="C1" t="str"><f>A1&amp;"x"</f><v>丁</v></c>
       <c r="D1"><f>SUM(A1)</f><v>4.3499999999999996</v></c><c r="E1" t="b"><v>1</v></c><c r="F1" t="e"><v>#N/A</v></c>
       <c r="G1" t="n"><v>1E-3</v></c><c r="H1" t="d"><v>2024-03-15T00:00:00</v></c><c r="I1" s="3"/><c r="J1"><v></v></c><c r="K1" t="s"><v>0</v></c></row>`,
      strings,
    )
    expect(read[1]).toEqual([
      text(' 乙 '),
      text('丙'),
      text('丁'),
      number('4.3499999999999996'),
      { kind: 'bool', value: true },
      { kind: 'error', text: '#N/A' },
      number('1E-3'),
      text('2024-03-15T00:00:00'),
      undefined,
      undefined,
      text('甲'),
    ])
  })

  test('of rich text are one text, without the readings above it', async () => {
    const run =
      '<r><rPr><b/></rPr><t>待</t></r><r><t>遇</t></r><rPh sb="0" eb="1"><t>daiyu</t></rPh><phoneticPr fontId="1"/>'
    const read = await readRows(
      `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is>${run}</is></c></row>`,
      `<sst><si>${run}</si></sst>`,
    )
    expect(read[1]).toEqual([text('待遇'), text('待遇')])
  })

  test('have entities, CDATA, line ends and _xHHHH_ escapes resolved, once', async () => {
    const read = await readRows(
      '<row r="1"><c r="A1" t="inlineStr"><is><t>&lt;&amp;lt;&gt;&quot;&apos;&#20013;&#x4E2D;&unknown;</t></is></c>' +
        '<c r="B1" t="inlineStr"><is><t><![CDATA[<a>&amp;]]>b</t></is></c>' +
        '<c r="C1" t="inlineStr"><is><t>a_x000D_\r\nb\rc&#13;_x005F_x000D_</t></is></c></row>',
    )
    expect(read[1]).toEqual([text('<&lt;>"\'中中&unknown;'), text('<a>&amp;b'), text('a\r\nb\nc\r_x000D_')])
  })

  test('and rows without a reference stand after the one before', async () => {
    const read = await readRows(
      '<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row><row/>',
    )
    expect(read).toEqual({
      1: [number('1'), number('2')],
      5: [undefined, undefined, number('3'), number('4')],
      6: [number('5')],
      7: [],
    })
  })

  test('may be out of order, and in other letters', async () => {
    const read = await readRows('<row r="1"><c r="c1"><v>3</v></c><c r="A1"><v>1</v></c></row>')
    expect(read[1]).toEqual([number('1'), undefined, number('3')])
  })

  test('of more texts than fit a page of the table are all found again', async () => {
    const texts = Array.from({ length: 60_000 }, (_, index) => `文字${index}-${'x'.repeat(index % 50)}`)
    const rows = [0, 32_767, 32_768, 45_678, 59_999].map((index) => `<row><c t="s"><v>${index}</v></c></row>`)
    const read = await readRows(
      rows.join(''),
      `<sst>${texts.map((each) => `<si><t>${each}</t></si>`).join('')}</sst>`,
    )
    expect(Object.values(read).flat()).toEqual(
      [0, 32_767, 32_768, 45_678, 59_999].map((index) => text(texts[index]!)),
    )
  })
})

describe('workbooks of other programs', () => {
  test('use prefixes, single quotes, comments and instructions', async () => {
    const read = await readSheet({
      'xl/workbook.xml': `<?xml version='1.0'?><!-- a > b --><x:workbook xmlns:r='${office}'><x:sheets><x:sheet name='数据' sheetId='7' r:id = 'rId1'/></x:sheets></x:workbook>`,
      'xl/worksheets/sheet1.xml':
        "<x:worksheet><x:sheetData><!-- <x:row> --><x:row r='1' note='a>b'><x:c r='A1' t='inlineStr'><x:is><x:t>甲</x:t></x:is></x:c><?p q?></x:row></x:sheetData></x:worksheet>",
    })
    expect(read).toEqual({ 1: [text('甲')] })
  })

  test('name parts from the root, in other letters, and list hidden sheets in their own order; charts are left out', async () => {
    const kinds = [
      ['rId1', 'worksheet', '/XL/worksheets/Sheet1.xml'],
      ['rId2', 'chartsheet', 'chartsheets/sheet1.xml'],
      ['rId3', 'worksheet', 'worksheets/sheet9.xml'],
    ]
    const file = await workbookOf({
      'xl/workbook.xml': `<workbook><sheets><sheet name="隐藏 &amp; 九" state="hidden" r:id="rId3"/><sheet name="图" r:id="rId2"/><sheet name="一" state="veryHidden" r:id="rId1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships>${kinds.map(([id, kind, target]) => `<Relationship Target="${target}" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/${kind}" Id="${id}"/>`).join('')}</Relationships>`,
      'xl/worksheets/sheet1.xml': sheetOf('<row><c><v>1</v></c></row>'),
      'xl/worksheets/sheet9.xml': sheetOf('<row><c><v>9</v></c></row>'),
      'xl/chartsheets/sheet1.xml': '<chartsheet/>',
    })
    const workbook = await openXlsx(file)
    expect(workbook.sheets.map(({ name }) => name)).toEqual(['隐藏 & 九', '一'])
    const [first] = await Array.fromAsync(workbook.sheets[1]!.rows())
    expect(first![0]!.cells).toEqual([number('1')])
  })

  test('may be UTF-16, and an empty sheet has no rows', async () => {
    const utf16 = Buffer.from(
      `\uFEFF${sheetOf('<row><c t="inlineStr"><is><t>甲</t></is></c></row>')}`,
      'utf16le',
    )
    expect(await readSheet({ 'xl/worksheets/sheet1.xml': utf16 })).toEqual({ 1: [text('甲')] })
    expect(await readSheet({ 'xl/worksheets/sheet1.xml': '<worksheet><sheetData/></worksheet>' })).toEqual({})
  })

  test('hold other things after the rows that look like cells', async () => {
    const xml = sheetOf('<row><c><v>1</v></c></row>').replace(
      '</sheetData>',
      '</sheetData><extLst><row><c><v>2</v></c></row></extLst>',
    )
    expect(await readSheet({ 'xl/worksheets/sheet1.xml': xml })).toEqual({ 1: [number('1')] })
  })

  test('can be read twice', async () => {
    const workbook = await openXlsx(
      await workbookOf({ 'xl/worksheets/sheet1.xml': sheetOf('<row><c><v>1</v></c></row>') }),
    )
    const count = async (): Promise<number> =>
      (await Array.fromAsync(workbook.sheets[0]!.rows())).flat().length
    expect([await count(), await count()]).toEqual([1, 1])
  })
})

describe('refused in one sentence:', () => {
  const good = { 'xl/worksheets/sheet1.xml': sheetOf('<row><c><v>1</v></c></row>') }
  const standIn = (bytes: Buffer | string): string => {
    const file = path.join(folder, 'book.xlsx')
    writeFileSync(file, bytes)
    return file
  }

  test('the 1904 date system, for every date would be four years off', async () => {
    const changed = {
      ...good,
      'xl/workbook.xml': parts['xl/workbook.xml'].replace('<sheets>', '<workbookPr date1904="1"/><sheets>'),
    }
    expect(await refusalOf(readSheet(changed))).toContain('1904')
  })

  test('a text file, an old .xls, an .xlsb, an archive without a workbook', async () => {
    expect(await refusalOf(openXlsx(standIn('person_id,name')))).toContain('不是 .xlsx')
    expect(await refusalOf(openXlsx(standIn('')))).toContain('不是 .xlsx')
    expect(await refusalOf(openXlsx(standIn(Buffer.from('d0cf11e0a1b11ae1', 'hex'))))).toContain('.xls')
    const binary = parts['_rels/.rels'].replace('workbook.xml', 'workbook.bin')
    expect(await refusalOf(readSheet({ '_rels/.rels': binary }))).toContain('.xlsb')
    const none = parts['_rels/.rels'].replace('officeDocument"', 'other"')
    const file = await workbookOf({ '_rels/.rels': none })
    const bytes = readFileSync(file)
    expect(bytes.length).toBeGreaterThan(0)
    expect(
      await refusalOf(
        openXlsx(
          standIn(
            Buffer.from(bytes.toString('latin1').replaceAll('xl/workbook.xml', 'xl/workbooq.xml'), 'latin1'),
          ),
        ),
      ),
    ).toContain('没有工作簿')
  })

  test('cut off', async () => {
    const bytes = readFileSync(await workbookOf(good))
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      await refusalOf(openXlsx(standIn(bytes.subarray(0, Math.floor(bytes.length * share)))))
    }
  })

  test.for([
    ['a sheet that ends in the middle', '<worksheet><sheetData><row><c><v>1</v></c></row>'],
    ['a sheet that ends in a tag', '<worksheet><sheetData/></worksheet><row r="1'],
    ['a shared string that is not there', sheetOf('<row><c t="s"><v>5</v></c></row>')],
    ['a cell beyond the last column', sheetOf('<row><c r="ZZZZ1"><v>5</v></c></row>')],
    ['a row beyond the last', sheetOf('<row r="99999999"/>')],
    ['entities that blow up', `<!DOCTYPE x [<!ENTITY a "aaaa">]>${sheetOf('')}`],
    ['invalid UTF-8', Buffer.from([0x3c, 0x77, 0xff, 0xfe, 0x3e])],
  ] as const)('%s', async ([, xml]) => {
    await refusalOf(readSheet({ 'xl/worksheets/sheet1.xml': xml }))
  })

  test('a row of more than 16 MB, with its number', async () => {
    const cell = `<c t="inlineStr"><is><t>${'x'.repeat(2 ** 20)}</t></is></c>`
    expect(await refusalOf(readRows(`<row r="7">${cell.repeat(17)}</row>`))).toContain('第 7 行')
  })
})
