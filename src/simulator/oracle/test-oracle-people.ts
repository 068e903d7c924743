import {
  dayLessMonths,
  formatDay,
  lastDayOfMonth,
  monthOfDay,
  parseDay,
  parseMonth,
} from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import { type Found, groupBy, type Row, type Rows } from './test-rows.ts'

/**
 * Rules about persons, their accounts and their cards that came after the first sixteen, read from core-rules.md and
 * written over lists in memory. `isWorkingDay` is the simulator's calendar, which has a test of its own.
 */
const fen = (text: string | undefined): bigint => (text === undefined || text === '' ? 0n : fenOfYuan(text)!)
const sum = (rows: readonly Row[]): bigint => rows.reduce((total, row) => total + fen(row.amount), 0n)
const month = (text: string): number => parseMonth(text.slice(0, 7))!
const day = (text: string): number => parseDay(text.slice(0, 10))!
const isPension = (row: Row): boolean => row.benefit === 'OLD_AGE' || row.benefit === 'RESIDENT_BASIC'
const isGrant = (row: Row): boolean =>
  ['FUNERAL', 'SURVIVOR_LUMP', 'SURVIVOR_MONTHLY', 'ACCOUNT_REFUND'].includes(row.benefit!)
const sources = ['HEALTH', 'POLICE', 'COURT', 'CIVIL_AFFAIRS', 'VILLAGE']

/** Twice the median, so that it stays whole. */
function twiceMedian(values: readonly bigint[]): bigint | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((one, other) => (one < other ? -1 : 1))
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! * 2n : sorted[middle - 1]! + sorted[middle]!
}

interface Case {
  readonly rows: Rows
  readonly paid: ReadonlyMap<string, readonly Row[]>
  readonly people: ReadonlyMap<string, Row>
  readonly sentDays: ReadonlyMap<string, number>
  readonly died: ReadonlyMap<string, number>
  readonly withdrawn: ReadonlySet<string>
  readonly asOf: number
}

function caseOf(rows: Rows): Case {
  const reports = groupBy(rows('death'), (row) => row.id_number!)
  const died = new Map<string, number>()
  const withdrawn = new Set<string>()
  for (const who of rows('person')) {
    const all = reports.get(who.id_number!) ?? []
    const valid = all.filter((row) => row.revoked !== '1')
    if (all.length > 0 && valid.length === 0) withdrawn.add(who.person_id!)
    for (const source of sources) {
      const days = valid.filter((row) => row.source === source).map((row) => day(row.died_on!))
      if (days.length === 0) continue
      died.set(who.person_id!, Math.min(...days))
      break
    }
    if (died.has(who.person_id!) || who.life_status !== 'DEAD' || who.death_date === '') continue
    died.set(who.person_id!, day(who.death_date!))
  }
  return {
    rows,
    paid: groupBy(
      rows('payment').filter((row) => row.status === 'PAID'),
      (row) => row.person_id!,
    ),
    people: new Map(rows('person').map((row) => [row.person_id!, row])),
    sentDays: new Map(rows('payment_batch').map((row) => [row.batch_id!, day(row.sent_at!)])),
    died,
    withdrawn,
    asOf: lastDayOfMonth(Math.max(...rows('payment').map((row) => month(row.pay_month!)))),
  }
}

function found(rule: string, level: number, subject: string, amount: bigint): Found {
  return { rule, level, subject, amount }
}

function enrolments({ rows, paid, withdrawn }: Case): Found[] {
  const mine = groupBy(rows('enrolment'), (row) => row.person_id!)
  const contributions = groupBy(rows('contribution'), (row) => row.person_id!)
  return [...mine].flatMap(([id, all]) => {
    const ends = all
      .filter((row) => row.status === 'ENDED' && row.end_reason === 'DEATH')
      .map((row) => row.ended_on!)
    if (ends.length === 0 || withdrawn.has(id)) return []
    const ended = ends.sort()[0]!
    const lines = (paid.get(id) ?? []).filter(
      (row) => row.kind === 'REGULAR' && month(row.period_from!) > month(ended),
    )
    const isActive = all.some((row) => row.status === 'ACTIVE' && row.started_on! > ended)
    const isPaying = (contributions.get(id) ?? []).some(
      (row) => row.kind === 'NORMAL' && month(row.period!) > month(ended),
    )
    return lines.length > 0 || isActive || isPaying ? [found('DTH-04', 1, id, sum(lines))] : []
  })
}

function elsewhere({ rows, paid, people }: Case): Found[] {
  const others = groupBy(
    rows('other_region_benefit').filter((row) => row.benefit === 'OLD_AGE'),
    (row) => row.id_number!,
  )
  return [...paid].flatMap(([id, lines]) => {
    const mine = others.get(people.get(id)!.id_number!) ?? []
    const double = lines.filter(
      (row) =>
        row.kind === 'REGULAR' &&
        row.benefit === 'OLD_AGE' &&
        mine.some(
          ({ starts, ended }) =>
            month(row.period_from!) >= month(starts!) &&
            (ended === '' || month(row.period_from!) <= month(ended!)),
        ),
    )
    return double.length > 0 ? [found('DUP-03', 1, id, sum(double))] : []
  })
}

function totalsOf(lines: readonly Row[]): Map<string, bigint> {
  return new Map([...groupBy(lines, (row) => row.pay_month!)].map(([each, group]) => [each, sum(group)]))
}

/** ACC-04: at least twice what was usual in the twelve months before. */
function isDouble(line: Row, lines: readonly Row[]): boolean {
  const at = month(line.pay_month!)
  const before = lines.filter(
    (row) =>
      row.kind === 'REGULAR' &&
      row.scheme === line.scheme &&
      month(row.pay_month!) < at &&
      month(row.pay_month!) >= at - 12,
  )
  const twice = twiceMedian([...totalsOf(before).values()])
  return twice !== null && fen(line.amount) >= twice
}

function accountChanges({ rows, paid, sentDays }: Case): Found[] {
  const changes = groupBy(rows('payee_account_change'), (row) => row.person_id!)
  return [...changes].flatMap(([id, mine]) => {
    const lines = paid.get(id) ?? []
    const sent = (row: Row): number => sentDays.get(row.batch_id!)!
    const large = lines.filter(
      (row) =>
        fen(row.amount) >= 500_000n &&
        (row.kind === 'BACK_PAY' || row.kind === 'ONE_OFF' || isDouble(row, lines)) &&
        mine.some((change) => {
          const days = sent(row) - day(change.recorded_at!)
          return change.new_account === row.account_number && days >= 0 && days <= 60
        }),
    )
    const between = lines.filter((row) =>
      mine.some((there) =>
        mine.some((back) => {
          const [from, to] = [day(there.recorded_at!), day(back.recorded_at!)]
          return (
            back.old_account === there.new_account &&
            back.new_account === there.old_account &&
            back.recorded_at! > there.recorded_at! &&
            to - from <= 90 &&
            row.account_number === there.new_account &&
            sent(row) >= from &&
            sent(row) <= to
          )
        }),
      ),
    )
    return [
      ...(large.length > 0 ? [found('ACC-04', 1, id, sum(large))] : []),
      ...(between.length > 0 ? [found('ACC-08', 1, id, sum(between))] : []),
    ]
  })
}

function holders({ rows, paid, people }: Case): Found[] {
  const verified = new Map(
    rows('account_verification').map((row) => [row.account_number!, row.holder_id_number!]),
  )
  const registered = new Map(
    rows('payee_account').map((row) => [`${row.account_number}|${row.person_id}`, row.holder_id_number!]),
  )
  const holderOf = (line: Row): string => {
    const known = verified.get(line.account_number!)
    if (known !== undefined && known !== '') return known
    return registered.get(`${line.account_number}|${line.person_id}`) ?? ''
  }
  const insiders = new Set(
    [...rows('staff'), ...rows('staff_relative')].map((row) => row.id_number!).filter((id) => id !== ''),
  )
  const byAccount = new Map<string, bigint>()
  const result: Found[] = []
  const lines = new Map(rows('payment').map((row) => [row.payment_id!, row]))
  for (const [id, mine] of paid) {
    const own = people.get(id)!.id_number!
    for (const line of mine) {
      const holder = holderOf(line)
      if (!insiders.has(holder) || holder === own) continue
      byAccount.set(line.account_number!, (byAccount.get(line.account_number!) ?? 0n) + fen(line.amount))
    }
    const resent = mine.filter((line) => {
      const first = lines.get(line.resend_of!)
      const holder = holderOf(line)
      return (
        first !== undefined &&
        first.status === 'RETURNED' &&
        first.account_number !== line.account_number &&
        holder !== '' &&
        holder !== own
      )
    })
    if (resent.length > 0) result.push(found('ACC-10', 1, id, sum(resent)))
  }
  return [...result, ...[...byAccount].map(([account, amount]) => found('ACC-05', 1, account, amount))]
}

function highMonths(lines: readonly Row[]): bigint {
  let total = 0n
  for (const group of groupBy(lines, (row) => row.scheme!).values()) {
    const totals = totalsOf(group)
    const twice = twiceMedian([...totals.values()])!
    const high = [...totals].filter(([, each]) => each * 2n >= twice * 3n && each >= 300_000n)
    const at = high.map(([each]) => month(each)).sort((one, other) => one - other)
    if (!at.some((each, place) => place > 0 && each - at[place - 1]! < 12)) continue
    for (const [, each] of high) total += each
  }
  return total
}

function amounts({ rows, paid }: Case): Found[] {
  const result: Found[] = []
  for (const [id, lines] of paid) {
    const high = highMonths(lines)
    if (high > 0n) result.push(found('AMT-02', 1, id, high))
    const back = lines.filter((row) => row.kind === 'BACK_PAY' && row.pay_month! >= '2019-01')
    const at = back.map((row) => month(row.pay_month!)).sort((one, other) => one - other)
    const isRepeated = at.some((each, place) => place > 0 && each - at[place - 1]! < 12)
    const isLarge = back.some(
      (row) => fen(row.amount) >= 1_000_000n || month(row.period_to!) - month(row.period_from!) + 1 > 12,
    )
    if (isRepeated || isLarge) result.push(found('AMT-04', 1, id, sum(back)))
  }
  const byHand = new Map<string, bigint>()
  const addTo = (id: string, amount: bigint): void => {
    byHand.set(id, (byHand.get(id) ?? 0n) + amount)
  }
  for (const row of rows('entitlement_change')) {
    if (row.method !== 'MANUAL' || row.amount_after === '') continue
    const after = fen(row.amount_after)
    const change =
      after > fen(row.amount_before) ? after - fen(row.amount_before) : fen(row.amount_before) - after
    if (['ADJUST', 'CORRECT', 'GRANT'].includes(row.kind!) && change >= 50_000n) addTo(row.person_id!, change)
    if (row.kind === 'BACK_PAY' && after >= 500_000n) addTo(row.person_id!, after)
  }
  for (const row of rows('retirement')) {
    if (row.determined_by === 'MANUAL') addTo(row.person_id!, fen(row.total))
  }
  return [...result, ...[...byHand].map(([id, amount]) => found('AMT-07', 1, id, amount))]
}

/** Original age, months of birth for a month of delay, most months of delay. */
function agesOf(who: Row, scheme: string): readonly [age: number, step: number, cap: number] | null {
  if (scheme === '170') return [60, 1, 0]
  if (who.sex === '1') return [60, 4, 36]
  if (who.sex !== '2') return null
  return who.category === 'CADRE' ? [55, 4, 36] : [50, 2, 60]
}

function retirements({ rows, paid, people }: Case, isWorkingDay: (day: number) => boolean): Found[] {
  const result: Found[] = []
  for (const row of rows('retirement')) {
    const who = people.get(row.person_id!)!
    const ages = agesOf(who, row.scheme!)!
    const original = month(who.birth_date!) + ages[0] * 12
    const steps = Math.floor((original - 2025 * 12) / ages[1]) + 1
    const lawful = original + (original < 2025 * 12 ? 0 : Math.min(ages[2], steps))
    const at = month(row.retire_month!)
    const isEarly =
      row.kind === 'FLEXIBLE_EARLY'
        ? at < lawful - 36 || at < original
        : (row.kind === 'NORMAL' || (row.kind === 'RESIDENT' && row.scheme === '170')) && at < lawful
    if (isEarly) {
      const lines = (paid.get(row.person_id!) ?? []).filter(
        (line) =>
          line.kind === 'REGULAR' &&
          isPension(line) &&
          line.scheme === row.scheme &&
          month(line.period_from!) < lawful,
      )
      result.push(found('RET-01', 1, row.person_id!, sum(lines)))
    }
    if (row.kind !== 'SPECIAL_WORK' && row.kind !== 'ILLNESS') continue
    const [from, to] = [parseDay(row.notice_from!), parseDay(row.notice_to!)]
    let isShort = from === null || to === null
    if (from !== null && to !== null) {
      let working = 0
      for (let each = from; each <= to; each += 1) if (isWorkingDay(each)) working += 1
      const isKnown = row.notice_from! >= '2018' && row.notice_to! < '2027'
      isShort = (isKnown && working < 5) || (row.decided_at !== '' && day(row.decided_at!) <= to)
    }
    if (isShort) result.push(found('RET-14', 2, row.person_id!, fen(row.total)))
  }
  return result
}

function certifications({ rows, paid, died }: Case): Found[] {
  const result: Found[] = []
  const changes = groupBy(rows('entitlement_change'), (row) => row.person_id!)
  const passes = rows('certification').filter((row) => row.result === 'PASS')
  for (const [id, mine] of groupBy(passes, (row) => row.person_id!)) {
    const matched = (changes.get(id) ?? []).filter(
      (change) =>
        (change.kind === 'RESUME' || change.kind === 'BACK_PAY') &&
        mine.some((pass) => {
          const days = day(change.recorded_at!) - day(pass.certified_at!)
          const certifiers = [pass.operator_id!, pass.reviewer_id!].filter((staff) => staff !== '')
          const isSame = [change.operator_id!, change.reviewer_id!].some((staff) =>
            certifiers.includes(staff),
          )
          return days >= 0 && days <= 90 && isSame
        }),
    )
    if (matched.length > 0) {
      const back = matched.filter((row) => row.kind === 'BACK_PAY')
      const amount = back.reduce((total, row) => total + fen(row.amount_after), 0n)
      result.push(found('CER-03', 2, id, amount))
    }
    const death = died.get(id)
    const isAfter = (row: Row): boolean =>
      row.channel !== 'DATA_MATCH' && death !== undefined && day(row.certified_at!) - death > 1
    if (death !== undefined && mine.some(isAfter)) {
      const lines = (paid.get(id) ?? []).filter(
        (row) => !isGrant(row) && month(row.period_from!) > monthOfDay(death),
      )
      result.push(found('CER-05', 1, id, sum(lines)))
    }
    const isAlone = (row: Row): boolean =>
      row.channel === 'COMMUNITY' &&
      (row.reviewer_id === '' || row.reviewer_id === row.operator_id || row.evidence === '')
    if (mine.some(isAlone)) result.push(found('CER-06', 2, id, 0n))
  }
  return result
}

function cards({ rows, died, asOf }: Case): Found[] {
  const halfYear = formatDay(dayLessMonths(asOf, 6))
  return rows('social_card').flatMap((row) => {
    const death = died.get(row.person_id!)
    const isIdle =
      (row.status === 'MADE' || row.status === 'IN_TRANSIT') &&
      row.issued_on === '' &&
      row.recalled_on === '' &&
      row.location !== 'VAULT' &&
      row.made_on! < halfYear
    const isOfDead =
      ['MADE', 'IN_TRANSIT', 'ACTIVE'].includes(row.status!) && death !== undefined && asOf - death > 60
    const isIrregular =
      row.activated_on !== '' &&
      (row.activated_in_person === '0' || row.issued_on === '' || row.activated_on! < row.issued_on!)
    return [
      ...(isIdle ? [found('CRD-01', 2, row.card_number!, 0n)] : []),
      ...(isOfDead ? [found('CRD-02', 1, row.card_number!, 0n)] : []),
      ...(isIrregular ? [found('CRD-03', 1, row.card_number!, 0n)] : []),
    ]
  })
}

export function oracleOfPeople(rows: Rows, isWorkingDay: (day: number) => boolean): Found[] {
  const all = caseOf(rows)
  return [
    ...enrolments(all),
    ...elsewhere(all),
    ...accountChanges(all),
    ...holders(all),
    ...amounts(all),
    ...retirements(all, isWorkingDay),
    ...certifications(all),
    ...cards(all),
  ]
}
