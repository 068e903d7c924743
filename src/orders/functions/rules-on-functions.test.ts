import { beforeAll, expect, test } from 'vitest'
import { findStep } from '#access/functions/access-function.ts'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { readRetirementAge } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'
import { type RegisterChange, storedChanges } from '#register/register-change.ts'
import { rules as catalogue } from '#rules/catalogue.ts'
import { runChecks } from '#screening/on-postgres/run-checks.ts'
import { createOrderCheck, type RuleAnswer } from '../checking/order-check.ts'
import type { OrderData } from '../order-data.ts'
import { orderFunctions, orderFunctionsByKind } from '../order-functions.ts'
import { loadTable, orderStep } from '../test-orders.ts'
import { benefitCases } from './test-benefit-cases.ts'
import { type Case, common } from './test-cases.ts'
import { officeOf, setUpOffice } from './test-office.ts'
import { participationCases } from './test-participation-cases.ts'

/** Every function about a person, from its entry to its rows in the register, with the catalogue's own rules. */
const database = await testDatabase()
const { db, pool } = database
const retirementAge = await readRetirementAge()
const cases = [...benefitCases, ...participationCases]

type Result = Awaited<ReturnType<typeof runChecks>>['results'][number]

function answerOf(result: Result): RuleAnswer {
  const { ruleCode, outcome } = result
  const { title } = catalogue.find(({ code }) => code === ruleCode)!
  const answer = { ruleCode, title, outcome, findingIds: [], feeds: [] }
  if (result.outcome === 'PASS') return { ...answer, reasons: [] }
  if (result.outcome !== 'HIT') return { ...answer, reasons: [result.reason] }
  const found = result.findings.map(({ finding }) => finding.explanation)
  return { ...answer, reasons: found.map((zh) => ({ zh, en: title.en })) }
}

const check = createOrderCheck({
  pool,
  functions: orderFunctionsByKind,
  runRules: async ({ ruleCodes, effect, personId, asOf }) => {
    const { results } = await runChecks(pool, {
      rules: catalogue.filter(({ code }) => ruleCodes.includes(code)),
      effect,
      subjects: { persons: [personId] },
      asOf,
      law: { retirementAge },
      // The machine of the tests may be slow.
      timeoutMs: 60_000,
    })
    return results.map(answerOf)
  },
})
const as = officeOf(database, check)

beforeAll(async () => {
  await setUpOffice(database)
  const byTable = Map.groupBy([...common, ...cases.flatMap(({ rows }) => rows)], ([table]) => table)
  for (const [table, rows] of byTable) {
    await loadTable(
      pool,
      table,
      rows.map(([, row]) => row),
    )
  }
})

const kindOf = ({ code }: Case) => `ORDER_${code}`
const isAlwaysApproved = ({ code }: Case): boolean =>
  findStep(accessFunctions.get(code)!, 'APPROVAL')!.when === 'ALWAYS'
const reviewer = ({ code }: Case): string =>
  ['DETERMINATION', 'FUNERAL', 'RESEND'].includes(code) ? 'check1' : 'review1'
const approver = ({ code }: Case): string => (code === 'WRITE_OFF' ? 'head1' : 'lead1')

function enter(given: Case) {
  const person_id = given.rows[0]![1].person_id
  const request = { kind: kindOf(given), action: 'enter', input: { person_id, ...given.input } }
  return act(as(given.code === 'RESEND' ? 'pay1' : 'enter1'), requestOf(request))
}

const step = (given: Case, staffId: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(as(staffId), { kind: kindOf(given), action, recordId, input })

async function dataOf(recordId: string): Promise<OrderData> {
  const { data } = await db
    .selectFrom('record')
    .select('data')
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return data as unknown as OrderData
}

/** Of the changes shown on the order, those that the register does not have, with the order's name on the row. */
async function missingOf(recordId: string): Promise<unknown[]> {
  const { changes } = await dataOf(recordId)
  const missing: unknown[] = []
  for (const change of storedChanges(changes as unknown as RegisterChange[], { orderId: recordId })) {
    const written = Object.entries({
      ...('key' in change ? change.key : {}),
      ...('values' in change ? change.values : {}),
    })
    const conditions = written.map(([name], index) => `${name}::text is not distinct from $${index + 1}`)
    const { rows } = await pool.query(
      `select from register.${change.table} where ${conditions.join(' and ')}`,
      written.map(([, value]) => (value === null ? null : String(value))),
    )
    if (rows.length !== 1) missing.push(change)
  }
  return missing
}

test.for(cases.filter(({ stop }) => stop !== undefined))('$code, $what: $stop stops it', async (given) => {
  const text = { zh: expect.stringContaining(given.stop!) }
  expect(await enter(given)).toMatchObject({ code: 'conflict', text })
})

test.for(cases.filter(({ stop }) => stop === undefined))('$code, $what: hits $hits', async (given) => {
  const { recordId } = acceptedAnswer(await enter(given))
  const [{ results }] = (await dataOf(recordId)).checks as [OrderData['checks'][number]]
  const found = results.filter(({ outcome }) => outcome !== 'PASS').map(({ ruleCode }) => ruleCode)
  expect(found.toSorted()).toEqual([...given.hits].toSorted())
  expect(results).toHaveLength(orderFunctions.find(({ code }) => code === given.code)!.ruleCodes.length)

  const isApproved = isAlwaysApproved(given) || found.length > 0
  const reviewed = await step(given, reviewer(given), 'review', recordId)
  expect(reviewed).toMatchObject({ status: isApproved ? 'REVIEWED' : 'DONE' })
  if (isApproved) {
    const reason = found.length > 0 ? '已核实' : null
    const approved = await step(given, approver(given), 'approve', recordId, { reason })
    expect(approved).toMatchObject({ status: 'DONE' })
  }
  expect(await missingOf(recordId)).toEqual([])
  // What was done is there: the same cannot be asked for again.
  expect(await enter(given)).toMatchObject({ code: 'conflict' })
})

test('every function has an order that passes or that needs its approval anyway, and one that a rule raises or stops', () => {
  const codes = [...new Set(cases.map(({ code }) => code))]
  expect(codes).toHaveLength(17)
  for (const code of codes) {
    const own = cases.filter((each) => each.code === code)
    expect(
      own.some(({ hits }) => hits.length > 0),
      code,
    ).toBe(true)
    if (code !== 'DETERMINATION')
      expect(
        own.some(({ hits }) => hits.length === 0),
        code,
      ).toBe(true)
  }
})
