import { describe, expect, it } from 'vitest'
import type { DatedFinding } from './score-csv.ts'
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

const line = (month: string): object => ({ table: 'payment', pay_month: month, period_from: '2024-01' })
const death = (reported: string): object => ({
  table: 'death',
  context: true,
  died_on: '2024-12-05',
  reported_on: reported,
})
const month = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5)) - 1

const cases: readonly (readonly [text: string, finding: DatedFinding, month: string])[] = [
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
  [
    'the month of the decision, before any money',
    finding('RET-01', [
      line('2025-04'),
      { table: 'retirement', context: true, decided_at: '2025-02-10T10:00:00' },
    ]),
    '2025-02',
  ],
  [
    'the resumption, whatever lists came later',
    finding(
      'DTH-02',
      [
        line('2025-06'),
        { table: 'entitlement_change', recorded_at: '2025-05-30T10:00:00' },
        death('2025-09-01'),
      ],
      { periodFrom: '2025-06' },
    ),
    '2025-05',
  ],
  [
    'the second of two back-payments',
    finding('AMT-04', [
      { table: 'payment', pay_month: '2024-06', amount: '300.00' },
      { table: 'payment', pay_month: '2025-07', amount: '300.00' },
      { table: 'payment', pay_month: '2025-09', amount: '300.00' },
    ]),
    '2025-09',
  ],
  [
    'a single back-payment that is large',
    finding('AMT-04', [
      { table: 'payment', pay_month: '2025-06', amount: '10000.00' },
      { table: 'payment', pay_month: '2025-09', amount: '300.00' },
    ]),
    '2025-06',
  ],
  [
    'a single back-payment of thirteen months',
    finding('AMT-04', [
      {
        table: 'payment',
        pay_month: '2025-08',
        period_from: '2024-07',
        period_to: '2025-07',
        amount: '1.00',
      },
    ]),
    '2025-08',
  ],
  [
    'the second payment of one period',
    finding('DUP-08', [
      { table: 'payment', pay_month: '2025-08', period_from: '2025-06', period_to: '2025-06' },
      { table: 'payment', pay_month: '2025-06', period_from: '2025-06', period_to: '2025-06' },
      { table: 'payment', pay_month: '2025-07', period_from: '2025-05', period_to: '2025-05' },
    ]),
    '2025-08',
  ],
  [
    'the grant of the second role',
    finding('SYS-02', [
      {
        table: 'role_grant',
        role: 'CASHIER',
        granted_at: '2024-03-01T09:00:00',
        revoked_at: '2024-06-01T09:00:00',
      },
      { table: 'role_grant', role: 'ARCHIVE', granted_at: '2024-06-01T09:00:00' },
      { table: 'role_grant', role: 'CASHIER', granted_at: '2025-02-01T09:00:00' },
    ]),
    '2025-02',
  ],
  [
    'the month at whose end six months and a day have passed',
    finding('CRD-01', [{ table: 'social_card', made_on: '2025-01-31' }], { periodFrom: '2025-01-31' }),
    '2025-08',
  ],
  [
    'the end of the month, six months after its last day but one',
    finding('CRD-01', [{ table: 'social_card', made_on: '2025-01-30' }], { periodFrom: '2025-01-30' }),
    '2025-07',
  ],
  [
    'three years on a post',
    finding('SYS-14', [{ table: 'post_assignment', started_on: '2022-03-15' }], {
      periodFrom: '2022-03-15',
    }),
    '2025-03',
  ],
  [
    'the third month that is owed',
    finding('CTR-03', [
      { table: 'contribution_declaration', declared_on: '2025-01-05' },
      { table: 'contribution_declaration', declared_on: '2025-05-05' },
      { table: 'contribution_declaration', declared_on: '2025-03-05' },
    ]),
    '2025-05',
  ],
  [
    'the decision to retire, where only that makes a back-fill irregular',
    finding('CTR-21', [
      {
        table: 'account_adjustment',
        recorded_at: '2025-02-06T09:00:00',
        months: '5',
        operator_id: 'G1',
        reviewer_id: 'G2',
        voucher_number: 'SP1',
      },
      { table: 'retirement', context: true, decided_at: '2025-07-10T09:00:00' },
    ]),
    '2025-07',
  ],
  [
    'the back-fill, where nobody reviewed it',
    finding('CTR-21', [
      {
        table: 'account_adjustment',
        recorded_at: '2025-02-06T09:00:00',
        months: '5',
        operator_id: 'G1',
        reviewer_id: null,
      },
      { table: 'retirement', context: true, decided_at: '2025-07-10T09:00:00' },
    ]),
    '2025-02',
  ],
  [
    'the first day, where the evidence shows only some of the rows',
    finding('SYS-03', [{ table: 'operation', recorded_at: '2025-03-03T20:00:00' }], {
      periodFrom: '2025-01-08',
    }),
    '2025-01',
  ],
  ['the period where the evidence has no date', finding('CRD-03', [{ table: 'social_card' }]), '2025-01'],
]

describe('since when a finding could have been seen', () => {
  it.each(cases)('is %s', (_text, each, expected) => {
    expect(firstSeenMonth(each)).toBe(month(expected))
  })

  it('is unknown without any date, and of evidence that is no list', () => {
    expect(firstSeenMonth(finding('RET-01', [], { periodFrom: '' }))).toBeNull()
    expect(firstSeenMonth(finding('PRS-01', [], { evidence: 'nothing', periodFrom: '2025-02-03' }))).toBe(
      month('2025-02'),
    )
  })
})
