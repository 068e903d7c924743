/** Retirements about the lawful month, cards about their terms, benefits elsewhere, and persons who certify somebody. */
import { day, dayText, firstDayOf, lessMonths, month, monthText } from '../dates.ts'
import {
  add,
  type DraftPerson,
  type DraftRow,
  orNull,
  someDay,
  someMonth,
  stamp,
  type World,
} from './people.ts'

const staff = ['S1', 'S2', 'S3', 'S4']

/** Where a retirement may be a month too early: worked out anew from the formula, rounded up and down. */
function retireMonth({ random, latest }: World, person: DraftRow | undefined): number {
  if (person?.birth_date === null || person === undefined || random.maybe(0.2))
    return latest + random.below(4) - 2
  const [year, number] = person.birth_date!.split('-').map(Number)
  const born = year! * 12 + number! - 1
  const original = born + random.pick([50, 55, 60, 60]) * 12
  const since = original - month('2025-01')
  const delay = since < 0 ? 0 : Math.floor(since / random.pick([2, 4])) + 1
  const lawful = original + Math.min(delay, random.pick([36, 60]))
  return random.pick([lawful, lawful, original]) + random.pick([-1, 0, -36, -37, 1])
}

export function makeRetirements(world: World, people: readonly DraftPerson[]): void {
  const { random, latest } = world
  let number = 0
  for (const person of people) {
    const row = (world.tables.get('person') ?? []).find((each) => each.person_id === person.personId)
    const rows = random.pick([0, 1, 1, 2])
    for (let index = 0; index < rows; index += 1) {
      number += 1
      const from = random.pick([day('2024-02-05'), day('2024-09-27'), day('2027-01-04'), firstDayOf(latest)])
      const to = from + random.pick([0, 3, 4, 5, 6, 7, 11, 13, -1])
      const decided = to + random.pick([-1, 0, 1, 10])
      add(world, 'retirement', {
        retirement_id: `R${number}`,
        person_id: person.personId,
        scheme: random.pick(['110', '110', '120', '170', '170']),
        kind: random.pick([
          ...['NORMAL', 'NORMAL', 'NORMAL', 'RESIDENT', 'RESIDENT', 'FLEXIBLE_EARLY', 'FLEXIBLE_EARLY'],
          ...['FLEXIBLE_LATE', 'POLICY', 'SPECIAL_WORK', 'SPECIAL_WORK', 'ILLNESS', 'ILLNESS'],
        ]),
        retire_month: monthText(retireMonth(world, row)),
        total: random.pick(['3000.00', '2500.55', '0.01', '-1.00']),
        determined_by: orNull(world, random.pick(['SYSTEM', 'SYSTEM', 'SYSTEM', 'MANUAL'])),
        notice_from: orNull(world, dayText(from)),
        notice_to: orNull(world, dayText(to)),
        operator_id: orNull(world, 'S1'),
        decided_at: orNull(world, stamp(decided, random.pick(['00:00:00', '23:59:59']))),
      })
    }
  }
}

export function makeCards(world: World, people: readonly DraftPerson[]): void {
  const { random, asOf } = world
  const edge = lessMonths(asOf, 6)
  let number = 0
  for (const person of people) {
    const rows = random.below(3)
    for (let index = 0; index < rows; index += 1) {
      number += 1
      const issued = asOf - 100 + random.below(3)
      add(world, 'social_card', {
        card_number: `99${number}`,
        person_id: random.maybe(0.95) ? person.personId : 'P98',
        bank: orNull(world, '农行'),
        account_number: orNull(world, '6217000000000001'),
        made_on: dayText(random.pick([edge - 1, edge, edge + 1, edge - 200])),
        issued_on: orNull(world, dayText(issued), 0.6),
        activated_on: orNull(world, dayText(asOf - 100 + random.below(3)), 0.5),
        activated_in_person: orNull(world, random.pick(['true', 'true', 'false']), 0.25),
        recalled_on: orNull(world, dayText(asOf - 10), 0.8),
        status: random.pick([
          'MADE',
          'MADE',
          'IN_TRANSIT',
          'ACTIVE',
          'ACTIVE',
          'LOST',
          'CANCELLED',
          'RECALLED',
        ]),
        location: orNull(world, random.pick(['VAULT', 'SERVICE_POINT', 'IN_TRANSIT', 'HOLDER'])),
      })
      // A holder who died about as long ago as a card may stay in use.
      if (!random.maybe(0.3)) continue
      add(world, 'death', {
        source: random.pick(['HEALTH', 'HEALTH', 'VILLAGE']),
        id_number: person.idNumber,
        name: person.name,
        died_on: dayText(asOf - random.pick([59, 60, 61])),
        reported_on: orNull(world, dayText(asOf - 5)),
        revoked: orNull(world, random.pick(['false', 'false', 'true'])),
      })
    }
  }
}

export function makeBenefitsElsewhere(world: World, people: readonly DraftPerson[]): void {
  const { random } = world
  for (const person of people) {
    if (random.maybe(0.55)) continue
    const starts = someMonth(world)
    add(world, 'other_region_benefit', {
      id_number: random.maybe(0.95) ? person.idNumber : '990101195001010000',
      name: orNull(world, person.name),
      region: random.pick(['990201', '990202']),
      scheme: random.pick(['110', '120', '170']),
      benefit: random.pick(['OLD_AGE', 'OLD_AGE', 'OLD_AGE', 'RESIDENT_BASIC', 'FUNERAL']),
      starts: monthText(starts),
      ended: orNull(world, monthText(starts + random.pick([0, 1, 2, 12, -1])), 0.4),
      monthly_amount: orNull(world, '800.00'),
    })
  }
}

/** Certifications about a death, and about a change that the same staff handled. */
export function makeDoubtfulCertifications(world: World, people: readonly DraftPerson[]): void {
  const { random } = world
  const moments = [
    ...(world.tables.get('death') ?? []).map((row) => ({
      personId: people.find((each) => each.idNumber === row.id_number)?.personId,
      at: day(row.died_on!) + random.pick([0, 1, 1, 2, 3]),
    })),
    ...(world.tables.get('entitlement_change') ?? []).map((row) => ({
      personId: row.person_id ?? undefined,
      at: day(row.recorded_at!.slice(0, 10)) - random.pick([0, 0, 1, 89, 90, 91, -1]),
    })),
  ]
  let number = 0
  for (const { personId, at } of moments) {
    if (personId === undefined || random.maybe(0.5)) continue
    number += 1
    add(world, 'certification', {
      certification_id: `Y${number}`,
      person_id: personId,
      certified_at: stamp(at, random.pick(['00:00:00', '09:30:00', '23:59:59'])),
      channel: random.pick(['FACE', 'VISIT', 'DATA_MATCH', 'COMMUNITY', 'COMMUNITY']),
      result: random.pick(['PASS', 'PASS', 'PASS', 'FAIL']),
      operator_id: orNull(world, random.pick(staff), 0.2),
      reviewer_id: orNull(world, random.pick(staff), 0.2),
      evidence: orNull(world, 'M1'),
    })
  }
  for (let index = 0; index < 2; index += 1) {
    add(world, 'certification', {
      certification_id: `Z${index}`,
      person_id: random.pick(people).personId,
      certified_at: stamp(someDay(world), '12:00:00'),
      channel: 'COMMUNITY',
      result: 'PASS',
      operator_id: 'S1',
      reviewer_id: random.pick(['S1', 'S2', null]),
      evidence: random.pick(['M2', 'M2', null]),
    })
  }
}
