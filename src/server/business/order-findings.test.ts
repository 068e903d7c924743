import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FoundRun } from '#findings/importing/found-run.ts'
import { importRun } from '#findings/importing/import-run.ts'
import { mergeOrderHits } from '#findings/ordering/merge-order-hits.ts'
import { concludeTestCase, openTestCase } from '#findings/test-case.ts'
import { createOrderCheck } from '#orders/checking/order-check.ts'
import { definePaymentHold } from '#orders/files/holds/payment-hold.ts'
import { definePaymentFile } from '#orders/files/payment-file.ts'
import { createPaymentFileCheck } from '#orders/files/payment-file-check.ts'
import {
  actingAs,
  fileOf,
  lineOf,
  loadPeople,
  reportDeath,
  setUpOffice,
  withoutFiles,
} from '#orders/files/test-files.ts'
import { orderFunctionsByKind, orderKinds } from '#orders/order-functions.ts'
import { accountChangeInput, loadTable, orderStep } from '#orders/test-orders.ts'
import { readRetirementAge } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import { rehearseAct } from '#records/rehearse-act.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'
import { rules } from '#rules/catalogue.ts'
import { findingId } from '#screening/on-postgres/finding-id.ts'
import { runChecks } from '#screening/on-postgres/run-checks.ts'
import { standardVersion } from '#standard/tables.ts'
import { keepOrderHits } from './keep-order-hits.ts'
import { runFileRules } from './run-file-rules.ts'
import { runOrderRules } from './run-order-rules.ts'

/** HITs of an order's check become findings, and meet those of runs in one row (platform.md 4). */
const database = await testDatabase()
const { owner, pool } = database
const law = { retirementAge: await readRetirementAge() }
const timeoutMs = 60_000
const checkOrder = createOrderCheck({
  pool,
  functions: orderFunctionsByKind,
  runRules: runOrderRules({ pool, rules, law, timeoutMs }),
})
const checkFile = createPaymentFileCheck({
  pool,
  runRules: runFileRules(pool, { rules: () => rules, ...law, timeoutMs }),
})
const changeKind = orderKinds('own').find(({ kind }) => kind === 'ORDER_ACCOUNT_CHANGE')!
const kinds = [withoutFiles(changeKind), withoutFiles(definePaymentFile('own')), definePaymentHold('own')]
const actor = actingAs(database, {
  kinds,
  check: async (asked) => (await checkFile(asked)) ?? checkOrder(asked),
})
const as = (staffId: string): ActContext => ({ ...actor(staffId), keep: keepOrderHits })

beforeAll(async () => {
  await setUpOffice(database)
  await loadPeople(database, 30)
  await reportDeath(database, 1)
})

beforeEach(async () => {
  await mergeOrderHits(pool)
})

const change = (person: string, account: string) =>
  act(
    as('enter1'),
    requestOf({
      kind: changeKind.kind,
      action: 'enter',
      input: accountChangeInput(person, `A-${person}`, account),
    }),
  )
const step = (staffId: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(as(staffId), { kind: changeKind.kind, action, recordId, input })

interface Stored {
  readonly status: string
  readonly sources: readonly string[]
  readonly episode: number
  readonly amount: string
  readonly rows: number
  readonly last_run_id: string | null
  readonly gone: boolean
  readonly evidence: readonly string[]
}

/** Evidence as `key episode`, those of an order that nothing has shown yet with a star. */
async function finding(id: string): Promise<Stored | null> {
  const { rows } = await sql<Stored>`
    select
      status, sources, episode, amount_fen::text as amount, evidence_count as rows, last_run_id,
      not_found_since is not null as gone,
      array(
        select row_key || ' ' || finding_evidence.episode || case when is_assumed then '*' else '' end
        from app.finding_evidence
        where finding_evidence.finding_id = finding.finding_id
          and is_current
          and not is_context
        order by row_key
      ) as evidence
    from app.finding
    where finding_id = ${id}
  `.execute(owner)
  return rows[0] ?? null
}

let runs = 0

/** A run over the register as it is: the same SQL of the same rules; that DuckDB says the same is tests/gate-parity's. */
async function run(codes: readonly string[], asOf: number): Promise<string> {
  runs += 1
  const runId = `RUN-${runs}`
  const asked = rules.filter(({ code }) => codes.includes(code))
  const { results } = await runChecks(pool, {
    rules: asked,
    effect: [],
    subjects: 'all',
    asOf,
    law,
    timeoutMs,
  })
  const found = results.flatMap((result) => (result.outcome === 'HIT' ? result.findings : []))
  const foundRun: FoundRun = {
    runId,
    standardVersion,
    asOf: new Date(asOf * 86_400_000).toISOString().slice(0, 10),
    region: '990101',
    rules: results.map(({ ruleCode, outcome }) => ({
      code: ruleCode,
      version: asked.find(({ code }) => code === ruleCode)!.version,
      status: outcome === 'ERROR' ? 'FAILED' : outcome,
    })),
    readParts: async function* () {
      for (const each of found) yield { finding: each.finding, isFirst: true, isLast: true, rows: each.rows }
    },
    readNames: async function* () {
      yield found.map((each) => ({ findingId: each.finding.findingId, name: each.name }))
    },
    readPlaces: async function* () {
      yield found.flatMap(({ rows }) =>
        rows.map(({ table, key, region, staffId }) => ({ table, key, region, staffId })),
      )
    },
    findPresent: async (subjects) => subjects,
  }
  await importRun(pool, foundRun, async () => undefined)
  return runId
}

const today = Math.floor((Date.now() + 8 * 3_600_000) / 86_400_000)
const shared = (account: string): string => findingId('ACC-01', 'account', account)

async function waiting(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from app.order_hit where merged_at is null
  `.execute(owner)
  return rows[0]!.n
}

test('an order that waits for its approval in spite of a hit: the finding is there, of source ORDER, linked', async () => {
  const { recordId } = acceptedAnswer(await change('P2', 'A-P3'))
  expect(await waiting()).toBe(1)
  expect(await mergeOrderHits(pool)).toEqual({ merged: 1, refused: [] })
  expect(await finding(shared('A-P3'))).toMatchObject({
    status: 'OPEN',
    sources: ['ORDER'],
    episode: 1,
    amount: '40020',
    rows: 2,
    last_run_id: null,
    evidence: ['OLD-P2 1*', 'OLD-P3 1'],
  })
  const { rows } = await sql`
    select record_id, action, actor_id, is_refused, finding_ids, hits
    from app.order_hit
  `.execute(owner)
  expect(rows).toEqual([
    {
      ...{ record_id: recordId, action: 'enter', actor_id: 'enter1', is_refused: false },
      ...{ finding_ids: [shared('A-P3')], hits: null },
    },
  ])
  expect(await mergeOrderHits(pool)).toEqual({ merged: 0, refused: [] })
})

test('each step of it finds the same again and changes nothing', async () => {
  const { recordId } = acceptedAnswer(await change('P4', 'A-P5'))
  await mergeOrderHits(pool)
  const before = await finding(shared('A-P5'))
  expect(await step('review1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  expect(await mergeOrderHits(pool)).toEqual({ merged: 1, refused: [] })
  expect(await finding(shared('A-P5'))).toEqual(before)
})

test('a check before submitting leaves nothing, nor does one that is refused for another reason', async () => {
  const kind = changeKind.kind
  const input = accountChangeInput('P6', 'A-P6', 'A-P7')
  const asked = { kind, recordId: null, action: 'enter', input, version: null }
  const rehearsed = await rehearseAct(as('enter1'), asked)
  expect(JSON.stringify(rehearsed.checked)).toContain('ACC-01')
  const { recordId } = acceptedAnswer(await change('P6', 'A-P7'))
  await step('review1', 'review', recordId)
  await mergeOrderHits(pool)
  expect(await step('approve1', 'approve', recordId, { reason: null })).toMatchObject({
    code: 'invalid_input',
  })
  expect(await waiting()).toBe(0)
})

describe('an order first, then a run', () => {
  test('of data before the order: what the order brought stays, and the run joins', async () => {
    await loadTable(pool, 'payment', [
      { ...paid('X8', 'P8', 'A-P9'), pay_month: '2026-08' },
      { ...paid('X9', 'P9', 'A-P9'), pay_month: '2026-08' },
    ])
    await change('P8', 'A-P9')
    await mergeOrderHits(pool)
    const before = (await finding(shared('A-P9')))!
    expect(before.evidence).toEqual(['OLD-P8 1*', 'OLD-P9 1', 'X8 1', 'X9 1'])
    const runId = await run(['ACC-01'], today - 3)
    expect(await finding(shared('A-P9'))).toEqual({
      ...before,
      sources: ['ORDER', 'RUN'],
      last_run_id: runId,
    })
  })

  test('of data after it, where the order was carried out: one row, and the rows are now the register’s', async () => {
    await change('P10', 'A-P11')
    await mergeOrderHits(pool)
    const before = (await finding(shared('A-P11')))!
    expect(before.evidence).toEqual(['OLD-P10 1*', 'OLD-P11 1'])
    await sql`update register.payment set account_number = 'A-P11' where payment_id = 'OLD-P10'`.execute(
      owner,
    )
    const runId = await run(['ACC-01'], today)
    expect(await finding(shared('A-P11'))).toEqual({
      ...before,
      ...{ sources: ['ORDER', 'RUN'], last_run_id: runId, evidence: ['OLD-P10 1', 'OLD-P11 1'] },
    })
  })

  test('that does not return it: not found again, only where the run evaluated the rule, on later data', async () => {
    await change('P12', 'A-P13')
    await mergeOrderHits(pool)
    await run(['ACC-01'], today - 1)
    expect(await finding(shared('A-P13'))).toMatchObject({ gone: false })
    await run(['ACC-05'], today)
    expect(await finding(shared('A-P13'))).toMatchObject({ gone: false })
    await run(['ACC-01'], today)
    expect(await finding(shared('A-P13'))).toMatchObject({ gone: true, status: 'OPEN', sources: ['ORDER'] })
    await change('P12', 'A-P13')
    await mergeOrderHits(pool)
    expect(await finding(shared('A-P13'))).toMatchObject({ gone: false })
  })
})

const paid = (id: string, person_id: string, account_number: string) => ({
  payment_id: id,
  person_id,
  scheme: '170',
  benefit: 'RESIDENT_BASIC',
  pay_month: '2026-09',
  period_from: '2026-09',
  period_to: '2026-09',
  kind: 'REGULAR',
  amount: '200.10',
  account_number,
  holder_name: '王一',
  status: 'PAID',
})

describe('a run first, then an order', () => {
  beforeAll(async () => {
    await loadTable(pool, 'payment', [paid('Y14', 'P14', 'SHARED'), paid('Y15', 'P15', 'SHARED')])
    await loadTable(pool, 'payment', [paid('Y18', 'P18', 'PAIR'), paid('Y19', 'P19', 'PAIR')])
  })

  test('they meet in one row; what the run knew and the check did not look at counts on', async () => {
    const runId = await run(['ACC-01'], today - 2)
    const before = (await finding(shared('SHARED')))!
    expect(before).toMatchObject({ sources: ['RUN'], amount: '40020', evidence: ['Y14 1', 'Y15 1'] })
    // As an old payment that the register has no more.
    await sql`delete from register.payment where payment_id = 'Y15'`.execute(owner)
    await change('P16', 'SHARED')
    await mergeOrderHits(pool)
    expect(await finding(shared('SHARED'))).toEqual({
      ...before,
      ...{ sources: ['RUN', 'ORDER'], last_run_id: runId, amount: '60030', rows: 3 },
      evidence: ['OLD-P16 1*', 'Y14 1', 'Y15 1'],
    })
  })

  test('a conclusion covers its rows: only a row that is new opens the next episode, with its money alone', async () => {
    const id = shared('PAIR')
    await run(['ACC-01'], today - 2)
    const recordId = await openTestCase(database, [id])
    await concludeTestCase(database, { recordId, findingIds: [id], verdict: 'FALSE' })
    expect(await finding(id)).toMatchObject({ status: 'CONCLUDED', episode: 1 })
    await change('P20', 'PAIR')
    await mergeOrderHits(pool)
    expect(await finding(id)).toMatchObject({
      ...{ status: 'OPEN', episode: 2, amount: '60030' },
      evidence: ['OLD-P20 2*', 'Y18 1', 'Y19 1'],
    })
    const { rows } = await sql`
      select episode, state, amount_fen::text as fen
      from app.finding_episode
      where finding_id = ${id}
      order by episode
    `.execute(owner)
    expect(rows).toEqual([
      { episode: 1, state: 'CONCLUDED', fen: '40020' },
      { episode: 2, state: 'OPEN', fen: '20010' },
    ])
  })

  test('and where every row is covered, nothing opens', async () => {
    const id = shared('A-P29')
    const { recordId } = acceptedAnswer(await change('P28', 'A-P29'))
    await mergeOrderHits(pool)
    const caseId = await openTestCase(database, [id])
    await concludeTestCase(database, { recordId: caseId, findingIds: [id], verdict: 'FALSE' })
    await step('review1', 'review', recordId)
    expect(await mergeOrderHits(pool)).toEqual({ merged: 1, refused: [] })
    expect(await finding(id)).toMatchObject({ status: 'CONCLUDED', episode: 1 })
    await run(['ACC-01'], today)
    expect(await finding(id)).toMatchObject({ status: 'CONCLUDED', episode: 1 })
  })
})

test('an order that is refused for a hit: the finding stays, tried once or ten times', async () => {
  const id = findingId('DTH-01', 'person', 'P1')
  await loadTable(pool, 'payment', [
    { ...paid('Z1', 'P1', 'A-P1'), pay_month: '2026-10', period_from: '2026-10', period_to: '2026-10' },
  ])
  for (let tries = 0; tries < 3; tries += 1) {
    expect(await change('P1', 'B1')).toMatchObject({ code: 'conflict' })
  }
  const { rows } = await sql<{ record_id: string | null; is_refused: boolean }>`
    select record_id, is_refused
    from app.order_hit
    where ${id} = any(finding_ids)
  `.execute(owner)
  expect(rows).toEqual(Array(3).fill({ record_id: null, is_refused: true }))
  expect(await mergeOrderHits(pool)).toEqual({ merged: 3, refused: [] })
  expect(await finding(id)).toMatchObject({ status: 'OPEN', sources: ['ORDER'], rows: 1, amount: '20010' })
})

test('a line of a payment file that is held: the finding has it, and every step of the file meets in it', async () => {
  const kind = 'ORDER_PAYMENT_FILE'
  const input = fileOf(
    'B1',
    ['P1', 'P21', 'P22'].map((person) => lineOf(person)),
  )
  const { recordId } = acceptedAnswer(await act(as('pay1'), requestOf({ kind, action: 'enter', input })))
  await mergeOrderHits(pool)
  const id = findingId('DTH-01', 'person', 'P1')
  const before = (await finding(id))!
  expect(before).toMatchObject({ amount: '40020', evidence: ['L10-P1 1*', 'Z1 1'] })
  const fileStep = (staffId: string, action: string) => orderStep(as(staffId), { kind, action, recordId })
  expect(await fileStep('check1', 'review')).toMatchObject({ status: 'REVIEWED' })
  expect(await fileStep('lead1', 'approve')).toMatchObject({ status: 'DONE' })
  await mergeOrderHits(pool)
  expect(await finding(id)).toEqual(before)
  // Held and not sent: later data does not show it as paid.
  await run(['DTH-01'], today)
  expect(await finding(id)).toMatchObject({ amount: '20010', evidence: ['Z1 1'], sources: ['ORDER', 'RUN'] })
})

test('while a run is being imported the outbox waits, and what cannot be merged holds up nothing else', async () => {
  await change('P24', 'A-P25')
  await change('P26', 'A-P27')
  await sql`
    update app.order_hit
    set hits = '[{"broken": true}]'
    where ${shared('A-P25')} = any(finding_ids)
  `.execute(owner)
  const client = await pool.connect()
  await client.query('begin')
  await client.query('select pg_advisory_xact_lock(7202611212)')
  expect(await mergeOrderHits(pool)).toEqual({ merged: 0, refused: [] })
  await client.query('rollback')
  client.release()
  const merging = await mergeOrderHits(pool)
  expect(merging).toMatchObject({ merged: 1, refused: [expect.stringContaining(' ')] })
  expect(await finding(shared('A-P27'))).toMatchObject({ sources: ['ORDER'] })
  expect(await finding(shared('A-P25'))).toBeNull()
})
