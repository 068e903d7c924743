import { formatSecond, parseSecond } from '#base/calendar-math.ts'
import { testRule } from '#screening/test-rule.ts'
import { burstOfOperations } from './burst-of-operations.ts'

const ten = parseSecond('2024-03-15 10:00:00')!

const operation = (id: string, second: number, other: Record<string, string> = {}) => ({
  operation_id: id,
  recorded_at: formatSecond(ten + second, ' '),
  staff_id: 'S1',
  account_id: 'U1',
  function_code: 'BACK_PAY',
  action: 'CREATE',
  ...other,
})
/** `n` operations, the first at `from`, the others `every` seconds. */
const row = (prefix: string, n: number, from: number, every: number, other: Record<string, string> = {}) =>
  Array.from({ length: n }, (_, index) => operation(`${prefix}${index}`, from + index * every, other))

testRule(burstOfOperations, [
  {
    name: 'ten within 600 seconds, first and last included',
    given: {
      staff: [{ staff_id: 'S1', name: '王小五', status: 'ON_POST' }],
      operation: [...row('a', 9, 0, 60, { person_id: 'P1' }), operation('a9', 600, { person_id: 'P2' })],
    },
    found: [
      {
        subjectId: 'S1',
        level: 1,
        amount: '0.00',
        periodFrom: '2024-03-15',
        periodTo: '2024-03-15',
        evidenceCount: 10,
        evidence: ['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9'],
        context: [],
        says: '王**（工号 S1） 2024-03-15 办理补发共 10 次，均属 10 分钟内连续办理 10 次以上，涉及 2 人，',
      },
    ],
  },
  {
    name: 'ten within 601 seconds, and nine within a second, are no burst',
    given: {
      operation: [...row('a', 9, 0, 60), operation('a9', 601), ...row('b', 9, 0, 0, { staff_id: 'S2' })],
    },
    found: [],
  },
  {
    name: 'ten in the same second are one',
    given: { operation: row('a', 10, 0, 0) },
    found: [{ subjectId: 'S1', evidenceCount: 10 }],
  },
  {
    name: 'all that lie in a window of ten count, those before and after do not',
    given: {
      operation: [
        operation('before', -600),
        // Windows of ten open at a0, a1 and a2: a0 to a11 lie in one of them.
        ...row('a', 12, 0, 60),
        operation('after', 11 * 60 + 61 + 60),
      ],
    },
    found: [{ subjectId: 'S1', evidenceCount: 12, says: '补发共 12 次' }],
  },
  {
    name: 'a quiet hour between two bursts does not count, and each burst does',
    given: {
      operation: [
        ...row('a', 10, 0, 10),
        ...row('quiet', 5, 1000, 600),
        ...row('b', 11, 24 * 3600, 10, { function_code: 'REFUND' }),
      ],
    },
    found: [
      {
        subjectId: 'S1',
        periodFrom: '2024-03-15',
        periodTo: '2024-03-16',
        evidenceCount: 21,
        says: '2024-03-15 至 2024-03-16 间有 2 天办理补发等 2 类业务共 21 次',
      },
    ],
  },
  {
    name: 'a burst runs over midnight',
    given: { operation: row('a', 10, 14 * 3600 - 300, 60) },
    found: [{ subjectId: 'S1', periodFrom: '2024-03-15', periodTo: '2024-03-16', evidenceCount: 10 }],
  },
  {
    name: 'only CREATE and UPDATE of high-risk functions are counted, whatever the function',
    given: {
      operation: [
        ...row('a', 5, 0, 10, { action: 'UPDATE', function_code: 'DATA_REPAIR' }),
        ...row('b', 4, 100, 10, { function_code: 'ACCOUNT_CHANGE' }),
        ...['VIEW', 'DELETE', 'APPROVE', 'REJECT', 'EXPORT', 'IMPORT'].map((action) =>
          operation(action, 50, { action, function_code: 'REFUND' }),
        ),
        operation('ordinary', 50, { function_code: 'ORDINARY' }),
      ],
    },
    found: [],
  },
  {
    name: 'operations in between that are not counted do not close the window',
    given: {
      operation: [
        ...row('a', 10, 0, 60),
        ...row('view', 20, 5, 20, { action: 'VIEW' }),
        ...row('ordinary', 20, 7, 20, { function_code: 'ORDINARY' }),
      ],
    },
    found: [{ subjectId: 'S1', evidenceCount: 10 }],
  },
  {
    name: 'one import of restored, adjusted or back pay is enough; imports of others are not',
    given: {
      operation: [
        operation('status', 0, { action: 'IMPORT', function_code: 'STATUS_CHANGE' }),
        operation('adjust', 100, { action: 'IMPORT', function_code: 'MANUAL_ADJUST', staff_id: 'S2' }),
        operation('back pay', 200, { action: 'IMPORT', staff_id: 'S3' }),
        operation('created', 201, { staff_id: 'S3' }),
        operation('batch', 300, { action: 'IMPORT', function_code: 'BATCH_IMPORT', staff_id: 'S4' }),
        operation('resume', 300, { action: 'IMPORT', function_code: 'DEATH_RESUME', staff_id: 'S4' }),
      ],
    },
    found: [
      { subjectId: 'S1', says: '工号 S1 2024-03-15 批量导入暂停转正常 1 次，未记录涉及人员，' },
      { subjectId: 'S2', evidence: ['adjust'] },
      { subjectId: 'S3', evidence: ['back pay'] },
    ],
  },
  {
    name: 'an import is no part of a window, and stands beside one',
    given: {
      operation: [
        ...row('a', 9, 0, 10),
        operation('import', 50, { action: 'IMPORT' }),
        ...row('b', 10, 0, 10, { staff_id: 'S2' }),
        operation('other import', 5000, {
          staff_id: 'S2',
          action: 'IMPORT',
          function_code: 'MANUAL_ADJUST',
        }),
        operation('second import', 9000, { staff_id: 'S2', action: 'IMPORT' }),
      ],
    },
    found: [
      { subjectId: 'S1', evidence: ['import'] },
      {
        subjectId: 'S2',
        evidenceCount: 12,
        says: '办理补发共 10 次，均属 10 分钟内连续办理 10 次以上；并批量导入补发等 2 类业务 2 次',
      },
    ],
  },
  {
    name: 'all accounts of a member of staff together; the operation’s own staff_id goes first',
    given: {
      user_account: [
        { account_id: 'U1', staff_id: 'S1', status: 'ENABLED' },
        { account_id: 'U2', staff_id: 'S1', status: 'DISABLED' },
        { account_id: 'U3', staff_id: 'S9', status: 'ENABLED' },
      ],
      operation: [
        ...row('a', 4, 0, 10, { staff_id: '' }),
        ...row('b', 3, 0, 10, { staff_id: '', account_id: 'U2' }),
        ...row('c', 3, 0, 10, { account_id: 'U3' }),
      ],
    },
    found: [{ subjectId: 'S1', evidenceCount: 10 }],
  },
  {
    name: 'five each of two people are no burst, and ten of an account without staff are one',
    given: {
      user_account: [{ account_id: 'U5', status: 'ENABLED' }],
      operation: [
        ...row('a', 5, 0, 1),
        ...row('b', 5, 0, 1, { staff_id: 'S2' }),
        ...row('c', 10, 0, 1, { staff_id: '', account_id: 'U5' }),
        ...row('d', 10, 0, 1, { staff_id: '', account_id: 'U6' }),
      ],
    },
    found: [
      { subjectId: 'account:U5', says: '系统账号 U5 2024-03-15 办理' },
      { subjectId: 'account:U6', evidenceCount: 10 },
    ],
  },
  {
    name: 'number and window can be set',
    parameters: { operations_min: '3', window_seconds: '45' },
    given: {
      operation: [
        operation('early', -26),
        ...row('a', 2, 0, 20),
        operation('a2', 45),
        operation('late', 66),
        ...row('b', 3, 0, 23, { staff_id: 'S2' }),
      ],
    },
    // early to a1 are 46 seconds, a0 to a2 exactly 45, a1 to late 46.
    found: [{ subjectId: 'S1', evidence: ['a0', 'a1', 'a2'], says: '均属 45 秒内连续办理 3 次以上' }],
  },
  {
    name: 'with a minimum of one each operation is a window',
    parameters: { operations_min: '1', window_seconds: '0' },
    given: {
      operation: [operation('a', 0), operation('b', 90000), operation('view', 0, { action: 'VIEW' })],
    },
    found: [{ subjectId: 'S1', evidence: ['a', 'b'], says: '0 秒内' }],
  },
])
