import { beforeAll, describe, expect, test } from 'vitest'
import { beijingDayOf } from '#access/moment.ts'
import { formatDay } from '#base/calendar-math.ts'
import { loadTable } from '#orders/test-orders.ts'
import { readLaw } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import { writeFeed } from '#register/register-feed.ts'
import { rules } from '#rules/catalogue.ts'
import { readSettings } from '#runs/rule-parameters.ts'
import { type TableName, tables } from '#standard/tables.ts'
import { knownParameters } from './known-parameters.ts'
import { runFileRules } from './run-file-rules.ts'
import { runOrderRules } from './run-order-rules.ts'

const { pool } = await testDatabase()
const law = await readLaw()
const readToday = (day: number) => readSettings(pool, { rules, day })
const day = beijingDayOf(new Date())

/** Dead in December, paid for the next two months. */
beforeAll(async () => {
  const idNumber = '990101195001010011'
  await loadTable(pool, 'person', [
    { person_id: 'P1', id_number: idNumber, name: '王一', region: '990101', life_status: 'ALIVE' },
  ])
  await loadTable(pool, 'death', [
    { id_number: idNumber, name: '王一', died_on: '2023-12-05', source: 'HEALTH', reported_on: '2023-12-20' },
  ])
  await loadTable(
    pool,
    'payment',
    ['2024-01', '2024-02'].map((month) => ({
      ...{ payment_id: `PAY-${month}`, person_id: 'P1', scheme: '170', benefit: 'RESIDENT_BASIC' },
      ...{ kind: 'REGULAR', pay_month: month, period_from: month, period_to: month },
      ...{ amount: '200.00', account_number: 'A1', status: 'PAID', holder_name: '王一' },
    })),
  )
  const live = { kind: 'LIVE', deliveryId: null, deliveredAt: null, rows: 0, rowsRejected: 0 } as const
  for (const { name } of tables) {
    const table = name as TableName
    await writeFeed(pool as RegisterClient, { ...live, table, columns: [], lastDate: null })
  }
})

const ofOrder = async (): Promise<string> => {
  const run = runOrderRules({ pool, rules, law, readSettings: readToday, timeoutMs: 60_000 })
  const [answer] = await run({ ruleCodes: ['DTH-01'], effect: [], personId: 'P1', asOf: day })
  return answer!.outcome
}
const ofFile = async (): Promise<number> => {
  const { retirementAge } = law
  const run = runFileRules(pool, {
    rules: () => rules,
    retirementAge,
    readSettings: readToday,
    timeoutMs: 60_000,
  })
  const [answer] = await run({ ruleCodes: ['DTH-01'], effect: [], persons: ['P1'], batches: [], asOf: day })
  return answer!.hits.length
}

describe('checks of orders and payment files', () => {
  test('run with the parameters of the day on which they run', async () => {
    expect([await ofOrder(), await ofFile()]).toEqual(['HIT', 1])
    const set = (from: number, value: string) =>
      pool.query(
        `insert into register.rule_parameter (rule_code, parameter, valid_from, value, value_before, source_order)
        values ('DTH-01', 'grace_months', $1, $2, '0', 'O')`,
        [formatDay(from), value],
      )
    await set(day + 1, '2')
    expect([await ofOrder(), await ofFile()]).toEqual(['HIT', 1])
    await set(day, '3')
    expect([await ofOrder(), await ofFile()]).toEqual(['PASS', 0])
  })
})

describe('the parameters that an order may set', () => {
  const known = knownParameters(rules)
  const all = rules.flatMap((rule) =>
    Object.entries(rule.parameters).map(([name, parameter]) => ({ key: `${rule.code}.${name}`, parameter })),
  )

  test('are those of the catalogue, each with a default that it may have', () => {
    expect([...known.keys()].toSorted()).toEqual(all.map(({ key }) => key).toSorted())
    for (const { key, parameter } of all) {
      const { canonical } = known.get(key)!
      expect(parameter.schema.parse(canonical(parameter.default)!), key).toBe(
        parameter.schema.parse(parameter.default),
      )
      expect(canonical(canonical(parameter.default)!), key).toBe(canonical(parameter.default))
      expect(canonical('none'), key).toBeNull()
    }
  })
})
