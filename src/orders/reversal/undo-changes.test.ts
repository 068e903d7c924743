import { describe, expect, test } from 'vitest'
import { assert, Refusal } from '#base/refusal.ts'
import { assumeChanges, type RegisterChange, type RegisterRows, rowKeyOf } from '#register/register-change.ts'
import { type RegisterRow, registerRow, tableOf } from '#register/register-row.ts'
import type { TableName } from '#standard/tables.ts'
import type { OrderFunction } from '../functions/order-function.ts'
import { type SampledCode, samples } from '../functions/test-samples.ts'
import { effectOf, type Situation, source } from '../functions/test-situations.ts'
import { shownChanges } from '../order-effect.ts'
import { orderFunctions } from '../order-functions.ts'
import { writtenOf } from '../storing/register-row-store.ts'
import type { TouchedRows } from './first-order.ts'
import { undoneChanges } from './undo-changes.ts'
import { withoutWayBack } from './undo-inserts.ts'

/** The reversal of what each function does with its sample, against the register as it was. */

const sampled = orderFunctions.filter(({ code }) => code in samples)
const later = { ...source, orderId: 'R1', approverId: null, reviewerId: 'other2', operatorId: 'other1' }

function registerOf(definition: OrderFunction, { input, facts }: Situation): RegisterRows {
  const requests = {
    person: { table: 'person' as TableName },
    ...definition.facts(definition.input.parse(input)),
  }
  const rows = new Map<TableName, Map<string, RegisterRow>>()
  for (const [name, { table }] of Object.entries(requests)) {
    const ofTable = rows.get(table) ?? new Map<string, RegisterRow>()
    for (const row of facts[name] ?? []) {
      const stored = registerRow(tableOf(table), row)
      ofTable.set(rowKeyOf(tableOf(table), stored), stored)
    }
    rows.set(table, ofTable)
  }
  return rows
}

/** The register after the changes. */
function after(changes: readonly RegisterChange[], rows: RegisterRows): RegisterRows {
  const assumed = assumeChanges(changes, rows)
  return new Map([...rows, ...[...assumed].map(([name, each]) => [name, each.after] as const)])
}

function touched(rows: RegisterRows): TouchedRows {
  return Object.fromEntries(
    [...rows].map(([name, found]) => [
      name,
      Object.fromEntries([...found].map(([key, row]) => [key, writtenOf(tableOf(name), row)])),
    ]),
  )
}

describe.for(sampled)('$code', (definition) => {
  const situation = samples[definition.code as SampledCode]()
  const before = registerOf(definition, situation)
  const effect = effectOf(definition, situation)
  assert(!(effect instanceof Refusal), `${definition.code}: ${String(effect)}`)
  const done = after(effect, before)
  const undone = undoneChanges(shownChanges(effect), touched(done), later)

  test('says what stood in every column that it changes, so that it can be put back', () => {
    for (const change of effect) {
      if (change.operation !== 'update') continue
      expect(Object.keys(change.expected ?? {})).toEqual(expect.arrayContaining(Object.keys(change.values)))
    }
  })

  if (withoutWayBack.includes(definition.code)) {
    test('has no way back by a reversal, and says so', () => {
      expect(undone).toBeInstanceOf(Refusal)
    })
    return
  }

  test('is taken back: every row that was there is as it was, and none is gone', () => {
    assert(!(undone instanceof Refusal), `${definition.code}: ${String(undone)}`)
    const end = after(undone, done)
    for (const [name, rows] of before) {
      for (const [key, row] of rows) expect(end.get(name)?.get(key), `${name} ${key}`).toEqual(row)
    }
    for (const [name, rows] of done)
      expect([...end.get(name)!.keys()]).toEqual(expect.arrayContaining([...rows.keys()]))
  })

  test('is not taken back twice, nor once a row of it has been written over', () => {
    assert(!(undone instanceof Refusal), `${definition.code}: ${String(undone)}`)
    const twice = undoneChanges(shownChanges(effect), touched(after(undone, done)), later)
    // Of histories only nothing would show; their order has a reversal then, which is asked first (reversal.ts).
    const isHistoryOnly = undone.every(({ operation }) => operation === 'insert')
    if (!isHistoryOnly) expect(twice).toBeInstanceOf(Refusal)
  })
})
