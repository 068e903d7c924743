import { beforeAll, describe, expect, it, test } from 'vitest'
import { dayOf } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { readRetirementAge } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { loadRows } from '#register/load-rows.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import type { RegisterChange } from '#register/register-change.ts'
import { writeFeed } from '#register/register-feed.ts'
import { registerRow, type WrittenRow } from '#register/register-row.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import { count } from '../parameter.ts'
import { defineRule, type Rule } from '../rule.ts'
import type { CheckResult } from './check-result.ts'
import type { CheckRequest } from './checking.ts'
import { runChecks } from './run-checks.ts'

/** Rules made for the purpose, so that what goes wrong is known; the catalogue's are in tests/gate-parity. */
const database = await testDatabase()
const client = database.pool as RegisterClient
const retirementAge = await readRetirementAge()

function rule(code: string, sql: string, other: Partial<Rule> = {}): Rule {
  return defineRule({
    code,
    id: `test/${code}`,
    version: 1,
    title: { zh: `测试 ${code}`, en: `Test ${code}` },
    purpose: { zh: '测试', en: 'Test' },
    basis: [],
    level: 2,
    key: 'person',
    subjectKind: 'person',
    needs: [['payment'], ['person']],
    reads: ['payment', 'person'],
    parameters: {},
    sql,
    facts: { lines: 'number' },
    evidence: { payment: ['pay_month', 'amount'] },
    check: '核对',
    explain: ({ who, amount, facts }) => `${who}共 ${facts.lines} 笔，${amount} 元。`,
    ...other,
  })
}

/** Every line of at least so much. */
const large = rule(
  'TST-01',
  `with large_line as (
    select payment_id, person_id, pay_month, amount_fen
    from payment
    where amount_fen >= $amount_min
  ),
  line_count as (
    select person_id, count(*) as lines
    from large_line
    group by person_id
  )
  select
    large_line.person_id as subject_id,
    large_line.amount_fen as amount_fen,
    large_line.pay_month as period_from,
    large_line.pay_month as period_to,
    'payment' as evidence_table,
    large_line.payment_id as evidence_key,
    line_count.lines as fact_lines
  from large_line
  join line_count on line_count.person_id = large_line.person_id`,
  { parameters: { amount_min: count({ default: '50000', meaning: { zh: '下限', en: 'least' } }) } },
)

const row = `person_id as subject_id, amount_fen as amount_fen, pay_month as period_from, pay_month as period_to,
  'payment' as evidence_table, payment_id as evidence_key, 1 as fact_lines`
const crashing = rule('TST-02', `select ${row} from payment where 1 % (amount_fen - amount_fen) = 1`)
const slow = rule('TST-03', `select ${row} from payment where pg_sleep(0.6) is not null`)
const broken = rule('TST-04', 'select nothing from payment')
const deaths = rule('TST-05', `select ${row} from payment where false`, { needs: [['payment'], ['death']] })

function line(id: string, person: string, amount: string, other: WrittenRow = {}): WrittenRow {
  return {
    payment_id: id,
    person_id: person,
    scheme: '110',
    benefit: 'OLD_AGE',
    pay_month: '2024-05',
    period_from: '2024-05',
    period_to: '2024-05',
    kind: 'REGULAR',
    amount,
    account_number: `A-${person}`,
    status: 'PAID',
    ...other,
  }
}

async function load(table: TableName, rows: readonly WrittenRow[]): Promise<void> {
  const stored = rows.map((each) => registerRow(getTable(table), each))
  await loadRows(client, { table, deliveryId: 'D1' }, stored)
}

beforeAll(async () => {
  const people = ['P1', 'P2', 'P3'].map((id) => ({
    person_id: id,
    id_number: `99010119500101${id}`,
    name: `王${id}`,
    region: '990101',
  }))
  await load('person', people)
  await load('payment', [line('L1', 'P1', '600.00'), line('L2', 'P1', '100.00'), line('L3', 'P2', '700.00')])
  for (const table of ['person', 'payment'] as const) {
    await writeFeed(client, {
      table,
      kind: 'LIVE',
      deliveryId: null,
      deliveredAt: null,
      rows: 0,
      rowsRejected: 0,
      columns: [],
      lastDate: null,
    })
  }
})

function check(rules: readonly Rule[], other: Partial<CheckRequest> = {}): ReturnType<typeof runChecks> {
  const subjects = { persons: ['P1'] }
  return runChecks(database.pool, {
    rules,
    effect: [],
    subjects,
    asOf: dayOf(2024, 5, 31),
    law: { retirementAge },
    ...other,
  })
}

const outcomes = (results: readonly CheckResult[]): string[] =>
  results.map(({ ruleCode, outcome }) => `${ruleCode} ${outcome}`)

const firstOf = (results: readonly CheckResult[]) => {
  const [result] = results
  if (result?.outcome !== 'HIT') throw new Error(`${JSON.stringify(result)} is no hit`)
  return result.findings
}

describe('a hit', () => {
  it('is a finding of the form that a run gives, of the subjects concerned alone', async () => {
    const { results, concerned } = await check([large])
    expect(firstOf(results)).toEqual([
      {
        finding: {
          findingId: 'c2b4d9cdfb409dc1',
          ruleCode: 'TST-01',
          ruleTitle: '测试 TST-01',
          level: 2,
          subjectKind: 'person',
          subjectId: 'P1',
          personName: '王**',
          periodFrom: '2024-05',
          periodTo: '2024-05',
          amountFen: 60_000n,
          evidenceCount: 1,
          explanation: '王**（个人编号 P1）共 1 笔，600.00 元。',
          region: '990101',
        },
        name: '王P1',
        rows: [
          {
            ...{ table: 'payment', key: 'L1', isContext: false, amountFen: 60_000n, isAssumed: false },
            ...{ values: { pay_month: '2024-05', amount: '600.00' }, region: '990101', staffId: null },
          },
        ],
      },
    ])
    expect(concerned?.persons).toEqual(['P1'])
    expect(concerned?.accounts).toEqual(['A-P1'])
  })

  it('tells the rows that the order would write, and counts them', async () => {
    const effect: RegisterChange[] = [
      { operation: 'insert', table: 'payment', values: line('N1', 'P3', '900.00') },
      { operation: 'update', table: 'payment', key: { payment_id: 'L2' }, values: { amount: '500.00' } },
      { operation: 'delete', table: 'payment', key: { payment_id: 'L1' } },
    ]
    const findings = firstOf((await check([large], { effect })).results)
    expect(findings.map(({ finding, rows }) => [finding.subjectId, finding.amountFen, rows])).toEqual([
      ['P3', 90_000n, [expect.objectContaining({ key: 'N1', isAssumed: true })]],
      ['P1', 50_000n, [expect.objectContaining({ key: 'L2', isAssumed: true })]],
    ])
  })

  it('leaves the register as it was', async () => {
    const effect: RegisterChange[] = [{ operation: 'delete', table: 'payment', key: { payment_id: 'L1' } }]
    expect(outcomes((await check([large], { effect })).results)).toEqual(['TST-01 PASS'])
    expect(outcomes((await check([large])).results)).toEqual(['TST-01 HIT'])
  })

  it('shows a name in clear when it may, and the new one where the order renames', async () => {
    const effect: RegisterChange[] = [
      { operation: 'update', table: 'person', key: { person_id: 'P1' }, values: { name: '赵一' } },
    ]
    const [found] = firstOf((await check([large], { effect, isUnmasked: true })).results)
    expect(found?.finding.personName).toBe('赵一')
    expect(found?.finding.explanation).toBe('赵一（个人编号 P1）共 1 笔，600.00 元。')
  })

  it('obeys the settings', async () => {
    const settings = new Map([
      ['TST-01.amount_min', '60001'],
      ['DTH-01.grace_months', '1'],
    ])
    expect(outcomes((await check([large], { settings })).results)).toEqual(['TST-01 PASS'])
  })

  it('of the whole register needs nobody to be named', async () => {
    const findings = firstOf((await check([large], { subjects: 'all' })).results)
    expect(findings.map(({ finding }) => finding.subjectId)).toEqual(['P2', 'P1'])
  })
})

describe('an outcome is kept apart from the others', () => {
  it('ERROR of a crash, for that rule alone', async () => {
    const { results } = await check([large, crashing, broken])
    expect(outcomes(results)).toEqual(['TST-01 HIT', 'TST-02 ERROR', 'TST-04 ERROR'])
    const [, crash] = results
    expect(crash).toMatchObject({ cause: 'division by zero' })
    expect(crash?.outcome === 'ERROR' && crash.reason.zh).not.toContain('zero')
  })

  it('ERROR of a check that takes too long, for that rule alone', async () => {
    const { results } = await check([large, slow], { timeoutMs: 400 })
    expect(outcomes(results)).toEqual(['TST-01 HIT', 'TST-03 ERROR'])
    expect(results[1]).toMatchObject({ reason: { en: expect.stringContaining('took too long') } })
  })

  it('NOT_EVALUATED without a feed, and the feed is named', async () => {
    const { results } = await check([deaths, large])
    expect(outcomes(results)).toEqual(['TST-05 NOT_EVALUATED', 'TST-01 HIT'])
    expect(results[0]).toMatchObject({ feeds: ['death'] })
  })

  it('ERROR of all when there is no connection', async () => {
    const lost = { connect: () => Promise.reject(new Error('the server went away')) }
    const { results, concerned } = await runChecks(lost as never, {
      rules: [large, deaths],
      effect: [],
      subjects: {},
      asOf: 0,
      law: { retirementAge },
    })
    expect(outcomes(results)).toEqual(['TST-01 ERROR', 'TST-05 ERROR'])
    expect(concerned).toBeNull()
  })

  it('a Refusal for an effect that cannot be', async () => {
    const effect: RegisterChange[] = [{ operation: 'delete', table: 'payment', key: { payment_id: 'L9' } }]
    await expect(check([large], { effect })).rejects.toThrow(Refusal)
  })
})

test('no connection is left behind, nor a transaction, whatever happened', async () => {
  await check([large, crashing, slow], { timeoutMs: 300 })
  expect(database.pool.idleCount).toBe(database.pool.totalCount)
  const { rows } = await database.pool.query(
    `select count(*)::integer as open
    from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'`,
  )
  expect(rows).toEqual([{ open: 0 }])
})

test('one connection is enough, also where a rule fails', async () => {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: database.url, max: 1, options: '-c search_path=app' })
  try {
    const run = runChecks(pool, {
      rules: [large, crashing],
      effect: [],
      subjects: { persons: ['P1'] },
      asOf: dayOf(2024, 5, 31),
      law: { retirementAge },
    })
    expect(outcomes((await run).results)).toEqual(['TST-01 HIT', 'TST-02 ERROR'])
  } finally {
    await pool.end()
  }
})
