import { describe, expect, it } from 'vitest'
import { type CaseLabel, type DatedFinding, readFindings, readLabels } from './score-csv.ts'
import { scoreScenarios } from './score-scenarios.ts'
import { expectedRules } from './score-scripts.ts'

function finding(rule: string, rows: readonly object[], rest: Partial<DatedFinding> = {}): DatedFinding {
  return {
    ruleCode: rule,
    subjectKind: 'person',
    subjectId: 'P1',
    level: 1,
    amountFen: 100n,
    periodFrom: '2025-01',
    evidence: JSON.stringify(rows),
    ...rest,
  }
}

function label(rule: string, rest: Partial<CaseLabel> = {}): CaseLabel {
  return {
    ruleCode: rule,
    subjectKind: 'person',
    subjectId: 'P1',
    level: 1,
    amountFen: 100n,
    scenario: 'S-21',
    isFraud: true,
    caseId: 'S-21#1',
    began: '2025-01',
    ...rest,
  }
}

const line = (month: string): object => ({ table: 'payment', pay_month: month, period_from: '2024-01' })
const death = (reported: string): object => ({
  table: 'death',
  context: true,
  died_on: '2024-12-05',
  reported_on: reported,
})

/** The rules of the scripts that exist. */
const core = new Set(
  Object.values(expectedRules)
    .flat()
    .filter((rule) => /^(DTH-0[12346]|PRS-01|DUP-0[138]|ACC-(0[123458]|10)|AMT-(0[12347]|14))$/.test(rule))
    .concat(
      'RET-14 CER-05 CER-06 CRD-02 CTR-21 SYS-01 SYS-02 SYS-03 SYS-06 FIN-03 FIN-06 FIN-24 FIN-27'.split(' '),
    ),
)

describe('the score of a script', () => {
  const labels = [
    label('DTH-01', { amountFen: 900n }),
    label('CER-05', { amountFen: 900n }),
    label('DTH-01', { subjectId: 'P2', caseId: 'S-21#2', amountFen: 50n }),
    label('DTH-01', {
      subjectId: 'P3',
      scenario: 'back_pay_up_to_cap',
      isFraud: false,
      caseId: '',
      began: '',
    }),
  ]
  const findings = [
    finding('DTH-01', [line('2025-02'), death('2025-06-01')], { amountFen: 900n }),
    finding('CER-05', [line('2025-02'), death('2025-06-01')], { amountFen: 900n }),
    finding('DTH-01', [line('2025-02')], { subjectId: 'P3' }),
    finding('DTH-01', [line('2025-02')], { subjectId: 'P4' }),
    finding('ACC-01', [line('2025-02')], { subjectId: 'P4' }),
  ]
  const played = new Set(['S-19', 'S-20', 'S-21'])
  const input = { findings, labels, played, rules: core, beneficiaries: null }

  it('says which rules saw it, how soon, how much, and how many others they name', () => {
    const scores = scoreScenarios({ ...input, beneficiaries: 4_000 })
    expect(scores.find(({ scenario }) => scenario === 'S-21')).toEqual({
      scenario: 'S-21',
      coverage: 'own_rules',
      waitsFor: ['DTH-05'],
      cases: 2,
      casesFound: 1,
      labelled: 3,
      found: 2,
      foundBy: ['CER-05', 'DTH-01'],
      monthsUntilSeen: { least: 5, median: 5, most: 5 },
      labelledFen: 950n,
      foundFen: 900n,
      falsePositives: 2,
      falsePositivesPer10000: 5,
    })
  })

  it('names the scripts that wait, and says nothing where no script was played', () => {
    const scores = scoreScenarios(input)
    const waiting = scores.filter(({ coverage }) => coverage === 'not_covered')
    expect(waiting.map(({ scenario }) => scenario)).toEqual([
      'S-03',
      'S-07',
      'S-13',
      'S-14',
      'S-17',
      'S-18',
      'S-25',
    ])
    expect(waiting.every(({ waitsFor, cases }) => waitsFor.length > 0 && cases === 0)).toBe(true)
    expect(scores.map(({ falsePositivesPer10000 }) => falsePositivesPer10000)).toContain(null)
    expect(scoreScenarios({ ...input, labels: labels.slice(3) })).toEqual([])
  })

  it('says where a script was seen only by rules that it was not written for', () => {
    const alone = label('CER-06', { scenario: 'S-19', caseId: 'S-19#1', subjectId: 'P9' })
    const [score] = scoreScenarios({ ...input, labels: [alone] }).filter(
      ({ scenario }) => scenario === 'S-19',
    )
    expect(score).toMatchObject({
      coverage: 'other_rules',
      waitsFor: ['ACC-12', 'ACC-14', 'CTR-11'],
      cases: 1,
    })
  })
})

describe('reading what dates findings and cases', () => {
  it('takes the columns where they are there and empty text where they are not', () => {
    const header = 'rule_code,subject_kind,subject_id,level,amount'
    const told = readFindings({
      file: 'f',
      text: `${header},period_from\nDTH-01,person,P1,1,1.00,2025-01\n`,
    })
    expect(told).toEqual([
      {
        ruleCode: 'DTH-01',
        subjectKind: 'person',
        subjectId: 'P1',
        level: 1,
        amountFen: 100n,
        periodFrom: '2025-01',
        evidence: '',
      },
    ])
    const text = `${header},scenario,is_fraud\nDTH-01,person,P1,1,1.00,S-21,true\n`
    expect(readLabels({ file: 'l', text })).toEqual([label('DTH-01', { caseId: '', began: '' })])
  })
})
