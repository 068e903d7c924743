import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Table } from './table.ts'
import { getColumn, standardVersion, tables } from './tables.ts'

const contract = path.join(import.meta.dirname, '../../../shared/standard/tables.json')

/** What is ours and not the contract's: until when a feed of events reaches, and what is a list and no feed. */
function withoutOurOwn(table: object): object {
  return Object.fromEntries(
    Object.entries(table).filter(([name]) => name !== 'dated_by' && name !== 'is_state'),
  )
}

test.skipIf(!existsSync(contract))('the typed tables are those of the contract, word for word', () => {
  const published = JSON.parse(readFileSync(contract, 'utf8'))
  expect(standardVersion).toBe(published.version)
  expect(tables.map(withoutOurOwn)).toEqual(published.tables)
})

test('there are 38 tables, each with a key of its own required columns', () => {
  expect(tables).toHaveLength(38)
  for (const table of tables) {
    for (const name of table.key) expect(getColumn(table, name).required).toBe(true)
  }
})

test('every column that dates a table is a date, month or timestamp of it', () => {
  for (const table of tables) {
    for (const name of 'dated_by' in table ? table.dated_by : []) {
      expect(['date', 'month', 'timestamp']).toContain(getColumn(table, name).type)
    }
  }
})

test('a later delivery replaces exactly these tables as a whole: registers, and lists of other departments', () => {
  const isState = (each: Table): boolean => each.is_state === true
  expect((tables as readonly Table[]).filter(isState).map((each) => each.name)).toEqual([
    'person',
    'employer',
    'enrolment',
    'entitlement',
    'payee_account',
    'social_card',
    'staff',
    'user_account',
    'role_grant',
    'post_assignment',
    'death',
    'imprisonment',
    'other_region_benefit',
    'taxed_wage',
    'market_entity',
    'tax_collection',
    'account_verification',
    'fund_account',
    'policy_parameter',
  ])
})
