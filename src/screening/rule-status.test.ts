import { expect, test } from 'vitest'
import { parseDay } from '#base/calendar-math.ts'
import type { Manifest, ManifestTable } from '#standard/manifest.ts'
import type { Rule } from './rule.ts'
import { judge, missingNeeds } from './rule-status.ts'

const asOf = parseDay('2024-12-31')!

const rule: Rule = {
  code: 'TST-01',
  id: 'test/example',
  version: 1,
  title: { zh: '示例', en: 'example' },
  purpose: { zh: '示例', en: 'example' },
  basis: [],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['person'], ['payment'], ['death', 'person.death_date']],
  reads: ['payment', 'death_date'],
  parameters: {},
  sql: '',
  facts: {},
  evidence: {},
  check: '',
  explain: () => '',
}

const table = (name: string, other: Partial<ManifestTable> = {}): ManifestTable => ({
  name,
  rows: 100,
  rows_rejected: 0,
  columns: [],
  parts: [],
  first_date: null,
  last_date: null,
  missing_months: [],
  ...other,
})

const delivered = (...tables: ManifestTable[]): Manifest => ({
  standard_version: 1,
  program_version: 'test',
  base: null,
  inputs: [],
  tables,
  quality: [],
  warnings: [],
})

const sound = [
  table('person'),
  table('payment', { last_date: '2024-12' }),
  table('death', { last_date: '2024-11-30' }),
]

test('a rule whose tables are missing names them', () => {
  expect(missingNeeds(rule, delivered(table('person')))?.zh).toBe(
    '缺少数据：待遇发放明细、死亡信息或参保人员的死亡日期',
  )
  expect(missingNeeds(rule, delivered(...sound))).toBeNull()
})

test('one of several alternatives is enough, a column counts only where it was delivered', () => {
  const withColumn = table('person', { columns: ['person_id', 'death_date'] })
  const payment = table('payment', { last_date: '2024-12' })
  expect(missingNeeds(rule, delivered(withColumn, payment))).toBeNull()
  expect(missingNeeds(rule, delivered(table('person'), payment))).not.toBeNull()
})

test('sound data without findings is a PASS, with findings a HIT', () => {
  expect(judge(rule, ['person', 'payment', 'death'], delivered(...sound), asOf, 0).status).toBe('PASS')
  expect(judge(rule, ['person', 'payment', 'death'], delivered(...sound), asOf, 3).status).toBe('HIT')
})

const withDeath = (other: Partial<ManifestTable>) =>
  delivered(...sound.slice(0, 2), table('death', { last_date: '2024-12-01', ...other }))

test.for([
  [{ rows: 0, last_date: null }, '死亡信息没有数据'],
  [{ last_date: '2024-09-29' }, '死亡信息只到 2024-09-29，比截止日早 93 天'],
  [{ rows: 94, rows_rejected: 6 }, '死亡信息有 6 行被拒收，超过 5%'],
] as const)('a feed like %j promises nothing', ([other, reason]) => {
  const judgement = judge(rule, [], withDeath(other), asOf, 0)
  expect(judgement).toMatchObject({ status: 'NOT_EVALUATED', reason: { zh: reason } })
  expect(judge(rule, [], withDeath(other), asOf, 1)).toMatchObject({
    status: 'HIT',
    reason: null,
    remarks: [{ zh: reason }],
  })
})

test.for([
  { last_date: '2024-09-30' },
  { rows: 95, rows_rejected: 5 },
  { last_date: null },
  { last_date: '2025-06-30' },
] as const)('a feed like %j still lets a rule pass', (other) => {
  expect(judge(rule, [], withDeath(other), asOf, 0).status).toBe('PASS')
})

test('a month counts to its last day', () => {
  const manifest = delivered(table('person'), table('payment', { last_date: '2024-09' }), sound[2]!)
  expect(judge(rule, [], manifest, asOf, 0).status).toBe('PASS')
  const older = delivered(table('person'), table('payment', { last_date: '2024-08' }), sound[2]!)
  expect(judge(rule, [], older, asOf, 0).status).toBe('NOT_EVALUATED')
})

test('a table that a rule reads without needing it counts as empty, with a remark', () => {
  const { status, remarks } = judge(rule, ['payee_account'], delivered(...sound), asOf, 0)
  expect(status).toBe('PASS')
  expect(remarks).toEqual([
    { zh: '没有发放账户，按空表处理', en: 'payee_account was not delivered and counts as empty' },
  ])
})
