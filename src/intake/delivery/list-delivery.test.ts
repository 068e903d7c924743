import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import {
  load,
  loadFolders,
  paymentHeader,
  paymentLine,
  payments,
  removeFolders,
  writeDelivery,
} from '#intake/test-delivery.ts'
import { getTable } from '#standard/tables.ts'

afterAll(removeFolders)

test('belong to a table by name or title followed by nothing, a hyphen or a dot', async () => {
  const loaded = await load({
    'payment.2024-03.csv.gz': gzipSync(payments(paymentLine('1'))),
    'payment-2024.tsv': payments(paymentLine('2')).replaceAll(',', '\t'),
    '待遇发放明细.CSV': payments(paymentLine('3')),
    'payment-bare': payments(paymentLine('4')),
    'payment_batch.csv':
      'batch_id,scheme,pay_month,line_count,total_amount,channel\nB1,110,2024-03,1,310.50,DIRECT\n',
    'payments.csv': payments(paymentLine('9')),
    '.hidden.csv': 'x',
    '~$payment.xlsx': 'x',
  })
  expect(loaded.manifest.inputs.map((each) => [each.file, each.table, each.rows_loaded])).toEqual([
    ['payment_batch.csv', 'payment_batch', 1],
    ['payment-2024.tsv', 'payment', 1],
    ['payment-bare', 'payment', 1],
    ['payment.2024-03.csv.gz', 'payment', 1],
    ['待遇发放明细.CSV', 'payment', 1],
  ])
  const leftOut = loaded.manifest.warnings.filter((each) => each.en.includes('left out'))
  expect(leftOut.map((each) => each.en)).toEqual([expect.stringContaining('payments.csv')])
})

test('may be split among files, shuffled in columns and titled otherwise without changing a row', async () => {
  const rows = Array.from({ length: 30 }, (_, index) =>
    paymentLine(`Y${index}`).replace('P1', `P${index % 7}`),
  )
  const titles = getTable('payment').columns.map((column) => column.title)
  const reversed = (text: string): string => text.split(',').reverse().join(',')
  const whole = await load({ 'payment.csv': payments(...rows) })
  const split = await load({
    'payment-b.csv': [reversed(paymentHeader), ...rows.slice(0, 11).map(reversed)].join('\r\n'),
    'payment-a.csv': [titles.join(';'), ...rows.slice(11).map((row) => row.replaceAll(',', ';'))].join('\n'),
  })
  const all = 'file_row_number, *'
  expect(await split.select('payment', all, 'file_row_number')).toEqual(
    await whole.select('payment', all, 'file_row_number'),
  )
})

test('of several agencies are kept apart by the source of their mapping', async () => {
  const folders = ['A01', 'A02'].map((source) =>
    writeDelivery({
      'mapping.yaml': `source: ${source}\n`,
      'payment.csv': payments(paymentLine('1'), paymentLine('2').replace('310.50', 'x')),
    }),
  )
  const loaded = await loadFolders(folders)
  expect(loaded.manifest.inputs.map((each) => each.file)).toEqual(['A01:payment.csv', 'A02:payment.csv'])
  expect(loaded.rejects).toEqual(['A01:payment.csv,3,amount,x,money', 'A02:payment.csv,3,amount,x,money'])
  expect(await loaded.select('payment', 'payment_id, person_id, account_number, resend_of')).toEqual([
    { payment_id: 'A01:1', person_id: 'A01:P1', account_number: '6217', resend_of: null },
    { payment_id: 'A02:1', person_id: 'A02:P1', account_number: '6217', resend_of: null },
  ])
})

test('may have names, headers and values of their own, which a mapping translates', async () => {
  const loaded = await load({
    '发放表.csv': payments(paymentLine('1').replace('110', '01').replace('PAID', '已付')).replace(
      'amount',
      '实发金额',
    ),
    'mapping.yaml': `
files:
  发放表.csv:
    table: payment
    columns:
      实发金额: amount
    values:
      scheme: { 01: 110 }
      status: { 已付: PAID }
`,
  })
  expect(loaded.rejects).toEqual([])
  expect(await loaded.select('payment', 'scheme, status, amount_fen')).toEqual([
    { scheme: '110', status: 'PAID', amount_fen: 31050n },
  ])
})
