import { type Claim, claimsOf } from '#simulator/claims/claims.ts'
import type { County } from '#simulator/county.ts'
import { batchIdOf, batchKindOf } from '#simulator/fund/batches.ts'
import { accountOf } from '#simulator/people/person.ts'
import { banks } from '#simulator/people/places.ts'
import { type Role, staffIdOf, staffWithRole, terminalOf } from '#simulator/staff/staffing.ts'
import { dayText, monthText, secondText, yuanText } from '#simulator/texts.ts'
import { atTime, firstDayOfMonth, nextWorkingDay } from '#simulator/working-time.ts'
import type { Row } from './party-rows.ts'

/** What the tables say of claims beside what they say of pensions. */

export function* claimEntitlementRows(county: County): Generator<Row> {
  for (const { person, entitlementId, scheme, benefit, starts, ends, payments } of claimsOf(county)) {
    const isEnded = ends < county.lastMonth
    const monthly = benefit === 'UNEMPLOYMENT' ? payments[0]!.amount : null
    const span = [isEnded ? 'ENDED' : 'ACTIVE', '', isEnded ? monthText(ends) : ''] as const
    yield [entitlementId, person.personId, scheme, benefit, monthText(starts), yuanText(monthly), ...span]
  }
}

/** Whoever has the role, but nobody in their own affairs. */
function handlerOf(county: County, { person }: Claim, role: Role): number {
  const staffNumber = staffWithRole(county, role, person.number)
  return staffNumber === person.staffNumber ? staffWithRole(county, role, person.number + 1) : staffNumber
}

export function* claimChangeRows(county: County): Generator<Row> {
  for (const claim of claimsOf(county)) {
    const { person, entitlementId, starts, payments } = claim
    const [operator, reviewer] = [handlerOf(county, claim, 'ENTRY'), handlerOf(county, claim, 'REVIEW')]
    const day = nextWorkingDay(firstDayOfMonth(starts) + 1)
    yield [
      `BG${entitlementId}`,
      entitlementId,
      person.personId,
      'GRANT',
      'OTHER',
      monthText(starts),
      '',
      yuanText(payments[0]!.amount),
      'SYSTEM',
      '',
      `CL${entitlementId}`,
      '',
      staffIdOf(operator),
      staffIdOf(reviewer),
      terminalOf(operator),
      terminalOf(reviewer),
      secondText(atTime(day, 9 * 3600 + ((person.number * 37) % 25_000))),
    ]
  }
}

/** Each person once, however often they claim. */
function claimantsOf(county: County): Map<string, Claim['person']> {
  return new Map([...claimsOf(county)].map(({ person }) => [person.personId, person]))
}

export function* claimPayeeRows(county: County): Generator<Row> {
  for (const person of claimantsOf(county).values()) {
    const bank = banks[person.number % banks.length]!
    const holder = [person.name, person.idNumber, 'SELF', 'SOCIAL_CARD'] as const
    yield [accountOf(person, 0), person.personId, bank, ...holder, '', '']
  }
}

export function* claimVerificationRows(county: County): Generator<Row> {
  for (const person of claimantsOf(county).values()) {
    const verifiedOn = dayText(county.asOfDay - 10 - (person.number % 60))
    yield [accountOf(person, 0), person.name, person.idNumber, 'NORMAL', verifiedOn]
  }
}

export function* claimPaymentRows(county: County): Generator<Row> {
  for (const { person, entitlementId, scheme, benefit, payments } of claimsOf(county)) {
    for (const { paymentId, payMonth, from, to, kind, amount } of payments) {
      yield [
        paymentId,
        batchIdOf(scheme, payMonth, batchKindOf(kind)),
        person.personId,
        entitlementId,
        scheme,
        benefit,
        monthText(payMonth),
        monthText(from),
        monthText(to),
        kind,
        yuanText(amount),
        accountOf(person, 0),
        person.name,
        'PAID',
        '',
      ]
    }
  }
}
