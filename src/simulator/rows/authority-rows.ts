import { lastDayOfMonth, type Second } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import type { Life, StepKind } from '#simulator/lives/life.ts'
import { handledOrder } from '#simulator/lives/orders.ts'
import { livesOf } from '#simulator/people/people.ts'
import { personIdOf } from '#simulator/people/person.ts'
import { drawBelow, drawBetween, randomOf } from '#simulator/random.ts'
import type { Guest } from '#simulator/staff/guests.ts'
import type { OffHoursCase } from '#simulator/staff/off-hours.ts'
import {
  accountIdOf,
  departments,
  onPostSince,
  roleOfStaff,
  staffIdOf,
  staffMemberOf,
  terminalOf,
} from '#simulator/staff/staffing.ts'
import { boolText, dayText, secondText, yuanText } from '#simulator/texts.ts'
import { atTime, firstDayOfMonth, isWorkingDay } from '#simulator/working-time.ts'
import type { Row } from './party-rows.ts'

function* staffNumbers(county: County): Generator<number> {
  for (let staffNumber = 0; staffNumber < county.staffCount; staffNumber += 1) yield staffNumber
}

export function* staffRows(county: County, guests: readonly Guest[]): Generator<Row> {
  for (const staffNumber of staffNumbers(county)) {
    const { name, idNumber } = staffMemberOf(county, staffNumber)
    yield [staffIdOf(staffNumber), name, idNumber, departments[roleOfStaff(staffNumber)], 'ON_POST', '']
  }
  for (const { staffNumber, accounts, leftOn } of guests) {
    const { name, idNumber } = staffMemberOf(county, staffNumber)
    const role = accounts[0]?.grants[0]?.role ?? 'ENTRY'
    const status = leftOn === null ? 'ON_POST' : 'LEFT'
    yield [staffIdOf(staffNumber), name, idNumber, departments[role], status, dayText(leftOn)]
  }
}

const loginMethods = ['CERTIFICATE', 'CARD_QR', 'PASSKEY'] as const

export function* userAccountRows(county: County, guests: readonly Guest[]): Generator<Row> {
  for (const staffNumber of staffNumbers(county)) {
    yield [
      accountIdOf(staffNumber),
      staffIdOf(staffNumber),
      'ENABLED',
      loginMethods[staffNumber % loginMethods.length]!,
      secondText(atTime(onPostSince(county, staffNumber), 9 * 3600)),
      '',
    ]
  }
  for (const { staffNumber, accounts } of guests) {
    for (const { accountId, disabledOn, grants } of accounts) {
      yield [
        accountId,
        staffIdOf(staffNumber),
        disabledOn === null ? 'ENABLED' : 'DISABLED',
        loginMethods[staffNumber % loginMethods.length]!,
        secondText(grants[0]?.from ?? null),
        disabledOn === null ? '' : secondText(atTime(disabledOn, 17 * 3600)),
      ]
    }
  }
}

export function* roleGrantRows(county: County, guests: readonly Guest[]): Generator<Row> {
  for (const staffNumber of staffNumbers(county)) {
    const grantedAt = secondText(atTime(onPostSince(county, staffNumber), 9 * 3600 + 1800))
    yield [accountIdOf(staffNumber), roleOfStaff(staffNumber), grantedAt, '']
  }
  for (const { accounts } of guests) {
    for (const { accountId, grants } of accounts) {
      for (const { role, from, to } of grants) yield [accountId, role, secondText(from), secondText(to)]
    }
  }
}

export function* postAssignmentRows(county: County, guests: readonly Guest[]): Generator<Row> {
  for (const staffNumber of staffNumbers(county)) {
    const role = roleOfStaff(staffNumber)
    const isKey = role !== 'ENTRY' && role !== 'ARCHIVE'
    const since = onPostSince(county, staffNumber)
    yield [staffIdOf(staffNumber), `${departments[role]}岗`, isKey ? '1' : '0', dayText(since), '', '0']
  }
  for (const { staffNumber, posts } of guests) {
    for (const { post, isKey, from, to, isSubstitute } of posts) {
      const span = [dayText(from), dayText(to)] as const
      yield [staffIdOf(staffNumber), post, boolText(isKey), ...span, boolText(isSubstitute)]
    }
  }
}

export function* overtimeRows(cases: readonly OffHoursCase[]): Generator<Row> {
  for (const each of cases) {
    for (const { from, to } of each.overtime) {
      yield [staffIdOf(each.staffNumber), secondText(from), secondText(to)]
    }
  }
}

export function* businessOrderRows(county: County): Generator<Row> {
  for (const life of livesOf(county)) {
    for (let place = 0; place < life.orders.length; place += 1) {
      const { orderId, order, appliedAt } = handledOrder(county, life, place)
      yield [
        orderId,
        order.functionCode,
        life.person.personId,
        '',
        life.person.number % 4 === 0 ? 'ONLINE' : 'COUNTER',
        yuanText(order.amount),
        secondText(appliedAt),
        'DONE',
      ]
    }
  }
}

export function* businessStepRows(county: County): Generator<Row> {
  for (const life of livesOf(county)) {
    for (let place = 0; place < life.orders.length; place += 1) {
      const { orderId, steps } = handledOrder(county, life, place)
      for (const [number, step] of steps.entries()) {
        yield [
          orderId,
          String(number + 1),
          step.step,
          staffIdOf(step.staffNumber),
          terminalOf(step.staffNumber),
          secondText(step.at),
          step.decision,
        ]
      }
    }
  }
}

const actionOfStep: Readonly<Record<StepKind, string>> = {
  ACCEPT: 'VIEW',
  ENTRY: 'CREATE',
  REVIEW: 'APPROVE',
  APPROVAL: 'APPROVE',
  // Two people release all payments: their releases are no changes that come in bursts.
  PAYMENT: 'APPROVE',
  ARCHIVE: 'EXPORT',
}

interface Logged {
  readonly id: string
  readonly at: Second
  readonly staffNumber: number
  readonly staffId?: string
  readonly account?: string
  readonly functionCode: string
  readonly action: string
  readonly personId: string
  readonly orderId: string
}

function operationRow(logged: Logged): Row {
  return [
    logged.id,
    secondText(logged.at),
    logged.staffId ?? staffIdOf(logged.staffNumber),
    logged.account ?? accountIdOf(logged.staffNumber),
    terminalOf(logged.staffNumber),
    logged.functionCode,
    logged.action,
    logged.personId,
    logged.orderId,
  ]
}

function* operationsOfLife(county: County, life: Life): Generator<Row> {
  for (let place = 0; place < life.orders.length; place += 1) {
    const { orderId, order, steps } = handledOrder(county, life, place)
    for (const [number, step] of steps.entries()) {
      yield operationRow({
        id: `CZ${orderId}${number + 1}`,
        at: step.at,
        staffNumber: step.staffNumber,
        functionCode: order.functionCode,
        action: step.decision === 'REJECT' ? 'REJECT' : actionOfStep[step.step],
        personId: life.person.personId,
        orderId,
      })
    }
  }
}

/** Twice a working day everybody looks something up or records something ordinary. */
function* ordinaryOperations(county: County): Generator<Row> {
  const first = firstDayOfMonth(county.firstMonth)
  for (let day = first; day <= lastDayOfMonth(county.lastMonth); day += 1) {
    if (!isWorkingDay(day)) continue
    const random = randomOf(county.seed, 'operation', day)
    for (const staffNumber of staffNumbers(county)) {
      for (let place = 0; place < 2; place += 1) {
        const isLookUp = drawBelow(random, 3) > 0
        yield operationRow({
          id: `CZ${day}-${staffNumber}-${place}`,
          at: atTime(day, drawBetween(random, 8 * 3600 + 300, 17 * 3600 + 1800)),
          staffNumber,
          functionCode: 'ORDINARY',
          action: isLookUp ? 'VIEW' : 'CREATE',
          personId: personIdOf(drawBelow(random, county.persons) + 1),
          orderId: '',
        })
      }
    }
  }
}

export function* operationRows(
  county: County,
  played: { readonly cases: readonly OffHoursCase[]; readonly guests: readonly Guest[] },
): Generator<Row> {
  yield* ordinaryOperations(county)
  for (const life of livesOf(county)) yield* operationsOfLife(county, life)
  for (const { staffNumber, operations } of played.guests) {
    for (const [place, operation] of operations.entries()) {
      yield operationRow({ id: `CZG${staffNumber}-${place}`, staffNumber, ...operation, orderId: '' })
    }
  }
  for (const each of played.cases) {
    for (const [place, operation] of each.operations.entries()) {
      yield operationRow({ id: `CZY${each.staffNumber}-${place}`, ...operation, orderId: '' })
    }
  }
}
