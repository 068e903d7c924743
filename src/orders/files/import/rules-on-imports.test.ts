import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { readRetirementAge } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { statusesAfter } from '#records/available-actions.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'
import { rules as catalogue } from '#rules/catalogue.ts'
import type { Rule } from '#screening/rule.ts'
import { runFileRules } from '#server/business/run-file-rules.ts'
import { accountChange } from '../../functions/account-change.ts'
import { accountChangeInput, loadTable, orderStep } from '../../test-orders.ts'
import {
  actingAs,
  decideOnFeed,
  idOf,
  loadPeople,
  reportDeath,
  setUpOffice,
  withoutFiles,
  writeLive,
} from '../test-files.ts'
import { defineBatchImport } from './batch-import.ts'
import { createImportCheck, batchImportKind as kind } from './import-check.ts'
import type { BatchImportData } from './import-data.ts'

/** Account changes in a list, with the catalogue's own rules; P1 is dead, T1 is an account of staff. */
const database = await testDatabase()
const { db, owner, pool } = database
const retirementAge = await readRetirementAge()
let rules: readonly Rule[] = catalogue
let runs = 0

const functions = new Map([[accountChange.code, accountChange]])
const run = runFileRules(pool, { rules: () => rules, retirementAge, timeoutMs: 60_000 })
const check = createImportCheck({
  pool,
  functions,
  runRules: (asked) => {
    runs += 1
    return run(asked)
  },
})
const as = actingAs(database, { kinds: [withoutFiles(defineBatchImport('own', functions))], check })

beforeAll(async () => {
  await setUpOffice(database)
  await loadPeople(database, 30)
  await reportDeath(database, 1)
  await loadTable(pool, 'staff', [{ staff_id: 'S1', name: '李四', id_number: idOf(900), status: 'ON_POST' }])
  await loadTable(pool, 'payee_account', [
    { account_number: 'T1', person_id: 'P30', holder_name: '李四', holder_id_number: idOf(900) },
  ])
  await loadTable(pool, 'payment', [
    {
      payment_id: 'TO-STAFF',
      person_id: 'P30',
      scheme: '170',
      benefit: 'RESIDENT_BASIC',
      pay_month: '2026-08',
      period_from: '2026-08',
      period_to: '2026-08',
      kind: 'REGULAR',
      amount: '200.10',
      account_number: 'T1',
      holder_name: '李四',
      status: 'PAID',
    },
  ])
})

const change = (person: string, next: string) => accountChangeInput(person, `A-${person}`, next)
const enter = (lines: readonly Readonly<Record<string, string>>[], code = 'ACCOUNT_CHANGE') =>
  act(
    as('enter1'),
    requestOf({ kind, action: 'enter', input: { function: code, reason: '银行换发新卡', lines } }),
  )
const step = (staffId: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(as(staffId), { kind, action, recordId, input })

async function dataOf(recordId: string): Promise<BatchImportData> {
  const { data } = await db
    .selectFrom('record')
    .select('data')
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return data as unknown as BatchImportData
}

async function openAccounts(person: string): Promise<readonly string[]> {
  const { rows } = await sql<{ account_number: string }>`
    select account_number
    from register.payee_account
    where person_id = ${person} and valid_to is null
    order by account_number
  `.execute(owner)
  return rows.map(({ account_number }) => account_number)
}

test('clean lines are written after three people, hit and refused ones stay out with their reasons', async () => {
  runs = 0
  const lines = [
    change('P1', 'N1'),
    change('P2', 'N2'),
    change('P3', 'T1'),
    change('P4', 'N4'),
    change('P99', 'N'),
  ]
  const { recordId } = acceptedAnswer(await enter(lines))
  expect(runs).toBe(1)
  const data = await dataOf(recordId)
  expect(data.counts).toEqual({ entered: 5, written: 2, held: 3 })
  expect(data.lines.map(({ held }) => held.map(({ ruleCode }) => ruleCode))).toEqual([
    ['FUNCTION'],
    [],
    ['ACC-05'],
    [],
    ['FUNCTION'],
  ])
  expect(data.lines[0]!.held[0]!.why.zh).toContain('死亡报送')
  expect(data.lines[4]!.held[0]!.why.zh).toContain('登记中没有该人员')
  expect(data.lines[1]!.differences).toMatchObject([
    {
      table: 'payee_account',
      key: { account_number: 'A-P2' },
      isNew: false,
      columns: [{ column: 'valid_to', before: null }],
    },
    { table: 'payee_account', key: { account_number: 'N2' }, isNew: true },
    { table: 'payee_account_change', isNew: true },
  ])
  expect(await step('enter1', 'review', recordId)).toMatchObject({ code: 'not_permitted' })
  expect(await step('review1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  expect(await openAccounts('P2')).toEqual(['A-P2'])
  expect(await step('review1', 'approve', recordId)).toMatchObject({ code: 'not_permitted' })
  expect(await step('approve1', 'approve', recordId)).toMatchObject({ status: 'DONE' })
  expect(await Promise.all(['P1', 'P2', 'P3', 'P4'].map(openAccounts))).toEqual([
    ['A-P1'],
    ['N2'],
    ['A-P3'],
    ['N4'],
  ])
  const { rows } = await sql`
    select person_id, operator_id, reviewer_id, source_order = ${recordId} as of_import
    from register.payee_account_change
    order by person_id
  `.execute(owner)
  expect(rows).toEqual([
    { person_id: 'P2', operator_id: 'enter1', reviewer_id: 'review1', of_import: true },
    { person_id: 'P4', operator_id: 'enter1', reviewer_id: 'review1', of_import: true },
  ])
})

test('two lines that give one account to two people are both held', async () => {
  const { recordId } = acceptedAnswer(
    await enter([change('P5', 'N6'), change('P6', 'N6'), change('P7', 'N7')]),
  )
  const { lines } = await dataOf(recordId)
  expect(lines.map(({ held }) => held.map(({ ruleCode }) => ruleCode))).toEqual([['ACC-01'], ['ACC-01'], []])
  expect(await step('enter1', 'withdraw', recordId)).toMatchObject({ status: 'WITHDRAWN' })
})

test('a faulty file is refused with its line, and so are lines that meet on one row', async () => {
  const { bank: _bank, ...short } = change('P8', 'N8')
  expect(await enter([change('P7', 'N7'), short])).toMatchObject({
    code: 'invalid_input',
    text: { zh: expect.stringContaining('第 2 行的 bank') },
  })
  expect(await enter([change('P8', 'N8'), change('P8', 'N9')])).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('第 1、2 行改动同一条登记记录') },
  })
  expect(await enter([change('P8', 'N8')], 'STATUS_CHANGE')).toMatchObject({ code: 'invalid_input' })
  expect(await enter([change('P8', 'N8')], 'BACK_PAY')).toMatchObject({ code: 'invalid_input' })
  expect(await enter([])).toMatchObject({ code: 'invalid_input' })
  expect(await enter([change('P99', 'N8')])).toMatchObject({ code: 'not_found' })
})

test('what changed since it was entered sends it back, and a correction adds nobody', async () => {
  const { recordId } = acceptedAnswer(await enter([change('P9', 'N9'), change('P10', 'N10')]))
  await reportDeath(database, 9)
  expect(await step('review1', 'review', recordId)).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('新增暂缓第 1 行') },
  })
  expect(await step('review1', 'return', recordId, { reason: '请更新' })).toMatchObject({
    status: 'RETURNED',
  })
  const again = (lines: unknown) =>
    step('enter1', 'resubmit', recordId, { function: 'ACCOUNT_CHANGE', reason: '更正', lines })
  expect(await again([change('P10', 'N10'), change('P11', 'N11')])).toMatchObject({ code: 'invalid_input' })
  expect(await again([change('P10', 'N10')])).toMatchObject({ status: 'ENTERED' })
  expect(await step('review1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  rules = catalogue.map((each) =>
    each.code === 'ACC-05' ? { ...each, sql: 'select nothing from payment' } : each,
  )
  expect(await step('approve1', 'approve', recordId)).toMatchObject({ code: 'unavailable' })
  rules = catalogue
  expect(await step('approve1', 'approve', recordId)).toMatchObject({ status: 'DONE' })
  expect(await openAccounts('P10')).toEqual(['N10'])
})

test('a missing feed holds every line until a standing decision serves it', async () => {
  await sql`delete from register.feed where table_name = 'imprisonment'`.execute(owner)
  const open = acceptedAnswer(await enter([change('P12', 'N12')]))
  expect(await dataOf(open.recordId)).toMatchObject({
    counts: { written: 0, held: 1 },
    lines: [{ held: [{ ruleCode: 'PRS-01', outcome: 'NOT_EVALUATED' }] }],
  })
  await decideOnFeed(database, { decisionId: 'SD2', feed: 'imprisonment', functionCode: 'BATCH_IMPORT' })
  const served = acceptedAnswer(await enter([change('P12', 'N12')]))
  expect(await dataOf(served.recordId)).toMatchObject({
    counts: { written: 1, held: 0 },
    standing: [{ decisionId: 'SD2' }],
  })
  await writeLive(database, 'imprisonment')
})

test('nobody handles an import in which a relative stands', async () => {
  await sql`
    insert into app.relative (staff_id, id_number, relation, name, declared_on)
    values ('review2', ${idOf(13)}, 'PARENT', '王一', '2026-01-01')
  `.execute(owner)
  await sql`update app.authority_epoch set epoch = epoch + 1 where staff_id = 'review2'`.execute(owner)
  const { recordId } = acceptedAnswer(await enter([change('P13', 'N13')]))
  expect(await step('review2', 'review', recordId)).toMatchObject({ code: 'not_permitted' })
  expect(await step('review1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
})

describe.for(['own', 'mirror'] as const)('an import of a register that is %s', (register) => {
  const order = defineBatchImport(register, functions)
  const final = register === 'own' ? 'DONE' : 'AWAITING_CONFIRMATION'
  const possible: Readonly<Record<string, readonly string[]>> = {
    'NEW enter': ['ENTERED'],
    'ENTERED review': ['REVIEWED'],
    'ENTERED return': ['RETURNED'],
    'ENTERED refuse': ['REFUSED'],
    'ENTERED withdraw': ['WITHDRAWN'],
    'ENTERED lapse': ['LAPSED'],
    'RETURNED resubmit': ['ENTERED'],
    'RETURNED withdraw': ['WITHDRAWN'],
    'RETURNED lapse': ['LAPSED'],
    'REVIEWED approve': [final],
    'REVIEWED send_back': ['RETURNED'],
    'REVIEWED disapprove': ['REFUSED'],
    'REVIEWED lapse': ['LAPSED'],
    'AWAITING_CONFIRMATION confirm': ['DONE'],
  }
  const pairs = ['NEW', ...Object.keys(order.statuses)].flatMap((status) =>
    Object.keys(order.actions).map((action) => ({ status, action })),
  )
  test.for(pairs)('$status, $action', ({ status, action }) => {
    expect(statusesAfter(order, status, action)).toEqual(possible[`${status} ${action}`] ?? [])
  })
})
