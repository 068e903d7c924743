import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { openDuck, runSql, sqlText } from '#platform/duckdb.ts'
import { load, loadFolders, makeFolder, paymentLine, payments, removeFolders } from './test-delivery.ts'

afterAll(removeFolders)

async function writeZip(file: string, entries: Readonly<Record<string, string | Buffer>>): Promise<void> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const stream = createWriteStream(file)
  zip.outputStream.pipe(stream)
  await once(stream, 'close')
}

/** A number is a number cell, a text an inline string, null no cell at all. */
type Cell = string | number | boolean | null
type Sheets = Readonly<Record<string, readonly (readonly Cell[])[]>>

function sheetXml(rows: readonly (readonly Cell[])[]): string {
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const cellXml = (cell: Cell, reference: string): string => {
    if (cell === null) return ''
    if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`
    if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`
    return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
  }
  const body = rows.map((row, line) => {
    const cells = row.map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${line + 1}`))
    return `<row r="${line + 1}">${cells.join('')}</row>`
  })
  return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${body.join('')}</sheetData></worksheet>`
}

async function writeXlsx(file: string, sheets: Sheets): Promise<void> {
  const names = Object.keys(sheets)
  const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const packages = 'http://schemas.openxmlformats.org/package/2006/relationships'
  await writeZip(file, {
    '_rels/.rels': `<Relationships xmlns="${packages}"><Relationship Id="r0" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relationships}"><sheets>${names
      .map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="r${index + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}">${names
      .map(
        (_, index) =>
          `<Relationship Id="r${index + 1}" Type="${relationships}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
      )
      .join('')}</Relationships>`,
    ...Object.fromEntries(
      names.map((name, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheets[name]!)]),
    ),
  })
}

const certificationHeader = [
  'certification_id',
  'person_id',
  'certified_at',
  'channel',
  'result',
  'score',
  'device_id',
]

test('a workbook: numbers, serial dates, blank rows, row numbers and lost digits', async () => {
  const folder = makeFolder()
  await writeXlsx(path.join(folder, 'certification.xlsx'), {
    Sheet1: [
      certificationHeader,
      ['C1', 1001, 45366.77158564815, 'FACE', '通过', 0.9, 'D1'],
      [],
      [null, '  ', null],
      ['C2', 1234567890123456, 45366, 'FACE', 'PASS', 0.9],
      ['C3', 1002, '2024-03-15', 'FACE', 'PASS', 0.1234565, 310.1, null, null],
      ['C4', 1002, 20240315, 'FACE', 'PASS', 'x'],
      ['C5', 1002, 20240315, 'FACE', 'PASS', 1, 'D', 'too many'],
      certificationHeader,
      ['C6', null, 20240315, 'FACE', 'PASS'],
      ['C1', 1001, '2024/3/15 18:31:05', '人脸自助', 'PASS', '0.90', 'D1'],
      ['C7', 1003, 20240316, 'FACE', 'PASS', null, true],
    ],
    notes: [['anything']],
  })
  const loaded = await loadFolders([folder])
  expect(loaded.rejects).toEqual([
    'certification.xlsx,5,person_id,1234567890123456,precision',
    'certification.xlsx,7,score,x,rate',
    'certification.xlsx,8,,,too_many_fields',
    'certification.xlsx,9,,,repeated_header',
    'certification.xlsx,10,person_id,,required',
  ])
  expect(loaded.manifest.inputs).toMatchObject([
    { rows_read: 9, rows_loaded: 3, rows_rejected: 5, rows_repeated: 1 },
  ])
  expect(
    await loaded.select(
      'certification',
      'certification_id, person_id, certified_at::varchar as moment, score_millionths, device_id',
    ),
  ).toEqual([
    {
      certification_id: 'C1',
      person_id: '1001',
      moment: '2024-03-15 18:31:05',
      score_millionths: 900000n,
      device_id: 'D1',
    },
    {
      certification_id: 'C3',
      person_id: '1002',
      moment: '2024-03-15 00:00:00',
      score_millionths: 123457n,
      device_id: '310.1',
    },
    {
      certification_id: 'C7',
      person_id: '1003',
      moment: '2024-03-16 00:00:00',
      score_millionths: null,
      device_id: 'TRUE',
    },
  ])
})

test('of a workbook each sheet named like a table is read', async () => {
  const folder = makeFolder()
  await writeXlsx(path.join(folder, 'person.xlsx'), {
    说明: [['nothing']],
    工作人员: [
      ['staff_id', 'name', 'status'],
      ['S1', '张三', '在岗'],
    ],
    'person-1': [
      ['person_id', 'id_number', 'name'],
      ['P1', '990101199001011230', '张三'],
    ],
  })
  const loaded = await loadFolders([folder])
  expect(loaded.manifest.inputs.map((each) => [each.file, each.table, each.rows_loaded])).toEqual([
    ['person.xlsx', 'person', 1],
    ['person.xlsx', 'staff', 1],
  ])
})

test('a .zip is a folder: names in GB18030, folders inside, hidden entries skipped', async () => {
  const folder = makeFolder()
  const file = path.join(folder, '交付.zip')
  await writeZip(file, {
    'data/payment-1.csv': payments(paymentLine('1'), paymentLine('2').replace('310.50', 'x')),
    'data/待遇发放明细-2.csv': payments(paymentLine('1')),
    '__MACOSX/data/payment-1.csv': 'x',
    'data/.payment.csv': 'x',
    'data/~$payment.xlsx': 'x',
    'data/readme.md': 'x',
    'mapping.yaml': 'source: A01',
  })
  const loaded = await loadFolders([file])
  expect(loaded.rejects).toEqual(['A01:payment-1.csv,3,amount,x,money'])
  expect(loaded.manifest.inputs.map((each) => [each.file, each.rows_loaded, each.rows_repeated])).toEqual([
    ['A01:交付.zip/payment-1.csv', 1, 0],
    ['A01:交付.zip/待遇发放明细-2.csv', 0, 1],
  ])
  expect(loaded.manifest.warnings.map((each) => each.en).join()).toContain('readme.md')
  expect(loaded.names).toEqual(['manifest.json', 'payment-0001.parquet', 'rejects.csv'])
})

async function writeParquet(sql: string): Promise<string> {
  const folder = makeFolder()
  const database = await openDuck({ threads: 1 })
  await runSql(
    database.connection,
    `copy (${sql}) to ${sqlText(path.join(folder, 'certification.parquet'))} (format parquet)`,
  )
  database.close()
  return folder
}

test('a Parquet file: typed columns, row numbers as lines', async () => {
  const folder = await writeParquet(`
    select * from (values
      ('C1', 1001::bigint, timestamp '2024-03-15 18:31:05.5', 'FACE', 'PASS', 0.9::decimal(18, 8), 'multi' || chr(10) || 'line "x"'),
      ('C2', null, timestamp '2024-03-15 18:31:05', 'FACE', 'PASS', 0.9, null),
      ('C3', 1002, timestamp '2024-03-15 00:00:00', '人脸自助', 'PASS', 0.1234565, ''),
      ('C4', 1002, timestamp '2024-03-15 00:00:00', 'X', 'PASS', 1, '')
    ) as t(certification_id, 个人编号, certified_at, channel, result, score, device_id)`)
  const loaded = await loadFolders([folder])
  expect(loaded.rejects).toEqual([
    'certification.parquet,2,person_id,,required',
    'certification.parquet,4,channel,X,code',
  ])
  expect(loaded.manifest.inputs[0]!.unknown_columns).toEqual([])
  expect(
    await loaded.select(
      'certification',
      'person_id, certified_at::varchar as moment, channel, score_millionths, device_id',
    ),
  ).toEqual([
    {
      person_id: '1001',
      moment: '2024-03-15 18:31:05',
      channel: 'FACE',
      score_millionths: 900000n,
      device_id: 'multi\nline "x"',
    },
    {
      person_id: '1002',
      moment: '2024-03-15 00:00:00',
      channel: 'FACE',
      score_millionths: 123457n,
      device_id: null,
    },
  ])
})

test('floating-point ids of a Parquet file stop the run, a floating-point rate does not', async () => {
  const select = (person: string): string =>
    `select 'C1' as certification_id, ${person} as person_id, date '2024-03-15' as certified_at, 'FACE' as channel, 'PASS' as result, 0.1234565::double as score`
  await expect(loadFolders([await writeParquet(select('1.0::double'))])).rejects.toMatchObject({
    code: 'unreadable_input',
    text: { en: expect.stringContaining('floating-point') },
  })
  const loaded = await loadFolders([await writeParquet(select("'P1'"))])
  expect(await loaded.select('certification', 'score_millionths')).toEqual([{ score_millionths: 123457n }])
})

test('the three formats of the same rows give the same snapshot', async () => {
  const header = ['person_id', 'id_number', 'name', 'birth_date']
  const rows = [
    ['P1', '990101199001011230', '买买提·艾力', '1990-01-01'],
    ['P2', '99010119900101123x', '㐀𠮷', '1990/1/2'],
  ]
  const all = 'file_row_number, *'
  const csv = await load({ 'person.csv': [header, ...rows].map((row) => row.join(',')).join('\n') })
  const folder = makeFolder()
  await writeXlsx(path.join(folder, 'person.xlsx'), { person: [header, ...rows] })
  expect(await (await loadFolders([folder])).select('person', all)).toEqual(await csv.select('person', all))
})
