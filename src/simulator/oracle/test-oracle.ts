import {
  dayLessMonths,
  formatDay,
  formatMonth,
  lastDayOfMonth,
  parseDay,
  parseMonth,
} from '#base/calendar-math.ts'
import { fenOfYuan, formatYuan } from '#base/money.ts'
import { normaliseName } from '#base/names.ts'
import { oracleOfAgency } from './test-oracle-agency.ts'
import { oracleOfAuthority } from './test-oracle-authority.ts'
import { oracleOfPeople } from './test-oracle-people.ts'
import { type Found, groupBy, type Row, type Rows } from './test-rows.ts'

/**
 * The first sixteen rules once more, read from core-rules.md and written in the plainest way over lists in memory, for tests
 * only: it knows nothing of scenarios, and the simulator knows nothing of it.
 */
export function foundText(found: Found): string {
  return `${found.rule}|${found.subject}|${found.level}|${formatYuan(found.amount)}`
}

interface Line {
  readonly row: Row
  readonly person: string
  readonly scheme: string
  readonly pay: number
  readonly from: number
  readonly to: number
  readonly fen: bigint
}

interface Case {
  readonly rows: Rows
  readonly lines: readonly Line[]
  readonly paid: readonly Line[]
  readonly byPerson: ReadonlyMap<string, readonly Line[]>
  readonly paidByPerson: ReadonlyMap<string, readonly Line[]>
  readonly latest: number
  readonly asOf: number
}

const sum = (lines: readonly Line[]): bigint => lines.reduce((total, line) => total + line.fen, 0n)
const isRegular = (line: Line): boolean => line.row.kind === 'REGULAR'
const isPension = (line: Line): boolean =>
  line.row.benefit === 'OLD_AGE' || line.row.benefit === 'RESIDENT_BASIC'
const isGrant = (line: Line): boolean =>
  ['FUNERAL', 'SURVIVOR_LUMP', 'SURVIVOR_MONTHLY', 'ACCOUNT_REFUND'].includes(line.row.benefit!)
const monthOfDate = (text: string): number => parseMonth(text.slice(0, 7))!

function caseOf(rows: Rows): Case {
  const lines = rows('payment').map((row) => ({
    row,
    person: row.person_id!,
    scheme: row.scheme!,
    pay: parseMonth(row.pay_month!)!,
    from: parseMonth(row.period_from!)!,
    to: parseMonth(row.period_to!)!,
    fen: fenOfYuan(row.amount!)!,
  }))
  const paid = lines.filter((line) => line.row.status === 'PAID')
  return {
    rows,
    lines,
    paid,
    byPerson: groupBy(lines, (line) => line.person),
    paidByPerson: groupBy(paid, (line) => line.person),
    latest: paid.reduce((latest, line) => Math.max(latest, line.pay), 0),
    asOf: lastDayOfMonth(lines.reduce((latest, line) => Math.max(latest, line.pay), 0)),
  }
}

function person(rule: string, level: number, subject: string, amount: bigint): Found {
  return { rule, level, subject, amount }
}

function deaths(all: Case): Found[] {
  const order = ['HEALTH', 'POLICE', 'COURT', 'CIVIL_AFFAIRS', 'VILLAGE']
  const byId = groupBy(all.rows('death'), (row) => row.id_number!)
  const changes = groupBy(all.rows('entitlement_change'), (row) => row.person_id!)
  const entitlements = groupBy(all.rows('entitlement'), (row) => row.person_id!)
  const found: Found[] = []
  for (const who of all.rows('person')) {
    const id = who.person_id!
    const reports = byId.get(who.id_number!) ?? []
    const valid = reports.filter((row) => row.revoked !== '1')
    const isWithdrawn = reports.length > 0 && valid.length === 0
    const paid = all.paidByPerson.get(id) ?? []
    const best = [...valid].sort(
      (one, other) =>
        order.indexOf(one.source!) - order.indexOf(other.source!) || (one.died_on! < other.died_on! ? -1 : 1),
    )[0]
    const died = best?.died_on ?? (who.life_status === 'DEAD' ? who.death_date : '')
    if (died) {
      const after = paid.filter((line) => line.from > monthOfDate(died) && !isGrant(line))
      if (after.length > 0) found.push(person('DTH-01', 1, id, sum(after)))
    }
    const mine = changes.get(id) ?? []
    const stops = mine.filter(
      (row) => (row.kind === 'SUSPEND' || row.kind === 'END') && row.reason === 'DEATH',
    )
    const resumes = mine.filter(
      (row) =>
        row.kind === 'RESUME' &&
        stops.some(
          (stop) => stop.entitlement_id === row.entitlement_id && stop.recorded_at! < row.recorded_at!,
        ),
    )
    if (resumes.length > 0 && !isWithdrawn) {
      const counted = paid.filter((line) =>
        resumes.some(
          (row) => row.entitlement_id === line.row.entitlement_id && line.pay >= parseMonth(row.effective!)!,
        ),
      )
      found.push(person('DTH-02', 1, id, sum(counted)))
    }
    const backPaid = paid.filter(
      (line) =>
        line.row.kind === 'BACK_PAY' &&
        !isGrant(line) &&
        stops.some(
          (stop) => line.pay >= parseMonth(stop.effective!)! && line.to >= parseMonth(stop.effective!)!,
        ),
    )
    if (backPaid.length > 0 && !isWithdrawn) found.push(person('DTH-03', 1, id, sum(backPaid)))
    const reported = valid.map((row) => row.reported_on!).sort()[0]
    const isActive = (entitlements.get(id) ?? []).some((row) => row.status === 'ACTIVE')
    if (reported && reported < formatDay(all.asOf - 30) && who.life_status !== 'DEAD' && isActive) {
      const late = paid.filter((line) => line.pay > monthOfDate(reported) && !isGrant(line))
      found.push(person('DTH-06', 2, id, sum(late)))
    }
  }
  return found
}

function prison(all: Case): Found[] {
  const sentences = groupBy(
    all.rows('imprisonment').filter((row) => row.kind === 'IMPRISONED'),
    (row) => row.id_number!,
  )
  return all.rows('person').flatMap((who) => {
    const mine = sentences.get(who.id_number!) ?? []
    const counted = (all.paidByPerson.get(who.person_id!) ?? []).filter(
      (line) =>
        isRegular(line) &&
        isPension(line) &&
        mine.some(
          (row) =>
            line.from > monthOfDate(row.started_on!) &&
            (row.ended_on === '' || line.from < monthOfDate(row.ended_on!)),
        ),
    )
    return counted.length > 0 ? [person('PRS-01', 1, who.person_id!, sum(counted))] : []
  })
}

function duplicates(all: Case): Found[] {
  const found: Found[] = []
  for (const [id, paid] of all.paidByPerson) {
    const pensions = paid.filter((line) => isRegular(line) && isPension(line))
    const employee = new Set(pensions.filter((line) => line.scheme !== '170').map((line) => line.from))
    const both = pensions.filter((line) => line.scheme === '170' && employee.has(line.from))
    if (both.length > 0) found.push(person('DUP-01', 1, id, sum(both)))
    const groups = [
      ...groupBy(paid.filter(isRegular), (line) =>
        [line.scheme, line.row.benefit, line.from, line.to].join(),
      ),
    ].filter(([, group]) => group.length > 1)
    if (groups.length === 0) continue
    const amount = groups.reduce((total, [, group]) => {
      const [largest] = group.map((line) => line.fen).sort((one, other) => (one < other ? 1 : -1))
      return total + sum(group) - largest!
    }, 0n)
    found.push(person('DUP-08', 1, id, amount))
  }
  return found
}

function accounts(all: Case): Found[] {
  const guardians = groupBy(
    all
      .rows('payee_account')
      .filter((row) => row.holder_kind === 'GUARDIAN' || row.holder_kind === 'INSTITUTION'),
    (row) => `${row.account_number}|${row.person_id}`,
  )
  const isGuarded = (line: Line): boolean =>
    (guardians.get(`${line.row.account_number}|${line.person}`) ?? []).some(
      (row) =>
        (row.valid_from === '' || monthOfDate(row.valid_from!) <= line.pay) &&
        (row.valid_to === '' || monthOfDate(row.valid_to!) >= line.pay),
    )
  const names = new Map(all.rows('person').map((row) => [row.person_id!, normaliseName(row.name!)]))
  const sent = all.lines.filter((line) => line.row.status === 'PAID' || line.row.status === 'SENT')
  const open = sent.filter((line) => !isGuarded(line))
  const found: Found[] = []
  const shared = new Map<string, bigint>()
  const inMonths = groupBy(
    open.filter((line) => line.pay >= 2019 * 12),
    (line) => `${line.row.account_number}|${line.pay}`,
  )
  for (const [key, group] of inMonths) {
    if (new Set(group.map((line) => line.person)).size < 2) continue
    const account = key.split('|')[0]!
    shared.set(account, (shared.get(account) ?? 0n) + sum(group))
  }
  for (const [account, amount] of shared) found.push(person('ACC-01', 1, account, amount))
  const foreign = open.filter((line) => normaliseName(line.row.holder_name!) !== names.get(line.person))
  for (const [id, group] of groupBy(foreign, (line) => line.person)) {
    found.push(person('ACC-02', 1, id, sum(group)))
  }
  return [...found, ...accountChanges(all)]
}

function accountChanges(all: Case): Found[] {
  const planned = new Set(
    all
      .rows('payee_account_change')
      .filter((row) => row.planned_batch !== '')
      .map((row) => [row.person_id, row.old_account, row.new_account].join('|')),
  )
  const found: Found[] = []
  for (const [id, paid] of all.paidByPerson) {
    const counted = paid.filter(isRegular).filter((line) => {
      if (line.pay !== all.latest) return false
      const before = paid.filter(
        (each) => isRegular(each) && each.scheme === line.scheme && each.pay === line.pay - 1,
      )
      return (
        before.length > 0 &&
        before.every((each) => each.row.account_number !== line.row.account_number) &&
        !before.some((each) => planned.has([id, each.row.account_number, line.row.account_number].join('|')))
      )
    })
    if (counted.length > 0) found.push(person('ACC-03', 3, id, sum(counted)))
  }
  return found
}

const caps: Readonly<Record<string, bigint>> = { '110': 2_000_000n, '120': 2_500_000n, '170': 200_000n }

function amounts(all: Case): Found[] {
  const found: Found[] = []
  const latest = formatMonth(all.latest)
  const policies = new Set(
    all
      .rows('entitlement_change')
      .filter((row) => row.policy_batch !== '' && row.effective === latest)
      .map((row) => row.person_id!),
  )
  for (const [id, paid] of all.paidByPerson) {
    let above = 0n
    let difference: bigint | null = null
    for (const [key, group] of groupBy(paid, (line) => `${line.scheme}|${line.pay}`)) {
      const [scheme, pay] = key.split('|') as [string, string]
      if (Number(pay) >= 2019 * 12 && sum(group) > caps[scheme]!) above += sum(group)
      if (Number(pay) !== all.latest) continue
      const now = group.filter(isRegular)
      const before = paid.filter(
        (line) => line.scheme === scheme && line.pay === all.latest - 1 && isRegular(line),
      )
      if (now.length === 0 || before.length === 0 || sum(before) <= 0n || policies.has(id)) continue
      const change = sum(now) - sum(before)
      const size = change < 0n ? -change : change
      if (size < (scheme === '170' ? 5_000n : 30_000n)) continue
      if (change * 5n >= sum(before) || -change * 2n >= sum(before)) difference = (difference ?? 0n) + size
    }
    if (above > 0n) found.push(person('AMT-01', 1, id, above))
    if (difference !== null) found.push(person('AMT-03', 2, id, difference))
  }
  const byBatch = groupBy(all.lines, (line) => line.row.batch_id!)
  for (const batch of all.rows('payment_batch')) {
    const group = byBatch.get(batch.batch_id!)
    if (group === undefined) continue
    const counted = group.filter((line) => line.row.status !== 'CANCELLED')
    const difference = sum(counted) - fenOfYuan(batch.total_amount!)!
    if (difference === 0n && counted.length === Number(batch.line_count)) continue
    found.push(person('AMT-14', 1, batch.batch_id!, difference < 0n ? -difference : difference))
  }
  return found
}

function certifications(all: Case): Found[] {
  const passes = groupBy(
    all.rows('certification').filter((row) => row.result === 'PASS'),
    (row) => row.person_id!,
  )
  const since = dayLessMonths(all.asOf, 24)
  const found: Found[] = []
  for (const [id, paid] of all.paidByPerson) {
    const pensions = paid.filter(isPension)
    const regular = pensions.filter(isRegular)
    if (!regular.some((line) => line.pay === all.latest)) continue
    const days = (passes.get(id) ?? []).map((row) => parseDay(row.certified_at!.slice(0, 10))!)
    const first = Math.min(...pensions.map((line) => line.pay))
    if (days.some((day) => day >= since) || first >= monthOfDate(formatDay(since))) continue
    const from = days.length === 0 ? first : monthOfDate(formatDay(Math.max(...days)))
    found.push(person('CER-01', 1, id, sum(regular.filter((line) => line.pay > from + 24))))
  }
  return found
}

/** Everything that the 46 rules find in the county, sorted. */
export function oracle(rows: Rows, isWorkingDay: (day: number) => boolean): readonly Found[] {
  const all = caseOf(rows)
  return [
    ...deaths(all),
    ...prison(all),
    ...duplicates(all),
    ...accounts(all),
    ...amounts(all),
    ...certifications(all),
    ...oracleOfAuthority(rows, isWorkingDay),
    ...oracleOfPeople(rows, isWorkingDay),
    ...oracleOfAgency(rows),
  ].sort((one, other) => (foundText(one) < foundText(other) ? -1 : 1))
}
