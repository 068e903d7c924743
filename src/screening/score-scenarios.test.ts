import { describe, expect, it } from 'vitest'
import { type CaseLabel, type DatedFinding, readFindings, readLabels } from './score-csv.ts'
import { scoreScenarios } from './score-scenarios.ts'
import { firstSeenMonth } from './score-seen.ts'

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
const month = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5)) - 1

describe('since when a finding could have been seen', () => {
  it.each([
    [
      'the first payment, not the period it is for',
      finding('PRS-01', [line('2025-04'), line('2025-03')]),
      '2025-03',
    ],
    ['a death that was reported later', finding('DTH-01', [line('2025-02'), death('2025-06-01')]), '2025-06'],
    [
      'the first of two reports',
      finding('DTH-01', [line('2025-02'), death('2025-06-01'), death('2025-05-31')]),
      '2025-05',
    ],
    [
      'the second high month',
      finding('AMT-02', [line('2025-01'), line('2025-09'), line('2025-05')]),
      '2025-05',
    ],
    [
      'the change back of the account',
      finding('ACC-08', [
        line('2025-01'),
        { table: 'payee_account_change', context: true, recorded_at: '2025-01-20T10:00:00' },
        { table: 'payee_account_change', context: true, recorded_at: '2025-03-02T10:00:00' },
      ]),
      '2025-03',
    ],
    [
      'thirty-one days after the report, whatever was paid by then',
      finding('DTH-06', [line('2025-12'), death('2025-05-31')]),
      '2025-07',
    ],
    [
      'sixty-one days after the death',
      finding('CRD-02', [{ table: 'social_card' }, { ...death(''), reported_on: null }]),
      '2025-02',
    ],
    [
      'two days after leaving, where the account stayed open',
      finding('SYS-06', [
        { table: 'user_account' },
        { table: 'operation', recorded_at: '2025-06-01T10:00:00' },
        { table: 'staff', context: true, left_on: '2025-03-30' },
      ]),
      '2025-04',
    ],
    [
      'the operation, where it was closed',
      finding('SYS-06', [
        { table: 'operation', recorded_at: '2025-06-01T10:00:00' },
        { table: 'user_account', context: true },
        { table: 'staff', context: true, left_on: '2025-03-30' },
      ]),
      '2025-06',
    ],
    ['the period where the evidence has no date', finding('CRD-03', [{ table: 'social_card' }]), '2025-01'],
  ])('is %s', (_text, each, expected) => {
    expect(firstSeenMonth(each)).toBe(month(expected))
  })

  it('is unknown without any date, and of evidence that is no list', () => {
    expect(firstSeenMonth(finding('RET-01', [], { periodFrom: '' }))).toBeNull()
    expect(firstSeenMonth(finding('PRS-01', [], { evidence: 'nothing', periodFrom: '2025-02-03' }))).toBe(
      month('2025-02'),
    )
  })
})

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

  it('says which rules saw it, how soon, how much, and how many others they name', () => {
    const scores = scoreScenarios({ findings, labels, beneficiaries: 4_000 })
    expect(scores.find(({ scenario }) => scenario === 'S-21')).toEqual({
      scenario: 'S-21',
      isCovered: true,
      waitsFor: [],
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
    const scores = scoreScenarios({ findings, labels, beneficiaries: null })
    const waiting = scores.filter(({ isCovered }) => !isCovered)
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
    expect(scoreScenarios({ findings, labels: labels.slice(3), beneficiaries: 1 })).toEqual([])
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
