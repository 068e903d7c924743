import { afterAll, expect, test } from 'vitest'
import { roundDivision } from '#base/round-division.ts'
import { openDuck, selectRows } from '#platform/duckdb.ts'
import { createDialect } from './dialect.ts'

const database = await openDuck({ threads: 1 })
await createDialect(database.connection)
afterAll(() => database.close())

async function roundDivided(numerator: string, denominator: string): Promise<unknown> {
  const [row] = await selectRows(
    database.connection,
    `select cast(round_div(cast(${numerator} as decimal(38, 0)), ${denominator}) as varchar) as value`,
  )
  return row?.value
}

/** Numerator, denominator, quotient. */
const truths: readonly (readonly [string, string, string])[] = [
  ['0', '7', '0'],
  ['1', '2', '1'],
  ['-1', '2', '-1'],
  ['3', '2', '2'],
  ['-3', '2', '-2'],
  ['5', '2', '3'],
  ['-5', '2', '-3'],
  ['4', '3', '1'],
  ['-4', '3', '-1'],
  ['49', '100', '0'],
  ['-49', '100', '0'],
  ['50', '100', '1'],
  ['-50', '100', '-1'],
  ['149', '100', '1'],
  ['150', '100', '2'],
  ['-150', '100', '-2'],
  ['9', '1', '9'],
  ['-9', '1', '-9'],
  // Beyond 2^53 a float is off by one, beyond 2^63 a BIGINT overflows.
  ['90071992547409935', '10', '9007199254740994'],
  ['-90071992547409935', '10', '-9007199254740994'],
  ['12345678901234567890123456789012345', '10', '1234567890123456789012345678901235'],
  ['12345678901234567890123456789012344', '10', '1234567890123456789012345678901234'],
  ['92233720368547758070000000000', '10000000000', '9223372036854775807'],
]

test.for(truths)('round_div(%s, %s) is %s', async ([numerator, denominator, quotient]) => {
  expect(await roundDivided(numerator, denominator)).toBe(quotient)
  expect(roundDivision(BigInt(numerator), BigInt(denominator))).toBe(BigInt(quotient))
})

test('round_div of nothing is nothing', async () => {
  expect(await roundDivided('null', '10')).toBeNull()
})

test('round_div agrees with the division of the base on numbers around every half', async () => {
  const rows = await selectRows(
    database.connection,
    `select n.value as numerator, d.value as denominator, cast(round_div(n.value, d.value) as varchar) as value
    from range(-60, 61) as n(value)
    cross join range(1, 25) as d(value)
    order by n.value, d.value`,
  )
  expect(rows.length).toBe(121 * 24)
  for (const { numerator, denominator, value } of rows) {
    expect(value).toBe(roundDivision(numerator as bigint, denominator as bigint).toString())
  }
})

test('a second connection to the same database knows the dialect', async () => {
  const connection = await database.connect()
  expect(await selectRows(connection, 'select cast(round_div(-15, 10) as bigint) as value')).toEqual([
    { value: -2n },
  ])
  connection.closeSync()
})
