import { testRule } from '#screening/test-rule.ts'
import { officerRolesMixed } from './officer-roles-mixed.ts'

const officers = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN']
const closed = [
  'ENTRY',
  'REVIEW',
  'APPROVAL',
  'BENEFIT_REVIEW',
  'BENEFIT_PAYMENT',
  'CERTIFICATION',
  'ACCOUNTANT',
  'CASHIER',
]
const open = ['RECONCILIATION', 'INTERNAL_AUDIT', 'ARCHIVE', 'CARD_ISSUE', 'CARD_VAULT', 'SUPERVISION']
const start = '2024-01-02 09:00:00'
const end = '2024-06-03 09:00:00'

const account = (account_id: string, staff_id: string) => ({ account_id, staff_id, status: 'ENABLED' })
const grant = (account_id: string, role: string, granted_at = start, revoked_at = '') => ({
  account_id,
  role,
  granted_at,
  revoked_at,
})
const holders = (pairs: readonly (readonly [string, string])[]) => ({
  user_account: pairs.map((_, index) => account(`U${index}`, `S${index}`)),
  role_grant: pairs.flatMap(([one, other], index) => [grant(`U${index}`, other), grant(`U${index}`, one)]),
})

testRule(officerRolesMixed, [
  {
    name: 'one person is system and security officer through two accounts',
    given: {
      user_account: [account('U1', 'S1'), account('U2', 'S1')],
      role_grant: [grant('U1', 'SYSTEM_ADMIN', '2024-02-01 08:00:00'), grant('U2', 'SECURITY_ADMIN', start)],
    },
    found: [
      {
        subjectId: 'S1',
        level: 1,
        amount: '0.00',
        periodFrom: '2024-01-02',
        periodTo: '2024-02-01',
        evidenceCount: 2,
        evidence: ['U1#SYSTEM_ADMIN#2024-02-01T08:00:00', 'U2#SECURITY_ADMIN#2024-01-02T09:00:00'],
        context: [],
        says: '工号 S1自 2024-02-01 起同时持有“系统管理员”与“安全员”不得兼任的权限，违反三员分立，至截止日仍未收回',
      },
    ],
  },
  {
    name: 'all three officers in one hand are three grants',
    given: {
      user_account: [account('U1', 'S1')],
      role_grant: officers.map((role) => grant('U1', role)),
    },
    found: [{ subjectId: 'S1', evidenceCount: 3, says: '等 3 组不得兼任的权限' }],
  },
  {
    name: 'two officers of the other two pairs',
    given: holders([
      ['SYSTEM_ADMIN', 'AUDIT_ADMIN'],
      ['SECURITY_ADMIN', 'AUDIT_ADMIN'],
    ]),
    found: [{ subjectId: 'S0' }, { subjectId: 'S1' }],
  },
  {
    name: 'each officer with each of the eight business roles',
    given: holders(officers.flatMap((officer) => closed.map((role) => [officer, role] as const))),
    found: Array.from({ length: 24 }, (_, index) => ({ subjectId: `S${index}`, evidenceCount: 2 })),
  },
  {
    name: 'an officer with a role that is not of the eight is none',
    given: holders(officers.flatMap((officer) => open.map((role) => [officer, role] as const))),
    found: [],
  },
  {
    name: 'officers that are three people are what the law wants',
    given: {
      user_account: officers.map((_, index) => account(`U${index}`, `S${index}`)),
      role_grant: officers.map((role, index) => grant(`U${index}`, role)),
    },
    found: [],
  },
  {
    name: 'business roles that exclude each other are another rule’s',
    given: holders([
      ['ENTRY', 'REVIEW'],
      ['ACCOUNTANT', 'CASHIER'],
    ]),
    found: [],
  },
  {
    name: 'the one revoked in the second the other is granted: not at the same time',
    given: {
      user_account: [account('U1', 'S1')],
      role_grant: [grant('U1', 'SYSTEM_ADMIN', start, end), grant('U1', 'AUDIT_ADMIN', end)],
    },
    found: [],
  },
  {
    name: 'past overlaps count, and say that they are past',
    given: {
      user_account: [account('U1', 'S1')],
      role_grant: [
        grant('U1', 'SYSTEM_ADMIN', start, '2024-06-03 09:00:01'),
        grant('U1', 'ENTRY', end),
        grant('U1', 'ENTRY', '2023-01-01 00:00:00', start),
      ],
    },
    found: [{ subjectId: 'S1', evidenceCount: 2, says: '至截止日已收回' }],
  },
  {
    name: 'an account without staff is a subject of its own, apart from every other',
    given: {
      user_account: [account('U1', ''), account('U2', '')],
      role_grant: [
        grant('U1', 'SYSTEM_ADMIN'),
        grant('U1', 'CASHIER'),
        grant('U2', 'SYSTEM_ADMIN'),
        grant('U3', 'CASHIER'),
      ],
    },
    found: [{ subjectId: 'account:U1', says: '系统账号 U1自' }],
  },
])
