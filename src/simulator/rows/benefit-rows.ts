import type { Month, Second } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { batchIdOf, batchKindOf } from '#simulator/fund/batches.ts'
import type { Change, Determination, Life, Pension, RetirementKind } from '#simulator/lives/life.ts'
import { adjustmentsOf, amountAt, linesOf } from '#simulator/lives/lines.ts'
import { approvedAt, handledOrder, staffOfStep } from '#simulator/lives/orders.ts'
import { livesOf } from '#simulator/people/people.ts'
import { banks } from '#simulator/people/places.ts'
import { staffIdOf, staffWithRole, terminalOf } from '#simulator/staff/staffing.ts'
import { dayText, monthText, secondText, yuanText } from '#simulator/texts.ts'
import { atTime, dayInMonth, firstDayOfMonth, nextWorkingDay } from '#simulator/working-time.ts'
import type { Row } from './party-rows.ts'

export function* entitlementRows(county: County): Generator<Row> {
  for (const life of livesOf(county)) {
    for (const pension of life.pensions) {
      yield [
        pension.entitlementId,
        life.person.personId,
        pension.scheme,
        pension.benefit,
        monthText(pension.starts),
        yuanText(amountAt(life, pension, county.lastMonth)),
        pension.status,
        pension.statusReason,
        monthText(pension.ended),
      ]
    }
  }
}

/** Who handled it, at which terminals, and when it took effect. */
export interface Handling {
  readonly orderId: string
  readonly operator: number
  readonly reviewer: number
  readonly at: number
}

export function handlingOf(
  life: Life,
  what: { readonly order: number | null; readonly day: number },
): Handling {
  const { county, person } = life
  if (what.order !== null) {
    const handled = handledOrder(county, life, what.order)
    return {
      orderId: handled.orderId,
      operator: staffOfStep(handled, 'ENTRY'),
      reviewer: staffOfStep(handled, 'REVIEW'),
      at: approvedAt(handled),
    }
  }
  return {
    orderId: '',
    operator: staffWithRole(county, 'ENTRY', person.number + what.day),
    reviewer: staffWithRole(county, 'REVIEW', person.number),
    at: atTime(what.day, 9 * 3600 + ((person.number * 37) % 25_000)),
  }
}

function changeRow(
  life: Life,
  change: Change,
  ids: { readonly place: number; readonly method: string },
): Row {
  const handling = handlingOf(life, change)
  return [
    `BG${life.person.personId}${String(ids.place).padStart(2, '0')}`,
    change.entitlementId,
    life.person.personId,
    change.kind,
    change.reason,
    monthText(change.effective),
    yuanText(change.before),
    yuanText(change.after),
    ids.method,
    change.policyBatch,
    change.policyBatch === '' && change.order === null ? '' : `CL${life.person.personId}${ids.place}`,
    handling.orderId,
    staffIdOf(handling.operator),
    staffIdOf(handling.reviewer),
    terminalOf(handling.operator),
    terminalOf(handling.reviewer),
    secondText(handling.at),
  ]
}

export function* entitlementChangeRows(county: County): Generator<Row> {
  for (const life of livesOf(county)) {
    let place = 0
    for (const change of life.changes) {
      place += 1
      yield changeRow(life, change, {
        place,
        method: change.method ?? (change.policyBatch === '' ? 'SYSTEM' : 'BATCH'),
      })
    }
    for (const pension of life.pensions) {
      for (const { year, before, after } of adjustmentsOf(life, pension)) {
        place += 1
        const change: Change = {
          entitlementId: pension.entitlementId,
          kind: 'ADJUST',
          reason: 'ANNUAL_ADJUSTMENT',
          effective: year * 12,
          before,
          after,
          policyBatch: `TZ${year}-${pension.scheme}`,
          day: nextWorkingDay(dayInMonth(year * 12 + 6, 4)),
          order: null,
        }
        yield changeRow(life, change, { place, method: 'BATCH' })
      }
    }
  }
}

export function* payeeAccountRows(county: County): Generator<Row> {
  for (const life of livesOf(county)) {
    for (const payee of life.payees) {
      yield [
        payee.account,
        life.person.personId,
        banks[life.person.number % banks.length]!,
        payee.holderName,
        payee.holderIdNumber,
        payee.holderKind,
        payee.kind,
        dayText(payee.validFrom),
        dayText(payee.validTo),
      ]
    }
  }
}

export function* payeeAccountChangeRows(county: County): Generator<Row> {
  for (const life of livesOf(county)) {
    for (const [place, change] of life.accountChanges.entries()) {
      const handling = handlingOf(life, change)
      yield [
        `ZH${life.person.personId}${place + 1}`,
        life.person.personId,
        change.oldAccount,
        change.newAccount,
        change.order === null ? 'BATCH' : life.person.number % 3 === 0 ? 'ONLINE' : 'COUNTER',
        change.plannedBatch,
        handling.orderId,
        staffIdOf(handling.operator),
        staffIdOf(handling.reviewer),
        terminalOf(handling.operator),
        terminalOf(handling.reviewer),
        secondText(handling.at),
      ]
    }
  }
}

export function* paymentRows(county: County): Generator<Row> {
  for (const life of livesOf(county)) {
    // Amounts stay the same for months: their text is made once.
    let [fen, text] = [-1n, '']
    for (const line of linesOf(life)) {
      if (line.amount !== fen) [fen, text] = [line.amount, yuanText(line.amount)]
      yield [
        line.paymentId,
        batchIdOf(line.pension.scheme, line.payMonth, batchKindOf(line.kind)),
        life.person.personId,
        line.pension.entitlementId,
        line.pension.scheme,
        line.benefit,
        monthText(line.payMonth),
        monthText(line.from),
        monthText(line.to),
        line.kind,
        text,
        line.account,
        line.holderName,
        line.status,
        line.resendOf,
      ]
    }
  }
}

const returnReasons = ['账户状态异常', '账号户名不符', '账户已销户', '卡片超过有效期']

export function* paymentReturnRows(county: County): Generator<Row> {
  for (const life of livesOf(county)) {
    if (life.edits.size === 0) continue
    for (const line of linesOf(life)) {
      if (line.status !== 'RETURNED') continue
      const returnedOn = nextWorkingDay(dayInMonth(line.payMonth, 17))
      yield [
        `TP${line.paymentId}`,
        line.paymentId,
        returnReasons[life.person.number % returnReasons.length]!,
        dayText(returnedOn),
        staffIdOf(staffWithRole(county, 'BENEFIT_PAYMENT', life.person.number)),
        dayText(nextWorkingDay(returnedOn + 3)),
      ]
    }
  }
}

/** The parts of a determined pension: a third from the personal account, what is left is the basic pension. */
function determination(pension: Pension): readonly string[] {
  const isResident = pension.scheme === '170'
  const payoutMonths = isResident ? 139n : 170n
  const account = pension.amount / 3n
  return [
    yuanText(isResident ? null : 712_300n),
    yuanText(account * payoutMonths),
    String(payoutMonths),
    yuanText(pension.amount - account),
    yuanText(account),
    yuanText(0n),
    yuanText(0n),
    yuanText(pension.amount),
  ]
}

interface Decision {
  readonly kind: RetirementKind
  readonly retireMonth: Month
  readonly notice: Determination['notice']
  readonly decidedAt: Second
}

function usualKind(life: Life, pension: Pension, retireMonth: Month): RetirementKind {
  const { person } = life
  if (pension.scheme === '170') return 'RESIDENT'
  if (pension !== life.pensions[0] || person.retireMonth !== retireMonth) return 'NORMAL'
  if (retireMonth < person.lawfulMonth) return 'FLEXIBLE_EARLY'
  if (retireMonth > person.lawfulMonth) return 'FLEXIBLE_LATE'
  return 'NORMAL'
}

function decisionOf(life: Life, pension: Pension): Decision {
  const isFirst = pension === life.pensions[0]
  const played = isFirst ? life.determination : null
  const retireMonth =
    played?.retireMonth ?? Math.max(pension.starts - 1, isFirst ? life.person.retireMonth : 0)
  const decidedDay = nextWorkingDay(firstDayOfMonth(retireMonth) + 9)
  return {
    kind: played?.kind ?? usualKind(life, pension, retireMonth),
    retireMonth,
    notice: played?.notice === undefined ? { from: decidedDay - 20, to: decidedDay - 6 } : played.notice,
    decidedAt: played?.decidedAt ?? atTime(decidedDay, 14 * 3600 + (life.person.number % 9000)),
  }
}

export function* retirementRows(county: County): Generator<Row> {
  for (const life of livesOf(county)) {
    for (const [place, pension] of life.pensions.entries()) {
      const { person } = life
      const { kind, retireMonth, notice, decidedAt } = decisionOf(life, pension)
      yield [
        `TX${person.personId}${place}`,
        person.personId,
        pension.scheme,
        kind,
        monthText(retireMonth),
        String(180 + (person.number % 240)),
        pension.scheme === '170' ? '0' : String(person.number % 120),
        pension.scheme === '170' ? '' : `0.${6000 + (person.number % 3999)}`,
        ...determination(pension),
        place === 0 && life.determination?.isManual === true ? 'MANUAL' : 'SYSTEM',
        dayText(notice?.from ?? null),
        dayText(notice?.to ?? null),
        staffIdOf(staffWithRole(county, 'ENTRY', person.number)),
        staffIdOf(staffWithRole(county, 'BENEFIT_REVIEW', person.number)),
        staffIdOf(staffWithRole(county, 'APPROVAL', person.number)),
        secondText(decidedAt),
      ]
    }
  }
}
