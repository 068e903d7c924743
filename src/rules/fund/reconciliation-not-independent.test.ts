import { testRule } from '#screening/test-rule.ts'
import { reconciliationNotIndependent } from './reconciliation-not-independent.ts'

const reconciliation = (reconciliation_id: string, other: Record<string, string> = {}) => ({
  reconciliation_id,
  fund_account_id: 'F1',
  kind: 'MONTHLY',
  period_from: '2024-02-01',
  period_to: '2024-02-29',
  prepared_by: 'S1',
  reviewed_by: 'S2',
  difference: '0.00',
  completed_on: '2024-03-05',
  ...other,
})
const accounts = [
  { account_id: 'U1', staff_id: 'S1', status: 'ENABLED' },
  { account_id: 'U2', staff_id: 'S2', status: 'DISABLED' },
  { account_id: 'U3', status: 'ENABLED' },
]
const cashier = (granted_at: string, revoked_at = '', account_id = 'U2', role = 'CASHIER') => ({
  account_id,
  role,
  granted_at,
  revoked_at,
})

testRule(reconciliationNotIndependent, [
  {
    name: 'one that nobody reviewed',
    given: { reconciliation: [reconciliation('R1', { reviewed_by: '', difference: '-12.30' })] },
    found: [
      {
        subjectId: 'R1',
        level: 2,
        amount: '12.30',
        periodFrom: '2024-03-05',
        periodTo: '2024-03-05',
        evidenceCount: 1,
        evidence: ['R1'],
        context: [],
        says: '对账记录 R1（基金账户 F1）于 2024-03-05 完成，没有审核人，登记差额 12.30 元，',
      },
    ],
  },
  {
    name: 'one that its preparer reviewed',
    given: { reconciliation: [reconciliation('R1', { reviewed_by: 'S1', difference: '7.00' })] },
    found: [{ subjectId: 'R1', amount: '7.00', says: '审核人工号 S1 就是编制人，登记差额' }],
  },
  {
    name: 'one that somebody else reviewed is in order, even with a difference',
    given: {
      reconciliation: [reconciliation('R1', { difference: '500.00' })],
      user_account: accounts,
      role_grant: [cashier('2020-01-01 00:00:00', '', 'U1'), cashier('2020-01-01 00:00:00', '', 'U3')],
    },
    found: [],
  },
  {
    name: 'one reviewed by a cashier, whose preparer is not known',
    given: {
      reconciliation: [reconciliation('R1', { prepared_by: '', fund_account_id: '' })],
      user_account: accounts,
      role_grant: [cashier('2023-01-01 08:00:00'), cashier('2023-01-01 08:00:00', '', 'U2', 'ARCHIVE')],
    },
    found: [
      {
        subjectId: 'R1',
        amount: '0.00',
        evidenceCount: 1,
        evidence: ['R1'],
        context: ['U2#CASHIER#2023-01-01T08:00:00'],
        says: '对账记录 R1于 2024-03-05 完成，审核人工号 S2 当日持有出纳权限，',
      },
    ],
  },
  {
    name: 'a second of that day as cashier is enough, at its start and at its end',
    given: {
      reconciliation: [reconciliation('R1'), reconciliation('R2', { reviewed_by: 'S4' })],
      user_account: [...accounts, { account_id: 'U4', staff_id: 'S4', status: 'ENABLED' }],
      role_grant: [
        cashier('2023-01-01 08:00:00', '2024-03-05 00:00:01'),
        cashier('2024-03-05 23:59:59', '', 'U4'),
      ],
    },
    found: [{ subjectId: 'R1' }, { subjectId: 'R2' }],
  },
  {
    name: 'a role revoked at midnight before, or granted at midnight after, was not held that day',
    given: {
      reconciliation: [reconciliation('R1')],
      user_account: accounts,
      role_grant: [
        cashier('2023-01-01 08:00:00', '2024-03-05 00:00:00'),
        cashier('2024-03-06 00:00:00'),
        cashier('2024-03-05 09:00:00', '2024-03-05 09:00:00'),
      ],
    },
    found: [],
  },
  {
    name: 'any account of the reviewer will do, and two grants are one finding',
    given: {
      reconciliation: [reconciliation('R1', { reviewed_by: 'S1' })],
      user_account: [...accounts, { account_id: 'U9', staff_id: 'S1', status: 'ENABLED' }],
      role_grant: [cashier('2023-01-01 08:00:00', '', 'U1'), cashier('2023-06-01 08:00:00', '', 'U9')],
    },
    found: [
      {
        subjectId: 'R1',
        evidenceCount: 1,
        context: ['U1#CASHIER#2023-01-01T08:00:00', 'U9#CASHIER#2023-06-01T08:00:00'],
        says: '审核人工号 S1 就是编制人，且当日持有出纳权限',
      },
    ],
  },
  {
    name: 'one that is not completed is not judged',
    given: {
      reconciliation: [
        reconciliation('R1', { completed_on: '', reviewed_by: '' }),
        reconciliation('R2', { completed_on: '', reviewed_by: 'S1' }),
      ],
    },
    found: [],
  },
  {
    name: 'a difference that is not known counts as 0; nobody is not equal to nobody, but no reviewer is enough',
    given: {
      reconciliation: [
        reconciliation('R1', { prepared_by: '', reviewed_by: '', difference: '', kind: 'DAILY' }),
        reconciliation('R2', { prepared_by: '' }),
      ],
    },
    found: [{ subjectId: 'R1', amount: '0.00', says: '没有审核人' }],
  },
  {
    name: 'a role of an account without staff belongs to nobody who reviews',
    given: {
      reconciliation: [reconciliation('R1', { reviewed_by: 'U3' })],
      user_account: accounts,
      role_grant: [cashier('2023-01-01 08:00:00', '', 'U3')],
    },
    found: [],
  },
])
