import type { Part, Stage } from '#simulator/casting.ts'
import { addOrder, type OrderHandling } from '#simulator/lives/episodes.ts'
import { orderIdOf } from '#simulator/lives/orders.ts'
import { accountOf, personOf } from '#simulator/people/person.ts'
import { clerkedGroups, clerkPlaces } from '#simulator/staff/guest-parts.ts'
import { spouseIndexOf } from '#simulator/staff/staff-ranks.ts'
import { employeeSchemes, expectAmount, expectSubject, fraud, paidTo, payToHidden } from '#simulator/stage.ts'
import { atTime, dayInMonth, firstDayOfMonth, nextWorkingDay } from '#simulator/working-time.ts'

/** S-06, S-08, S-10 and S-20: years, pensioners and rights that exist only in the system. */

function alone(stage: Stage, what: { functionCode: string; amount: bigint }, handling: OrderHandling): void {
  const { county, life } = stage
  const day = nextWorkingDay(dayInMonth(county.lastMonth - 7, 6))
  const place = addOrder(life, { ...what, day }, handling)
  expectSubject(stage, 'SYS-01', { kind: 'order', id: orderIdOf(life, place) }, () => what.amount)
}

/** A transfer letter that no other agency wrote: entered and approved by one, the money taken in cash. */
const fictitiousTransfer = fraud('S-06', {
  schemes: employeeSchemes,
  groupSize: 2,
  play: (stage) => {
    stage.life.began = stage.county.lastMonth - 7
    const what = { functionCode: 'TRANSFER_IN', amount: 3_225_800n + BigInt(stage.member) * 40_000n }
    alone(stage, what, { course: 'entry-approval' })
  },
})

/** A clerk makes a person, retires them for special work without a notice, and has the pension paid to a relative. */
const ghostRetiree = fraud('S-08', {
  schemes: employeeSchemes,
  groupsMax: clerkedGroups,
  needsStaff: true,
  play: (stage) => {
    const { county, life, group } = stage
    const clerk = county.staffCount + clerkPlaces['S-08'] + group
    const pension = life.pensions[0]!
    const account = accountOf(life.person, 8)
    const starts = county.lastMonth - 6
    life.began = starts
    pension.starts = starts
    const decidedDay = nextWorkingDay(firstDayOfMonth(starts - 1) + 9)
    life.determination = {
      kind: 'SPECIAL_WORK',
      retireMonth: starts - 1,
      notice: null,
      decidedAt: atTime(decidedDay, 16 * 3600),
    }
    payToHidden(stage, { from: starts, account, holder: personOf(county, spouseIndexOf(county, clerk)!) })
    alone(
      stage,
      { functionCode: 'DETERMINATION', amount: pension.amount },
      { course: 'all-by-one', by: clerk },
    )
    expectAmount(stage, 'RET-14', () => pension.amount)
    expectSubject(stage, 'ACC-05', { kind: 'account', id: account }, paidTo(stage, account))
  },
})

/** Years for sale: filled in shortly before retirement, without receipt or review. */
function sellYears(stage: Stage, months: number, kind: 'BACK_FILL' | 'BACK_RECORD', day: number): void {
  const { county, life } = stage
  const to = county.firstMonth - 2
  const amount = BigInt(months) * 460_800n
  life.adjustments.push({
    from: to - months + 1,
    to,
    amount,
    kind,
    hasVoucher: false,
    review: stage.group % 2 === 0 ? 'none' : 'operator',
    day,
  })
  expectAmount(stage, 'CTR-21', () => amount)
}

const yearsForSale = fraud('S-10', {
  schemes: employeeSchemes,
  groupSize: 2,
  play: (stage) => {
    const { county, life } = stage
    const starts = county.lastMonth - 2
    life.began = starts - 4
    life.pensions[0]!.starts = starts
    const months = stage.member === 0 ? 24 + stage.group : 60
    sellYears(stage, months, 'BACK_FILL', nextWorkingDay(dayInMonth(starts - 4, 6)))
  },
})

/** A village accountant puts their parents on the list of farmers who lost their land. */
const ownParents = fraud('S-20', {
  schemes: ['170'],
  groupSize: 2,
  play: (stage) => {
    const { county, life } = stage
    life.began = county.lastMonth - 6
    sellYears(stage, 15 * 12, 'BACK_RECORD', nextWorkingDay(dayInMonth(county.lastMonth - 6, 6)))
  },
})

export const madeUpEntitlements: readonly Part[] = [
  fictitiousTransfer,
  ghostRetiree,
  yearsForSale,
  ownParents,
]
