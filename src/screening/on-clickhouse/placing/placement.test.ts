import { describe, expect, test } from 'vitest'
import { openDuck, runSql, selectRows } from '#platform/duckdb.ts'
import { rules } from '#rules/catalogue.ts'
import { getTable, tables } from '#standard/tables.ts'
import { createEmptyTable, tablesReadBy } from '../../prepare-tables.ts'
import { createDesks, createPersonHomes, groupsOf } from './homes.ts'
import { piecesOf } from './pieces.ts'
import { createLeads, dropLeads, placedRows } from './placed-rows.ts'
import { placements } from './placement.ts'

const shards = 4
const keys = Object.keys(placements) as (keyof typeof placements)[]

describe('groups of names', () => {
  test('are called by their least member, whatever the order of the pairs', () => {
    const pairs = [
      ['d', 'c'],
      ['b', 'a'],
      ['c', 'b'],
      ['y', 'x'],
    ] as const
    const expected = { a: 'a', b: 'a', c: 'a', d: 'a', x: 'x', y: 'x' }
    expect(Object.fromEntries(groupsOf(pairs))).toEqual(expected)
    expect(Object.fromEntries(groupsOf(pairs.toReversed()))).toEqual(expected)
  })
})

/** A delivery of a few people: one with two numbers, one paid again what another was paid, one without a register row. */
async function openDelivery() {
  const { connection, close } = await openDuck()
  for (const { name } of tables) await createEmptyTable(connection, name)
  await runSql(
    connection,
    `insert into person (person_id, id_number, name) values
      ('P1', '990101195001010011', 'a'), ('P2', '990101195001010011', 'b'), ('P3', '990101195001010038', 'c')`,
  )
  await runSql(
    connection,
    `insert into payment (payment_id, person_id, pay_month, amount_fen, account_number, batch_id, resend_of)
    select 'L' || n, 'P' || (n % 5 + 1), 24280 + n % 14, n * 100, 'A' || (n % 7), 'B' || (n % 3), null
    from range(400) as line (n)
    union all
    select 'AGAIN', 'P3', 24290, 5, 'A1', 'B1', 'L0'`,
  )
  await runSql(
    connection,
    `insert into death (id_number, name, died_on, source, row_key) values ('990101195001010011', 'a', date '2024-01-01', 'POLICE', 'D1')`,
  )
  return { connection, close }
}

describe('where rows go', () => {
  test('every table that rules of a key read is placed, and what counts stands nowhere twice', () => {
    for (const rule of rules) {
      const placed = Object.keys(placements[rule.key])
      const [counted] = tablesReadBy(rule).filter((name) => placed.includes(name))
      expect({ rule: rule.code, counted }).toEqual({ rule: rule.code, counted: expect.any(String) })
    }
  })

  test('rows of one id number share a shard, and so do people paid what another was', async () => {
    const { connection, close } = await openDelivery()
    await createPersonHomes(connection, shards)
    await createDesks(connection, shards)
    await createLeads(connection, 'person', shards)
    const homes = await selectRows(connection, 'select person_id, shard from person_home order by person_id')
    const homeOf = new Map(homes.map((row) => [row.person_id, Number(row.shard)]))
    expect(homeOf.get('P1')).toBe(homeOf.get('P2'))
    expect(homeOf.get('P3')).toBe(homeOf.get('P1'))
    const deaths = await selectRows(connection, placedRows('person', 'death', shards))
    expect(deaths.map(({ shard }) => Number(shard))).toEqual([homeOf.get('P1')])
    close()
  })

  test('no row of a table that is placed by its own value is lost or doubled, also of people nobody knows', async () => {
    const { connection, close } = await openDelivery()
    await createPersonHomes(connection, shards)
    await createDesks(connection, shards)
    for (const key of keys) {
      await createLeads(connection, key, shards)
      if (placements[key].payment !== undefined) {
        const pieces = await piecesOf(connection, getTable('payment'), placedRows(key, 'payment', shards))
        expect({ key, rows: pieces.reduce((sum, { rows }) => sum + rows, 0) }).toEqual({ key, rows: 401 })
        expect(pieces.every(({ shard }) => shard >= 0 && shard < shards)).toBe(true)
      }
      await dropLeads(connection, key)
    }
    close()
  })
})

describe('a piece', () => {
  test('has the digest of its rows, whatever their order; one changed value changes its month alone', async () => {
    const { connection, close } = await openDelivery()
    const digests = async (source: string) => {
      const placed = `select *, 0 as shard from (${source})`
      const pieces = await piecesOf(connection, getTable('payment'), placed)
      return new Map(pieces.map(({ month, digest }) => [month, digest]))
    }
    const before = await digests('select * from payment order by payment_id')
    expect(before.size).toBe(14)
    expect(await digests('select * from payment order by amount_fen desc')).toEqual(before)
    await runSql(connection, `update payment set holder_name = 'x' where payment_id = 'L3'`)
    const after = await digests('select * from payment')
    const changed = [...before]
      .filter(([month, digest]) => after.get(month) !== digest)
      .map(([month]) => month)
    expect(changed).toEqual([24_283])
    close()
  })
})
