import { expect, test } from 'vitest'
import { dayOf, monthOf } from '#base/calendar-math.ts'
import { openDuck, runSql } from '#platform/duckdb.ts'
import { explainSteps } from './explain-steps.ts'
import { count } from './parameter.ts'
import { defineRule } from './rule.ts'

const rule = defineRule({
  code: 'TST-01',
  id: 'test/large-payment',
  version: 1,
  title: { zh: '大额', en: 'Large' },
  purpose: { zh: '', en: '' },
  basis: [],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['payment']],
  reads: ['payment'],
  parameters: { fen_min: count({ default: '100', meaning: { zh: '', en: '' } }) },
  sql: `
    with large as (
      select payment_id, person_id, pay_month, amount_fen
      from payment
      where amount_fen >= $fen_min
    ),
    recent as (
      select *
      from large
      where pay_month = $as_of_month
    )
    select person_id as subject_id, amount_fen, pay_month as period_from, pay_month as period_to,
      'payment' as evidence_table, payment_id as evidence_key, ${dayOf(2024, 3, 15)} as fact_died_on
    from recent`,
  facts: { died_on: 'day' },
  evidence: {},
  check: '',
  explain: () => '',
})

test('each step shows how many rows it has and its first ones, money and months in words', async () => {
  const database = await openDuck({ threads: 1 })
  const { connection } = database
  const march = monthOf(2024, 3)
  await runSql(
    connection,
    `create table payment as
    select * from (values
      ('L1', 'P1', ${march}, 99::bigint), ('L2', 'P1', ${march}, 31000::bigint), ('L3', 'P2', ${march - 1}, 100::bigint)
    ) as line(payment_id, person_id, pay_month, amount_fen)`,
  )
  const steps = await explainSteps({
    connection,
    rule,
    parameters: { fen_min: 100n },
    context: { asOfDay: dayOf(2024, 3, 31), asOfMonth: march, latestMonth: march },
    firstRows: 1,
  })
  database.close()
  expect(steps).toEqual([
    {
      name: 'large',
      rows: 2,
      columns: ['payment_id', 'person_id', 'pay_month', 'amount_fen'],
      first: [['L2', 'P1', '2024-03', '310.00']],
    },
    {
      name: 'recent',
      rows: 1,
      columns: ['payment_id', 'person_id', 'pay_month', 'amount_fen'],
      first: [['L2', 'P1', '2024-03', '310.00']],
    },
    {
      name: '',
      rows: 1,
      columns: [
        'subject_id',
        'amount_fen',
        'period_from',
        'period_to',
        'evidence_table',
        'evidence_key',
        'fact_died_on',
      ],
      first: [['P1', '310.00', '2024-03', '2024-03', 'payment', 'L2', '2024-03-15']],
    },
  ])
})
