import type { Day, Month } from '#base/calendar-math.ts'
import type { Part, Stage } from '#simulator/casting.ts'
import {
  addOrder,
  changeAccount,
  handlingDay,
  neighbourOf,
  payToGuardian,
  returnAndResend,
} from '#simulator/lives/episodes.ts'
import { type Line, ownPayee } from '#simulator/lives/life.ts'
import { accountOf, personOf } from '#simulator/people/person.ts'
import { spouseIndexOf } from '#simulator/staff/staff-ranks.ts'
import { staffMemberOf } from '#simulator/staff/staffing.ts'
import {
  employeeSchemes,
  expectNothing,
  expectPerson,
  expectSubject,
  fraud,
  isPaid,
  lookalike,
  paidTo,
  payBack,
  payToHidden,
  pensionAmount,
  registerHidden,
} from '#simulator/stage.ts'
import { firstDayOfMonth, nextWorkingDay } from '#simulator/working-time.ts'

/** ACC-04, ACC-05, ACC-08 and ACC-10, and what only looks like them. */

const isBackPay = (line: Line): boolean => line.kind === 'BACK_PAY'

function payBackAfterChange(stage: Stage, months: number, amount: bigint): void {
  const month = stage.county.lastMonth - 5 - (stage.group % 4)
  changeAccount(stage.life, month)
  const payMonth = month + months
  payBack(stage, { payMonth, from: payMonth - 3, to: payMonth - 1, amount })
}

const afterChange: readonly Part[] = [
  fraud('large_back_pay_after_account_change', {
    schemes: employeeSchemes,
    play: (stage) => {
      payBackAfterChange(stage, 1, 500_000n + BigInt((stage.group % 4) * 61_300))
      expectPerson(stage, 'ACC-04', isBackPay)
    },
  }),
  fraud('double_pension_after_account_change', {
    schemes: employeeSchemes,
    play: (stage) => {
      const { life } = stage
      const month = stage.county.lastMonth - 5 - (stage.group % 4)
      life.pensions[0]!.isAdjusted = false
      life.pensions[0]!.amount = 250_000n
      changeAccount(life, month)
      life.edits.set(month + 1, { amount: 500_000n })
      expectPerson(stage, 'ACC-04', (line) => line.payMonth === month + 1)
    },
  }),
  lookalike('small_back_pay_after_account_change', {
    schemes: employeeSchemes,
    play: (stage) => {
      payBackAfterChange(stage, 1, 499_999n)
      expectNothing(stage, 'ACC-04', 'AMT-04')
    },
  }),
  lookalike('back_pay_long_after_account_change', {
    schemes: employeeSchemes,
    play: (stage) => {
      payBackAfterChange(stage, 4, 700_000n)
      expectNothing(stage, 'ACC-04', 'AMT-04')
    },
  }),
  lookalike('back_pay_before_account_change', {
    schemes: employeeSchemes,
    play: (stage) => {
      payBackAfterChange(stage, 0, 700_000n)
      expectNothing(stage, 'ACC-04', 'AMT-04')
    },
  }),
]

const toStaff: readonly Part[] = [
  fraud('pension_to_account_of_staff', {
    needsStaff: true,
    play: (stage) => {
      const { county, life } = stage
      const account = accountOf(life.person, 4)
      const holder = staffMemberOf(county, stage.group % county.staffCount)
      payToHidden(stage, { from: county.lastMonth - 4 - (stage.group % 5), account, holder })
      expectSubject(stage, 'ACC-05', { kind: 'account', id: account }, paidTo(stage, account))
    },
  }),
  fraud('pension_to_spouse_of_staff', {
    needsStaff: true,
    play: (stage) => {
      const { county, life } = stage
      const account = accountOf(life.person, 4)
      const holder = personOf(county, spouseIndexOf(county, stage.group % county.staffCount)!)
      payToHidden(stage, { from: county.lastMonth - 4 - (stage.group % 5), account, holder })
      expectSubject(stage, 'ACC-05', { kind: 'account', id: account }, paidTo(stage, account))
    },
  }),
  lookalike('guardian_with_the_name_of_staff', {
    play: (stage) => {
      const { county, life } = stage
      const { name } = staffMemberOf(county, stage.group % county.staffCount)
      const { idNumber, ...neighbour } = neighbourOf(county, life.person)
      const account = accountOf({ ...neighbour, idNumber }, 6)
      payToGuardian(life, { name, idNumber, account }, 'GUARDIAN')
      expectSubject(stage, 'ACC-05', { kind: 'account', id: account })
      expectNothing(stage, 'ACC-02')
    },
  }),
]

/** To a second account of the person's own on the first day, and back to the first one on the other. */
function changeAndBack(stage: Stage, days: readonly [Day, Day], used: readonly [Month, Month] | null): void {
  const { life } = stage
  const { person } = life
  const [first, second] = [accountOf(person, 0), accountOf(person, 1)]
  life.payees.push({ ...ownPayee(person, 1, days[0]), validTo: days[1] })
  const changes = [
    [first, second, days[0]],
    [second, first, days[1]],
  ] as const
  for (const [oldAccount, newAccount, day] of changes) {
    const order = addOrder(life, { functionCode: 'ACCOUNT_CHANGE', day, amount: null })
    life.accountChanges.push({ oldAccount, newAccount, plannedBatch: '', day, order })
  }
  if (used === null) return
  life.accountUses.push({ from: used[0], account: second, holderName: person.name })
  life.accountUses.push({ from: used[1], account: first, holderName: person.name })
}

const andBack: readonly Part[] = [
  fraud('changed_for_one_payment', {
    play: (stage) => {
      const month = stage.county.lastMonth - 4 - (stage.group % 5)
      const days = [handlingDay(month, stage.group), handlingDay(month + 1, stage.group)] as const
      changeAndBack(stage, days, [month + 1, month + 2])
      expectPerson(stage, 'ACC-08', (line) => isPaid(line) && line.payMonth === month + 1)
    },
  }),
  lookalike('changed_back_before_any_payment', {
    play: (stage) => {
      const month = stage.county.lastMonth - 4 - (stage.group % 5)
      changeAndBack(stage, [handlingDay(month, 0), nextWorkingDay(firstDayOfMonth(month + 1))], null)
      expectNothing(stage, 'ACC-08')
    },
  }),
  lookalike('changed_back_after_half_a_year', {
    play: (stage) => {
      const month = stage.county.lastMonth - 9
      const days = [handlingDay(month, stage.group), handlingDay(month + 6, stage.group)] as const
      changeAndBack(stage, days, [month + 1, month + 7])
      expectNothing(stage, 'ACC-08')
    },
  }),
]

function resendTo(stage: Stage, account: string): void {
  const { life } = stage
  const month = stage.county.lastMonth - 4 - (stage.group % 5)
  returnAndResend(life, month)
  const resent = life.extras.pop()!
  life.extras.push({ ...resent, account, amount: pensionAmount(stage, month) })
}

const resent: readonly Part[] = [
  fraud('resent_to_a_stranger', {
    play: (stage) => {
      const account = accountOf(stage.life.person, 4)
      registerHidden(stage, { account, holder: neighbourOf(stage.county, stage.life.person) })
      resendTo(stage, account)
      expectPerson(stage, 'ACC-10', (line) => line.kind === 'RESEND')
    },
  }),
  lookalike('resent_to_own_new_account', {
    play: (stage) => {
      const { life } = stage
      life.payees.push(ownPayee(life.person, 4, null))
      resendTo(stage, accountOf(life.person, 4))
      expectNothing(stage, 'ACC-10', 'ACC-02')
    },
  }),
  lookalike('resent_to_account_of_unknown_holder', {
    play: (stage) => {
      resendTo(stage, accountOf(stage.life.person, 4))
      expectNothing(stage, 'ACC-10')
    },
  }),
]

export const paymentScenarios: readonly Part[] = [...afterChange, ...toStaff, ...andBack, ...resent]
