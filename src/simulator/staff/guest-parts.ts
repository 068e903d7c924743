import { type Day, dayLessMonths, monthOfDay } from '#base/calendar-math.ts'
import { atTime, dayInMonth, isWorkingDay, lastWorkingDay, nextWorkingDay } from '#simulator/working-time.ts'
import {
  aboutStaff,
  type GuestAccount,
  type GuestDesk,
  type GuestLabel,
  type GuestPart,
  grantedSince,
  isNightDecided,
  isScriptPlayed,
  onKeyPost,
  operationsAt,
  secondAccount,
} from './guests.ts'
import type { Role } from './staffing.ts'

/** SYS-02, SYS-04, SYS-06, SYS-07 and SYS-14, and what only looks like them; and the staff of the scripts. */

/** Three groups of each script have a member of staff: these are the places of the first. */
export const clerkPlaces = { 'S-02': 0, 'S-05': 3, 'S-08': 6 } as const
export const clerkedGroups = 3
export const cashierPlace = 9
export const formerCashierPlace = 10

type Clerked = keyof typeof clerkPlaces

function fraud(name: string, play: GuestPart['play']): GuestPart {
  return { name, isFraud: true, play }
}

function lookalike(name: string, play: GuestPart['play']): GuestPart {
  return { name, isFraud: false, play }
}

/** Works at night in the lives of the group's people. */
function nightClerk(name: Clerked, group: number, level: 1 | 2): GuestPart {
  return fraud(name, (desk) => {
    const { county } = desk
    const isSeen = isScriptPlayed(county, name, group) && isNightDecided(county)
    const label: GuestLabel = { rule: 'SYS-03', kind: 'staff', subject: desk.staffId, level }
    const isAccountant = name === 'S-05'
    const since = Math.floor(desk.since / 86_400)
    return {
      accounts: grantedSince(desk, isAccountant ? 'ACCOUNTANT' : 'ENTRY'),
      // Whoever covers for a cashier on leave does so without the role.
      ...(isAccountant ? { posts: onKeyPost(since, { post: '基金财务科岗', isSubstitute: true }) } : {}),
      labels: isSeen ? [{ ...label, began: county.lastMonth - (isAccountant ? 5 : 11) }] : [],
    }
  })
}

const groups = [0, 1, 2] as const

const scripts: readonly GuestPart[] = [
  ...groups.map((group) => nightClerk('S-02', group, 1)),
  ...groups.map((group) => nightClerk('S-05', group, 2)),
  ...groups.map(() => fraud('S-08', () => ({}))),
  fraud('S-01', (desk) => ({
    accounts: grantedSince(desk, 'CASHIER', 'RECONCILIATION'),
    labels: aboutStaff(desk, 'SYS-02').map((label) => ({
      ...label,
      began: monthOfDay(Math.floor(desk.since / 86_400)),
    })),
  })),
  lookalike('former_cashier_reviews', (desk) => {
    const left = atTime(desk.county.asOfDay - 90, 9 * 3600)
    const accounts: GuestAccount[] = [
      {
        accountId: desk.accountId,
        disabledOn: null,
        grants: [
          { role: 'CASHIER', from: desk.since, to: left },
          { role: 'RECONCILIATION', from: left, to: null },
        ],
      },
    ]
    return { accounts, labels: aboutStaff(desk, 'SYS-02') }
  }),
  fraud('S-12', (desk) => {
    const day = Math.floor(desk.morning / 86_400)
    const what = { functionCode: 'DATA_REPAIR', action: 'UPDATE' } as const
    const change = { from: atTime(day, 23 * 3600 + 3000), count: 1, every: 0 }
    const revert = { from: atTime(day + 1, 2 * 3600), count: 1, every: 0 }
    return {
      accounts: grantedSince(desk, 'SYSTEM_ADMIN'),
      operations: [...operationsAt(desk, change, what), ...operationsAt(desk, revert, what)],
      labels: isNightDecided(desk.county)
        ? [{ rule: 'SYS-03', kind: 'staff', subject: desk.staffId, level: 2, began: monthOfDay(day) }]
        : [],
    }
  }),
  fraud('S-16', (desk) => {
    const leftOn = desk.county.asOfDay - 100
    const first = nextWorkingDay(leftOn + 45)
    const days = [first, nextWorkingDay(first + 8), nextWorkingDay(first + 15)]
    return {
      leftOn,
      operations: days.flatMap((day) =>
        operationsAt(desk, { from: atTime(day, 11 * 3600), count: 2, every: 900 }, update),
      ),
      labels: [{ rule: 'SYS-06', kind: 'user_account', subject: desk.accountId, began: monthOfDay(leftOn) }],
    }
  }),
]

const update = { functionCode: 'ACCOUNT_CHANGE', action: 'UPDATE' } as const

function holds(name: string, roles: readonly Role[], ...rules: ('SYS-02' | 'SYS-07')[]): GuestPart {
  return fraud(name, (desk) => ({
    accounts: grantedSince(desk, ...roles),
    labels: aboutStaff(desk, ...rules),
  }))
}

/** The second role begins as the first ends: in the same second, or so many seconds before. */
function handsOver(desk: GuestDesk, roles: readonly [Role, Role], overlap: number): GuestAccount[] {
  const at = atTime(desk.county.asOfDay - 200, 12 * 3600)
  const [first] = grantedSince(desk)
  return [
    { ...first!, grants: [{ role: roles[0], from: desk.since, to: at }] },
    secondAccount(desk, roles[1], at - overlap, null),
  ]
}

const roleParts: readonly GuestPart[] = [
  holds('enters_and_reviews', ['ENTRY', 'REVIEW'], 'SYS-02'),
  fraud('held_both_roles_for_a_second', (desk) => ({
    accounts: handsOver(desk, ['BENEFIT_REVIEW', 'BENEFIT_PAYMENT'], 1),
    labels: aboutStaff(desk, 'SYS-02'),
  })),
  fraud('issues_and_keeps_cards_by_two_accounts', (desk) => ({
    accounts: [...grantedSince(desk, 'CARD_ISSUE'), secondAccount(desk, 'CARD_VAULT', desk.since, null)],
    labels: aboutStaff(desk, 'SYS-02'),
  })),
  holds('system_and_audit_officer', ['SYSTEM_ADMIN', 'AUDIT_ADMIN'], 'SYS-07'),
  holds('security_officer_certifies', ['SECURITY_ADMIN', 'CERTIFICATION'], 'SYS-07'),
  holds('system_officer_pays', ['SYSTEM_ADMIN', 'BENEFIT_PAYMENT'], 'SYS-02', 'SYS-07'),
  lookalike('role_handed_over_at_noon', (desk) => ({
    accounts: handsOver(desk, ['ENTRY', 'REVIEW'], 0),
    labels: aboutStaff(desk, 'SYS-02'),
  })),
  lookalike('officer_changed_duty', (desk) => ({
    accounts: handsOver(desk, ['SECURITY_ADMIN', 'AUDIT_ADMIN'], 0),
    labels: aboutStaff(desk, 'SYS-07'),
  })),
  lookalike('roles_that_go_together', (desk) => ({
    accounts: grantedSince(desk, 'ENTRY', 'CERTIFICATION', 'ARCHIVE'),
    labels: aboutStaff(desk, 'SYS-02', 'SYS-07'),
  })),
]

const bursts: readonly GuestPart[] = [
  fraud('ten_changes_in_ten_minutes', (desk) => ({
    operations: [
      ...operationsAt(desk, { from: desk.morning, count: 9, every: 60 }, update),
      ...operationsAt(desk, { from: desk.morning + 600, count: 1, every: 0 }, update),
    ],
    labels: aboutStaff(desk, 'SYS-04'),
  })),
  fraud('imports_back_pay', (desk) => ({
    operations: operationsAt(
      desk,
      { from: desk.morning, count: 1, every: 0 },
      { functionCode: 'BACK_PAY', action: 'IMPORT' },
    ),
    labels: aboutStaff(desk, 'SYS-04'),
  })),
  fraud('burst_by_two_accounts', (desk) => {
    const second = secondAccount(desk, 'ENTRY', desk.since, null)
    const operations = operationsAt(
      desk,
      { from: desk.morning, count: 12, every: 20 },
      { functionCode: 'MANUAL_ADJUST', action: 'CREATE' },
    )
    return {
      accounts: [...grantedSince(desk, 'ENTRY'), second],
      operations: operations.map((each, place) =>
        place % 2 === 0 ? each : { ...each, account: second.accountId },
      ),
      labels: aboutStaff(desk, 'SYS-04'),
    }
  }),
  lookalike('nine_changes_in_ten_minutes', (desk) => ({
    operations: operationsAt(desk, { from: desk.morning, count: 9, every: 30 }, update),
    labels: aboutStaff(desk, 'SYS-04'),
  })),
  lookalike('ten_changes_in_601_seconds', (desk) => ({
    operations: [
      ...operationsAt(desk, { from: desk.morning, count: 9, every: 60 }, update),
      ...operationsAt(desk, { from: desk.morning + 601, count: 1, every: 0 }, update),
    ],
    labels: aboutStaff(desk, 'SYS-04'),
  })),
  lookalike('imports_an_adjustment_list', (desk) => ({
    operations: operationsAt(
      desk,
      { from: desk.morning, count: 2, every: 900 },
      { functionCode: 'BATCH_IMPORT', action: 'IMPORT' },
    ),
    labels: aboutStaff(desk, 'SYS-04'),
  })),
]

function aboutAccount(desk: GuestDesk): GuestLabel[] {
  return [{ rule: 'SYS-06', kind: 'user_account', subject: desk.accountId }]
}

function closed(desk: GuestDesk, day: Day): GuestAccount[] {
  return grantedSince(desk, 'ENTRY').map((account) => ({ ...account, disabledOn: day }))
}

/** A working day whose next or second next day is one too. */
function leavingDay(desk: GuestDesk, after: number): Day {
  let day = desk.county.asOfDay - 60
  while (!isWorkingDay(day) || !isWorkingDay(day + after)) day -= 1
  return day
}

const leavers: readonly GuestPart[] = [
  fraud('left_and_account_open', (desk) => ({
    leftOn: desk.county.asOfDay - 2,
    labels: aboutAccount(desk),
  })),
  fraud('works_two_days_after_leaving', (desk) => {
    const leftOn = leavingDay(desk, 2)
    return {
      leftOn,
      accounts: closed(desk, leftOn + 3),
      operations: operationsAt(desk, { from: atTime(leftOn + 2, 9.5 * 3600), count: 1, every: 0 }, update),
      labels: aboutAccount(desk),
    }
  }),
  lookalike('left_yesterday', (desk) => ({
    leftOn: desk.county.asOfDay - 1,
    labels: aboutAccount(desk),
  })),
  lookalike('hands_over_the_day_after_leaving', (desk) => {
    const leftOn = leavingDay(desk, 1)
    return {
      leftOn,
      accounts: closed(desk, leftOn + 2),
      operations: operationsAt(desk, { from: atTime(leftOn + 1, 9.5 * 3600), count: 2, every: 400 }, update),
      labels: aboutAccount(desk),
    }
  }),
]

const posts: readonly GuestPart[] = [
  fraud('key_post_for_36_months_and_a_day', (desk) => ({
    posts: onKeyPost(dayLessMonths(desk.county.asOfDay, 36) - 1),
    labels: aboutStaff(desk, 'SYS-14'),
  })),
  fraud('key_post_for_six_years', (desk) => ({
    posts: onKeyPost(dayInMonth(desk.county.lastMonth - 72, 3)),
    labels: aboutStaff(desk, 'SYS-14'),
  })),
  fraud('substitute_on_key_post_for_four_years', (desk) => ({
    posts: onKeyPost(dayInMonth(desk.county.lastMonth - 48, 9), { isSubstitute: true }),
    labels: aboutStaff(desk, 'SYS-14'),
  })),
  lookalike('key_post_for_36_months', (desk) => ({
    posts: onKeyPost(dayLessMonths(desk.county.asOfDay, 36)),
    labels: aboutStaff(desk, 'SYS-14'),
  })),
  lookalike('ordinary_post_for_ten_years', (desk) => ({
    posts: onKeyPost(dayInMonth(desk.county.lastMonth - 120, 3), { isKey: false }),
    labels: aboutStaff(desk, 'SYS-14'),
  })),
  lookalike('left_key_post_in_time', (desk) => {
    const first = dayInMonth(desk.county.lastMonth - 60, 3)
    const changed = lastWorkingDay(desk.county.asOfDay - 400)
    return {
      posts: [
        ...onKeyPost(first, { to: changed }),
        ...onKeyPost(changed + 1, { post: '档案科岗', isKey: false }),
      ],
      labels: aboutStaff(desk, 'SYS-14'),
    }
  }),
]

const others = [...roleParts, ...bursts, ...leavers, ...posts]

/** The staff of the scripts first, at the places above; the look-alikes three times. */
export const guestParts: readonly GuestPart[] = [
  ...scripts,
  ...others,
  ...others.filter((part) => !part.isFraud),
  ...others.filter((part) => !part.isFraud),
]
