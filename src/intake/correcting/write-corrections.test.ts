import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { openDuck, runSql } from '#platform/duckdb.ts'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { listZip } from '#platform/zip-reader.ts'
import type { Manifest } from '#standard/manifest.ts'
import { rejectsFile } from '#standard/manifest.ts'
import { buildSnapshot } from '../build-snapshot.ts'
import { listFiles } from '../delivery/list-delivery.ts'
import type { BaseSnapshot } from '../extending/base-snapshot.ts'
import { writeCorrections } from './write-corrections.ts'

/** Rejected rows come back as files that are delivered again (the delivery's own headers, encodings and formats). */
const work = await mkdtemp(path.join(tmpdir(), 'fangxian-corrections-test-'))
afterAll(() => rm(work, { recursive: true }))

const id = (number: number): string => `99010119500101${String(number).padStart(4, '0')}`

async function snapshotOf(name: string, delivery: string, base?: BaseSnapshot): Promise<BaseSnapshot> {
  const directory = path.join(work, name)
  await mkdir(directory)
  await buildSnapshot({
    deliveries: [delivery],
    directory,
    programVersion: '0',
    ...(base === undefined ? {} : { base }),
  })
  const text = await readFile(path.join(directory, 'manifest.json'), 'utf8')
  const manifest = JSON.parse(text) as Manifest
  return { directory, manifest, manifestSha256: '0'.repeat(64) }
}

/** Member → rows of its first sheet as text. */
async function unpacked(zip: string): Promise<{ folder: string; sheets: Record<string, string[][]> }> {
  const folder = path.join(work, `unpacked-${path.basename(zip, '.zip')}`)
  await mkdir(folder)
  const sheets: Record<string, string[][]> = {}
  for (const entry of await listFiles(zip, work, 'out')) {
    const file = path.join(folder, entry.name)
    await writeFile(file, await readFile(await entry.fetch()))
    const workbook = await openXlsx(file)
    const rows: string[][] = []
    for await (const some of workbook.sheets[0]!.rows()) {
      for (const { cells } of some)
        rows.push(Array.from(cells, (cell) => (cell?.kind === 'text' ? cell.text : '')))
    }
    await workbook.close()
    sheets[entry.name] = rows
  }
  return { folder, sheets }
}

const paid = 'P1,170,RESIDENT_BASIC,REGULAR,2024-01,2024-01,2024-01'
const paymentHeader = 'payment_id,person_id,scheme,benefit,kind,pay_month,period_from,period_to,amount,status'
const text = (header: string) => ({ header, kind: 'text' as const, width: 12 })

/** CSV with a mapping and line breaks in a cell, .csv.gz with semicolons, .xlsx, .parquet: one bad row in each. */
async function writeDelivery(): Promise<string> {
  const delivery = path.join(work, 'delivery')
  await mkdir(delivery)
  await writeFile(
    path.join(delivery, 'mapping.yaml'),
    'files:\n  renyuan.csv:\n    table: person\n    columns:\n      编号: person_id\n      身份证: id_number\n      名字: name\n      生日: birth_date\n      备注: ""\n',
  )
  // Line breaks in a cell: physical lines are counted, not rows.
  const people = [
    '编号,身份证,名字,生日,备注',
    `P1,${id(1)},王一,1950-01-01,"第一行\n第二行"`,
    `P2,${id(2)},王二,1950-13-01,"错,的"`,
    `P3,${id(3)},王三,1950-01-01,`,
  ].join('\r\n')
  await writeFile(path.join(delivery, 'renyuan.csv'), people)
  await writeXlsx(path.join(delivery, 'death.xlsx'), [
    {
      name: 'death',
      columns: ['id_number', 'name', 'died_on', 'source'].map(text),
      rows: [
        [id(1), '王一', '2024-01-05', 'CIVIL_AFFAIRS'],
        [id(2), '王二', 'nie', 'CIVIL_AFFAIRS'],
      ],
    },
  ])
  const payments = [
    paymentHeader.replaceAll(',', ';'),
    `L1;${paid.replaceAll(',', ';')};200.10;PAID`,
    `L2;${paid.replaceAll(',', ';')};很多;PAID`,
  ].join('\n')
  await writeFile(path.join(delivery, 'payment-2024-01.csv.gz'), gzipSync(payments))
  const duck = await openDuck({ threads: 1 })
  const parquet = path.join(delivery, 'payee_account.parquet')
  await runSql(
    duck.connection,
    `copy (
      select * from (values ('A1', 'P1', '2024-01-01'), ('A2', 'P2', 'morgen'), ('A3', 'P3', null))
        as given (account_number, person_id, valid_from)
    ) to '${parquet}' (format parquet)`,
  )
  duck.close()
  return delivery
}

test('each file has its own headers, only the rejected rows, and why; corrected, they are the next delivery', async () => {
  const delivery = await writeDelivery()
  const first = await snapshotOf('first', delivery)
  const target = path.join(work, 'first.zip')
  const given = { deliveries: [delivery], rejectsFile: path.join(first.directory, rejectsFile), target }
  expect(await writeCorrections({ ...given, earlierRejectsFile: null })).toEqual({ rows: 4 })
  const { folder, sheets } = await unpacked(target)
  const why = ['退回列', '退回原因']
  // A register is replaced as a whole by the next delivery: who was right comes again. Of events only what was wrong.
  expect(sheets).toEqual({
    'renyuan.xlsx': [
      ['编号', '身份证', '名字', '生日', '备注', ...why],
      ['P2', id(2), '王二', '1950-13-01', '错,的', '生日', '不是日期'],
      ['P1', id(1), '王一', '1950-01-01', '第一行\n第二行'],
      ['P3', id(3), '王三', '1950-01-01'],
    ],
    'death.xlsx': [
      ['id_number', 'name', 'died_on', 'source', ...why],
      [id(2), '王二', 'nie', 'CIVIL_AFFAIRS', 'died_on', '不是日期'],
      [id(1), '王一', '2024-01-05', 'CIVIL_AFFAIRS'],
    ],
    'payee_account.xlsx': [
      ['account_number', 'person_id', 'valid_from', ...why],
      ['A2', 'P2', 'morgen', 'valid_from', '不是日期'],
      ['A1', 'P1', '2024-01-01'],
      ['A3', 'P3'],
    ],
    'payment-2024-01.xlsx': [
      [...paymentHeader.split(','), ...why],
      ['L2', ...paid.split(','), '很多', 'PAID', 'amount', '不是金额'],
    ],
  })

  // Somebody corrects one and delivers all again, the reason columns and the mapping with them.
  const [header, ...rows] = sheets['renyuan.xlsx']!
  const corrected = rows.map((row) => row.map((cell) => (cell === '1950-13-01' ? '1950-12-01' : cell)))
  await writeXlsx(path.join(folder, 'renyuan.xlsx'), [
    { name: 'person', columns: header!.map(text), rows: corrected },
  ])
  await writeFile(path.join(folder, 'mapping.yaml'), await mappingOf(target))
  const second = await snapshotOf('second', folder, first)
  const rowsOf = (table: string) => second.manifest.tables.find(({ name }) => name === table)!.rows
  expect(['person', 'payment', 'death', 'payee_account'].map(rowsOf)).toEqual([3, 1, 1, 2])
  const report = path.join(second.directory, rejectsFile)
  const next = {
    deliveries: [folder],
    rejectsFile: report,
    earlierRejectsFile: given.rejectsFile,
    target: path.join(work, 'second.zip'),
  }
  expect(await writeCorrections(next)).toEqual({ rows: 3 })
})

async function mappingOf(zip: string): Promise<string> {
  const member = (await listZip(zip)).find((each) => each.name === 'mapping.yaml')!
  const chunks: Buffer[] = []
  for await (const chunk of await member.open()) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}
