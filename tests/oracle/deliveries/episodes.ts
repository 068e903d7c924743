/** Stories told by several payment lines: a new account and what comes to it, a resend, months that stand out. */
import { dayText, firstDayOf, monthText } from '../dates.ts'
import { shuffled } from './chance.ts'
import { accounts } from './payments.ts'
import { add, type DraftPerson, type DraftRow, orNull, stamp, type World } from './people.ts'

interface Episode {
  readonly world: World
  readonly person: DraftPerson
  readonly scheme: string
}

function addLine({ world, person, scheme }: Episode, line: DraftRow): string {
  const paymentId = `L${(world.tables.get('payment')?.length ?? 0) + 1}`
  add(world, 'payment', {
    payment_id: paymentId,
    batch_id: null,
    person_id: person.personId,
    entitlement_id: null,
    scheme,
    benefit: scheme === '170' ? 'RESIDENT_BASIC' : 'OLD_AGE',
    period_from: line.pay_month!,
    period_to: line.pay_month!,
    kind: 'REGULAR',
    account_number: null,
    holder_name: null,
    status: 'PAID',
    resend_of: null,
    ...line,
  })
  return paymentId
}

/** A batch of the episode's own, sent on the day given. */
function addBatch(world: World, sentDay: number): string {
  const { random } = world
  const batchId = `BE${(world.tables.get('payment_batch')?.length ?? 0) + 1}`
  add(world, 'payment_batch', {
    batch_id: batchId,
    scheme: '110',
    pay_month: monthText(world.latest),
    kind: orNull(world, 'ONE_OFF'),
    line_count: '1',
    total_amount: '5000.00',
    prepared_file_hash: orNull(world, random.pick(['ab', 'AB'])),
    sent_file_hash: orNull(world, 'ab'),
    channel: random.pick(['DIRECT', 'DIRECT', 'MANUAL_FILE']),
    sent_at: orNull(world, stamp(sentDay, random.pick(['00:00:00', '10:00:00', '23:59:59'])), 0.04),
  })
  return batchId
}

/** A change of account, perhaps back again, and a payment between or after, about the limits of days and of amounts. */
function newAccount(episode: Episode): void {
  const { world, person } = episode
  const { random, latest } = world
  const changed = firstDayOf(latest) - 50 + random.below(5)
  const [old, other] = shuffled(random, accounts) as [string, string]
  const next = random.maybe(0.08) ? old : other
  const change = { person_id: person.personId, channel: orNull(world, 'COUNTER'), planned_batch: null }
  const number = (world.tables.get('payee_account_change')?.length ?? 0) + 1
  add(world, 'payee_account_change', {
    ...change,
    change_id: `AE${number}`,
    old_account: old,
    new_account: next,
    recorded_at: stamp(changed, '10:00:00'),
  })
  const days = random.pick([0, 1, 89, 90, 90, 91])
  if (random.maybe(0.7)) {
    add(world, 'payee_account_change', {
      ...change,
      change_id: `AE${number + 1}`,
      old_account: random.maybe(0.9) ? next : random.pick(accounts),
      new_account: random.maybe(0.9) ? old : random.pick(accounts),
      recorded_at: stamp(changed + days, random.pick(['09:59:59', '10:00:00', '10:00:01'])),
    })
  }
  const [history, amounts] = random.pick([
    [
      [2500_00, 2500_00],
      ['5000.00', '4999.99', '5000.01'],
    ],
    [
      [3000_00, 3000_00, 2999_99],
      ['6000.00', '5999.99', '5999.98'],
    ],
    [
      [3000_00, 3000_01],
      ['6000.00', '6000.01', '6000.02'],
    ],
    [[], ['5000.00']],
    [[-10_00], ['5000.00']],
  ] as const)
  const payMonth = latest + random.pick([0, 0, -1])
  for (const [index, fen] of history.entries()) {
    const month = payMonth - random.pick([1 + index, 12 - index, 12 - index, 13 + index])
    addLine(episode, {
      pay_month: monthText(month),
      amount: (fen / 100).toFixed(2),
      kind: random.pick(['REGULAR', 'REGULAR', 'REGULAR', 'ADJUSTMENT']),
      status: random.maybe(0.9) ? 'PAID' : 'SENT',
    })
  }
  const sent = changed + random.pick([0, -1, 1, 59, 60, 61, days, days + 1])
  addLine(episode, {
    batch_id: addBatch(world, sent),
    pay_month: monthText(payMonth),
    kind: random.pick(['REGULAR', 'REGULAR', 'BACK_PAY', 'ONE_OFF', 'RESEND', 'ADJUSTMENT']),
    amount: random.pick(amounts),
    account_number: random.maybe(0.85) ? next : random.pick([...accounts, null]),
    status: random.maybe(0.9) ? 'PAID' : 'SENT',
  })
}

/** A line that came back, and went out again to somebody else's account, or to the same. */
function resent(episode: Episode): void {
  const { world, person } = episode
  const { random, latest } = world
  const known = random.pick([...accounts, ...accounts, null])
  const next = random.maybe(0.8) ? newHolder(episode) : orNull(world, random.pick(accounts))
  const returned = addLine(episode, {
    pay_month: monthText(latest - 1),
    amount: '1000.00',
    account_number: random.maybe(0.1) ? next : known,
    status: random.pick(['RETURNED', 'RETURNED', 'RETURNED', 'RETURNED', 'PAID', 'CANCELLED']),
  })
  addLine(episode, {
    person_id: random.maybe(0.95) ? person.personId : 'P1',
    pay_month: monthText(latest),
    amount: '1000.00',
    kind: random.pick(['RESEND', 'RESEND', 'REGULAR']),
    account_number: next,
    status: random.pick(['PAID', 'PAID', 'PAID', 'PAID', 'SENT']),
    resend_of: random.maybe(0.92) ? returned : 'L2',
  })
}

/** An account of its own, of which the bank, the register, both or neither say whose it is. */
function newHolder({ world, person }: Episode): string {
  const { random } = world
  const account = `R-${(world.tables.get('payment')?.length ?? 0) + 1}`
  const someone = (): string | null =>
    random.pick([person.idNumber, ...Array.from({ length: 4 }, () => '990101198001011000'), null])
  if (random.maybe(0.7)) {
    add(world, 'account_verification', {
      account_number: account,
      holder_name: orNull(world, '某某'),
      holder_id_number: someone(),
      status: orNull(world, 'NORMAL'),
    })
  }
  if (random.maybe(0.7)) {
    add(world, 'payee_account', {
      account_number: account,
      person_id: random.maybe(0.9) ? person.personId : 'P1',
      holder_name: orNull(world, '某某'),
      holder_id_number: someone(),
      holder_kind: random.pick(['SELF', 'OTHER', 'GUARDIAN', null]),
    })
  }
  return account
}

/** Months of three times the usual, a fen less, and eleven, twelve or thirteen months apart. */
function highMonths(episode: Episode): void {
  const { random, latest } = episode.world
  const usual = random.pick(['1000.00', '1000.00', '999.99', '0.00'])
  const first = latest - 20
  const months = new Set([first, first + random.pick([1, 10, 11, 12, 13])])
  if (random.maybe(0.3)) months.add(first + random.pick([2, 24, 13]))
  for (let month = first - 2; month <= first + 5; month += 1) {
    if (!months.has(month)) addLine(episode, { pay_month: monthText(month), amount: usual })
  }
  for (const month of months) {
    const kind = random.pick(['REGULAR', 'ONE_OFF', 'ADJUSTMENT'])
    addLine(episode, {
      pay_month: monthText(month),
      kind,
      amount: random.pick(['3000.00', '3000.00', '3000.01', '2999.99']),
    })
    if (random.maybe(0.2))
      addLine(episode, { pay_month: monthText(month), kind: 'DEDUCTION', amount: '-0.01' })
  }
}

/** One large back-pay, one of thirteen months, two twelve months apart, some of them before the look-back. */
function backPays(episode: Episode): void {
  const { random, latest } = episode.world
  const first = random.maybe(0.3) ? 2019 * 12 - 1 : latest - 14
  const count = 1 + random.below(2)
  for (let index = 0; index < count; index += 1) {
    const month = first + index * random.pick([11, 12, 13, 0])
    addLine(episode, {
      pay_month: monthText(month),
      period_from: monthText(month - random.pick([0, 10, 11, 12])),
      period_to: monthText(month),
      kind: 'BACK_PAY',
      amount: random.pick(['9999.99', '10000.00', '500.00', '500.00']),
      status: random.maybe(0.9) ? 'PAID' : 'SENT',
    })
  }
}

const newAccounts = [newAccount, newAccount, newAccount]
const resends = [resent, resent, resent, resent]

export function makeEpisodes(world: World, people: readonly DraftPerson[]): void {
  const { random } = world
  const newcomer = (name: string): DraftPerson => ({ personId: name, idNumber: '', name })
  for (const tell of [...newAccounts, ...resends, highMonths, backPays, backPays]) {
    // Mostly of persons who have no other line, so that nothing else covers the boundary.
    const isKnown = tell === resent || random.maybe(0.35)
    const person = isKnown ? random.pick(people) : newcomer(`PX${random.below(40)}`)
    if (random.maybe(0.75)) tell({ world, person, scheme: random.pick(['110', '110', '170', '120']) })
  }
}

/** Ten operations in ten minutes, or nine, or a second more; of one staff member over two accounts. */
export function makeBursts(world: World): void {
  const { random, asOf } = world
  for (let number = 0; number < 2; number += 1) {
    if (random.maybe(0.4)) continue
    const count = random.pick([9, 10, 10, 11])
    const last = random.pick([600, 600, 601, 599])
    const staffId = random.pick(['S1', 'S2', null])
    const times = Array.from({ length: count }, (_, index) => (index === count - 1 ? last : index))
    for (const [index, seconds] of times.entries()) {
      const at = new Date((asOf - 3) * 86_400_000 + (23 * 3600 + 55 * 60 + seconds) * 1000).toISOString()
      add(world, 'operation', {
        operation_id: `QB${number}-${index}`,
        recorded_at: `${dayText(asOf - 3 + (at.slice(0, 10) === dayText(asOf - 3) ? 0 : 1))} ${at.slice(11, 19)}`,
        staff_id: staffId,
        account_id: staffId === null ? random.pick(['U1', 'U5', 'U3']) : random.pick(['U1', 'U2']),
        function_code: random.maybe(0.97) ? 'MANUAL_ADJUST' : 'ORDINARY',
        action: random.maybe(0.97) ? random.pick(['CREATE', 'UPDATE']) : random.pick(['APPROVE', 'IMPORT']),
      })
    }
  }
  if (random.maybe(0.3)) {
    add(world, 'operation', {
      operation_id: 'QI',
      recorded_at: `${dayText(asOf - 1)} 10:00:00`,
      staff_id: orNull(world, 'S4'),
      account_id: random.pick(['U3', 'U7']),
      function_code: random.pick(['STATUS_CHANGE', 'MANUAL_ADJUST', 'BACK_PAY', 'DETERMINATION']),
      action: random.pick(['IMPORT', 'IMPORT', 'CREATE']),
    })
  }
}
