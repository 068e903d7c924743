/** Persons, their deaths, prison terms, entitlements and certifications, dense in the situations the rules decide. */

import { dayText, firstDayOf, lastDayOf, lessMonths, month, monthText } from '../dates.ts'
import { checkDigit } from '../loading/cells.ts'
import type { Chance } from './chance.ts'

/** A row before it is written: canonical text, null for null. */
export type DraftRow = Record<string, string | null>

export interface World {
  readonly random: Chance
  /** The month about which everything happens. */
  readonly latest: number
  /** The day of the run, near enough: the boundaries of days are set around it. */
  readonly asOf: number
  readonly tables: Map<string, DraftRow[]>
}

export function add({ tables }: World, table: string, row: DraftRow): void {
  tables.set(table, [...(tables.get(table) ?? []), row])
}

export function orNull({ random }: World, value: string, probability = 0.12): string | null {
  return random.maybe(probability) ? null : value
}

/** Months that rules draw lines at. */
export function someMonth({ random, latest }: World): number {
  const offsets = [0, 0, 0, -1, -1, -2, -3, -5, -12, -22, -23, -24, -25, -26, -36, 1]
  return random.maybe(0.06) ? 2019 * 12 - random.below(2) : latest + random.pick(offsets)
}

/** Days at the ends of months, mostly. */
export function someDay(world: World): number {
  const month = someMonth(world)
  return world.random.pick([firstDayOf(month), lastDayOf(month), firstDayOf(month) + 14])
}

export function stamp(day: number, time: string): string {
  return `${dayText(day)} ${time}`
}

const names = [
  '张三',
  '李四',
  '王五',
  '欧阳娜娜',
  '阿卜杜·热合曼',
  '买买提•艾力',
  'Anna Li',
  '𠮷田',
  '王\u200b六',
  'Ｚhao',
  '-',
  '=SUM(1)',
]

export interface DraftPerson {
  readonly personId: string
  readonly idNumber: string
  readonly name: string
}

function idNumberOf(random: Chance, index: number): string {
  const birth = random.pick(['19500101', '19561231', '19620229', '20010315', '19480704'])
  const seventeen = `990101${birth}${String(random.below(20) * 40 + index).padStart(3, '0')}`
  return random.maybe(0.08) ? `${seventeen}${random.below(10)}` : seventeen + checkDigit(seventeen)
}

/** Births by which the original age is about the month in question, or about the first months of the delay. */
function birthDate({ random, latest }: World): string {
  const age = random.pick([50, 55, 60]) * 12
  const original = random.maybe(0.6)
    ? latest + random.pick([-60, -36, -14, -12, -3, -2, -1, 0, 1, 2])
    : month('2025-01') + random.pick([-2, -1, 0, 1, 2, 3, 4, 5, 139, 140, 141, 118, 119, 120])
  return dayText(random.pick([firstDayOf, lastDayOf])(original - age))
}

export function makePeople(world: World): DraftPerson[] {
  const { random } = world
  const people: DraftPerson[] = []
  const count = 3 + random.below(10)
  for (let index = 0; index < count; index += 1) {
    const twin = index > 0 && random.maybe(0.08) ? random.pick(people) : null
    const name = random.pick(names.slice(0, 10))
    const person = { personId: `P${index + 1}`, idNumber: twin?.idNumber ?? idNumberOf(random, index), name }
    people.push(person)
    // Now and then somebody is paid who is not in the register.
    if (random.maybe(0.05)) continue
    const status = random.pick(['ALIVE', 'ALIVE', 'DEAD', 'MISSING', null])
    const hasDate = random.maybe(status === 'DEAD' ? 0.8 : 0.15)
    add(world, 'person', {
      person_id: person.personId,
      id_number: person.idNumber,
      name,
      sex: orNull(world, random.pick(['1', '1', '2', '2', '2', '9']), 0.06),
      birth_date: orNull(world, birthDate(world), 0.06),
      category: orNull(world, random.pick(['CADRE', 'WORKER', 'RESIDENT'])),
      region: orNull(world, random.pick(['990101', '990102'])),
      life_status: status,
      death_date: hasDate ? dayText(someDay(world)) : null,
      recorded_at: orNull(world, '2018-01-01 09:00:00'),
    })
  }
  return people
}

export function makeDeaths(world: World, people: readonly DraftPerson[]): void {
  const { random, asOf } = world
  for (const person of people) {
    if (random.maybe(0.45)) continue
    const rows = 1 + random.below(3)
    const isRevoked = random.pick(['mixed', 'mixed', 'none', 'all', 'all'] as const)
    for (let index = 0; index < rows; index += 1) {
      const reported = random.pick([
        asOf - 29,
        asOf - 30,
        asOf - 31,
        asOf - 90,
        lastDayOf(world.latest - 2),
        asOf + 1,
      ])
      const revoked = {
        all: 'true',
        none: random.pick(['false', null]),
        mixed: random.pick(['true', 'false', null]),
      }
      add(world, 'death', {
        source: random.pick(['HEALTH', 'POLICE', 'COURT', 'CIVIL_AFFAIRS', 'VILLAGE']),
        id_number: random.maybe(0.05) ? '990101195001010000' : person.idNumber,
        name: orNull(world, random.pick([person.name, '别人'])),
        died_on: dayText(someDay(world)),
        reported_on: orNull(world, dayText(reported)),
        revoked: revoked[isRevoked],
      })
    }
  }
}

export function makePrisonTerms(world: World, people: readonly DraftPerson[]): void {
  const { random } = world
  for (const person of people) {
    for (let index = 0; index < 2 && random.maybe(0.35); index += 1) {
      const started = someDay(world)
      add(world, 'imprisonment', {
        id_number: person.idNumber,
        name: orNull(world, person.name),
        kind: random.pick(['IMPRISONED', 'IMPRISONED', 'IMPRISONED', 'PROBATION', 'COMMUNITY', 'OUTSIDE']),
        started_on: dayText(started),
        ended_on: orNull(
          world,
          dayText(random.maybe(0.5) ? started + random.below(120) : someDay(world)),
          0.3,
        ),
      })
    }
  }
}

export interface DraftEntitlement {
  readonly entitlementId: string
  readonly personId: string
  readonly scheme: string
}

export function makeEntitlements(world: World, people: readonly DraftPerson[]): DraftEntitlement[] {
  const { random } = world
  const entitlements = people.flatMap((person) => {
    const schemes = random.pick([
      ['110'],
      ['170'],
      ['120'],
      ['110', '170'],
      ['120', '170'],
      ['110', '120'],
      ['410'],
    ])
    return schemes.map((scheme) => ({
      entitlementId: `E${person.personId}-${scheme}`,
      personId: person.personId,
      scheme,
    }))
  })
  for (const each of entitlements) {
    if (random.maybe(0.1)) continue
    add(world, 'entitlement', {
      entitlement_id: each.entitlementId,
      person_id: each.personId,
      scheme: each.scheme,
      benefit: each.scheme === '170' ? 'RESIDENT_BASIC' : 'OLD_AGE',
      starts: monthText(someMonth(world)),
      monthly_amount: orNull(world, '1000.00'),
      status: random.pick(['ACTIVE', 'ACTIVE', 'ACTIVE', 'SUSPENDED', 'ENDED', 'PENDING']),
      status_reason: orNull(world, 'DEATH'),
      ended: orNull(world, monthText(someMonth(world))),
    })
  }
  return entitlements
}

export function makeEntitlementChanges(world: World, entitlements: readonly DraftEntitlement[]): void {
  const { random, latest } = world
  let number = 0
  const moments = [-5, -3, -2, -1].map((each) => stamp(firstDayOf(latest + each) + 3, '09:30:00'))
  for (const entitlement of entitlements) {
    const rows = random.maybe(0.4) ? 0 : 1 + random.below(4)
    for (let index = 0; index < rows; index += 1) {
      number += 1
      const kind = random.pick([
        'SUSPEND',
        'SUSPEND',
        'END',
        'RESUME',
        'RESUME',
        'RESUME',
        'BACK_PAY',
        'ADJUST',
        'GRANT',
        'CORRECT',
      ])
      add(world, 'entitlement_change', {
        change_id: `C${number}`,
        entitlement_id: entitlement.entitlementId,
        person_id: entitlement.personId,
        kind,
        reason: orNull(world, random.pick(['DEATH', 'DEATH', 'DEATH', 'PRISON', 'ANNUAL_ADJUSTMENT'])),
        effective: monthText(random.maybe(0.3) ? latest : someMonth(world)),
        amount_before: orNull(world, random.pick(['1000.00', '1700.00', '0.00'])),
        amount_after: orNull(
          world,
          random.pick(['1200.00', '1500.00', '1499.99', '500.00', '499.99', '5000.00', '4999.99', '-500.00']),
        ),
        method: orNull(world, random.pick(['SYSTEM', 'MANUAL', 'BATCH'])),
        policy_batch: orNull(world, 'PB2024', 0.85),
        operator_id: orNull(world, random.pick(['S1', 'S2', 'S3', 'S4'])),
        reviewer_id: orNull(world, random.pick(['S1', 'S2', 'S3', 'S4'])),
        recorded_at: random.maybe(0.6)
          ? random.pick(moments)
          : stamp(someDay(world), random.pick(['00:00:00', '09:30:00', '23:59:59'])),
      })
    }
  }
}

export function makeCertifications(world: World, people: readonly DraftPerson[]): void {
  const { random, asOf } = world
  const boundary = lessMonths(asOf, 24)
  let number = 0
  for (const person of people) {
    const rows = random.below(4)
    for (let index = 0; index < rows; index += 1) {
      number += 1
      const days = [
        boundary - 1,
        boundary - 1,
        boundary - 20,
        boundary - 45,
        boundary - 400,
        boundary,
        boundary + 1,
        asOf,
        asOf + 1,
      ]
      add(world, 'certification', {
        certification_id: `X${number}`,
        person_id: person.personId,
        certified_at: stamp(random.pick(days), random.pick(['00:00:00', '12:00:00', '23:59:59'])),
        channel: random.pick(['FACE', 'VISIT', 'DATA_MATCH', 'COMMUNITY']),
        result: random.pick(['PASS', 'PASS', 'FAIL', 'PENDING']),
        score: orNull(world, random.pick(['0.98', '0.9876544', '0.9876545', '1'])),
        device_id: orNull(world, 'D-1'),
        operator_id: orNull(world, 'S1'),
        reviewer_id: orNull(world, 'S2'),
        evidence: orNull(world, 'M"1"\nM2'),
      })
    }
  }
}
