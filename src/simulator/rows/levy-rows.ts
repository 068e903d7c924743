import { monthOf } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { declarationsOf } from '#simulator/firms/declarations.ts'
import { creditCodeOf, employerIdOf } from '#simulator/firms/employers.ts'
import {
  isPaidIn,
  participationOf,
  payerOf,
  taxedWagesOf,
  wagesFrom,
} from '#simulator/firms/participation.ts'
import { baseBoundsOf } from '#simulator/firms/policy-values.ts'
import { personsOf } from '#simulator/people/people.ts'
import type { Standing } from '#simulator/people/person.ts'
import { dayText, monthText, yuanText } from '#simulator/texts.ts'
import { dayInMonth, nextWorkingDay } from '#simulator/working-time.ts'
import { isPayer, lumpsOf, voucherOf } from './participation-rows.ts'
import type { Row } from './party-rows.ts'

/** What employers declare and pay, and what the tax office knows of wages and payments. */
export function* contributionDeclarationRows(county: County): Generator<Row> {
  for (const each of declarationsOf(county)) {
    yield [
      employerIdOf(each.employer),
      each.scheme,
      monthText(each.month),
      String(each.headcount),
      yuanText(each.baseTotal),
      yuanText(each.payable),
      yuanText(each.paid),
      dayText(nextWorkingDay(dayInMonth(each.month, 5))),
    ]
  }
}

/** One row for an employer's month, and one for every payment of those who pay themselves. */
export function* taxCollectionRows(county: County): Generator<Row> {
  for (const { employer, scheme, month, paid } of declarationsOf(county)) {
    const paidOn = dayInMonth(month, 12)
    yield [
      `SP${monthText(month).replace('-', '')}${employer}`,
      creditCodeOf(county, employer),
      scheme,
      monthText(month),
      yuanText(paid),
      dayText(paidOn),
      dayText(paidOn + 1),
    ]
  }
  yield* lumpCollectionRows(county)
  for (const person of personsOf(county, isPayer(county))) {
    const payer = payerOf(county, person)
    if (payer === null || payer.employer !== null) continue
    for (let month = payer.first; month <= payer.last; month += 1) {
      if (!isPaidIn(payer, month)) continue
      const text = monthText(month)
      const paidOn = dayInMonth(month, 12)
      yield [
        voucherOf(person, null, text.replace('-', '')),
        person.idNumber,
        person.scheme!,
        text,
        yuanText((payer.baseAt(month) * payer.personRate) / 1000n),
        dayText(paidOn),
        dayText(paidOn + 1),
      ]
    }
  }
}

function* lumpCollectionRows(county: County): Generator<Row> {
  for (const { person, month, amount, paidOn, voucher } of lumpsOf(county)) {
    const days = [dayText(paidOn), dayText(paidOn + 1)] as const
    yield [voucher, person.idNumber, person.scheme!, monthText(month), yuanText(amount), ...days]
  }
}

export function* policyParameterRows(county: County): Generator<Row> {
  const from = Math.floor(county.firstMonth / 12)
  for (let year = from; year <= Math.floor(county.lastMonth / 12); year += 1) {
    const [min, max] = baseBoundsOf(year)
    const span = [`${year}-01`, `${year}-12`, `云人社发〔${year}〕12号`]
    for (const scheme of ['110', '120']) {
      yield ['BASE_MIN', '*', scheme, yuanText(min), ...span]
      yield ['BASE_MAX', '*', scheme, yuanText(max), ...span]
      yield ['EMPLOYER_RATE', '*', scheme, '0.16', ...span]
      yield ['PERSON_RATE', '*', scheme, '0.08', ...span]
    }
  }
}

/** The wages of the year of the last month and of the one before it: earlier ones the tax office has not handed over. */
export function* taxedWageRows(county: County): Generator<Row> {
  const year = Math.floor(county.lastMonth / 12)
  const isTold = (standing: Standing): boolean => standing.scheme === '110' || standing.scheme === '120'
  for (const person of personsOf(county, isTold)) {
    const participation = participationOf(county, person)
    const employer = participation === null ? null : wagesFrom(person, participation)
    if (participation === null || employer === null) continue
    const creditCode = creditCodeOf(county, employer)
    const last = Math.min(county.lastMonth, participation.ends ?? county.lastMonth)
    const wageAt = taxedWagesOf(county, person)
    let [fen, text] = [-1n, '']
    for (let month = Math.max(monthOf(year - 1, 1), participation.starts); month <= last; month += 1) {
      const wage = wageAt(month)
      if (wage === null) continue
      if (wage !== fen) [fen, text] = [wage, yuanText(wage)]
      yield [person.idNumber, creditCode, monthText(month), text]
    }
  }
}
