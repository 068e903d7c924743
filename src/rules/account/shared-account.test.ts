import { testRule } from '#screening/test-rule.ts'
import { sharedAccount } from './shared-account.ts'

const line = (person: string, month: string, other: Record<string, string> = {}) => ({
  payment_id: `${person}-${month}`,
  person_id: person,
  scheme: '170',
  benefit: 'RESIDENT_BASIC',
  pay_month: month,
  period_from: month,
  period_to: month,
  kind: 'REGULAR',
  amount: '200.10',
  account_number: 'A1',
  status: 'PAID',
  ...other,
})
const guardian = (person: string, other: Record<string, string> = {}) => ({
  account_number: 'A1',
  person_id: person,
  holder_kind: 'GUARDIAN',
  ...other,
})

testRule(sharedAccount, [
  {
    name: 'two persons on one account in one month, with their registered accounts as context',
    given: {
      payment: [line('P1', '2024-03'), line('P2', '2024-03', { amount: '310.00' })],
      payee_account: [
        { account_number: 'A1', person_id: 'P1', holder_kind: 'SELF' },
        { account_number: 'A1', person_id: 'P9', holder_kind: 'SELF' },
        { account_number: 'A2', person_id: 'P2', holder_kind: 'SELF' },
      ],
    },
    found: [
      {
        subjectId: 'A1',
        level: 1,
        amount: '510.10',
        periodFrom: '2024-03',
        periodTo: '2024-03',
        evidenceCount: 2,
        evidence: ['P2-2024-03', 'P1-2024-03'],
        context: ['A1#P1'],
        says: '银行账号 A1 在 2024-03 同月收取 2 名领取人的待遇 2 笔共 510.10 元',
      },
    ],
  },
  {
    name: 'one person with several lines and schemes has an account of their own',
    given: {
      payment: [
        line('P1', '2024-03'),
        line('P1', '2024-03', { payment_id: 'L2', scheme: '110', benefit: 'OLD_AGE' }),
      ],
    },
    found: [],
  },
  {
    name: 'an account that passes from one person to another is never shared in one month',
    given: { payment: [line('P1', '2024-02'), line('P2', '2024-03')] },
    found: [],
  },
  {
    name: 'only months in which it is shared count, with all lines of the persons in them',
    given: {
      payment: [
        line('P1', '2024-01'),
        line('P1', '2024-02'),
        line('P1', '2024-02', { payment_id: 'arrears', kind: 'BACK_PAY', amount: '1000.00' }),
        line('P1', '2024-02', { payment_id: 'deduction', kind: 'DEDUCTION', amount: '-50.00' }),
        line('P2', '2024-02'),
        line('P2', '2024-03'),
        line('P1', '2024-04'),
        line('P2', '2024-04', { amount: '0.05' }),
      ],
    },
    found: [
      {
        subjectId: 'A1',
        amount: '1550.35',
        periodFrom: '2024-02',
        periodTo: '2024-04',
        evidence: ['arrears', 'P1-2024-02', 'P1-2024-04', 'P2-2024-02', 'deduction', 'P2-2024-04'],
        says: '在 2024-02 至 2024-04 间有 2 个月同月收取 2 名领取人的待遇 6 笔',
      },
    ],
  },
  {
    name: 'lines that are sent count like paid ones',
    given: { payment: [line('P1', '2024-03', { status: 'SENT' }), line('P2', '2024-03')] },
    found: [{ subjectId: 'A1', amount: '400.20', evidenceCount: 2 }],
  },
  {
    name: 'returned, held and cancelled lines do not count',
    given: {
      payment: [
        line('P1', '2024-03'),
        line('P2', '2024-03', { status: 'RETURNED' }),
        line('P3', '2024-03', { status: 'HELD' }),
        line('P4', '2024-03', { status: 'CANCELLED' }),
      ],
    },
    found: [],
  },
  {
    name: 'lines without an account number share nothing',
    given: {
      payment: [line('P1', '2024-03', { account_number: '' }), line('P2', '2024-03', { account_number: '' })],
    },
    found: [],
  },
  {
    name: 'the first month of the look-back counts, the one before does not',
    given: {
      payment: [
        line('P1', '2018-12', { account_number: 'A2' }),
        line('P2', '2018-12', { account_number: 'A2' }),
        line('P1', '2019-01'),
        line('P2', '2019-01'),
        line('P1', '2018-12'),
        line('P2', '2018-12', { payment_id: 'too early' }),
      ].map((each, index) => ({ ...each, payment_id: `L${index}` })),
    },
    found: [
      {
        subjectId: 'A1',
        amount: '400.20',
        periodFrom: '2019-01',
        periodTo: '2019-01',
        evidence: ['L2', 'L3'],
      },
    ],
  },
  {
    name: 'a guardian’s own pension beside that of one ward is one counted person',
    given: {
      payment: [line('P1', '2024-03'), line('P2', '2024-03')],
      payee_account: [{ account_number: 'A1', person_id: 'P1', holder_kind: 'SELF' }, guardian('P2')],
    },
    found: [],
  },
  {
    name: 'an institution’s account for many is no finding',
    given: {
      payment: [line('P1', '2024-03'), line('P2', '2024-03'), line('P3', '2024-03')],
      payee_account: ['P1', 'P2', 'P3'].map((each) => guardian(each, { holder_kind: 'INSTITUTION' })),
    },
    found: [],
  },
  {
    name: 'wards are left out of the amount where two others share the account',
    given: {
      payment: [line('P1', '2024-03'), line('P2', '2024-03'), line('P3', '2024-03', { amount: '999.00' })],
      payee_account: [guardian('P3')],
    },
    found: [{ subjectId: 'A1', amount: '400.20', evidence: ['P1-2024-03', 'P2-2024-03'], context: [] }],
  },
  {
    name: 'holder_kind OTHER, SELF or null, another person’s row or another account make no guardian',
    given: {
      payment: [line('P1', '2024-03'), line('P2', '2024-03')],
      payee_account: [
        guardian('P1', { holder_kind: '' }),
        guardian('P2', { holder_kind: 'OTHER' }),
        guardian('P3'),
        guardian('P2', { account_number: 'A2' }),
      ],
    },
    found: [{ subjectId: 'A1', amount: '400.20', context: ['A1#P1', 'A1#P2'] }],
  },
  {
    name: 'guardianship is valid on any day of the month: its first and its last month are lawful, others are not',
    given: {
      payment: ['2024-01', '2024-02', '2024-03', '2024-04'].flatMap((each) => [
        line('P1', each),
        line('P2', each),
      ]),
      payee_account: [guardian('P2', { valid_from: '2024-02-29', valid_to: '2024-03-01' })],
    },
    found: [
      {
        subjectId: 'A1',
        amount: '800.40',
        periodFrom: '2024-01',
        periodTo: '2024-04',
        evidence: ['P1-2024-01', 'P1-2024-04', 'P2-2024-01', 'P2-2024-04'],
        context: ['A1#P2'],
      },
    ],
  },
  {
    name: 'a guardianship that ends before it starts is valid on no day, even within one month',
    given: {
      payment: [line('P1', '2024-02'), line('P2', '2024-02'), line('P1', '2024-03'), line('P2', '2024-03')],
      payee_account: [
        guardian('P2', { valid_from: '2024-02-20', valid_to: '2024-02-10' }),
        guardian('P1', { valid_from: '2024-03-10', valid_to: '2024-03-10' }),
      ],
    },
    found: [{ subjectId: 'A1', periodFrom: '2024-02', periodTo: '2024-02', evidenceCount: 2 }],
  },
  {
    name: 'people_min = 3 leaves pairs alone, and counts persons, not lines',
    parameters: { people_min: '3' },
    given: {
      payment: [
        line('P1', '2024-02'),
        line('P2', '2024-02'),
        line('P2', '2024-02', { payment_id: 'second' }),
        line('P1', '2024-03'),
        line('P2', '2024-03'),
        line('P3', '2024-03'),
      ],
    },
    found: [{ subjectId: 'A1', amount: '600.30', periodFrom: '2024-03', evidenceCount: 3 }],
  },
  {
    name: 'people_min = 1 finds every account that is used, and look_back_from can be moved',
    parameters: { people_min: '1', look_back_from: '2024-03' },
    given: { payment: [line('P1', '2024-03'), line('P2', '2024-02', { account_number: 'A2' })] },
    found: [{ subjectId: 'A1', amount: '200.10' }],
  },
  {
    name: 'several accounts at once are separate findings',
    given: {
      payment: ['A1', 'A2'].flatMap((account) =>
        ['P1', 'P2'].map((each) =>
          line(each, '2024-03', { payment_id: `${account}-${each}`, account_number: account }),
        ),
      ),
    },
    found: [
      { subjectId: 'A1', evidence: ['A1-P1', 'A1-P2'] },
      { subjectId: 'A2', evidence: ['A2-P1', 'A2-P2'] },
    ],
  },
])
