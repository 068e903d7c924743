/** Orders with their steps, and operations about the edges of the working day. */
import { day, second, secondText } from '../dates.ts'
import { add, orNull, stamp, type World } from './people.ts'

const functions = ['ACCOUNT_CHANGE', 'BACK_PAY', 'DEATH_RESUME', 'ORDINARY', 'DATA_REPAIR', 'STATUS_CHANGE']

export function makeOrders(world: World): void {
  const { random, latest } = world
  const orders = 1 + random.below(5)
  for (let number = 1; number <= orders; number += 1) {
    if (random.maybe(0.95)) {
      add(world, 'business_order', {
        order_id: `O${number}`,
        function_code: random.pick(functions),
        person_id: orNull(world, 'P1'),
        channel: orNull(world, 'COUNTER'),
        amount: orNull(world, random.pick(['1000.00', '-5.00', '0.01', '123456.78'])),
        applied_at: '2024-03-01 09:00:00',
        status: orNull(world, random.pick(['OPEN', 'DONE', 'REJECTED', 'WITHDRAWN'])),
      })
    }
    const steps = random.below(6)
    for (let step = 1; step <= steps; step += 1) {
      add(world, 'business_step', {
        order_id: `O${number}`,
        step_number: String(step),
        step: random.pick(['ACCEPT', 'ENTRY', 'ENTRY', 'REVIEW', 'APPROVAL', 'PAYMENT', 'ARCHIVE']),
        staff_id: random.pick(['S1', 'S2', 'S3', 'S4']),
        terminal: orNull(world, 'T1'),
        decided_at: stamp(day('2024-03-01') + random.below(latest % 7 === 0 ? 1 : 40), '09:00:00'),
        decision: orNull(world, random.pick(['PASS', 'PASS', 'REJECT'])),
      })
    }
  }
}

/** Working days, week-ends, holidays, make-up days, days at the turn of years, and days that no notice announces. */
const days = [
  '2024-03-13',
  '2024-03-16',
  '2024-02-04',
  '2024-02-12',
  '2023-05-06',
  '2018-12-29',
  '2018-12-31',
  '2022-12-31',
  '2020-01-31',
  '2026-01-04',
  '2026-12-31',
  '2027-01-04',
  '2027-05-01',
  '2017-12-29',
  '2016-03-05',
  '2025-10-01',
  '2025-10-11',
]
const times = ['00:00:00', '07:59:59', '08:00:00', '12:00:00', '18:29:59', '18:30:00', '18:30:01', '23:59:59']

export function makeOperations(world: World): void {
  const { random } = world
  for (const [account, staffId] of [
    ['U1', 'S1'],
    ['U2', 'S2'],
    ['U3', null],
    ['U5', 'S1'],
    ['U6', 'S9'],
  ] as const) {
    if (random.maybe(0.1)) continue
    add(world, 'user_account', {
      account_id: account,
      staff_id: staffId,
      status: random.pick(['ENABLED', 'DISABLED']),
      login_method: orNull(world, 'PASSWORD'),
      created_at: orNull(world, '2018-01-01 00:00:00'),
    })
  }
  const count = 5 + random.below(30)
  const moments: { readonly staffId: string; readonly moment: string }[] = []
  for (let number = 1; number <= count; number += 1) {
    const moment = `${random.pick(random.maybe(0.5) ? days.slice(0, 4) : days)} ${random.pick(times)}`
    const account = random.pick(['U1', 'U2', 'U3', 'U4'])
    const staffId = random.pick([null, null, 'S1', 'S2', 'S3'])
    moments.push({ staffId: staffId ?? random.pick(['S1', 'S2']), moment })
    add(world, 'operation', {
      operation_id: `Q${number}`,
      recorded_at: moment,
      staff_id: staffId,
      account_id: account,
      terminal: orNull(world, 'T1'),
      function_code: random.pick(functions),
      action: random.pick([
        'VIEW',
        'CREATE',
        'UPDATE',
        'UPDATE',
        'DELETE',
        'APPROVE',
        'REJECT',
        'EXPORT',
        'IMPORT',
      ]),
      person_id: orNull(world, `P${1 + random.below(8)}`),
      order_id: orNull(world, 'O1'),
    })
  }
  for (const each of moments.filter(() => random.maybe(0.25))) makeOvertime(world, each.staffId, each.moment)
}

/** An entry that ends, or begins, at the very second of an operation, or misses it by one. */
function makeOvertime(world: World, staffId: string, moment: string): void {
  const at = second(moment)
  const [from, to] = world.random.pick([
    [at, at + 3600],
    [at - 3600, at],
    [at - 3600, at - 1],
    [at + 1, at + 3600],
    [at, at],
  ])
  add(world, 'overtime', {
    staff_id: staffId,
    started_at: secondText(from!).replace('T', ' '),
    ended_at: secondText(to!).replace('T', ' '),
  })
}
