import { lastDayOfMonth, type Month, monthOfDay } from '#base/calendar-math.ts'
import type { Part, Stage } from '#simulator/casting.ts'
import { addChange, earlyDay, endForDeath, payFuneral } from '#simulator/lives/episodes.ts'
import type { DeathReport } from '#simulator/lives/life.ts'
import { drawBelow, drawBetween } from '#simulator/random.ts'
import {
  expectNothing,
  expectPerson,
  fraud,
  isPaid,
  type LineTest,
  lookalike,
  modest,
  payBack,
  pensionAmount,
} from '#simulator/stage.ts'
import { dayInMonth, firstDayOfMonth } from '#simulator/working-time.ts'

/** DTH-01 to DTH-04 and DTH-06, and what only looks like them. */

const isGrant: LineTest = (line) => line.benefit === 'FUNERAL' || line.benefit === 'ACCOUNT_REFUND'

function paidAfter(month: Month): LineTest {
  return (line) => isPaid(line) && line.from > month && !isGrant(line)
}

function report(stage: Stage, death: Omit<DeathReport, 'isRevoked'>): void {
  stage.life.deaths.push({ ...death, isRevoked: false })
}

function holdAfter(stage: Stage, month: Month): void {
  for (let each = month + 1; each <= stage.county.lastMonth; each += 1) {
    stage.life.edits.set(each, { status: 'HELD' })
  }
}

/** Stopped for death, and set going again two months later. */
function stopAndResume(stage: Stage, month: Month): void {
  const { life } = stage
  life.pensions[0]!.gaps.push({ from: month + 1, to: month + 2 })
  addChange(life, {
    kind: 'SUSPEND',
    reason: 'DEATH',
    effective: month + 1,
    day: lastDayOfMonth(month),
  })
  addChange(life, {
    kind: 'RESUME',
    reason: 'TO_VERIFY',
    effective: month + 3,
    day: earlyDay(month + 3, life.person.number),
    functionCode: 'DEATH_RESUME',
    after: pensionAmount(stage, month),
  })
}

const frauds: readonly Part[] = [
  fraud('family_conceals_death', {
    play: (stage) => {
      const { life, county, random } = stage
      const months = drawBetween(random, 2, 7)
      const month = county.lastMonth - 2 - months
      const day = dayInMonth(month, drawBetween(random, 2, 27))
      const reportedOn = firstDayOfMonth(month + months + 1) + drawBelow(random, 4)
      report(stage, { source: 'HEALTH', diedOn: day, reportedOn })
      endForDeath(life, { day, month: month + months }, reportedOn)
      life.pensions[0]!.ended = month + months
      life.registeredDeath = day
      expectPerson(stage, 'DTH-01', paidAfter(month))
    },
  }),
  fraud('death_on_last_day_of_month', {
    play: (stage) => {
      const { life, county } = stage
      const month = county.lastMonth - 4 - (stage.group % 4)
      const villageDay = firstDayOfMonth(month + 1) + 1
      report(stage, { source: 'VILLAGE', diedOn: villageDay, reportedOn: villageDay + 5 })
      report(stage, { source: 'HEALTH', diedOn: lastDayOfMonth(month), reportedOn: villageDay + 9 })
      endForDeath(life, { day: villageDay, month: month + 1 }, villageDay + 5)
      expectPerson(stage, 'DTH-01', paidAfter(month))
    },
  }),
  fraud('resumed_after_death', {
    play: (stage) => {
      const { life, county } = stage
      const month = county.lastMonth - 7 - (stage.group % 3)
      const day = dayInMonth(month, 11)
      report(stage, { source: 'POLICE', diedOn: day, reportedOn: day + 6 })
      stopAndResume(stage, month)
      life.registeredDeath = day
      expectPerson(stage, 'DTH-02', (line) => isPaid(line) && line.payMonth >= month + 3)
      expectPerson(stage, 'DTH-01', paidAfter(month))
    },
  }),
  fraud('resumed_after_stop_without_list', {
    play: (stage) => {
      const month = stage.county.lastMonth - 7 - (stage.group % 3)
      stopAndResume(stage, month)
      expectPerson(stage, 'DTH-02', (line) => isPaid(line) && line.payMonth >= month + 3)
    },
  }),
  fraud('back_pay_while_stopped', {
    play: (stage) => {
      const month = stage.county.lastMonth - 6 - (stage.group % 4)
      const day = dayInMonth(month, 7)
      report(stage, { source: 'HEALTH', diedOn: day, reportedOn: day + 4 })
      endForDeath(stage.life, { day, month }, day + 4)
      const amount = modest(pensionAmount(stage, month) * 2n)
      payBack(stage, { payMonth: month + 3, from: month + 1, to: month + 2, amount })
      expectPerson(stage, 'DTH-03', (line) => line.kind === 'BACK_PAY')
      expectPerson(stage, 'DTH-01', paidAfter(month))
    },
  }),
  fraud('back_pay_reaches_into_stop', {
    play: (stage) => {
      const month = stage.county.lastMonth - 6 - (stage.group % 4)
      const day = dayInMonth(month, 21)
      report(stage, { source: 'CIVIL_AFFAIRS', diedOn: day, reportedOn: day + 4 })
      endForDeath(stage.life, { day, month }, day + 4)
      const amount = modest(pensionAmount(stage, month) * 2n)
      payBack(stage, { payMonth: month + 1, from: month, to: month + 1, amount })
      expectPerson(stage, 'DTH-03', (line) => line.kind === 'BACK_PAY')
    },
  }),
  fraud('death_report_ignored', {
    play: (stage) => {
      const month = stage.county.lastMonth - 3 - (stage.group % 6)
      const day = dayInMonth(month, drawBetween(stage.random, 1, 28))
      const reportedOn = day + 3
      report(stage, { source: 'HEALTH', diedOn: day, reportedOn })
      report(stage, { source: 'POLICE', diedOn: day, reportedOn: reportedOn + 20 })
      const reportMonth = monthOfDay(reportedOn)
      expectPerson(stage, 'DTH-06', (line) => isPaid(line) && line.payMonth > reportMonth)
      expectPerson(stage, 'DTH-01', paidAfter(month))
    },
  }),
  fraud('death_report_ignored_payment_held', {
    play: (stage) => {
      const reportedOn = stage.county.asOfDay - 31
      const diedOn = reportedOn - 2
      report(stage, { source: 'HEALTH', diedOn, reportedOn })
      holdAfter(stage, monthOfDay(diedOn))
      expectPerson(stage, 'DTH-06', () => false)
    },
  }),
]

const lookalikes: readonly Part[] = [
  lookalike('paid_in_month_of_death', {
    play: (stage) => {
      const month = stage.county.lastMonth - 3 - (stage.group % 6)
      const day = firstDayOfMonth(month)
      report(stage, { source: 'HEALTH', diedOn: day, reportedOn: day + 5 })
      endForDeath(stage.life, { day, month }, day + 5)
      payFuneral(stage.life, month + 2, month)
      expectNothing(stage, 'DTH-01', 'DTH-06')
    },
  }),
  lookalike('death_revoked', {
    play: (stage) => {
      const diedOn = dayInMonth(stage.county.lastMonth - 6, 9)
      stage.life.deaths.push({ source: 'POLICE', diedOn, reportedOn: diedOn + 8, isRevoked: true })
      expectNothing(stage, 'DTH-01', 'DTH-06')
    },
  }),
  lookalike('arrears_of_months_before_death', {
    play: (stage) => {
      const month = stage.county.lastMonth - 4 - (stage.group % 3)
      const day = dayInMonth(month, 19)
      const amount = modest(pensionAmount(stage, month - 4) * 2n)
      stage.life.pensions[0]!.gaps.push({ from: month - 3, to: month - 2 })
      report(stage, { source: 'HEALTH', diedOn: day, reportedOn: day + 6 })
      endForDeath(stage.life, { day, month }, day + 6)
      payBack(stage, { payMonth: month + 2, from: month - 3, to: month - 2, amount })
      expectNothing(stage, 'DTH-01', 'DTH-03')
    },
  }),
  lookalike('better_source_says_later', {
    play: (stage) => {
      const month = stage.county.lastMonth - 4
      const day = firstDayOfMonth(month)
      report(stage, { source: 'VILLAGE', diedOn: day - 1, reportedOn: day + 2 })
      report(stage, { source: 'HEALTH', diedOn: day, reportedOn: day + 6 })
      endForDeath(stage.life, { day, month }, day + 6)
      expectNothing(stage, 'DTH-01')
    },
  }),
  lookalike('bank_returned_after_death', {
    play: (stage) => {
      const month = stage.county.lastMonth - 4
      const day = dayInMonth(month, 27)
      report(stage, { source: 'HEALTH', diedOn: day, reportedOn: day + 25 })
      endForDeath(stage.life, { day, month: month + 1 }, day + 25)
      stage.life.pensions[0]!.ended = month
      stage.life.edits.set(month + 1, { status: 'RETURNED' })
      expectNothing(stage, 'DTH-01')
    },
  }),
  lookalike('account_refunded_after_death', {
    play: (stage) => {
      const month = stage.county.lastMonth - 5
      const day = dayInMonth(month, 3)
      report(stage, { source: 'HEALTH', diedOn: day, reportedOn: day + 2 })
      endForDeath(stage.life, { day, month }, day + 2)
      stage.life.extras.push({
        pension: 0,
        payMonth: month + 3,
        from: month + 3,
        to: month + 3,
        kind: 'ONE_OFF',
        benefit: 'ACCOUNT_REFUND',
        amount: 150_000n + BigInt(drawBelow(stage.random, 40_000)),
      })
      expectNothing(stage, 'DTH-01', 'DTH-03')
    },
  }),
  lookalike('mistaken_death_corrected', {
    play: (stage) => {
      const month = stage.county.lastMonth - 6 - (stage.group % 3)
      const diedOn = dayInMonth(month, 8)
      stage.life.deaths.push({ source: 'POLICE', diedOn, reportedOn: diedOn + 4, isRevoked: true })
      const amount = modest(pensionAmount(stage, month) * 2n)
      stopAndResume(stage, month)
      payBack(stage, { payMonth: month + 3, from: month + 1, to: month + 2, amount })
      expectNothing(stage, 'DTH-01', 'DTH-02', 'DTH-03')
    },
  }),
  lookalike('reported_thirty_days_ago', {
    play: (stage) => {
      const reportedOn = stage.county.asOfDay - 30
      const diedOn = reportedOn - 1
      report(stage, { source: 'HEALTH', diedOn, reportedOn })
      holdAfter(stage, monthOfDay(diedOn))
      expectNothing(stage, 'DTH-01', 'DTH-06')
    },
  }),
]

/** Participation ended for death in that month, of the scheme that the person did not draw from. */
function endEnrolment(stage: Stage, month: Month): void {
  stage.life.enrolments.push({
    scheme: '170',
    status: 'ENDED',
    startedOn: dayInMonth(month - 60, 1),
    endedOn: dayInMonth(month, 20),
    endReason: 'DEATH',
  })
}

const enrolments: readonly Part[] = [
  fraud('paid_on_after_participation_ended_for_death', {
    play: (stage) => {
      const month = stage.county.lastMonth - 2 - (stage.group % 6)
      endEnrolment(stage, month)
      expectPerson(stage, 'DTH-04', (line) => isPaid(line) && line.kind === 'REGULAR' && line.from > month)
    },
  }),
  fraud('enrolled_again_after_death', {
    play: (stage) => {
      const month = stage.county.lastMonth - 5 - (stage.group % 4)
      const day = dayInMonth(month, 9)
      report(stage, { source: 'POLICE', diedOn: day, reportedOn: day + 4 })
      endForDeath(stage.life, { day, month }, day + 4)
      endEnrolment(stage, month)
      stage.life.enrolments.push({
        scheme: '170',
        status: 'ACTIVE',
        startedOn: dayInMonth(month, 21),
        endedOn: null,
        endReason: '',
      })
      expectPerson(stage, 'DTH-04', () => false)
    },
  }),
  lookalike('death_end_withdrawn', {
    play: (stage) => {
      const month = stage.county.lastMonth - 4 - (stage.group % 4)
      const diedOn = dayInMonth(month, 18)
      stage.life.deaths.push({ source: 'POLICE', diedOn, reportedOn: diedOn + 2, isRevoked: true })
      endEnrolment(stage, month)
      expectNothing(stage, 'DTH-04', 'DTH-01')
    },
  }),
  lookalike('participation_and_pension_ended_for_death', {
    play: (stage) => {
      const month = stage.county.lastMonth - 4 - (stage.group % 4)
      const day = dayInMonth(month, 9)
      report(stage, { source: 'HEALTH', diedOn: day, reportedOn: day + 4 })
      endForDeath(stage.life, { day, month }, day + 4)
      endEnrolment(stage, month)
      expectNothing(stage, 'DTH-04', 'DTH-01', 'DTH-06')
    },
  }),
]

export const deathScenarios: readonly Part[] = [...frauds, ...enrolments, ...lookalikes]
