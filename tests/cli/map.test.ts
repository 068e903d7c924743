import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newFolder, runProgram } from './program.ts'

const foreign = {
  '人员信息.csv': '编号,证件号,姓名\n1,990101194001010013,张三\n',
  '发放明细202403.csv':
    '流水号,编号,险种,项目,类别,年月,起,止,金额,状态\n' +
    '7,1,110,OLD_AGE,REGULAR,202403,202403,202403,310.5,发放成功\n',
}

async function foreignDelivery(): Promise<string> {
  const folder = path.join(await newFolder(), 'delivery')
  await mkdir(folder)
  for (const [name, text] of Object.entries(foreign)) await writeFile(path.join(folder, name), text)
  return folder
}

test('a draft names tables, columns and codes it recognised, and never replaces a file', async () => {
  const delivery = await foreignDelivery()
  const out = path.join(delivery, 'mapping.yaml')
  const drafted = await runProgram(['map', delivery, '--out', out])
  expect(drafted.status).toBe(0)
  const text = await readFile(out, 'utf8')
  expect(text).toMatch(/"人员信息.csv":\n\s+table: person/)
  expect(text).toMatch(/"证件号": id_number/)
  expect(text).toMatch(/"发放成功": "PAID"/)
  const again = await runProgram(['map', delivery, '--out', out])
  expect(again.status).toBe(2)
  expect(again.told.trim().split('\n')).toHaveLength(1)
  expect(await readFile(out, 'utf8')).toBe(text)
})

test('a mapping by hand lets a foreign delivery load, with the agency in front of its ids', async () => {
  const delivery = await foreignDelivery()
  const mapping = `
source: A01
files:
  人员信息.csv:
    table: person
    columns: { 编号: person_id, 证件号: id_number, 姓名: name }
  发放明细202403.csv:
    table: payment
    columns: { 流水号: payment_id, 编号: person_id, 险种: scheme, 项目: benefit, 类别: kind, 年月: pay_month,
      起: period_from, 止: period_to, 金额: amount, 状态: status }
    values: { status: { 发放成功: PAID } }
`
  await writeFile(path.join(delivery, 'mapping.yaml'), mapping)
  const out = path.join(await newFolder(), 'out')
  const run = await runProgram([
    'screen',
    delivery,
    '--out',
    out,
    '--rule',
    'AMT-01',
    '--set',
    'AMT-01.cap_110=310',
  ])
  expect(run.status).toBe(0)
  expect(await readFile(path.join(out, 'findings.csv'), 'utf8')).toMatch(
    /,AMT-01,.*,A01:1,张\*,2024-03,2024-03,310\.50,/,
  )
})

test('a folder without a readable file is refused in one sentence', async () => {
  const run = await runProgram(['map', await newFolder()])
  expect(run.status).toBe(2)
  expect(run.told.trim().split('\n')).toHaveLength(1)
})
