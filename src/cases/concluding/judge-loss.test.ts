import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import type { FindingSnapshot } from '../case-data.ts'
import type { Verdict } from '../case-status.ts'
import { type AskedResult, judgeLoss, verdictOf } from './judge-loss.ts'

const subject = {
  ...{ regions: ['990101'], agencyId: 'A990101', scheme: null, personId: 'P1' },
  ...{ personKeys: [], staffIds: [], handlers: [] },
}

function finding(id: string, amounts: readonly bigint[]): FindingSnapshot {
  const rows = amounts.map((amount_fen, index) => {
    return { table: 'payment', key: `${id}-${index}`, digest: 'd', amount_fen, month: 24288 + (index % 3) }
  })
  const amount_fen = amounts.reduce((sum, each) => sum + each, 0n)
  return { finding_id: id, rule_code: 'DTH-01', level: 1, amount_fen, rows, subject }
}

function asked(of: FindingSnapshot, changes: Partial<AskedResult> = {}): AskedResult {
  const rows = of.rows.map(({ table, key }) => ({ table, key, lostFen: null }))
  return { finding_id: of.finding_id, verdict: 'TRUE', rows, note: '', ...changes }
}

function sentence(given: ReturnType<typeof judgeLoss>): string {
  return given instanceof Refusal ? given.text.zh : 'accepted'
}

test('the loss is the sum of its months and of its rows, and never more than a row has', () => {
  const amounts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(amounts, amounts, fc.integer({ min: 0, max: 100 }), (first, second, share) => {
      const findings = [finding('A', first), finding('B', second)]
      const results = findings.map((each) => ({
        ...asked(each, { verdict: 'PARTIAL', note: '按比例' }),
        rows: each.rows.map(({ table, key, amount_fen }) => {
          return { table, key, lostFen: (amount_fen * BigInt(share)) / 100n }
        }),
      }))
      const judged = judgeLoss(findings, results)
      if (judged instanceof Refusal) throw judged
      const wanted = results.flatMap(({ rows }) => rows).reduce((sum, { lostFen }) => sum + lostFen, 0n)
      expect(judged.loss_fen).toBe(wanted)
      expect(judged.loss_by_month.reduce((sum, { fen }) => sum + fen, 0n)).toBe(wanted)
      const months = judged.loss_by_month.map(({ month }) => month)
      expect(months).toEqual([...new Set(months)].sort((a, b) => a - b))
    }),
  )
})

test('a row named by its digest is the row of that key, and is not counted a second time by it', () => {
  const plain = finding('A', [100n, 200n])
  const rows = plain.rows.map((each, index) => ({ ...each, digest: `digest-${index}` }))
  const of = { ...plain, rows }
  const second = { table: 'payment', key: 'digest-1', lostFen: null }
  expect(judgeLoss([of], [asked(of, { rows: [second] })])).toMatchObject({
    loss_fen: 200n,
    results: [{ rows: [{ key: 'A-1', lost_fen: 200n }] }],
  })
  const twice = [second, { table: 'payment', key: 'A-1', lostFen: null }]
  expect(sentence(judgeLoss([of], [asked(of, { rows: twice })]))).toContain('重复计算')
})

const one = finding('A', [100n, 200n])
const row = { table: 'payment', key: 'A-0' }
describe('refused', () => {
  test.for([
    { what: 'a finding without a verdict', results: [], why: '没有结论' },
    {
      what: 'a finding of another case',
      results: [asked(one), asked(finding('X', [1n]))],
      why: '不在本案中',
    },
    {
      what: 'two verdicts on one finding',
      results: [asked(one, { rows: [] }), asked(one, { rows: [] })],
      why: '两次结论',
    },
    {
      what: 'a row that the finding has not',
      results: [asked(one, { rows: [{ ...row, key: 'B-0', lostFen: null }] })],
      why: '不在该疑点中',
    },
    {
      what: 'a row counted twice',
      results: [
        asked(one, {
          rows: [
            { ...row, lostFen: null },
            { ...row, lostFen: null },
          ],
        }),
      ],
      why: '重复计算',
    },
    {
      what: 'more than the row has',
      results: [asked(one, { rows: [{ ...row, lostFen: 101n }] })],
      why: '不能超过该行金额 1.00 元',
    },
    {
      what: 'a part without a reason',
      results: [asked(one, { rows: [{ ...row, lostFen: 99n }] })],
      why: '写明理由',
    },
    { what: 'a loss of what is not true', results: [asked(one, { verdict: 'FALSE' })], why: '不能计损失' },
    {
      what: 'a loss of what cannot be verified',
      results: [asked(one, { verdict: 'UNVERIFIABLE' })],
      why: '不能计损失',
    },
  ])('$what', ({ results, why }) => {
    expect(sentence(judgeLoss([one], results))).toContain(why)
  })
})

test.for<{ of: Verdict[]; is: Verdict }>([
  { of: ['TRUE', 'TRUE'], is: 'TRUE' },
  { of: ['TRUE', 'FALSE'], is: 'PARTIAL' },
  { of: ['FALSE', 'FALSE'], is: 'FALSE' },
  { of: ['FALSE', 'UNVERIFIABLE'], is: 'UNVERIFIABLE' },
  { of: ['PARTIAL', 'UNVERIFIABLE'], is: 'PARTIAL' },
])('a case of $of is $is', ({ of, is }) => {
  expect(verdictOf(of)).toBe(is)
})
