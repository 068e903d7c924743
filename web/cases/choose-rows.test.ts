import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fenOfYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import type { FindingSnapshot } from '#cases/case-data.ts'
import { type AskedResult, judgeLoss } from '#cases/concluding/judge-loss.ts'
import {
  type ChosenResult,
  emptyResult,
  fenOfTyped,
  isWrongPart,
  lossByMonth,
  resultsInput,
  takenBy,
  withVerdict,
} from './choose-rows.ts'
import type { Finding } from './read-case.ts'

const subject = {
  ...{ regions: ['990101'], agencyId: 'A990101', scheme: null, personId: 'P1' },
  ...{ personKeys: [], staffIds: [], handlers: [] },
}

function finding(
  id: string,
  amounts: readonly number[],
  keys = amounts.map((_, at) => `${id}-${at}`),
): Finding {
  const rows = amounts.map((fen, at) => {
    const key = keys[at]!
    return {
      table: 'payment',
      key,
      digest: `${id}/${key}`,
      amount_fen: String(fen),
      month: 24_288 + (at % 3),
    }
  })
  const amount_fen = String(amounts.reduce((sum, fen) => sum + fen, 0))
  return { finding_id: id, rule_code: 'DTH-01', level: 1, amount_fen, rows, subject }
}

/** The finding as the server keeps it. */
function stored({ amount_fen, rows, ...rest }: Finding): FindingSnapshot {
  const kept = rows.map((row) => ({ ...row, amount_fen: BigInt(row.amount_fen) }))
  return { ...rest, amount_fen: BigInt(amount_fen), rows: kept }
}

const asked = (input: readonly unknown[]): AskedResult[] =>
  (input as { rows: { table: string; key: string; lost: string | null }[] }[]).map(({ rows, ...rest }) => ({
    ...(rest as Pick<AskedResult, 'finding_id' | 'verdict' | 'note'>),
    rows: rows.map(({ table, key, lost }) => ({
      ...{ table, key },
      lostFen: lost === null ? null : fenOfYuan(lost)!,
    })),
  }))

const none: ReadonlySet<string> = new Set()

test('what the page shows by month is what the server adds up, for whatever is chosen', () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 10 ** 9 }), { minLength: 1, maxLength: 12 })
  const verdict = fc.constantFrom('TRUE', 'PARTIAL', 'FALSE', 'UNVERIFIABLE')
  const row = fc.record({ isChosen: fc.boolean(), share: fc.integer({ min: 0, max: 100 }) })
  fc.assert(
    fc.property(
      amounts,
      amounts,
      verdict,
      fc.array(row, { minLength: 24, maxLength: 24 }),
      (a, b, said, rows) => {
        const findings = [finding('A', a), finding('B', b)]
        const results = findings.map((each, at): ChosenResult => {
          const given = { finding: each, taken: none }
          const result = withVerdict(
            { ...emptyResult(each), note: '按比例' },
            at === 0 ? said : 'PARTIAL',
            given,
          )
          if (result.verdict !== 'PARTIAL') return result
          const chosen = each.rows.filter((_, index) => rows[at * 12 + index]!.isChosen)
          const parts = chosen.map(({ digest, amount_fen }, index) => {
            const fen = (BigInt(amount_fen) * BigInt(rows[at * 12 + index]!.share)) / 100n
            const digits = fen.toString().padStart(3, '0')
            return [digest, `${digits.slice(0, -2)}.${digits.slice(-2)}`] as const
          })
          return { ...result, rows: chosen.map(({ digest }) => digest), parts: Object.fromEntries(parts) }
        })
        const judged = judgeLoss(findings.map(stored), asked(resultsInput(findings, results)))
        if (judged instanceof Refusal) throw judged
        const shown = lossByMonth(findings, results).map(({ month, fen }) => ({ month, fen }))
        expect(shown).toEqual(judged.loss_by_month)
      },
    ),
  )
})

describe('rows', () => {
  test('of what is true all count, of what is not none, of what is partly true those that are chosen', () => {
    const one = finding('A', [100, 0, 300])
    const given = { finding: one, taken: none }
    const isTrue = withVerdict(emptyResult(one), 'TRUE', given)
    expect(isTrue.rows).toEqual(['A/A-0', 'A/A-2'])
    expect(withVerdict(isTrue, 'PARTIAL', given).rows).toEqual(['A/A-0', 'A/A-2'])
    expect(withVerdict(isTrue, 'FALSE', given).rows).toEqual([])
    expect(withVerdict(emptyResult(one), 'PARTIAL', given).rows).toEqual([])
  })

  test('that another finding of the case counts are lost once', () => {
    const findings = [finding('A', [100, 200], ['X', 'Y']), finding('B', [200, 300], ['Y', 'Z'])]
    const [one, two] = findings as [Finding, Finding]
    const first = withVerdict(emptyResult(one), 'TRUE', { finding: one, taken: none })
    const taken = takenBy(findings, [first, emptyResult(two)], 'B')
    const second = withVerdict(emptyResult(two), 'TRUE', { finding: two, taken })
    expect(second.rows).toEqual(['B/Z'])
    const months = lossByMonth(findings, [first, second])
    expect(months.reduce((sum, { fen }) => sum + fen, 0n)).toBe(600n)
  })
})

describe('a part of a row', () => {
  const row = finding('A', [12_345]).rows[0]!

  test.for([
    ['', false],
    ['123.45', false],
    ['0', false],
    ['123.46', true],
    ['-1', true],
    ['12.345', true],
    ['abc', true],
  ] as const)('of "%s" is wrong: %s', ([part, isWrong]) => expect(isWrongPart(row, part)).toBe(isWrong))

  test('that is the whole row is sent as the whole row, which needs no note', () => {
    const result = { ...emptyResult(finding('A', [12_345])), verdict: 'TRUE' as const, rows: [row.digest] }
    const sent = (part: string) =>
      resultsInput([finding('A', [12_345])], [{ ...result, parts: { [row.digest]: part } }])
    expect(sent('123.45')).toMatchObject([{ rows: [{ lost: null }] }])
    expect(sent('123.4')).toMatchObject([{ rows: [{ lost: '123.40' }] }])
  })

  test('is read to the fen, separators and missing decimals included', () => {
    expect(['1,234.5', '7', '0.09', '1.234'].map(fenOfTyped)).toEqual([123_450n, 700n, 9n, null])
  })
})
