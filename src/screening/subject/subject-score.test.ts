import { expect, test } from 'vitest'
import {
  confidenceOf,
  defaultConfidence,
  formatConfidence,
  levelWeights,
  parseConfidence,
  scoreOf,
} from './subject-score.ts'

const risk = (level: 1 | 2 | 3, confidence = defaultConfidence): bigint => levelWeights[level] * confidence

test.for([
  ['one finding of level 1', [{ risk: risk(1), count: 1n }], 3_000],
  ['one of level 2', [{ risk: risk(2), count: 1n }], 1_500],
  ['one of level 3', [{ risk: risk(3), count: 1n }], 500],
  ['two of level 1', [{ risk: risk(1), count: 2n }], 5_100],
  // 0.43475 exactly; floats give 0.43474999….
  [
    'one of each level, rounded half up',
    [
      { risk: risk(1), count: 1n },
      { risk: risk(2), count: 1n },
      { risk: risk(3), count: 1n },
    ],
    4_348,
  ],
  ['one of level 1 by a rule that is always right', [{ risk: risk(1, 1_000_000n), count: 1n }], 6_000],
  ['one by a rule that is never right', [{ risk: risk(1, 0n), count: 1n }], 0],
  ['none', [], 0],
] as const)('%s', ([, risks, expected]) => {
  expect(scoreOf(risks)).toBe(expected)
})

test('the score grows with every finding and never leaves 0 to 1', () => {
  let last = 0
  for (let count = 1n; count <= 40n; count += 1n) {
    const score = scoreOf([{ risk: risk(2), count }])
    expect(score).toBeGreaterThan(last)
    last = score
  }
  expect(scoreOf([{ risk: risk(1), count: 5_000n }])).toBe(10_000)
})

test('a measured confidence takes the place of the default', () => {
  const measured = new Map([['DTH-01', 900_000n]])
  expect(confidenceOf('DTH-01', measured)).toBe(900_000n)
  expect(confidenceOf('DTH-02', measured)).toBe(500_000n)
})

test.for([
  ['0', 0n, '0'],
  ['0.5', 500_000n, '0.5'],
  ['0.820', 820_000n, '0.82'],
  ['0.000001', 1n, '0.000001'],
  ['1', 1_000_000n, '1'],
  ['1.000000', 1_000_000n, '1'],
] as const)('a confidence of %s is exact', ([written, millionths, printed]) => {
  expect(parseConfidence(written)).toBe(millionths)
  expect(formatConfidence(millionths)).toBe(printed)
})

test.for(['', '1.000001', '2', '-0.1', '.5', '0.', '0.1234567', '5e-1', '82 %', '0,5', ' 0.5'])(
  'a confidence of “%s” is none',
  (written) => {
    expect(parseConfidence(written)).toBeNull()
  },
)
