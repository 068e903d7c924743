/** Payment lines, their batches and accounts: boundaries hit exactly and missed by a fen. */
import { dayText, firstDayOf, lastDayOf, monthText } from '../dates.ts'
import {
  add,
  type DraftEntitlement,
  type DraftPerson,
  type DraftRow,
  orNull,
  someMonth,
  stamp,
  type World,
} from './people.ts'

export const accounts = ['6217000000000001', '6217000000000002', '6217000000000003', 'A-4']

/** Amounts of the month before and of the latest month. */
const pairs: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  '110': [
    ['1500.00', '1800.00'],
    ['1500.00', '1799.99'],
    ['1500.01', '1800.01'],
    ['1000.00', '1200.00'],
    ['600.00', '300.00'],
    ['600.00', '300.01'],
    ['700.00', '350.00'],
    ['20000.00', '20000.01'],
    ['19999.99', '20000.00'],
    ['0.00', '5000.00'],
    ['-100.00', '900.00'],
  ],
  '170': [
    ['250.00', '300.00'],
    ['250.00', '299.99'],
    ['100.00', '50.00'],
    ['99.99', '50.00'],
    ['90.00', '45.00'],
    ['2000.00', '2000.01'],
    ['1999.99', '2000.00'],
  ],
  '120': [
    ['25000.00', '25000.01'],
    ['1600.00', '800.00'],
    ['25000.00', '25000.00'],
  ],
}

interface Draft {
  readonly person: DraftPerson
  readonly scheme: string
  readonly entitlementId: string
}

export function makePayments(
  world: World,
  people: readonly DraftPerson[],
  entitlements: readonly DraftEntitlement[],
): void {
  const { random, latest } = world
  for (const person of people) {
    const own = entitlements.filter((each) => each.personId === person.personId)
    for (const { scheme, entitlementId } of own) {
      const draft = { person, scheme, entitlementId }
      const [before, now] = random.pick(pairs[scheme] ?? pairs['110']!)
      const home = random.pick(accounts)
      if (random.maybe(0.85)) addRegular(world, draft, { month: latest - 1, amount: before, account: home })
      const account = random.maybe(0.7) ? home : random.pick(accounts)
      if (random.maybe(0.9)) addRegular(world, draft, { month: latest, amount: now, account })
      if (random.maybe(0.15))
        addRegular(world, draft, { month: latest - 1, amount: '0.01', account: random.pick(accounts) })
      for (let index = random.below(3); index > 0; index -= 1) addBackPay(world, draft)
      const more = random.below(4)
      for (let index = 0; index < more; index += 1) addAny(world, draft)
    }
  }
  const strays = random.below(3)
  for (let index = 0; index < strays; index += 1) {
    const person = { personId: 'P99', idNumber: '', name: '无此人' }
    addAny(world, { person, scheme: random.pick(['110', '170']), entitlementId: 'E99' })
  }
}

interface Regular {
  readonly month: number
  readonly amount: string
  readonly account: string
}

function addRegular(world: World, draft: Draft, { month, amount, account }: Regular): void {
  const { random } = world
  const from = random.maybe(0.85) ? month : month - random.below(4)
  addLine(world, {
    ...lineOf(world, draft, month),
    period_from: monthText(from),
    period_to: monthText(random.maybe(0.85) ? from : from + random.below(3)),
    kind: 'REGULAR',
    amount,
    account_number: orNull(world, account, 0.04),
    status: random.maybe(0.92) ? 'PAID' : random.pick(['SENT', 'RETURNED', 'HELD', 'CANCELLED']),
  })
}

/** About the months in which a death stop may take effect. */
function addBackPay(world: World, draft: Draft): void {
  const { random, latest } = world
  const month = latest - random.below(4)
  addLine(world, {
    ...lineOf(world, draft, month),
    period_from: monthText(month - random.below(6)),
    period_to: monthText(month - random.below(4) + random.below(2)),
    kind: 'BACK_PAY',
    amount: random.pick(['300.00', '12000.00', '-20.00']),
    account_number: orNull(world, random.pick(accounts)),
    status: random.maybe(0.85) ? 'PAID' : 'SENT',
  })
}

function addAny(world: World, draft: Draft): void {
  const { random } = world
  const month = someMonth(world)
  const from = random.maybe(0.5) ? month : someMonth(world)
  const amounts = [
    '0.01',
    '100.00',
    '1000.00',
    '1000.00',
    '2000.00',
    '-50.00',
    '20000.00',
    '25000.01',
    '0.00',
  ]
  const kinds = [
    'REGULAR',
    'REGULAR',
    'REGULAR',
    'BACK_PAY',
    'BACK_PAY',
    'ONE_OFF',
    'ADJUSTMENT',
    'DEDUCTION',
    'RESEND',
  ]
  const line: DraftRow = {
    ...lineOf(world, draft, month),
    scheme: random.maybe(0.8) ? draft.scheme : random.pick(['110', '120', '170', '410']),
    period_from: monthText(from),
    period_to: monthText(from + random.pick([0, 0, 0, 1, 12])),
    kind: random.pick(kinds),
    amount: random.pick(amounts),
    account_number: orNull(world, random.pick(accounts)),
    status: random.pick(['PAID', 'PAID', 'PAID', 'SENT', 'RETURNED', 'HELD', 'CANCELLED']),
    resend_of: orNull(world, random.pick(['L1', 'L999']), 0.8),
  }
  addLine(world, line)
  // The same again, as a second line: what DUP-08 is about.
  if (random.maybe(0.2)) addLine(world, { ...line, amount: random.pick(['1000.00', '999.99', line.amount!]) })
}

function lineOf(world: World, { person, scheme, entitlementId }: Draft, month: number): DraftRow {
  const { random } = world
  const benefits = [
    'FUNERAL',
    'SURVIVOR_LUMP',
    'SURVIVOR_MONTHLY',
    'ACCOUNT_REFUND',
    'ILLNESS_ALLOWANCE',
    'OTHER',
  ]
  const pension = scheme === '170' ? 'RESIDENT_BASIC' : 'OLD_AGE'
  return {
    batch_id: random.maybe(0.1) ? random.pick([null, 'B999']) : `B${month % 5}`,
    person_id: person.personId,
    entitlement_id: random.maybe(0.15) ? random.pick([null, 'E999']) : entitlementId,
    scheme,
    benefit: random.maybe(0.8) ? pension : random.pick(benefits),
    pay_month: monthText(month),
    holder_name: holderName(world, person.name),
  }
}

function addLine(world: World, line: DraftRow): void {
  const number = (world.tables.get('payment')?.length ?? 0) + 1
  add(world, 'payment', { payment_id: `L${number}`, ...line })
}

/** The same name in another coat, mostly: none of these differences is a difference. */
function holderName({ random }: World, name: string): string | null {
  const [first, rest] = [[...name][0]!, [...name].slice(1).join('')]
  const coats = [
    name,
    name,
    name,
    `${first}\u200b${rest}`,
    `\ufeff${name}`,
    `${first} ${rest}`,
    name.replaceAll(/[·•]/g, '．'),
    name.replaceAll(/[·•]/g, '・'),
    name.replaceAll(/[·•]/g, '･'),
    name.replaceAll(/[·•]/g, '‧'),
    name.toLowerCase(),
    name.normalize('NFKC'),
    `${name}\u2060`,
  ]
  if (random.maybe(0.1)) return null
  return random.maybe(0.25) ? random.pick(['张三', '李四', '赵七', `${name}二`]) : random.pick(coats)
}

/** Batches whose figures are right, wrong by one line, wrong by a fen, or of a batch without lines. */
export function makeBatches(world: World): void {
  const { random, latest, tables } = world
  const lines = tables.get('payment') ?? []
  for (let index = 0; index < 6; index += 1) {
    if (random.maybe(0.1)) continue
    const own = lines.filter((each) => each.batch_id === `B${index}`)
    const standing = own.filter((each) => each.status !== 'CANCELLED')
    const counted = random.maybe(0.75) ? standing : own
    const fen = counted.reduce((total, each) => total + fenOf(each.amount!), 0)
    const wrongFen = fen + random.pick([0, 0, 0, 1, -1, 100])
    add(world, 'payment_batch', {
      batch_id: `B${index}`,
      scheme: random.pick(['110', '170']),
      pay_month: monthText(latest - random.below(3)),
      kind: orNull(world, 'MONTHLY'),
      line_count: String(counted.length + random.pick([0, 0, 0, 1, -1])),
      total_amount: yuan(wrongFen),
      prepared_file_hash: orNull(world, 'ab'),
      sent_file_hash: orNull(world, 'ab'),
      channel: random.pick(['DIRECT', 'MANUAL_FILE']),
      sent_at: orNull(world, stamp(firstDayOf(latest), '16:00:00')),
    })
  }
}

function fenOf(amount: string): number {
  return Math.round(Number(amount) * 100)
}

export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export function makeAccounts(world: World, people: readonly DraftPerson[]): void {
  const { random, latest } = world
  const days = [
    firstDayOf(latest),
    lastDayOf(latest),
    lastDayOf(latest - 1),
    firstDayOf(latest + 1),
    firstDayOf(latest - 1),
    firstDayOf(latest - 24),
  ]
  for (const person of people) {
    for (const account of accounts) {
      if (random.maybe(0.6)) continue
      const to = random.pick(days)
      add(world, 'payee_account', {
        account_number: account,
        person_id: person.personId,
        bank: orNull(world, '工行'),
        holder_name: orNull(world, person.name),
        holder_id_number: orNull(world, person.idNumber),
        holder_kind: orNull(world, random.pick(['SELF', 'GUARDIAN', 'GUARDIAN', 'INSTITUTION', 'OTHER'])),
        kind: orNull(world, 'BANK_CARD'),
        valid_from: orNull(world, dayText(Math.min(to, random.pick(days))), 0.4),
        valid_to: orNull(world, dayText(to), 0.4),
      })
    }
  }
}

export function makeAccountChanges(world: World, people: readonly DraftPerson[]): void {
  const { random, latest } = world
  let number = 0
  for (const person of people) {
    const lines = (world.tables.get('payment') ?? []).filter((each) => each.person_id === person.personId)
    const used = lines.flatMap((each) => each.account_number ?? [])
    const some = (): string => random.pick(used.length > 0 && random.maybe(0.8) ? used : accounts)
    for (let index = 0; index < 2 && random.maybe(0.5); index += 1) {
      number += 1
      const old = some()
      const next = random.maybe(0.1) ? old : random.pick([...used, ...accounts])
      add(world, 'payee_account_change', {
        change_id: `A${number}`,
        person_id: random.maybe(0.9) ? person.personId : 'P1',
        old_account: old,
        new_account: next,
        channel: orNull(world, 'COUNTER'),
        planned_batch: orNull(world, 'PLAN-1', 0.4),
        recorded_at: stamp(firstDayOf(latest) - random.below(60), '10:00:00'),
      })
    }
  }
}
