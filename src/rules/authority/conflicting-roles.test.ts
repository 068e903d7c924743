import { expect, test } from 'vitest'
import { testRule } from '#screening/test-rule.ts'
import { roleConflicts } from '#standard/role-conflicts.ts'
import { conflictingRoles } from './conflicting-roles.ts'

const account = (account_id: string, staff_id: string, status = 'ENABLED') => ({
  account_id,
  staff_id,
  status,
})
const grant = (account_id: string, role: string, granted_at: string, revoked_at = '') => ({
  account_id,
  role,
  granted_at,
  revoked_at,
})
const start = '2024-01-02 09:00:00'
const end = '2024-06-03 09:00:00'

testRule(conflictingRoles, [
  {
    name: 'two conflicting roles of one account, both never revoked',
    asOf: '2024-12-31',
    given: {
      staff: [{ staff_id: 'S1', name: '王小五', status: 'ON_POST' }],
      user_account: [account('U1', 'S1')],
      role_grant: [
        grant('U1', 'ENTRY', '2024-03-04 10:00:00'),
        grant('U1', 'REVIEW', '2024-01-02 09:00:00'),
        grant('U1', 'ARCHIVE', '2023-01-02 09:00:00'),
      ],
    },
    found: [
      {
        subjectId: 'S1',
        level: 1,
        amount: '0.00',
        periodFrom: '2024-01-02',
        periodTo: '2024-03-04',
        evidenceCount: 2,
        evidence: ['U1#ENTRY#2024-03-04T10:00:00', 'U1#REVIEW#2024-01-02T09:00:00'],
        context: [],
        says: '王**（工号 S1）自 2024-03-04 起同时持有“初审”与“复核”互斥权限，至截止日仍未收回，',
      },
    ],
  },
  {
    name: 'all accounts of a person are looked at together, disabled ones too',
    given: {
      user_account: [account('U1', 'S1'), account('U2', 'S1', 'DISABLED')],
      role_grant: [grant('U1', 'ACCOUNTANT', start), grant('U2', 'CASHIER', start)],
    },
    found: [{ subjectId: 'S1', says: '“会计”与“出纳”互斥权限' }],
  },
  {
    name: 'conflicting roles of two people are no conflict',
    given: {
      user_account: [account('U1', 'S1'), account('U2', 'S2')],
      role_grant: [grant('U1', 'ENTRY', start), grant('U2', 'REVIEW', start)],
    },
    found: [],
  },
  {
    name: 'a role granted in the second the other is revoked is not held at the same time',
    given: {
      user_account: [account('U1', 'S1')],
      role_grant: [grant('U1', 'ENTRY', start, end), grant('U1', 'REVIEW', end)],
    },
    found: [],
  },
  {
    name: 'a second together is enough, and counts though it is long past',
    asOf: '2024-12-31',
    given: {
      user_account: [account('U1', 'S1')],
      role_grant: [
        grant('U1', 'ENTRY', start, '2024-06-03 09:00:01'),
        grant('U1', 'REVIEW', end, '2024-06-03 09:00:01'),
      ],
    },
    found: [{ subjectId: 'S1', evidenceCount: 2, says: '自 2024-06-03 起' }],
  },
  {
    name: 'what was revoked by the end of the day of the run is not said to be open',
    asOf: '2024-06-03',
    given: {
      user_account: [account('U1', 'S1'), account('U2', 'S2')],
      role_grant: [
        grant('U1', 'ENTRY', start),
        grant('U1', 'REVIEW', start, '2024-06-04 00:00:00'),
        grant('U2', 'ENTRY', start),
        grant('U2', 'REVIEW', start, '2024-06-04 00:00:01'),
      ],
    },
    found: [
      { subjectId: 'S1', says: '至截止日已收回' },
      { subjectId: 'S2', says: '至截止日仍未收回' },
    ],
  },
  {
    name: 'a grant revoked in its own second, or before it, was never held',
    given: {
      user_account: [account('U1', 'S1')],
      role_grant: [
        grant('U1', 'ENTRY', start),
        grant('U1', 'REVIEW', end, end),
        grant('U1', 'REVIEW', '2024-07-01 09:00:00', '2024-05-01 09:00:00'),
      ],
    },
    found: [],
  },
  {
    name: 'only the grants that overlap count, each once though it takes part in several conflicts',
    given: {
      user_account: [account('U1', 'S1')],
      role_grant: [
        grant('U1', 'REVIEW', start),
        grant('U1', 'ENTRY', '2023-01-02 09:00:00', start),
        grant('U1', 'ENTRY', end),
        grant('U1', 'APPROVAL', '2024-02-01 09:00:00', end),
      ],
    },
    found: [
      {
        subjectId: 'S1',
        periodFrom: '2024-01-02',
        periodTo: '2024-06-03',
        evidence: [
          'U1#APPROVAL#2024-02-01T09:00:00',
          'U1#ENTRY#2024-06-03T09:00:00',
          'U1#REVIEW#2024-01-02T09:00:00',
        ],
        says: '自 2024-02-01 起同时持有“复核”与“审批”等 2 组互斥权限',
      },
    ],
  },
  {
    name: 'a role held twice is one role',
    given: {
      user_account: [account('U1', 'S1'), account('U2', 'S1')],
      role_grant: [grant('U1', 'ENTRY', start), grant('U2', 'ENTRY', start), grant('U1', 'ENTRY', end)],
    },
    found: [],
  },
  {
    name: 'an account without staff, or one that is not known, is a subject of its own',
    given: {
      user_account: [account('U1', ''), account('U9', 'S9')],
      role_grant: ['U1', 'U2'].flatMap((id) => [
        grant(id, 'CARD_ISSUE', start),
        grant(id, 'CARD_VAULT', start),
      ]),
    },
    found: [
      { subjectId: 'account:U1', says: '系统账号 U1自 2024-01-02 起' },
      { subjectId: 'account:U2', evidenceCount: 2 },
    ],
  },
  {
    name: 'each pair of the list, in either order',
    given: {
      user_account: roleConflicts
        .filter(({ code }) => code === 'SYS-02')
        .map((_, index) => account(`U${index}`, `S${index}`)),
      role_grant: roleConflicts
        .filter(({ code }) => code === 'SYS-02')
        .flatMap(({ roleA, roleB }, index) => [
          grant(`U${index}`, roleB, start),
          grant(`U${index}`, roleA, end),
        ]),
    },
    found: Array.from({ length: 14 }, (_, index) => ({ subjectId: `S${index}`, evidenceCount: 2 })),
  },
  {
    name: 'look-alikes: entry with approval, review of benefits with certification, supervision with audit, officers',
    given: {
      user_account: ['1', '2', '3', '4'].map((id) => account(`U${id}`, `S${id}`)),
      role_grant: [
        grant('U1', 'ENTRY', start),
        grant('U1', 'APPROVAL', start),
        grant('U2', 'BENEFIT_REVIEW', start),
        grant('U2', 'CERTIFICATION', start),
        grant('U3', 'SUPERVISION', start),
        grant('U3', 'INTERNAL_AUDIT', start),
        grant('U4', 'SYSTEM_ADMIN', start),
        grant('U4', 'SECURITY_ADMIN', start),
      ],
    },
    found: [],
  },
])

test('the pairs are those of core-rules.md', () => {
  const pairs = roleConflicts
    .filter(({ code }) => code === 'SYS-02')
    .map(({ roleA, roleB }) => `${roleA}×${roleB}`)
  expect(pairs).toEqual([
    'ENTRY×REVIEW',
    'REVIEW×APPROVAL',
    'BENEFIT_REVIEW×BENEFIT_PAYMENT',
    'BENEFIT_PAYMENT×CERTIFICATION',
    'BENEFIT_PAYMENT×SYSTEM_ADMIN',
    'ACCOUNTANT×CASHIER',
    'CASHIER×RECONCILIATION',
    'CASHIER×INTERNAL_AUDIT',
    'CASHIER×ARCHIVE',
    'CARD_ISSUE×CARD_VAULT',
    'SUPERVISION×ENTRY',
    'SUPERVISION×REVIEW',
    'SUPERVISION×APPROVAL',
    'SUPERVISION×BENEFIT_PAYMENT',
  ])
})
