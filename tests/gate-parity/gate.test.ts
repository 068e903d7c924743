import { afterAll, describe, expect, it } from 'vitest'
import { formatDay, lastDayOfMonth } from '#base/calendar-math.ts'
import { readLaw } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { fillReference } from '#register/fill-reference.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import type { RegisterChange } from '#register/register-change.ts'
import { rules } from '#rules/catalogue.ts'
import type { Finding } from '#screening/finding.ts'
import type { CheckFinding } from '#screening/on-postgres/check-result.ts'
import type { Concerned } from '#screening/on-postgres/check-scope.ts'
import { runChecks } from '#screening/on-postgres/run-checks.ts'
import { missingNeeds } from '#screening/rule-status.ts'
import type { TableName } from '#standard/tables.ts'
import { filesOf } from '../oracle/comparison/observed.ts'
import { chance } from '../oracle/deliveries/chance.ts'
import { noDirt, randomModel, writeModel } from '../oracle/deliveries/random-delivery.ts'
import { randomParameters, settingsOf } from '../oracle/deliveries/random-parameters.ts'
import { defaultParameters } from '../oracle/rules/parameters.ts'
import { fillRegister, rowsOf, snapshotOf, type TableRows } from './delivered-register.ts'
import { type DuckFinding, type DuckScreening, evidenceLine, screenRows } from './duck-screening.ts'
import { appliedRows, randomEffect, randomSubjects } from './random-effect.ts'

/**
 * The gate's promise (issue 4, 4): a check on the register narrowed to the subjects concerned, with the order's effect
 * assumed, says what a screening of the same data with the effect applied says of them: every finding, its sentence, its
 * money, its rows in their order, its id. And whom an order changes anything for, it concerns.
 */
const isDeep = process.env.FANGXIAN_DEPTH === 'deep'
const firstSeed = Number(process.env.FANGXIAN_SEED ?? (isDeep ? Date.now() % 1_000_000_000 : 1))
const deliveries = Number(process.env.FANGXIAN_DELIVERIES ?? (isDeep ? 200 : 4))
const effectsPerDelivery = isDeep ? 10 : 5

const database = await testDatabase()
const law = await readLaw()
const client = await database.pool.connect()
await fillReference(client as RegisterClient, law.calendar)
afterAll(() => client.release())

const linesOf = ({ rows }: CheckFinding): string[] => rows.map(evidenceLine)

function isConcerned(finding: Finding, concerned: Concerned, rows: TableRows): boolean {
  const { subjectKind, subjectId } = finding
  const column = (table: TableName, key: string, name: string): unknown =>
    (rows.get(table) ?? []).find((row) => row[key] === subjectId)?.[name]
  switch (subjectKind) {
    case 'person':
      return concerned.persons.includes(subjectId)
    case 'account':
      return concerned.accounts.includes(subjectId)
    case 'batch':
      return concerned.batches.includes(subjectId)
    case 'order':
      return concerned.orders.includes(subjectId)
    case 'employer':
      return concerned.employers.includes(subjectId)
    case 'user_account':
      return concerned.users.includes(subjectId)
    case 'fund_account':
      return concerned.fund_accounts.includes(subjectId)
    case 'staff':
      return (
        concerned.staff.includes(subjectId) ||
        concerned.users.some((account) => subjectId === `account:${account}`)
      )
    case 'card':
      return concerned.persons.includes(String(column('social_card', 'card_number', 'person_id')))
    case 'reconciliation':
      return concerned.fund_accounts.includes(
        String(column('reconciliation', 'reconciliation_id', 'fund_account_id')),
      )
    case 'bank_transaction':
      return concerned.fund_accounts.some((id) => subjectId.startsWith(`${id}#`))
  }
}

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each))

/**
 * Changes of these say something of everybody they govern: of all persons an employer insures, of all lines of a fund
 * account or a batch, of a whole region. An order that makes them names whom it wants judged.
 */
const governing: ReadonlySet<TableName> = new Set<TableName>([
  'policy_parameter',
  'employer',
  'payment_batch',
  'fund_account',
  'approved_payee',
])

/** Subjects of which the effect changes what is found, and which were not judged. */
function overlooked(
  before: DuckScreening,
  after: DuckScreening,
  concerned: Concerned,
  rows: readonly TableRows[],
): string[] {
  const texts = (screening: DuckScreening): Map<string, DuckFinding> =>
    new Map(screening.findings.map((each) => [textOf(each), each]))
  const [old, present] = [texts(before), texts(after)]
  const changed = [
    ...[...old].filter(([text]) => !present.has(text)),
    ...[...present].filter(([text]) => !old.has(text)),
  ]
  return changed
    .filter(([, { finding }]) => !rows.some((each) => isConcerned(finding, concerned, each)))
    .map(([text]) => text)
}

const counted = { checks: 0, findings: 0, newFindings: 0, changes: 0, whole: 0 }
const found = new Set<string>()
afterAll(() => {
  const never = rules.filter(({ code }) => !found.has(code)).map(({ code }) => code)
  console.info(
    `seeds ${firstSeed} to ${firstSeed + deliveries - 1}: ${counted.checks} checks of ${rules.length} rules, ` +
      `${counted.changes} changes assumed, ${counted.findings} findings compared; never found: ${never.join(', ')}`,
  )
})

async function compare(seed: number): Promise<void> {
  const random = chance(seed)
  const model = randomModel(random)
  const settings = settingsOf(random.maybe(0.3) ? randomParameters(random) : defaultParameters)
  const snapshot = await snapshotOf(filesOf(writeModel(random, model, noDirt)))
  try {
    const delivered = await rowsOf(snapshot)
    await fillRegister(client, snapshot, delivered)
    const months = (delivered.get('payment') ?? []).map((row) => Number(row.pay_month))
    const asOf = model.asOf ?? lastDayOfMonth(Math.max(...months))
    const runnable = rules.filter((rule) => missingNeeds(rule, snapshot.manifest) === null)
    const screening = { rules: runnable, settings, asOf, law }
    const before = await screenRows({ ...screening, rows: delivered })
    for (let index = 0; index < effectsPerDelivery; index += 1) {
      const effect = randomEffect(random, delivered)
      const subjects = randomSubjects(random, delivered)
      const where = `seed ${seed}, effect ${index}, as of ${formatDay(asOf)}: ${JSON.stringify(effect)}`
      const rows = appliedRows(effect, delivered)
      const expected = await screenRows({ ...screening, rows })
      const run = await runChecks(database.pool, { rules, effect, subjects, asOf, law, settings })
      compareRun(run, { expected, rows, effect, where })
      if (effect.some(({ table }) => governing.has(table))) continue
      if (before.context.latestMonth !== expected.context.latestMonth) continue
      counted.whole += 1
      expect(overlooked(before, expected, run.concerned!, [delivered, rows]), where).toEqual([])
    }
  } finally {
    snapshot.remove()
  }
}

interface Comparison {
  readonly expected: DuckScreening
  readonly rows: TableRows
  readonly effect: readonly RegisterChange[]
  readonly where: string
}

function compareRun(run: Awaited<ReturnType<typeof runChecks>>, comparison: Comparison): void {
  const { expected, rows, effect, where } = comparison
  const errors = run.results.filter(({ outcome }) => outcome === 'ERROR')
  expect(errors, where).toEqual([])
  counted.checks += 1
  counted.changes += effect.length
  for (const result of run.results) {
    const judged = expected.findings.filter(
      ({ finding }) => finding.ruleCode === result.ruleCode && isConcerned(finding, run.concerned!, rows),
    )
    const checked = result.outcome === 'HIT' ? result.findings : []
    expect(
      checked.map((each) => ({ finding: each.finding, rows: linesOf(each) })),
      `${result.ruleCode}, ${where}`,
    ).toEqual(judged)
    counted.findings += checked.length
    if (checked.length > 0) found.add(result.ruleCode)
  }
}

describe(`a check and a screening of the same data with the effect applied agree (seed ${firstSeed}, ${deliveries} deliveries)`, () => {
  for (let seed = firstSeed; seed < firstSeed + deliveries; seed += 1) {
    it(`delivery ${seed}`, { timeout: 600_000 }, () => compare(seed))
  }
})
