import { dayLessMonths, monthOf, monthOfDay } from '#base/calendar-math.ts'
import type { Part, Stage } from '#simulator/casting.ts'
import { addChange, earlyDay, suspendForCertification } from '#simulator/lives/episodes.ts'
import type { Certification, OrderCourse } from '#simulator/lives/life.ts'
import { firstPaidMonth } from '#simulator/lives/lines.ts'
import { orderIdOf } from '#simulator/lives/orders.ts'
import { drawBelow, drawBetween } from '#simulator/random.ts'
import {
  expectAmount,
  expectNothing,
  expectPerson,
  fraud,
  isPaid,
  lookalike,
  payBack,
  pensionAmount,
} from '#simulator/stage.ts'
import { atTime } from '#simulator/working-time.ts'

/** AMT-01, AMT-03, CER-01 and SYS-01, and what only looks like them. */

const caps = { '110': 2_000_000n, '120': 2_500_000n, '170': 200_000n } as const

/** A pension that no adjustment touches, so that the scenario alone says what is paid. */
function fixAmount(stage: Stage, amount?: bigint): bigint {
  const pension = stage.life.pensions[0]!
  pension.isAdjusted = false
  if (amount !== undefined) pension.amount = amount
  return pension.amount
}

/** A second line lifts the month's total to that. */
function payUpTo(stage: Stage, total: bigint, kind: 'BACK_PAY' | 'ADJUSTMENT'): number {
  const month = stage.county.lastMonth - 2 - (stage.group % 6)
  const amount = total - fixAmount(stage)
  const line = { payMonth: month, from: month - 4, to: month - 1, amount }
  if (kind === 'BACK_PAY') payBack(stage, line)
  else stage.life.extras.push({ ...line, pension: 0, kind })
  return month
}

const caps01: readonly Part[] = [
  fraud('back_pay_above_cap', {
    play: (stage) => {
      const { random, group, life } = stage
      const cap = caps[life.pensions[0]!.scheme]
      const month = payUpTo(
        stage,
        cap + (group % 3 === 0 ? 1n : cap / 4n + BigInt(drawBelow(random, 50_000))),
        'BACK_PAY',
      )
      expectPerson(stage, 'AMT-01', (line) => isPaid(line) && line.payMonth === month)
      // What lifts an employee's pension above its cap is a large back-payment.
      if (!isResident(stage)) expectPerson(stage, 'AMT-04', (line) => line.kind === 'BACK_PAY')
    },
  }),
  fraud('pension_above_cap', {
    play: (stage) => {
      const cap = caps[stage.life.pensions[0]!.scheme]
      fixAmount(stage, cap + BigInt(drawBetween(stage.random, 1, 99_999)))
      expectPerson(stage, 'AMT-01', (line) => isPaid(line) && line.payMonth >= monthOf(2019, 1))
    },
  }),
  lookalike('arrears_up_to_cap', {
    play: (stage) => {
      payUpTo(stage, caps[stage.life.pensions[0]!.scheme], 'ADJUSTMENT')
      expectNothing(stage, 'AMT-01')
    },
  }),
  lookalike('arrears_after_certification', {
    play: (stage) => {
      suspendForCertification(stage.life, stage.county.lastMonth - 4 - (stage.group % 4), 2)
      expectNothing(stage, 'AMT-01', 'DTH-02', 'DTH-03')
    },
  }),
]

/** The amount of the last month, with the change that says so. */
function changeLatest(stage: Stage, after: bigint, policyBatch = ''): void {
  const { life, county } = stage
  life.edits.set(county.lastMonth, { amount: after })
  addChange(life, {
    kind: policyBatch === '' ? 'CORRECT' : 'ADJUST',
    reason: policyBatch === '' ? 'ERROR' : 'ANNUAL_ADJUSTMENT',
    effective: county.lastMonth,
    day: earlyDay(county.lastMonth, life.person.number),
    before: life.pensions[0]!.amount,
    after,
    policyBatch,
    ...(policyBatch === '' ? { functionCode: 'MANUAL_ADJUST' } : {}),
  })
}

function expectDifference(stage: Stage, after: bigint): void {
  const before = stage.life.pensions[0]!.amount
  expectAmount(stage, 'AMT-03', () => (after > before ? after - before : before - after))
}

const isResident = (stage: Stage): boolean => stage.life.pensions[0]!.scheme === '170'

const changes03: readonly Part[] = [
  fraud('raised_without_policy', {
    play: (stage) => {
      // In every second group exactly the share and the amount that count.
      const isExact = stage.group % 2 === 0
      const before = fixAmount(stage, isExact ? (isResident(stage) ? 25_000n : 150_000n) : undefined)
      const after = isExact ? (before * 12n) / 10n : (before * 3n) / 2n
      changeLatest(stage, after)
      expectDifference(stage, after)
    },
  }),
  fraud('halved_without_policy', {
    play: (stage) => {
      const before = fixAmount(stage)
      const after = before / 2n - BigInt((stage.group % 2) * 1_000)
      changeLatest(stage, after)
      expectDifference(stage, after)
    },
  }),
  lookalike('raised_by_policy', {
    play: (stage) => {
      const before = fixAmount(stage)
      changeLatest(stage, before + before / 4n + 10_000n, `TZ${Math.floor(stage.county.lastMonth / 12)}-QX`)
      expectNothing(stage, 'AMT-03')
    },
  }),
  lookalike('raised_by_less_than_a_fifth', {
    play: (stage) => {
      const before = fixAmount(stage, isResident(stage) ? 30_000n : 200_000n)
      changeLatest(stage, before + before / 5n - 1n)
      expectNothing(stage, 'AMT-03')
    },
  }),
  lookalike('raised_by_less_than_the_amount', {
    play: (stage) => {
      const before = fixAmount(stage, isResident(stage) ? 20_000n : 140_000n)
      changeLatest(stage, before + (isResident(stage) ? 4_999n : 29_999n))
      expectNothing(stage, 'AMT-03')
    },
  }),
  lookalike('lowered_by_less_than_half', {
    play: (stage) => {
      const before = fixAmount(stage)
      changeLatest(stage, before / 2n + 1n)
      expectNothing(stage, 'AMT-03')
    },
  }),
]

/** The first day on which a certification still counts. */
function firstCountingDay(stage: Stage): number {
  return dayLessMonths(stage.county.asOfDay, 24)
}

function certifiedOn(day: number, result: Certification['result'] = 'PASS'): Certification {
  return { at: atTime(day, 10 * 3600), channel: 'FACE', result }
}

const certifications01: readonly Part[] = [
  fraud('never_certified', {
    monthsMin: 26,
    play: (stage) => {
      stage.life.certifications = []
      const first = firstPaidMonth(stage.life, stage.life.pensions[0]!)
      expectPerson(stage, 'CER-01', (line) => line.kind === 'REGULAR' && line.payMonth > first + 24)
    },
  }),
  fraud('certified_too_long_ago', {
    monthsMin: 26,
    play: (stage) => {
      const day = firstCountingDay(stage) - 1 - (stage.group % 3) * 70
      stage.life.certifications = [
        certifiedOn(day),
        certifiedOn(stage.county.asOfDay - 200, 'FAIL'),
        certifiedOn(stage.county.asOfDay - 100, 'PENDING'),
      ]
      const last = monthOfDay(day)
      expectPerson(stage, 'CER-01', (line) => line.kind === 'REGULAR' && line.payMonth > last + 24)
    },
  }),
  lookalike('certified_on_first_counting_day', {
    monthsMin: 26,
    play: (stage) => {
      stage.life.certifications = [certifiedOn(firstCountingDay(stage))]
      expectNothing(stage, 'CER-01')
    },
  }),
  lookalike('granted_within_two_years', {
    play: (stage) => {
      stage.life.pensions[0]!.starts = stage.county.lastMonth - 4 - (stage.group % 7)
      stage.life.certifications = []
      expectNothing(stage, 'CER-01')
    },
  }),
]

/** A small payment for two months that were short, by an order of this course. */
function payByOrder(stage: Stage, course: OrderCourse, functionCode: string): string {
  const { life, county } = stage
  const payMonth = county.lastMonth - 2 - (stage.group % 6)
  const amount = pensionAmount(stage, payMonth) / 5n
  const place = payBack(stage, { payMonth, from: payMonth - 2, to: payMonth - 1, amount })
  life.orders[place] = { ...life.orders[place]!, course, functionCode }
  return orderIdOf(life, place)
}

function labelOrder(stage: Stage, orderId: string): void {
  stage.life.labels.push({
    rule: 'SYS-01',
    kind: 'order',
    subject: orderId,
    isFraud: stage.isFraud,
    amount: (lines) => {
      const paid = lines.filter((line) => line.kind === 'BACK_PAY')
      return stage.isFraud ? paid.reduce((sum, line) => sum + line.amount, 0n) : 0n
    },
  })
}

function orderScenario(
  make: typeof fraud,
  name: string,
  course: OrderCourse,
  functionCode = 'BACK_PAY',
): Part {
  return make(name, { play: (stage) => labelOrder(stage, payByOrder(stage, course, functionCode)) })
}

const orders01: readonly Part[] = [
  orderScenario(fraud, 'entered_and_approved_by_one', 'entry-approval'),
  orderScenario(fraud, 'reviewed_and_paid_by_one', 'review-payment', 'MANUAL_ADJUST'),
  orderScenario(lookalike, 'accepted_and_entered_by_one', 'accept-entry'),
  orderScenario(lookalike, 'ordinary_business_by_one', 'all-by-one', 'ORDINARY'),
  orderScenario(lookalike, 'entered_again_after_rejection', 'entry-twice'),
]

export const amountScenarios: readonly Part[] = [...caps01, ...changes03, ...certifications01, ...orders01]
