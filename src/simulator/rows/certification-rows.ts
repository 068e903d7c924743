import type { Day } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { deathOf, reportedDayOf } from '#simulator/lives/episodes.ts'
import type { Card, Certification, Life } from '#simulator/lives/life.ts'
import { lifeOf } from '#simulator/lives/life-of.ts'
import { firstPaidMonth } from '#simulator/lives/lines.ts'
import { livesOf, personsOf } from '#simulator/people/people.ts'
import { accountOf, type Person } from '#simulator/people/person.ts'
import { banks } from '#simulator/people/places.ts'
import { drawBelow, drawBetween, randomOf } from '#simulator/random.ts'
import { staffIdOf, staffWithRole } from '#simulator/staff/staffing.ts'
import { boolText, cardNumberOf, dayText, secondText } from '#simulator/texts.ts'
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
  const died = deathDayOf(life)
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
    const onDay = isByMachine ? day : nextWorkingDay(day)
    const at = atTime(onDay, drawBetween(random, 8 * 3600 + 600, 17 * 3600))
    if (died !== null && onDay > died) break
    if (drawBelow(random, 40) === 0) found.push({ at: at - 1200, channel, result: 'FAIL' })
    found.push({ at, channel, result: 'PASS' })
  }
  return found
}

/** Nobody proves to be alive after that; a death that was withdrawn is none. */
function deathDayOf(life: Life): Day | null {
  const days = life.deaths
    .filter((death) => !death.isRevoked && death.of === undefined)
    .map((death) => death.diedOn)
  if (life.registeredDeath !== null) days.push(life.registeredDeath)
  return days.length === 0 ? null : Math.min(...days)
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
    isByStaff ? staffText(certification.operator, staffWithRole(county, 'CERTIFICATION', person.number)) : '',
    // Those who review certifications do not review changes of benefits (CER-03).
    isByStaff
      ? staffText(certification.reviewer, staffWithRole(county, 'BENEFIT_REVIEW', person.number))
      : '',
    isByStaff && certification.hasEvidence !== false ? `RZCL${person.personId}${place + 1}` : '',
  ]
}

function staffText(played: number | null | undefined, usual: number): string {
  return played === null ? '' : staffIdOf(played ?? usual)
}

export function* certificationRows(county: County): Generator<Row> {
  for (const life of livesOf(county)) {
    const certifications = life.certifications ?? yearlyCertifications(life)
    for (const [place, each] of certifications.entries()) yield certificationRow(life, each, place)
  }
}

function usualCard(county: County, person: Person): Card {
  const random = randomOf(county.seed, 'card', person.index)
  const madeOn = 15_700 + drawBelow(random, 2500)
  const issuedOn = madeOn + 10 + drawBelow(random, 40)
  const issued: Card = {
    status: 'ACTIVE',
    location: 'HOLDER',
    madeOn,
    issuedOn,
    activatedOn: issuedOn,
    isActivatedInPerson: true,
    recalledOn: null,
  }
  return person.starts === null ? cardOfTheYounger(county, issued, drawBelow(random, 200)) : issued
}

/** A few of those who draw nothing yet have not been handed their card; a few have lost or returned it. */
function cardOfTheYounger(county: County, card: Card, lot: number): Card {
  const unissued = { ...card, issuedOn: null, activatedOn: null, isActivatedInPerson: null }
  if (lot === 0) return { ...unissued, status: 'MADE', location: 'VAULT' }
  if (lot === 1) {
    const madeOn = county.asOfDay - 20 - (card.madeOn % 90)
    return { ...unissued, madeOn, status: 'IN_TRANSIT', location: 'IN_TRANSIT' }
  }
  if (lot === 2) return { ...card, status: 'LOST', location: '' }
  if (lot > 3) return card
  return { ...card, status: 'RECALLED', location: 'VAULT', recalledOn: county.asOfDay - 400 }
}

function isKnownDead(county: County, person: Person): boolean {
  if (person.slot !== null) {
    const life = lifeOf(county, person)
    return life !== null && deathDayOf(life) !== null
  }
  const death = deathOf(county, person)
  return death !== null && reportedDayOf(death) <= county.asOfDay
}

/** Everybody has a card; the dead's are cancelled within days. */
export function* socialCardRows(county: County): Generator<Row> {
  for (const person of personsOf(county)) {
    const played = person.slot === null ? null : (lifeOf(county, person)?.card ?? null)
    const card = played ?? usualCard(county, person)
    const isCancelled = played === null && isKnownDead(county, person)
    const { isActivatedInPerson } = card
    yield [
      cardNumberOf(person.number),
      person.personId,
      banks[person.number % banks.length]!,
      accountOf(person, 0),
      dayText(card.madeOn),
      dayText(card.issuedOn),
      dayText(card.activatedOn),
      isActivatedInPerson === null ? '' : boolText(isActivatedInPerson),
      dayText(card.recalledOn),
      isCancelled ? 'CANCELLED' : card.status,
      card.location,
    ]
  }
}
