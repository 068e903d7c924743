import { afterAll, describe, expect, it } from 'vitest'
import { formatDay } from '#base/calendar-math.ts'
import { type DuckDatabase, openDuck, runSql, selectRows } from '#platform/duckdb.ts'
import { readLaw } from '#platform/policy.ts'
import { fillReference } from '#register/fill-reference.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import { rules } from '#rules/catalogue.ts'
import { createDialect } from '#screening/dialect.ts'
import { duckSelect } from '#screening/engine/duck-engine.ts'
import { createLaw } from '#screening/law-tables.ts'
import type { HitRow } from '#screening/on-postgres/check-findings.ts'
import { checkStatement } from '#screening/on-postgres/check-statement.ts'
import { query, startChecking } from '#screening/on-postgres/checking.ts'
import { attachSnapshot, buildViews } from '#screening/prepare-tables.ts'
import type { Rule } from '#screening/rule.ts'
import { missingNeeds } from '#screening/rule-status.ts'
import { hitTable, runRuleSql } from '#screening/run-rule.ts'
import { resolveAsOf, runContext } from '#screening/run-screening.ts'
import { bindParameters, type Settings } from '#screening/settings.ts'
import { filesOf } from '../oracle/comparison/observed.ts'
import { chance } from '../oracle/deliveries/chance.ts'
import { noDirt, randomDelivery, randomModel, writeModel } from '../oracle/deliveries/random-delivery.ts'
import { settingsOf } from '../oracle/deliveries/random-parameters.ts'
import { chineseDatabase } from './chinese-database.ts'
import { type DeliveredSnapshot, fillRegister, rowsOf, snapshotOf } from './delivered-register.ts'

/**
 * Every rule on the whole register gives the rows that it gives on DuckDB, to the last value: the rule's text is one, and
 * both engines read it alike. Random deliveries of the oracle, which are dense in what the rules decide.
 */
const isDeep = process.env.FANGXIAN_DEPTH === 'deep'
const firstSeed = Number(process.env.FANGXIAN_SEED ?? (isDeep ? Date.now() % 1_000_000_000 : 1))
const deliveries = Number(process.env.FANGXIAN_DELIVERIES ?? (isDeep ? 500 : 12))

const pool = await chineseDatabase()
const law = await readLaw()
const client = await pool.connect()
await fillReference(client as RegisterClient, law.calendar)
afterAll(() => client.release())

type Hits = Map<string, string[]>

const columns = ['subject_id', 'amount_fen', 'period_from', 'period_to', 'evidence_table', 'evidence_key']

/** A row as text, alike for both engines: a missing level is the rule's, a missing is_context 0. */
function hitText(row: Readonly<Record<string, unknown>>, facts: readonly unknown[]): string {
  const text = (value: unknown): string | null =>
    value === null || value === undefined ? null : String(value)
  return JSON.stringify([
    ...columns.map((name) => text(row[name])),
    text(row.level),
    text(row.is_context) ?? '0',
    ...facts.map(text),
  ])
}

async function hitsOnDuck(
  duck: DuckDatabase,
  snapshot: DeliveredSnapshot,
  settings: Settings,
  asked: number | null,
): Promise<{ hits: Hits; asOf: number; runnable: Rule[] }> {
  const { connection } = duck
  const files = await attachSnapshot(connection, snapshot.directory, snapshot.manifest)
  await createDialect(connection)
  await createLaw(connection, law)
  const asOf = await resolveAsOf(duckSelect(connection), asked ?? undefined)
  const context = await runContext(duckSelect(connection), asOf)
  const runnable = rules.filter((rule) => missingNeeds(rule, snapshot.manifest) === null)
  await buildViews(connection, runnable, files)
  const hits: Hits = new Map()
  for (const rule of runnable) {
    await runRuleSql(connection, rule, bindParameters(rule, settings), context)
    const rows = await selectRows(connection, `select * from ${hitTable(rule)} where subject_id is not null`)
    const names = Object.keys(rule.facts).map((name) => `fact_${name}`)
    hits.set(
      rule.code,
      rows.map((row) =>
        hitText(
          row,
          names.map((name) => row[name]),
        ),
      ),
    )
  }
  await runSql(connection, 'checkpoint')
  return { hits, asOf, runnable }
}

async function hitsOnPostgres(runnable: readonly Rule[], settings: Settings, asOf: number): Promise<Hits> {
  const register = client as RegisterClient
  const request = { rules: runnable, effect: [], subjects: 'all' as const, asOf, law, settings }
  const checking = await startChecking(register, request)
  const hits: Hits = new Map()
  for (const rule of runnable) {
    const rows = await query<HitRow>(checking, register, checkStatement([rule], checking.shape)).catch(
      (error: unknown) => {
        throw new Error(`${rule.code}: ${error instanceof Error ? error.message : String(error)}`)
      },
    )
    hits.set(
      rule.code,
      rows.map((row) => hitText({ ...row }, row.fact_values)),
    )
  }
  return hits
}

const total = new Map<string, number>()
afterAll(() => {
  const never = rules.filter(({ code }) => (total.get(code) ?? 0) === 0).map(({ code }) => code)
  console.info(
    `rules with hits: ${rules.length - never.length} of ${rules.length}; none: ${never.join(', ')}`,
  )
})

async function compare(seed: number): Promise<void> {
  const isDirty = seed % 3 === 0
  const random = chance(seed)
  const delivery = randomDelivery(seed)
  const model = randomModel(random)
  const files = filesOf(isDirty ? delivery.files : writeModel(random, model, noDirt))
  const asked = isDirty ? delivery.asOf : model.asOf
  const settings = settingsOf(delivery.parameters)
  const snapshot = await snapshotOf(files)
  const duck = await openDuck({ threads: 1 })
  try {
    await fillRegister(client, snapshot, await rowsOf(snapshot))
    const { hits, asOf, runnable } = await hitsOnDuck(duck, snapshot, settings, asked)
    const found = await hitsOnPostgres(runnable, settings, asOf)
    for (const { code } of runnable) {
      total.set(code, (total.get(code) ?? 0) + hits.get(code)!.length)
      expect(found.get(code)!.sort(), `${code}, seed ${seed}, as of ${formatDay(asOf)}`).toEqual(
        hits.get(code)!.sort(),
      )
    }
  } finally {
    duck.close()
    snapshot.remove()
  }
}

describe(`every rule on PostgreSQL finds what it finds on DuckDB (seed ${firstSeed}, ${deliveries} deliveries)`, () => {
  it('row by row, value by value', { timeout: 600_000 }, async () => {
    for (let seed = firstSeed; seed < firstSeed + deliveries; seed += 1) await compare(seed)
  })
})
