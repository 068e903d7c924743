import {
  dayLessMonths,
  formatDay,
  lastDayOfMonth,
  parseDay,
  parseMonth,
  parseSecond,
} from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import { roleConflicts } from '#standard/role-conflicts.ts'
import { type Found, groupBy, type Row, type Rows } from './test-rows.ts'

/**
 * Rules about employers, staff and the fund that came after the first sixteen, read from core-rules.md. Which roles
 * must not meet is not written down again: standard/role-conflicts.ts has its own test.
 */
const fen = (text: string | undefined): bigint => (text === undefined || text === '' ? 0n : fenOfYuan(text)!)
const positive = (amount: bigint): bigint => (amount < 0n ? -amount : amount)
const month = (text: string): number => parseMonth(text.slice(0, 7))!
const day = (text: string): number => parseDay(text.slice(0, 10))!

function found(rule: string, level: number, subject: string, amount = 0n): Found {
  return { rule, level, subject, amount }
}

/** Rates with up to six decimals, as millionths. */
function millionths(rate: string): bigint {
  const [whole, rest = ''] = rate.split('.')
  return BigInt(whole! || '0') * 1_000_000n + BigInt(rest.padEnd(6, '0'))
}

/** Half away from zero; `denominator` holds what the amount has still to be divided by. */
function withRates(amount: bigint, row: Row, denominator = 1n): bigint {
  const whole = 1_000_000n * denominator
  const product = amount * (millionths(row.employer_rate!) + millionths(row.person_rate!))
  return (product * 2n + whole) / (whole * 2n)
}

interface Bounds {
  readonly min: bigint | null
  readonly max: bigint | null
}

function boundsOf(rows: Rows): (row: Row, region: string) => Bounds {
  const parameters = groupBy(rows('policy_parameter'), (row) => `${row.name}|${row.region}|${row.scheme}`)
  return (line, region) => {
    const value = (name: string): bigint | null => {
      for (const each of [region, '*']) {
        const valid = (parameters.get(`${name}|${each}|${line.scheme}`) ?? [])
          .filter(
            (row) =>
              row.valid_from! <= line.period! && (row.valid_to === '' || row.valid_to! >= line.period!),
          )
          .sort((one, other) => (one.valid_from! < other.valid_from! ? 1 : -1))
        if (valid[0] !== undefined) return fen(valid[0].value)
      }
      return null
    }
    return { min: value('BASE_MIN'), max: value('BASE_MAX') }
  }
}

function contributions(rows: Rows): Found[] {
  const bounds = boundsOf(rows)
  const employers = new Map(rows('employer').map((row) => [row.employer_id!, row]))
  const idNumbers = new Map(rows('person').map((row) => [row.person_id!, row.id_number!]))
  const wages = groupBy(
    rows('taxed_wage'),
    (row) => `${row.id_number}|${row.credit_code}|${row.period!.slice(0, 4)}`,
  )
  const outside = new Map<string, bigint>()
  const low = new Map<string, Map<string, bigint>>()
  for (const row of rows('contribution')) {
    if (row.kind !== 'NORMAL') continue
    const employer = employers.get(row.employer_id!)
    const { min, max } = bounds(row, employer?.region ?? '*')
    const base = fen(row.base)
    const distance =
      min !== null && min - base > 100n ? min - base : max !== null && base - max > 100n ? base - max : 0n
    if (distance > 0n) {
      outside.set(row.person_id!, (outside.get(row.person_id!) ?? 0n) + withRates(distance, row))
    }
    if (row.scheme !== '110' || employer === undefined) continue
    const year = Number(row.period!.slice(0, 4)) - 1
    const mine = wages.get(`${idNumbers.get(row.person_id!)}|${employer.credit_code}|${year}`) ?? []
    const many = BigInt(mine.length)
    if (mine.length < 6) continue
    // The average times the number of months: nothing is rounded.
    let wage = mine.reduce((total, each) => total + fen(each.wage), 0n)
    if (max !== null && wage > max * many) wage = max * many
    if (min !== null && wage < min * many) wage = min * many
    if (base * many * 10n >= wage * 9n) continue
    const people = low.get(row.employer_id!) ?? new Map<string, bigint>()
    low.set(row.employer_id!, people)
    const amount = withRates(wage - base * many, row, many)
    people.set(row.person_id!, (people.get(row.person_id!) ?? 0n) + amount)
  }
  return [
    ...[...outside].map(([id, amount]) => found('CTR-01', 2, id, amount)),
    ...[...low].flatMap(([id, people]) => {
      const amount = [...people.values()].reduce((total, each) => total + each, 0n)
      return people.size >= 3 ? [found('CTR-02', 2, id, amount)] : []
    }),
  ]
}

function declarations(rows: Rows): Found[] {
  const short = rows('contribution_declaration').filter((row) => fen(row.paid) < fen(row.payable))
  return [...groupBy(short, (row) => row.employer_id!)].flatMap(([id, group]) => {
    const months = new Set(group.map((row) => row.period)).size
    const unpaid = group.reduce((total, row) => total + fen(row.payable) - fen(row.paid), 0n)
    const level = months >= 12 || unpaid >= 100_000_000n ? 1 : 2
    return months >= 3 ? [found('CTR-03', level, id, unpaid)] : []
  })
}

function adjustments(rows: Rows): Found[] {
  const retired = groupBy(rows('retirement'), (row) => row.person_id!)
  const counted = rows('account_adjustment').filter((row) => {
    const recorded = month(row.recorded_at!)
    const isJustBefore = (retired.get(row.person_id!) ?? []).some(
      (each) => recorded < month(each.retire_month!) && recorded >= month(each.retire_month!) - 12,
    )
    return (
      (row.kind === 'BACK_FILL' || row.kind === 'BACK_RECORD') &&
      (row.reviewer_id === '' ||
        row.reviewer_id === row.operator_id ||
        row.voucher_number === '' ||
        Number(row.months) >= 12 ||
        isJustBefore)
    )
  })
  return [...groupBy(counted, (row) => row.person_id!)].map(([id, group]) =>
    found(
      'CTR-21',
      1,
      id,
      group.reduce((total, row) => total + fen(row.amount), 0n),
    ),
  )
}

function staffOf(rows: Rows): (row: Row) => string {
  const owners = new Map(rows('user_account').map((row) => [row.account_id!, row.staff_id!]))
  return (row) => row.staff_id || owners.get(row.account_id!) || `account:${row.account_id}`
}

function isTogether(one: Row, other: Row): boolean {
  const end = (row: Row): string => (row.revoked_at === '' ? '9999' : row.revoked_at!)
  return one.granted_at! < end(other) && other.granted_at! < end(one)
}

function roles(rows: Rows): Found[] {
  const staff = staffOf(rows)
  return [...groupBy(rows('role_grant'), staff)].flatMap(([id, grants]) => {
    const codes = roleConflicts
      .filter(({ roleA, roleB }) =>
        grants.some(
          (one) =>
            one.role === roleA && grants.some((other) => other.role === roleB && isTogether(one, other)),
        ),
      )
      .map(({ code }) => code)
    return [...new Set(codes)].map((code) => found(code, 1, id))
  })
}

const imported = ['STATUS_CHANGE', 'MANUAL_ADJUST', 'BACK_PAY']

function bursts(rows: Rows): Found[] {
  const counted = rows('operation').filter((row) => row.function_code !== 'ORDINARY')
  return [...groupBy(counted, staffOf(rows))].flatMap(([id, group]) => {
    const seconds = group
      .filter((row) => row.action === 'CREATE' || row.action === 'UPDATE')
      .map((row) => parseSecond(row.recorded_at!)!)
      .sort((one, other) => one - other)
    const isBurst = seconds.some((each, place) => place >= 9 && each - seconds[place - 9]! <= 600)
    const isImport = group.some((row) => row.action === 'IMPORT' && imported.includes(row.function_code!))
    return isBurst || isImport ? [found('SYS-04', 1, id)] : []
  })
}

function staffAccounts(rows: Rows, asOf: number): Found[] {
  const left = new Map(
    rows('staff').flatMap((row) => (row.left_on === '' ? [] : [[row.staff_id!, day(row.left_on!)]])),
  )
  const operations = groupBy(rows('operation'), (row) => row.account_id!)
  const keyPosts = rows('post_assignment').filter(
    (row) =>
      row.is_key_post === '1' && row.ended_on === '' && row.started_on! < formatDay(dayLessMonths(asOf, 36)),
  )
  const leavers = rows('user_account').filter((row) => {
    const day0 = left.get(row.staff_id!)
    if (day0 === undefined) return false
    const isOpen = row.status === 'ENABLED' && asOf - day0 > 1
    return isOpen || (operations.get(row.account_id!) ?? []).some((each) => day(each.recorded_at!) - day0 > 1)
  })
  return [
    ...leavers.map((row) => found('SYS-06', 1, row.account_id!)),
    ...[...new Set(keyPosts.map((row) => row.staff_id!))].map((id) => found('SYS-14', 2, id)),
  ]
}

function statements(rows: Rows): Found[] {
  const kinds = new Map(rows('fund_account').map((row) => [row.fund_account_id!, row.kind!]))
  const batches = new Set(rows('payment_batch').map((row) => row.batch_id!))
  const payees = new Set(rows('approved_payee').map((row) => row.account_number!))
  const result = rows('bank_transaction')
    .filter(
      (row) =>
        row.direction === 'OUT' &&
        kinds.get(row.fund_account_id!) === 'EXPENDITURE' &&
        !batches.has(row.batch_id!) &&
        !payees.has(row.counterparty_account!),
    )
    .map((row) => found('FIN-03', 1, `${row.fund_account_id}#${row.sequence}`, fen(row.amount)))
  for (const [id, group] of groupBy(rows('bank_transaction'), (row) => row.fund_account_id!)) {
    const sorted = [...group].sort((one, other) => Number(one.sequence) - Number(other.sequence))
    let breaks = 0n
    let isBroken = false
    for (const [place, row] of sorted.entries()) {
      const before = sorted[place - 1]
      if (before === undefined) continue
      const signed = row.direction === 'IN' ? fen(row.amount) : -fen(row.amount)
      const difference = fen(row.balance_after) - fen(before.balance_after) - signed
      if (difference === 0n && Number(row.sequence) === Number(before.sequence) + 1) continue
      isBroken = true
      breaks += positive(difference)
    }
    if (isBroken) result.push(found('FIN-24', 1, id, breaks))
  }
  return result
}

function books(rows: Rows): Found[] {
  const cashiers = groupBy(
    rows('role_grant').filter((row) => row.role === 'CASHIER'),
    staffOf(rows),
  )
  const reconciliations = rows('reconciliation').filter((row) => {
    if (row.completed_on === '') return false
    const heldCashier = (cashiers.get(row.reviewed_by!) ?? []).some(
      (each) =>
        each.granted_at!.slice(0, 10) <= row.completed_on! &&
        (each.revoked_at === '' || each.revoked_at! > `${row.completed_on} 00:00:00`),
    )
    return row.reviewed_by === '' || row.reviewed_by === row.prepared_by || heldCashier
  })
  const files = rows('payment_batch').filter(
    (row) =>
      row.channel === 'MANUAL_FILE' ||
      (row.prepared_file_hash !== '' &&
        row.sent_file_hash !== '' &&
        row.prepared_file_hash !== row.sent_file_hash),
  )
  return [
    ...reconciliations.map((row) =>
      found('FIN-06', 2, row.reconciliation_id!, positive(fen(row.difference))),
    ),
    ...files.map((row) => found('FIN-27', 1, row.batch_id!, fen(row.total_amount))),
  ]
}

export function oracleOfAgency(rows: Rows): Found[] {
  const asOf = lastDayOfMonth(Math.max(...rows('payment').map((row) => month(row.pay_month!))))
  return [
    ...contributions(rows),
    ...declarations(rows),
    ...adjustments(rows),
    ...roles(rows),
    ...bursts(rows),
    ...staffAccounts(rows, asOf),
    ...statements(rows),
    ...books(rows),
  ]
}
