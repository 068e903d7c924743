import type { Part, Stage } from '#simulator/casting.ts'
import { addOrder } from '#simulator/lives/episodes.ts'
import { orderIdOf } from '#simulator/lives/orders.ts'
import { accountOf } from '#simulator/people/person.ts'
import { clerkedGroups, clerkPlaces } from '#simulator/staff/guest-parts.ts'
import { staffMemberOf } from '#simulator/staff/staffing.ts'
import {
  expectPerson,
  expectSubject,
  fraud,
  paidTo,
  pensionAmount,
  registerHidden,
} from '#simulator/stage.ts'
import { firstDayOfMonth, nextWorkingDay } from '#simulator/working-time.ts'

/** S-05: the accountant covers for cashiers on leave and sends returned payments again, to a card of their own. */
function play(stage: Stage): void {
  const { county, life, group, member, members } = stage
  const month = county.lastMonth - 4 - member
  const accountant = county.staffCount + clerkPlaces['S-05'] + group
  const account = accountOf(members[0]!, 8)
  const amount = pensionAmount(stage, month)
  life.began = county.lastMonth - 5
  life.edits.set(month, { status: 'RETURNED' })
  life.extras.push({
    pension: 0,
    payMonth: month + 1,
    from: month,
    to: month,
    kind: 'RESEND',
    amount,
    resendOf: month,
    account,
  })
  const day = nextWorkingDay(firstDayOfMonth(month + 1) + 2)
  const handling = { course: 'all-by-one', by: accountant, isLate: true } as const
  const place = addOrder(life, { functionCode: 'RESEND', day, amount }, handling)
  if (member === 0) {
    registerHidden(stage, { account, holder: staffMemberOf(county, accountant) })
    expectSubject(stage, 'ACC-05', { kind: 'account', id: account }, paidTo(stage, account))
  }
  expectPerson(stage, 'ACC-10', (line) => line.kind === 'RESEND')
  expectSubject(stage, 'SYS-01', { kind: 'order', id: orderIdOf(life, place) }, () => amount)
}

export const coveringAccountant: Part = fraud('S-05', {
  groupSize: 3,
  groupsMax: clerkedGroups,
  needsStaff: true,
  play,
})
