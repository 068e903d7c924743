import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { employeePension, type PayoutMonthsPolicy, payoutMonths } from './pension.ts'

const file = path.join(import.meta.dirname, '../../policy/payout-months.json')
const policy: PayoutMonthsPolicy = JSON.parse(readFileSync(file, 'utf8'))

test('the annex has 31 ages', () => {
  expect(policy.months).toHaveLength(31)
  expect([40, 50, 55, 60, 70].map((age) => payoutMonths(policy, age))).toEqual([233, 195, 170, 139, 56])
  expect([39, 71, 60.5].map((age) => payoutMonths(policy, age))).toEqual([null, null, null])
})

test('a pension with a transitional part (4.3, vector 5)', () => {
  expect(
    employeePension({
      baseFen: 800_000n,
      averageIndexMillionths: 900_000n,
      months: 360,
      accountBalanceFen: 12_000_000n,
      payoutMonths: 139,
      deemed: { indexMillionths: 900_000n, months: 60, factorMillionths: 12_000n },
    }),
  ).toEqual({ basicFen: 228_000n, accountFen: 86_331n, transitionalFen: 43_200n, totalFen: 357_531n })
})

test('a pension without one (4.3, vector 6)', () => {
  expect(
    employeePension({
      baseFen: 850_000n,
      averageIndexMillionths: 1_000_000n,
      months: 234,
      accountBalanceFen: 9_384_000n,
      payoutMonths: 139,
    }),
  ).toEqual({ basicFen: 165_750n, accountFen: 67_511n, transitionalFen: 0n, totalFen: 233_261n })
})
