import type { Second } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { drawBetween, randomOf } from '#simulator/random.ts'
import { type Role, staffWithRole } from '#simulator/staff/staffing.ts'
import { atTime } from '#simulator/working-time.ts'
import type { Life, Order, OrderCourse, StepKind } from './life.ts'

/** One business order as it was handled: who decided what and when, all within one working day. */
export interface HandledOrder {
  readonly orderId: string
  readonly order: Order
  readonly appliedAt: Second
  readonly steps: readonly Step[]
}

export interface Step {
  readonly step: StepKind
  readonly staffNumber: number
  readonly at: Second
  readonly decision: 'PASS' | 'REJECT'
}

const roleOfStep: Readonly<Record<StepKind, Role>> = {
  ACCEPT: 'ENTRY',
  ENTRY: 'ENTRY',
  REVIEW: 'REVIEW',
  APPROVAL: 'APPROVAL',
  PAYMENT: 'BENEFIT_PAYMENT',
  ARCHIVE: 'ARCHIVE',
}

/** Seconds that each step takes at least and at most; together under five hours, and the first begins before one o'clock. */
const durations: Readonly<Record<StepKind, readonly [number, number]>> = {
  ACCEPT: [60, 600],
  ENTRY: [300, 1800],
  REVIEW: [600, 5400],
  APPROVAL: [600, 5400],
  PAYMENT: [300, 1800],
  ARCHIVE: [60, 900],
}

/** When the first step begins; late ones are done before midnight. */
const usualHours = [8 * 3600 + 1200, 13 * 3600] as const
const lateHours = [19 * 3600, 22 * 3600] as const

const withMoney = new Set(['BACK_PAY', 'FUNERAL', 'RESEND', 'MANUAL_ADJUST', 'REFUND'])

function stepsOf(order: Order): StepKind[] {
  const steps: StepKind[] = ['ACCEPT', 'ENTRY', 'REVIEW', 'APPROVAL']
  if (order.course === 'entry-twice') steps.splice(1, 0, 'ENTRY')
  if (withMoney.has(order.functionCode)) steps.push('PAYMENT')
  return [...steps, 'ARCHIVE']
}

/** Which steps the same person takes in this course. */
const together: Readonly<Record<OrderCourse, readonly StepKind[]>> = {
  usual: [],
  'entry-approval': ['ENTRY', 'APPROVAL'],
  'review-payment': ['REVIEW', 'PAYMENT'],
  'accept-entry': ['ACCEPT', 'ENTRY', 'ARCHIVE'],
  'all-by-one': ['ACCEPT', 'ENTRY', 'REVIEW', 'APPROVAL', 'PAYMENT', 'ARCHIVE'],
  'entry-twice': ['ENTRY'],
}

export function orderIdOf(life: Life, place: number): string {
  return `YW${life.person.personId}${String(place + 1).padStart(2, '0')}`
}

export function handledOrder(county: County, life: Life, place: number): HandledOrder {
  const order = life.orders[place]!
  const random = randomOf(county.seed, 'work', life.person.index * 32 + place)
  const key = drawBetween(random, 0, 1_000_000)
  const same = together[order.course]
  const [from, to] = order.isLate === true ? lateHours : usualHours
  const appliedAt = atTime(order.day, drawBetween(random, from, to))
  let at = appliedAt
  let isFirstEntry = order.course === 'entry-twice'
  const steps = stepsOf(order).map((step): Step => {
    const [least, most] = durations[step]
    at += Math.floor(drawBetween(random, least, most) / (order.isLate === true ? 6 : 1))
    const role = roleOfStep[same.includes(step) ? same.find((each) => each !== 'ACCEPT')! : step]
    const isRejected = step === 'ENTRY' && isFirstEntry
    if (step === 'ENTRY') isFirstEntry = false
    return {
      step,
      // Whoever takes in an order is not who enters it, where the course does not say so.
      staffNumber:
        order.by !== undefined && same.includes(step)
          ? order.by
          : staffWithRole(county, role, step === 'ACCEPT' && same.length === 0 ? key + 1 : key),
      at,
      decision: isRejected ? 'REJECT' : 'PASS',
    }
  })
  return { orderId: orderIdOf(life, place), order, appliedAt, steps }
}

/** When the change took effect: at the approval. */
export function approvedAt(handled: HandledOrder): Second {
  return handled.steps.find((each) => each.step === 'APPROVAL')!.at
}

export function staffOfStep(handled: HandledOrder, step: StepKind): number {
  return handled.steps.find((each) => each.step === step)!.staffNumber
}
