import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepLargest } from './largest-findings.ts'

test('keeps what sorting everything would keep, equal amounts in the order in which they came', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(-5n, 20n), { maxLength: 200 }),
      fc.integer({ min: 1, max: 20 }),
      (amounts, limit) => {
        const largest = keepLargest<number>(limit)
        for (const [place, amount] of amounts.entries()) largest.add(amount, () => place)
        const sorted = amounts
          .map((amount, place) => ({ amount, place }))
          .toSorted((a, b) => Number(b.amount - a.amount) || a.place - b.place)
        expect(largest.kept()).toEqual(sorted.slice(0, limit).map(({ place }) => place))
      },
    ),
  )
})

test('does not make what has no chance', () => {
  const largest = keepLargest<number>(2)
  let made = 0
  for (let amount = 1_000n; amount > 0n; amount -= 1n) {
    largest.add(amount, () => {
      made += 1
      return made
    })
  }
  expect(made).toBeLessThanOrEqual(4)
})
