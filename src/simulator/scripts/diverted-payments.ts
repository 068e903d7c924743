import type { Part, Stage } from '#simulator/casting.ts'
import { addOrder, payFuneral } from '#simulator/lives/episodes.ts'
import type { ExtraLine } from '#simulator/lives/life.ts'
import { drawOtherName } from '#simulator/people/names.ts'
import { accountOf } from '#simulator/people/person.ts'
import { expectPerson, expectSubject, fraud, isPaid, paidTo } from '#simulator/stage.ts'
import { dayInMonth, firstDayOfMonth, nextWorkingDay } from '#simulator/working-time.ts'

/** S-09, S-11, S-15 and S-19: what is paid rightly or wrongly ends with somebody else. */

/** One label for the whole group, from its first member. */
function expectCollected(stage: Stage, account: string): void {
  if (stage.member === 0)
    expectSubject(stage, 'ACC-01', { kind: 'account', id: account }, paidTo(stage, account))
}

/** Fifteen to forty yuan a month on dormant accounts, swept to one card as corrections of wrong account numbers. */
const salami = fraud('S-09', {
  schemes: ['170'],
  groupSize: 6,
  play: (stage) => {
    const { county, life, member, members } = stage
    const account = accountOf(members[0]!, 8)
    life.began = county.lastMonth - 8
    for (const payMonth of [county.lastMonth - 5, county.lastMonth - 2]) {
      const line: ExtraLine = {
        pension: 0,
        payMonth,
        from: payMonth - 3,
        to: payMonth - 1,
        kind: 'ADJUSTMENT',
        amount: BigInt(1_500 + member * 500) * 3n,
        account,
      }
      life.extras.push(line)
    }
    expectCollected(stage, account)
  },
})

/** Three account numbers are replaced in the month's file; its totals stay as they were (FIN-27: simulate.ts). */
export function monthOfChangedFile(lastMonth: number, group: number): number {
  return lastMonth - 2 - group
}

export const changedFileScheme = '110'

const changedFile = fraud('S-11', {
  schemes: [changedFileScheme],
  groupSize: 3,
  groupsMax: 3,
  play: (stage) => {
    const { county, life, random } = stage
    const month = monthOfChangedFile(county.lastMonth, stage.group)
    const own = life.accountUses[0]!
    const holderName = drawOtherName(random, life.person.name, false)
    life.began = month
    life.accountUses.push({ from: month, account: accountOf(life.person, 5), holderName })
    life.accountUses.push({ ...own, from: month + 1 })
    expectPerson(stage, 'ACC-02', (line) => isPaid(line) && line.payMonth === month)
  },
})

/** Funeral grants for people who live, to the account of one relative. */
const funeralGrants = fraud('S-15', {
  groupSize: 3,
  play: (stage) => {
    const { county, life, members } = stage
    const payMonth = county.lastMonth - 2 - (stage.group % 6)
    const account = accountOf(members[0]!, 7)
    life.began = payMonth
    payFuneral(life, payMonth, payMonth - 2)
    life.extras.push({ ...life.extras.pop()!, account })
    expectCollected(stage, account)
  },
})

/** A cadre keeps the passbooks of a village and certifies their owners alone, without proof. */
const passbooks = fraud('S-19', {
  schemes: ['170'],
  groupSize: 8,
  play: (stage) => {
    const { county, life, member } = stage
    const month = county.lastMonth - 4
    life.began = month
    life.payees[0] = { ...life.payees[0]!, kind: 'PASSBOOK' }
    const day = nextWorkingDay(dayInMonth(month, 15))
    life.certifications = [
      { at: day * 86_400 + 34_200 + member * 40, channel: 'COMMUNITY', result: 'PASS', hasEvidence: false },
    ]
    addOrder(life, {
      functionCode: 'ORDINARY',
      day: nextWorkingDay(firstDayOfMonth(month) + 5),
      amount: null,
    })
    expectPerson(stage, 'CER-06', () => false)
  },
})

export const divertedPayments: readonly Part[] = [salami, changedFile, funeralGrants, passbooks]
