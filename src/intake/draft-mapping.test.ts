import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { draftMapping } from './draft-mapping.ts'
import { load, removeFolders, writeDelivery } from './test-delivery.ts'

afterAll(removeFolders)

const header =
  '业务流水,人员编号,险种类别,待遇类型,发放月份,所属期起,所属期止,类型,实发金额,收款账号,开户人,状态,备注'
const rows = Array.from(
  { length: 30 },
  (_, index) =>
    `L${index},G${index % 9},${index % 2 === 0 ? '企业职工基本养老保险' : '居民养老'},基本养老金,2024-0${(index % 9) + 1},2024-01,2024-01,正常,1,${index}00.50,6217000${index},张三,${index % 5 === 0 ? '发放成功' : '成功'},无`,
).map((row) => row.replace(/正常,1,(\d+)00/, '正常,$100'))

const delivery = { '养老金发放台账.csv': [header, ...rows].join('\n') }

test('a draft finds table, columns and codes from names and contents, and what it is unsure of is a comment', async () => {
  const text = await draftMapping(writeDelivery(delivery))
  const mapping = parse(text)
  const file = mapping.files['养老金发放台账.csv']
  expect(file.table).toBe('payment')
  expect(file.columns).toMatchObject({
    人员编号: 'person_id',
    险种类别: 'scheme',
    发放月份: 'pay_month',
    实发金额: 'amount',
    收款账号: 'account_number',
    开户人: 'holder_name',
  })
  expect(file.values).toMatchObject({ scheme: { 企业职工基本养老保险: '110' } })
  expect(text).toContain('"备注":  # 未识别')
  expect(text).toMatch(/发放成功/)
})

test('a delivery that follows the standard needs no columns in its draft', async () => {
  const text = await draftMapping(
    writeDelivery({ '死亡信息.csv': '来源,公民身份号码,死亡日期\n公安,990101199001011230,2024-03-15\n' }),
  )
  expect(parse(text)).toEqual({ files: { '死亡信息.csv': { table: 'death' } } })
})

test('a draft can be used as it is, and loads what it recognised', async () => {
  const files = {
    'people.txt.gz': gzipSync('GRBH\tSFZHM\tXM\tCSRQ\nP1\t99010119900101123x\t张三\t19900101\n'),
  }
  const text = await draftMapping(writeDelivery(files))
  const mapping = parse(text)
  expect(mapping.files['people.txt.gz'].table).toBe('person')
  const loaded = await load({ ...files, 'mapping.yaml': text })
  expect(await loaded.select('person', 'person_id, id_number, name')).toEqual([
    { person_id: 'P1', id_number: '99010119900101123X', name: '张三' },
  ])
})

test('a folder without readable files is refused', async () => {
  await expect(draftMapping(writeDelivery({ 'notes.md': 'x' }))).rejects.toMatchObject({
    code: 'nothing_to_read',
  })
})
