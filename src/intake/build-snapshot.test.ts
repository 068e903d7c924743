import { statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Manifest } from '#standard/manifest.ts'
import { snapshotColumns } from '#standard/snapshot.ts'
import { getTable } from '#standard/tables.ts'
import { buildSnapshot } from './build-snapshot.ts'
import {
  isBalanced,
  load,
  makeFolder,
  paymentHeader,
  paymentLine,
  payments,
  removeFolders,
  writeDelivery,
} from './test-delivery.ts'

afterAll(removeFolders)

test('holds the stored and derived columns of the standard, sorted, and nothing else lies beside it', async () => {
  const loaded = await load({
    'payment.csv': payments(
      paymentLine('3').replace('P1', 'P2'),
      paymentLine('2').replace('2024-03', '2024-04'),
      paymentLine('1'),
    ),
    'certification.csv':
      'certification_id,person_id,certified_at,channel,result,score\nC1,P1,2024-03-15 18:31:05,FACE,PASS,0.9\n',
  })
  expect(loaded.names).toEqual([
    'certification-0001.parquet',
    'manifest.json',
    'payment-0001.parquet',
    'rejects.csv',
  ])
  const rows = await loaded.select('payment', '*', 'person_id, pay_month')
  expect(Object.keys(rows[0]!)).toEqual(snapshotColumns(getTable('payment')).map((each) => each.name))
  expect(rows[0]).toMatchObject({
    payment_id: '1',
    pay_month: 24290,
    amount_fen: 31050n,
    holder_name_normalised: '张三',
  })
  const order = await loaded.select('payment', 'payment_id', 'file_row_number')
  expect(order.map((row) => row.payment_id)).toEqual(['1', '2', '3'])
  const [certified] = await loaded.select(
    'certification',
    'certified_at::varchar as moment, certified_at_day, certified_at_month, certified_at_second, certified_at_second_of_day, score_millionths',
  )
  expect(certified).toEqual({
    moment: '2024-03-15 18:31:05',
    certified_at_day: 19797,
    certified_at_month: 24290,
    certified_at_second: 1710527465n,
    certified_at_second_of_day: 66665,
    score_millionths: 900000n,
  })
  expect(Manifest.parse(loaded.manifest)).toEqual(loaded.manifest)
})

test('counts a repeat, rejects a conflict, and the first loadable row of all files wins', async () => {
  const loaded = await load({
    'payment-1.csv': payments(paymentLine('1').replace('310.50', 'abc'), paymentLine('2')),
    'payment-2.csv': payments(
      paymentLine('1'),
      paymentLine('2'),
      paymentLine('2').replace('310.50', '310.5'),
    ),
    'payment-3.csv': payments(
      paymentLine('1').replace('310.50', '311'),
      paymentLine('2').replace('张三', '李四'),
      paymentLine('1'),
    ),
  })
  expect(loaded.rejects).toEqual([
    'payment-1.csv,2,amount,abc,money',
    'payment-3.csv,2,payment_id,1,key_conflict',
    'payment-3.csv,3,payment_id,2,key_conflict',
  ])
  expect(
    loaded.manifest.inputs.map((each) => [
      each.rows_read,
      each.rows_loaded,
      each.rows_rejected,
      each.rows_repeated,
    ]),
  ).toEqual([
    [2, 1, 1, 0],
    [3, 1, 0, 2],
    [3, 0, 2, 1],
  ])
  expect(loaded.manifest.inputs.every(isBalanced)).toBe(true)
  expect(await loaded.select('payment', 'payment_id, amount_fen')).toEqual([
    { payment_id: '1', amount_fen: 31050n },
    { payment_id: '2', amount_fen: 31050n },
  ])
})

test('names a key of several columns by its values joined with #', async () => {
  const header = 'account_id,role,granted_at,revoked_at\n'
  const loaded = await load({
    'role_grant.csv': `${header}A1,复核,2024/3/15 18:31,\nA1,REVIEW,2024-03-15 18:31:00,2024-04-01\n`,
  })
  expect(loaded.rejects).toEqual([
    'role_grant.csv,3,account_id+role+granted_at,A1#REVIEW#2024-03-15T18:31:00,key_conflict',
  ])
})

test('gives the physical line on which a row starts, the first bad column, and the value as delivered', async () => {
  const loaded = await load({
    'payment.csv': payments(
      paymentLine('1').replace('张三', '"张\n\n三"'),
      '',
      '   ',
      paymentLine('2').replace('2024-03,2024-03,2024-03', '2024-13, 2024-14 ,2024-03'),
      paymentLine('3').replace('310.50', '"1,2,3"'),
      paymentLine('').replace('110', '999'),
      paymentLine('4', ',x'),
      paymentHeader,
      paymentLine('5').replace('310.50', '=1+1'),
      'short,B1,P1',
      paymentLine('6').replace('PAID', ' NULL '),
      ',,',
    ),
  })
  expect(loaded.rejects).toEqual([
    'payment.csv,7,pay_month,2024-13,month',
    'payment.csv,8,amount,"1,2,3",money',
    'payment.csv,9,payment_id,,required',
    'payment.csv,10,,,too_many_fields',
    'payment.csv,11,,,repeated_header',
    "payment.csv,12,amount,'=1+1,money",
    'payment.csv,13,scheme,,required',
    'payment.csv,14,status, NULL ,required',
    'payment.csv,15,payment_id,,required',
  ])
  expect(loaded.input('payment.csv')).toMatchObject({ rows_read: 10, rows_loaded: 1, rows_rejected: 9 })
  expect(await loaded.select('payment', 'holder_name, holder_name_normalised')).toEqual([
    { holder_name: '张\n\n三', holder_name_normalised: '张三' },
  ])
  expect(loaded.rejectsText.startsWith('\uFEFFfile,line,column,value,reason\r\n')).toBe(true)
})

test('rejects every row of a file that lacks a required column and says so first, with the remedy', async () => {
  const loaded = await load({
    'person.csv': 'person_id,name\nP1,张三\nP2,李四\n',
    'notes.txt': 'hello',
  })
  expect(loaded.rejects).toEqual(['person.csv,2,id_number,,required', 'person.csv,3,id_number,,required'])
  expect(loaded.manifest.warnings[0]!.en).toContain('2 of 2 rows were rejected for required')
  expect(loaded.manifest.warnings.map((each) => each.en).join()).toContain('notes.txt')
})

test('a file with only a header makes its table present', async () => {
  const loaded = await load({ 'death.csv': 'source,id_number,name,died_on,reported_on,revoked' })
  expect(loaded.manifest.tables).toMatchObject([
    { name: 'death', rows: 0, parts: [{ rows: 0 }], first_date: null },
  ])
  expect(await loaded.select('death', '*')).toEqual([])
})

test('says from when to when a table reaches and which months are missing', async () => {
  const loaded = await load({
    'payment.csv': payments(paymentLine('1'), paymentLine('2').replace('2024-03', '2024-06')),
    'death.csv': '来源,公民身份号码,死亡日期,报送日期\n公安,990101199001011230,2024-03-15,2024-05-01\n',
  })
  expect(loaded.manifest.tables).toMatchObject([
    {
      name: 'payment',
      first_date: '2024-03',
      last_date: '2024-06',
      missing_months: ['2024-04', '2024-05'],
    },
    { name: 'death', first_date: '2024-03-15', last_date: '2024-05-01', missing_months: ['2024-04'] },
  ])
})

test('remarks wrong check characters and references that lead nowhere, where their table was delivered', async () => {
  const loaded = await load({
    'person.csv':
      'person_id,id_number,name\nP1,990101199001011230,张三\nP2,990101199001011231,李四\nP3,99010119900101123x,王五\nP4,123,赵六\n',
    'payment.csv': payments(
      paymentLine('1'),
      paymentLine('2').replace('P1', 'P9'),
      paymentLine('3').replace('P1', 'P9'),
    ),
  })
  expect(
    loaded.manifest.quality.map(({ table, column, rows, example }) => [table, column, rows, example]),
  ).toEqual([
    ['person', 'id_number', 3, '123'],
    ['payment', 'person_id', 2, 'P9'],
  ])
})

test('writes files that only their owner may read', async () => {
  const delivery = writeDelivery({ 'payment.csv': payments(paymentLine('1')) })
  const directory = makeFolder()
  await buildSnapshot({ deliveries: [delivery], directory, programVersion: 'test' })
  for (const name of ['manifest.json', 'rejects.csv', 'payment-0001.parquet']) {
    expect(statSync(path.join(directory, name)).mode & 0o777).toBe(0o600)
  }
})

test('is the same, byte for byte, in every run', async () => {
  const files = {
    'payment.csv': payments(paymentLine('1'), paymentLine('1'), paymentLine('2').replace('310.50', 'x')),
  }
  const [first, second] = [await load(files), await load(files)]
  expect(second.manifest).toEqual(first.manifest)
  expect(second.rejectsText).toBe(first.rejectsText)
})
