import type { County } from '#simulator/county.ts'
import { deathOf, reportedDayOf } from '#simulator/episodes.ts'
import type { Certification, Life } from '#simulator/life.ts'
import { firstPaidMonth } from '#simulator/lines.ts'
import { livesOf, personsOf } from '#simulator/people.ts'
import { accountOf } from '#simulator/person.ts'
import { banks } from '#simulator/places.ts'
import { drawBelow, drawBetween, randomOf } from '#simulator/random.ts'
import { staffIdOf, staffWithRole } from '#simulator/staffing.ts'
import { dayText, secondText } from '#simulator/texts.ts'
import { atTime, firstDayOfMonth, nextWorkingDay } from '#simulator/working-time.ts'
import type { Row } from './party-rows.ts'

/** Of a hundred certifications: how people prove that they live. */
const channelSlots: readonly Certification['channel'][] = [
  ...Array<Certification['channel']>(52).fill('FACE'),
  ...Array<Certification['channel']>(25).fill('DATA_MATCH'),
  ...Array<Certification['channel']>(9).fill('KIOSK'),
  ...Array<Certification['channel']>(6).fill('VISIT'),
  ...Array<Certification['channel']>(6).fill('COMMUNITY'),
  ...Array<Certification['channel']>(2).fill('VIDEO'),
]

/** Once a year in a month of one's own, for three years back at most, while one is paid. */
function yearlyCertifications(life: Life): Certification[] {
  const { county, person } = life
  const random = randomOf(county.seed, 'certification', person.index)
  const first = Math.min(...life.pensions.map((pension) => firstPaidMonth(life, pension)))
  const last = Math.max(...life.pensions.map((pension) => pension.paidThrough))
  const own = drawBelow(random, 12)
  const found: Certification[] = []
  for (
    let month = Math.max(first, county.lastMonth - 35);
    month <= Math.min(last, county.lastMonth);
    month += 1
  ) {
    if (month % 12 !== own) continue
    const channel = channelSlots[drawBelow(random, 100)]!
    const isByMachine = channel === 'FACE' || channel === 'DATA_MATCH'
    const day = firstDayOfMonth(month) + drawBelow(random, 15)
    const at = atTime(isByMachine ? day : nextWorkingDay(day), drawBetween(random, 8 * 3600 + 600, 17 * 3600))
    if (drawBelow(random, 40) === 0) found.push({ at: at - 1200, channel, result: 'FAIL' })
    found.push({ at, channel, result: 'PASS' })
  }
  return found
}

function certificationRow(life: Life, certification: Certification, place: number): Row {
  const { county, person } = life
  const { channel, result } = certification
  const isByStaff = channel === 'VISIT' || channel === 'COMMUNITY' || channel === 'VIDEO'
  const isScored = channel === 'FACE' || channel === 'KIOSK' || channel === 'VIDEO'
  const score = result === 'PASS' ? 880_000 + (person.number % 119_000) : 400_000 + (person.number % 90_000)
  return [
    `RZ${person.personId}${String(place + 1).padStart(2, '0')}`,
    person.personId,
    secondText(certification.at),
    channel,
    result,
    isScored ? `0.${score}` : '',
    channel === 'FACE' ? `APP${person.number}` : channel === 'KIOSK' ? `ZZ${person.township + 1}` : '',
    isByStaff ? staffIdOf(staffWithRole(county, 'CERTIFICATION', person.number)) : '',
    isByStaff ? staffIdOf(staffWithRole(county, 'REVIEW', person.number + 1)) : '',
    isByStaff ? `RZCL${person.personId}${place + 1}` : '',
  ]
}

export function* certificationRows(county: County): Generator<Row> {
  for (const life of livesOf(county)) {
    const certifications = life.certifications ?? yearlyCertifications(life)
    for (const [place, each] of certifications.entries()) yield certificationRow(life, each, place)
  }
}

/** Everybody has a card; the dead's are cancelled within days. */
export function* socialCardRows(county: County): Generator<Row> {
  for (const person of personsOf(county)) {
    const random = randomOf(county.seed, 'card', person.index)
    const madeOn = 15_700 + drawBelow(random, 2500)
    const issuedOn = madeOn + 10 + drawBelow(random, 40)
    const death = deathOf(county, person)
    const isDead = death !== null && reportedDayOf(death) <= county.asOfDay
    yield [
      `SK${String(person.number).padStart(9, '0')}`,
      person.personId,
      banks[person.number % banks.length]!,
      accountOf(person, 0),
      dayText(madeOn),
      dayText(issuedOn),
      dayText(issuedOn),
      '1',
      '',
      isDead ? 'CANCELLED' : 'ACTIVE',
      'HOLDER',
    ]
  }
}
