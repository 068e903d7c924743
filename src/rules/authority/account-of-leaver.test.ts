import { testRule } from '#screening/test-rule.ts'
import { accountOfLeaver } from './account-of-leaver.ts'

const asOf = '2024-06-30'
const staff = (left_on: string, other: Record<string, string> = {}) => ({
  staff_id: 'S1',
  name: '王小五',
  status: 'LEFT',
  left_on,
  ...other,
})
const account = (status: string, other: Record<string, string> = {}) => ({
  account_id: 'U1',
  staff_id: 'S1',
  status,
  ...other,
})
const operation = (operation_id: string, recorded_at: string, other: Record<string, string> = {}) => ({
  operation_id,
  recorded_at,
  account_id: 'U1',
  function_code: 'ORDINARY',
  action: 'VIEW',
  ...other,
})

testRule(accountOfLeaver, [
  {
    name: 'an account that is still enabled two days after its owner left',
    asOf,
    given: { staff: [staff('2024-06-28')], user_account: [account('ENABLED')] },
    found: [
      {
        subjectId: 'U1',
        level: 1,
        amount: '0.00',
        periodFrom: '2024-06-28',
        periodTo: '2024-06-28',
        evidenceCount: 1,
        evidence: ['U1'],
        context: ['S1'],
        says: '系统账号 U1的使用人（工号 S1，现状态离职）已于 2024-06-28 离岗，账号至截止日仍为启用，请',
      },
    ],
  },
  {
    name: 'one day after, on the day, and before the owner leaves, the account may be open',
    asOf,
    given: {
      staff: [
        staff('2024-06-29'),
        staff('2024-06-30', { staff_id: 'S2' }),
        staff('2024-07-01', { staff_id: 'S3' }),
      ],
      user_account: [
        account('ENABLED'),
        account('ENABLED', { account_id: 'U2', staff_id: 'S2' }),
        account('ENABLED', { account_id: 'U3', staff_id: 'S3' }),
      ],
    },
    found: [],
  },
  {
    name: 'an account that was disabled and did nothing is in order, even if disabled late',
    asOf,
    given: {
      staff: [staff('2023-01-01')],
      user_account: [account('DISABLED', { disabled_at: '2024-06-01 10:00:00' })],
      operation: [operation('before', '2022-12-31 10:00:00'), operation('next day', '2023-01-02 23:59:59')],
    },
    found: [],
  },
  {
    name: 'a disabled account that operated more than a day after counts its operations, any of them',
    asOf,
    given: {
      staff: [staff('2023-01-01', { status: 'TRANSFERRED' })],
      user_account: [account('DISABLED')],
      operation: [
        operation('last', '2023-01-02 23:59:59'),
        operation('view', '2023-01-03 00:00:00'),
        operation('import', '2023-04-05 12:00:00', { action: 'IMPORT', function_code: 'BACK_PAY' }),
      ],
    },
    found: [
      {
        subjectId: 'U1',
        periodFrom: '2023-01-03',
        periodTo: '2023-04-05',
        evidenceCount: 2,
        evidence: ['import', 'view'],
        context: ['S1', 'U1'],
        says: '现状态调离）已于 2023-01-01 离岗，账号在 2023-01-03 至 2023-04-05 仍有操作 2 次，请',
      },
    ],
  },
  {
    name: 'an enabled account that operated counts with its operations',
    asOf,
    given: {
      staff: [staff('2024-01-01')],
      user_account: [account('ENABLED')],
      operation: [operation('a', '2024-02-01 10:00:00')],
    },
    found: [
      {
        subjectId: 'U1',
        periodFrom: '2024-01-01',
        periodTo: '2024-02-01',
        evidence: ['U1', 'a'],
        context: ['S1'],
        says: '账号至截止日仍为启用，账号在 2024-02-01 仍有操作 1 次',
      },
    ],
  },
  {
    name: 'operations after the day of the run count like others',
    asOf,
    given: {
      staff: [staff('2024-06-30')],
      user_account: [account('ENABLED')],
      operation: [operation('a', '2024-07-02 00:00:00')],
    },
    found: [{ subjectId: 'U1', evidence: ['a'], context: ['S1', 'U1'] }],
  },
  {
    name: 'only left_on decides: no date is no leaving, and a date counts for somebody on post too',
    asOf,
    given: {
      staff: [staff('', { status: 'LEFT' }), staff('2024-01-01', { staff_id: 'S2', status: 'ON_POST' })],
      user_account: [account('ENABLED'), account('ENABLED', { account_id: 'U2', staff_id: 'S2' })],
      operation: [operation('a', '2024-05-01 10:00:00')],
    },
    found: [{ subjectId: 'U2', says: '现状态在岗' }],
  },
  {
    name: 'accounts without staff, or of somebody unknown, cannot be judged',
    asOf,
    given: {
      staff: [staff('2024-01-01')],
      user_account: [
        account('ENABLED', { staff_id: '' }),
        account('ENABLED', { account_id: 'U2', staff_id: 'S9' }),
      ],
      operation: [operation('a', '2024-05-01 10:00:00', { staff_id: 'S1', account_id: 'U3' })],
    },
    found: [],
  },
  {
    name: 'whoever the operation names, the account decides',
    asOf,
    given: {
      staff: [staff('2024-01-01'), staff('', { staff_id: 'S2', status: 'ON_POST' })],
      user_account: [account('DISABLED'), account('ENABLED', { account_id: 'U2', staff_id: 'S2' })],
      operation: [
        operation('a', '2024-05-01 10:00:00', { staff_id: 'S2' }),
        operation('b', '2024-05-01 10:00:00', { staff_id: 'S1', account_id: 'U2' }),
      ],
    },
    found: [{ subjectId: 'U1', evidence: ['a'] }],
  },
  {
    name: 'each account of a leaver is a finding of its own',
    asOf,
    given: {
      staff: [staff('2024-01-01')],
      user_account: [
        account('ENABLED'),
        account('ENABLED', { account_id: 'U2' }),
        account('DISABLED', { account_id: 'U3' }),
      ],
    },
    found: [{ subjectId: 'U1' }, { subjectId: 'U2' }],
  },
  {
    name: 'the days of grace can be set',
    asOf,
    parameters: { grace_days: '30' },
    given: {
      staff: [staff('2024-05-31'), staff('2024-05-30', { staff_id: 'S2' })],
      user_account: [account('ENABLED'), account('ENABLED', { account_id: 'U2', staff_id: 'S2' })],
      operation: [
        operation('a', '2024-06-29 10:00:00', { account_id: 'U2' }),
        operation('b', '2024-06-30 10:00:00', { account_id: 'U2' }),
      ],
    },
    found: [{ subjectId: 'U2', evidence: ['U2', 'b'] }],
  },
])
