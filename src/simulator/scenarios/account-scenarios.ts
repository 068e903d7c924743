import type { Month } from '#base/calendar-math.ts'
import type { Part, Stage } from '#simulator/casting.ts'
import {
  addOrder,
  changeAccount,
  handlingDay,
  neighbourOf,
  payToGuardian,
} from '#simulator/lives/episodes.ts'
import { type Line, ownPayee } from '#simulator/lives/life.ts'
import { drawOtherName } from '#simulator/people/names.ts'
import { accountOf, type Person } from '#simulator/people/person.ts'
import { expectAmount, expectNothing, expectPerson, fraud, lookalike, sumOf } from '#simulator/stage.ts'
import { firstDayOfMonth, nextWorkingDay } from '#simulator/working-time.ts'

/** ACC-01, ACC-02 and ACC-03, and what only looks like them. */

const isSent = (line: Line): boolean => line.status === 'PAID' || line.status === 'SENT'

/** One label for the whole group, from its first member. */
function labelAccount(stage: Stage, account: string, amount: () => bigint): void {
  if (stage.member !== 0) return
  stage.life.labels.push({
    rule: 'ACC-01',
    kind: 'account',
    subject: account,
    isFraud: stage.isFraud,
    amount,
  })
}

/** From that month on the money goes to this account; the register of payees says whose it is said to be. */
function useAccount(
  stage: Stage,
  use: { readonly from: Month; readonly account: string; readonly holder: Pick<Person, 'name' | 'idNumber'> },
): void {
  const { life } = stage
  const isOwn = use.holder.idNumber === life.person.idNumber
  life.accountUses.push({ from: use.from, account: use.account, holderName: use.holder.name })
  life.payees.push({
    account: use.account,
    holderName: use.holder.name,
    holderIdNumber: use.holder.idNumber,
    holderKind: isOwn ? 'SELF' : 'OTHER',
    kind: 'BANK_CARD',
    validFrom: use.from === 0 ? null : firstDayOfMonth(use.from),
    validTo: null,
  })
}

function recordChange(stage: Stage, to: string, day: number): void {
  stage.life.accountChanges.push({
    oldAccount: accountOf(stage.life.person, 0),
    newAccount: to,
    plannedBatch: '',
    day,
    order: addOrder(stage.life, { functionCode: 'ACCOUNT_CHANGE', day, amount: null }),
  })
}

const shared: readonly Part[] = [
  fraud('account_collects_several_pensions', {
    groupSize: 3,
    play: (stage) => {
      const from = stage.county.lastMonth - 4 - (stage.group % 4)
      const account = accountOf(stage.members[0]!, 2)
      useAccount(stage, { from, account, holder: stage.life.person })
      recordChange(stage, account, handlingDay(from - 1, stage.group))
      labelAccount(stage, account, () =>
        sumOf(stage.memberLines(), (line) => isSent(line) && line.account === account),
      )
    },
  }),
  fraud('account_of_another_for_one_month', {
    groupSize: 2,
    play: (stage) => {
      const { life, members } = stage
      const month = stage.county.lastMonth - 3 - (stage.group % 5)
      const account = accountOf(members[0]!, 0)
      labelAccount(stage, account, () =>
        sumOf(
          stage.memberLines(),
          (line) => isSent(line) && line.account === account && line.payMonth === month,
        ),
      )
      if (stage.member === 0) return
      useAccount(stage, { from: month, account, holder: members[0]! })
      life.accountUses.push({
        from: month + 1,
        account: accountOf(life.person, 0),
        holderName: life.person.name,
      })
      recordChange(stage, account, handlingDay(month - 1, stage.group))
      if (members[0]!.name === life.person.name) return
      expectPerson(stage, 'ACC-02', (line) => isSent(line) && line.payMonth === month)
    },
  }),
  lookalike('couple_with_registered_guardian', {
    groupSize: 2,
    play: (stage) => {
      const [holder] = stage.members as [Person, Person]
      const account = accountOf(holder, 0)
      labelAccount(stage, account, () => 0n)
      if (stage.member === 0) return
      payToGuardian(stage.life, { ...holder, account }, 'GUARDIAN')
      expectNothing(stage, 'ACC-02')
    },
  }),
  lookalike('welfare_home', {
    groupSize: 4,
    play: (stage) => {
      const account = accountOf(stage.members[0]!, 9)
      payToGuardian(stage.life, { name: '云漳县社会福利院', idNumber: '', account }, 'INSTITUTION')
      labelAccount(stage, account, () => 0n)
      if (stage.member === 1) expectNothing(stage, 'ACC-02')
    },
  }),
  lookalike('account_passed_on', {
    groupSize: 2,
    play: (stage) => {
      const { life } = stage
      const month = stage.county.lastMonth - 4 - (stage.group % 4)
      const account = accountOf(stage.members[0]!, 0)
      labelAccount(stage, account, () => 0n)
      if (stage.member === 0) changeAccount(life, month)
      else useAccount(stage, { from: month + 1, account, holder: life.person })
    },
  }),
]

const dotVariants = ['•', '・', '‧', '．', '.', ' · ']

/** The same name as banks write it: with invisible characters, blanks, or in full width. */
function bankSpelling(name: string, variant: number): string {
  const [first, ...rest] = name
  const tail = rest.join('')
  const spellings = [
    `${first}\u200B${tail}`,
    `${first}\u3000${tail}`,
    ` ${first} ${tail} `,
    `\uFEFF${name}`,
    `${first}\u2060${tail}`,
  ]
  return spellings[variant % spellings.length]!
}

const holders: readonly Part[] = [
  fraud('account_of_a_stranger', {
    play: (stage) => {
      const { life, random } = stage
      const from = stage.county.lastMonth - 3 - (stage.group % 6)
      const account = accountOf(life.person, 3)
      const name = drawOtherName(random, life.person.name, false)
      useAccount(stage, { from, account, holder: { name, idNumber: '' } })
      recordChange(stage, account, handlingDay(from - 1, stage.group))
      expectPerson(stage, 'ACC-02', (line) => isSent(line) && line.payMonth >= from)
    },
  }),
  fraud('holder_differs_by_one_character', {
    play: (stage) => {
      const { life, random } = stage
      const use = life.accountUses[0]!
      const holderName = drawOtherName(random, life.person.name, true)
      life.accountUses[0] = { ...use, holderName }
      life.payees[0] = { ...life.payees[0]!, holderName, holderKind: 'OTHER', holderIdNumber: '' }
      expectPerson(stage, 'ACC-02', isSent)
    },
  }),
  lookalike('name_with_another_dot', {
    hasDottedName: true,
    play: (stage) => {
      const use = stage.life.accountUses[0]!
      const dot = dotVariants[stage.group % dotVariants.length]!
      stage.life.accountUses[0] = { ...use, holderName: use.holderName.replaceAll('·', dot) }
      expectNothing(stage, 'ACC-02')
    },
  }),
  lookalike('name_with_invisible_characters', {
    play: (stage) => {
      const use = stage.life.accountUses[0]!
      stage.life.accountUses[0] = { ...use, holderName: bankSpelling(use.holderName, stage.group) }
      expectNothing(stage, 'ACC-02')
    },
  }),
  lookalike('paid_to_guardian', {
    play: (stage) => {
      const guardian = neighbourOf(stage.county, stage.life.person)
      payToGuardian(stage.life, { ...guardian, account: accountOf(guardian, 6) }, 'GUARDIAN')
      expectNothing(stage, 'ACC-02')
    },
  }),
]

/** The account becomes another one with the payment of the last month. */
function switchNow(stage: Stage, ordinal: number): string {
  const { life, county } = stage
  const account = accountOf(life.person, ordinal)
  life.accountUses.push({ from: county.lastMonth, account, holderName: life.person.name })
  life.payees.push(ownPayee(life.person, ordinal, firstDayOfMonth(county.lastMonth)))
  return account
}

function expectLatestLine(stage: Stage): void {
  const { lastMonth } = stage.county
  expectAmount(stage, 'ACC-03', (lines) =>
    sumOf(lines, (line) => line.kind === 'REGULAR' && line.payMonth === lastMonth),
  )
}

const changes: readonly Part[] = [
  fraud('account_changed_before_payment', {
    play: (stage) => {
      const account = switchNow(stage, 1)
      recordChange(stage, account, nextWorkingDay(firstDayOfMonth(stage.county.lastMonth) + 2))
      expectLatestLine(stage)
    },
  }),
  fraud('account_changed_without_record', {
    play: (stage) => {
      switchNow(stage, 4)
      expectLatestLine(stage)
    },
  }),
  lookalike('bank_migration', {
    play: (stage) => {
      const { life, county } = stage
      const newAccount = switchNow(stage, 1)
      life.accountChanges.push({
        oldAccount: accountOf(life.person, 0),
        newAccount,
        plannedBatch: 'QY-HBYH-01',
        day: nextWorkingDay(firstDayOfMonth(county.lastMonth) + 1),
        order: null,
      })
      expectNothing(stage, 'ACC-03')
    },
  }),
  lookalike('account_changed_a_month_before', {
    play: (stage) => {
      changeAccount(stage.life, stage.county.lastMonth - 2)
      expectNothing(stage, 'ACC-03')
    },
  }),
]

export const accountScenarios: readonly Part[] = [...shared, ...holders, ...changes]
