import { afterAll, expect, test } from 'vitest'
import { openDuck, selectRows } from '#platform/duckdb.ts'
import { ageGroupSql, ageGroups, ageTitles } from './groups.ts'

const database = await openDuck({ threads: 1 })
afterAll(() => database.close())

/** On 30 June 2026. */
test.for([
  ['1986-07-01', 'UNDER_40'],
  ['1986-06-30', '40_49'],
  ['1976-07-01', '40_49'],
  ['1976-06-30', '50_59'],
  ['1946-07-01', '70_79'],
  ['1946-06-30', '80_UP'],
  ['1900-01-01', '80_UP'],
  ['2026-06-30', 'UNDER_40'],
  ['2026-07-01', 'UNKNOWN'],
  [null, 'UNKNOWN'],
] as const)('somebody born on %s is in %s', async ([bornOn, group]) => {
  const birth = bornOn === null ? 'cast(null as date)' : `date '${bornOn}'`
  const [row] = await selectRows(database.connection, `select ${ageGroupSql(birth, '2026-06-30')} as value`)
  expect(row?.value).toBe(group)
})

test('every group has its title', () => {
  expect(Object.keys(ageTitles).sort()).toEqual([...ageGroups].sort())
})
