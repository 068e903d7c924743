/** Staff, their relatives, accounts, roles and posts, with intervals that touch and overlap by a second. */
import { day, dayText, lessMonths } from '../dates.ts'
import { shuffled } from './chance.ts'
import { add, type DraftPerson, orNull, stamp, type World } from './people.ts'

const staff = ['S1', 'S2', 'S3', 'S4']

const roles = [
  ...['ENTRY', 'REVIEW', 'APPROVAL', 'BENEFIT_REVIEW', 'BENEFIT_PAYMENT', 'CERTIFICATION', 'ACCOUNTANT'],
  ...['CASHIER', 'RECONCILIATION', 'INTERNAL_AUDIT', 'ARCHIVE', 'CARD_ISSUE', 'CARD_VAULT', 'SYSTEM_ADMIN'],
  ...['SECURITY_ADMIN', 'AUDIT_ADMIN', 'SUPERVISION', 'CASHIER', 'CASHIER', 'ENTRY', 'REVIEW'],
]

/** Moments about midnight, by which intervals of roles and days of reconciliations meet. */
export const roleDays = ['2023-06-30', '2023-07-01', '2024-01-31', '2024-02-01']
const times = ['00:00:00', '00:00:01', '12:00:00', '23:59:59']

export function makeStaff(world: World, people: readonly DraftPerson[]): void {
  const { random, asOf } = world
  for (const staffId of staff) {
    if (random.maybe(0.07)) continue
    const days = [
      asOf,
      asOf - 1,
      asOf - 2,
      asOf - 40,
      day('2024-03-12'),
      day('2024-03-11'),
      day('2024-02-11'),
    ]
    add(world, 'staff', {
      staff_id: staffId,
      name: '某员',
      id_number: orNull(
        world,
        random.maybe(0.4) ? random.pick(people).idNumber : `99010119800101${staffId.slice(1)}000`,
      ),
      department: orNull(world, '支付科'),
      status: random.pick(['ON_POST', 'ON_POST', 'LEFT', 'TRANSFERRED', 'SUSPENDED', 'RETIRED']),
      left_on: orNull(world, dayText(random.pick(days)), 0.5),
    })
  }
  for (let index = random.below(4); index > 0; index -= 1) {
    const person = random.pick(people)
    add(world, 'staff_relative', {
      staff_id: random.pick(staff),
      relation: orNull(world, 'SPOUSE'),
      name: person.name,
      id_number: person.idNumber,
    })
  }
}

/** Whom the bank says an account belongs to. */
export function makeVerifications(
  world: World,
  people: readonly DraftPerson[],
  accounts: readonly string[],
): void {
  const { random } = world
  for (const account of accounts) {
    if (random.maybe(0.4)) continue
    const holder = random.maybe(0.75) ? random.pick(people).idNumber : '990101198001011000'
    add(world, 'account_verification', {
      account_number: account,
      holder_name: orNull(world, '某某'),
      holder_id_number: orNull(world, holder, 0.25),
      status: orNull(world, 'NORMAL'),
    })
  }
}

export function makeRoles(world: World): void {
  const { random, asOf } = world
  const accounts = ['U1', 'U2', 'U3', 'U4', 'U5', 'U6']
  const count = random.below(16)
  for (let index = 0; index < count; index += 1) {
    const granted = stamp(day(random.pick(roleDays)), random.pick(times))
    const revoked = random.maybe(0.3) ? granted : stamp(day(random.pick(roleDays)), random.pick(times))
    add(world, 'role_grant', {
      account_id: random.pick(accounts),
      role: random.pick(roles),
      granted_at: granted,
      revoked_at: orNull(world, revoked, 0.4),
    })
  }
  const edge = lessMonths(asOf, 36)
  for (let index = random.below(6); index > 0; index -= 1) {
    add(world, 'post_assignment', {
      staff_id: random.pick(staff),
      post: random.pick(['支付岗', '复核岗', '档案岗']),
      is_key_post: random.pick(['true', 'true', 'true', 'false']),
      started_on: dayText(random.pick([edge - 1, edge - 1, edge, edge + 1, edge - 400])),
      ended_on: orNull(world, dayText(asOf + random.pick([-10, 0, 10])), 0.7),
      is_substitute: orNull(world, random.pick(['true', 'false'])),
    })
  }
}

/** Each a pair that one person must not hold, but for the last two. */
const pairs: readonly string[] = [
  'ENTRY REVIEW',
  'REVIEW APPROVAL',
  'BENEFIT_REVIEW BENEFIT_PAYMENT',
  'BENEFIT_PAYMENT CERTIFICATION',
  'BENEFIT_PAYMENT SYSTEM_ADMIN',
  'ACCOUNTANT CASHIER',
  'CASHIER RECONCILIATION',
  'CASHIER ARCHIVE',
  'CASHIER INTERNAL_AUDIT',
  'CARD_ISSUE CARD_VAULT',
  'SUPERVISION ENTRY',
  'SUPERVISION APPROVAL',
  'SUPERVISION REVIEW',
  'SUPERVISION BENEFIT_PAYMENT',
  'SYSTEM_ADMIN SECURITY_ADMIN',
  'AUDIT_ADMIN SYSTEM_ADMIN',
  'SECURITY_ADMIN AUDIT_ADMIN',
  'SYSTEM_ADMIN ENTRY',
  'SECURITY_ADMIN CASHIER',
  'AUDIT_ADMIN APPROVAL',
  'AUDIT_ADMIN RECONCILIATION',
  'ENTRY APPROVAL',
]

/** Two roles of one person, over one account or two, that meet within a second or miss each other by one. */
export function makeRolesTogether(world: World): void {
  const { random, asOf } = world
  for (let story = random.pick([1, 2, 2, 3]); story > 0; story -= 1) {
    const [first, second] = shuffled(random, random.pick(pairs).split(' ')) as [string, string]
    const [one, other] = random.pick([
      ['U1', 'U5'],
      ['U1', 'U1'],
      ['U2', 'U2'],
      ['U3', 'U3'],
      ['U4', 'U4'],
      ['U3', 'U4'],
    ] as const)
    const at = asOf - 100 - story * 7
    const ends = random.pick(['12:00:00', '12:00:00', null])
    add(world, 'role_grant', {
      account_id: one,
      role: first,
      granted_at: stamp(at - 3, '12:00:00'),
      revoked_at: ends === null ? null : stamp(at, ends),
    })
    add(world, 'role_grant', {
      account_id: other,
      role: second,
      granted_at: stamp(at, random.pick(['11:59:59', '11:59:59', '12:00:00', '12:00:01'])),
      revoked_at: random.pick([stamp(at, '12:00:00'), stamp(at + 5, '00:00:00'), null]),
    })
  }
}
