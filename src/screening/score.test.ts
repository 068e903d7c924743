import { describe, expect, it } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { score } from './score.ts'
import { parseCsv, readFindings, readLabels, type ScoredFinding, type ScoredLabel } from './score-csv.ts'

const finding: ScoredFinding = {
  ruleCode: 'DTH-01',
  subjectKind: 'person',
  subjectId: 'P1',
  level: 1,
  amountFen: 31_000n,
}
const label: ScoredLabel = { ...finding, scenario: 'family_conceals_death', isFraud: true }

describe('score', () => {
  it('is exact when every fraud is found with its level and money, and nothing else', () => {
    const lookalike = { ...label, subjectId: 'P2', amountFen: 0n, isFraud: false }
    const result = score([finding], [label, lookalike])
    expect(result.isExact).toBe(true)
    expect(result.discrepancies).toEqual([])
    expect(result.rules).toEqual([
      {
        ruleCode: 'DTH-01',
        labelled: 1,
        found: 1,
        missed: 0,
        falsePositives: 0,
        lookalikesFlagged: 0,
        lookalikes: 1,
        precision: 1,
        recall: 1,
        labelledFen: 31_000n,
        foundFen: 31_000n,
        differenceFen: 0n,
        mismatches: 0,
      },
    ])
  })

  it('counts a fraud that was not found as missed, with its money', () => {
    const result = score([], [label])
    expect(result.total).toMatchObject({ missed: 1, recall: 0, precision: null, differenceFen: -31_000n })
    expect(result.discrepancies).toEqual([
      expect.objectContaining({ kind: 'missed', subjectId: 'P1', expected: '310.00' }),
    ])
    expect(result.isExact).toBe(false)
  })

  it('tells findings about look-alikes from findings nobody labelled', () => {
    const lookalike = { ...label, scenario: 'paid_in_month_of_death', isFraud: false, amountFen: 0n }
    const result = score([finding, { ...finding, subjectId: 'P9' }], [lookalike])
    expect(result.total).toMatchObject({
      falsePositives: 2,
      lookalikesFlagged: 1,
      precision: 0,
      recall: null,
    })
    expect(result.discrepancies.map((each) => each.scenario)).toEqual(['paid_in_month_of_death', ''])
    expect(result.isExact).toBe(false)
  })

  it('finds a difference of one fen and of the level', () => {
    const result = score([{ ...finding, level: 2, amountFen: 31_001n }], [label])
    expect(result.total).toMatchObject({ found: 1, missed: 0, mismatches: 1, differenceFen: 1n })
    expect(result.discrepancies.map(({ kind, expected, actual }) => [kind, expected, actual])).toEqual([
      ['level', '1', '2'],
      ['amount', '310.00', '310.01'],
    ])
    expect(result.isExact).toBe(false)
  })

  it('compares subjects of one id under different rules and kinds apart', () => {
    const account = { ...finding, subjectKind: 'account' as const }
    const other = { ...finding, ruleCode: 'ACC-02' }
    const result = score([account, other], [label])
    expect(result.rules.map((rule) => [rule.ruleCode, rule.missed, rule.falsePositives])).toEqual([
      ['ACC-02', 0, 1],
      ['DTH-01', 1, 1],
    ])
  })

  it('lists at most twenty of a kind and counts all', () => {
    const many = Array.from({ length: 30 }, (_, place) => ({ ...label, subjectId: `P${place}` }))
    const result = score([], many)
    expect(result.total.missed).toBe(30)
    expect(result.discrepancies).toHaveLength(20)
  })
})

describe('reading findings.csv and labels.csv', () => {
  const header = 'finding_id,rule_code,level,subject_kind,subject_id,amount,evidence'

  it('reads quotes, commas, line ends within cells and a byte-order mark', () => {
    const text = `\uFEFFa,b\r\n"x ""y"", z","1\r\n2"\r\n\r\n,last\n"",`
    expect([...parseCsv({ file: 'a.csv', text })]).toEqual([
      ['a', 'b'],
      ['x "y", z', '1\r\n2'],
      ['', 'last'],
      ['', ''],
    ])
  })

  it('takes the columns by name', () => {
    const text = `${header}\r\nabc,DTH-01,1,person,P1,310.00,"[{""a"":1}]"\r\n`
    expect(readFindings({ file: 'findings.csv', text })).toMatchObject([finding])
    const labels = `rule_code,subject_kind,subject_id,level,amount,scenario,is_fraud\nDTH-01,person,P1,1,310.00,family_conceals_death,true\n`
    expect(readLabels({ file: 'labels.csv', text: labels })).toMatchObject([label])
  })

  it.each([
    ['', 'the file is empty'],
    ['rule_code,level\nDTH-01,1', 'it lacks the columns subject_kind, subject_id, amount'],
    [`${header}\n1,DTH-01,1,person,"P1,310.00,`, 'a quote is not closed'],
    [`${header}\n1,DTH-01,4,person,P1,310.00,`, 'has no valid kind, level or amount'],
    [`${header}\n1,DTH-01,1,person,P1,lots,`, 'has no valid kind, level or amount'],
  ])('refuses %j with one sentence', (text, sentence) => {
    expect(() => readFindings({ file: 'findings.csv', text })).toThrow(Refusal)
    expect(() => readFindings({ file: 'findings.csv', text })).toThrow(sentence)
  })
})
