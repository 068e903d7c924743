import { type Month, monthOfDay } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { deathOf, reportedDayOf } from '#simulator/lives/episodes.ts'
import type { Life } from '#simulator/lives/life.ts'
import { lifeOf } from '#simulator/lives/life-of.ts'
import { livesOf, personsOf } from '#simulator/people/people.ts'
import { type Person, type Standing, standingOf } from '#simulator/people/person.ts'
import { drawBelow, drawChance, randomOf } from '#simulator/random.ts'
import { dayText, monthText, yuanText } from '#simulator/texts.ts'
import type { Row } from './party-rows.ts'

export function* deathRows(county: County): Generator<Row> {
  const isTold = (standing: Standing): boolean => standing.slot !== null || deathOf(county, standing) !== null
  for (const person of personsOf(county, isTold)) {
    const life = lifeOf(county, person)
    if (life !== null) {
      for (const death of life.deaths) {
        yield [
          death.source,
          death.of?.idNumber ?? person.idNumber,
          death.of?.name ?? person.name,
          dayText(death.diedOn),
          dayText(death.reportedOn),
          death.isRevoked ? '1' : '0',
        ]
      }
      continue
    }
    const death = deathOf(county, person)
    if (death === null) continue
    const reportedOn = reportedDayOf(death)
    if (reportedOn > county.asOfDay) continue
    yield ['HEALTH', person.idNumber, person.name, dayText(death.day), dayText(reportedOn), '0']
  }
}

/** Of those who draw no pension, one in five hundred was in prison at some time of the county's months. */
function isOtherPrisoner(county: County, standing: Standing): boolean {
  const random = randomOf(county.seed, 'work', standing.index + 5_000_000)
  return standing.starts === null && drawChance(random, 2_000)
}

function otherSentence(county: County, person: Person): Row {
  const random = randomOf(county.seed, 'work', person.index + 6_000_000)
  const startedOn = county.asOfDay - drawBelow(random, 400)
  const endedOn = startedOn + 60 + drawBelow(random, 1200)
  const kind = drawBelow(random, 3) === 0 ? 'PROBATION' : 'IMPRISONED'
  return [person.idNumber, person.name, kind, dayText(startedOn), dayText(endedOn)]
}

export function* imprisonmentRows(county: County): Generator<Row> {
  const isTold = (standing: Standing): boolean =>
    standing.starts !== null || isOtherPrisoner(county, standing)
  for (const person of personsOf(county, isTold)) {
    if (person.starts === null) {
      yield otherSentence(county, person)
      continue
    }
    for (const each of lifeOf(county, person)?.imprisonments ?? []) {
      yield [person.idNumber, person.name, each.kind, dayText(each.startedOn), dayText(each.endedOn)]
    }
  }
}

/** Some who draw nothing here draw a pension of another province; some younger ones have just begun to. */
function otherPensionStart(county: County, standing: Standing): Month | null {
  const { index, birth, birthYear, scheme, starts, slot, firm } = standing
  const random = randomOf(county.seed, 'card', index + 9_000_000)
  const age = Math.floor(county.lastMonth / 12) - birthYear
  const lot = drawBelow(random, 100)
  if (starts !== null || slot !== null || firm !== null) return null
  if (scheme === null && age >= 61 && lot < 33) {
    const month = monthOfDay(birth.day) + 720 + drawBelow(random, 12)
    return month <= county.lastMonth ? month : null
  }
  return scheme === '170' && age >= 50 && !birth.isMale && lot < 3 ? county.lastMonth - (lot % 3) : null
}

export function* otherRegionBenefitRows(county: County): Generator<Row> {
  const isTold = (standing: Standing): boolean =>
    standing.slot !== null || otherPensionStart(county, standing) !== null
  for (const person of personsOf(county, isTold)) {
    const random = randomOf(county.seed, 'card', person.index + 10_000_000)
    const monthly = yuanText(BigInt(180_000 + drawBelow(random, 200_000)))
    const about = [person.idNumber, person.name] as const
    if (person.slot !== null) {
      for (const each of lifeOf(county, person)?.otherRegions ?? []) {
        const months = [monthText(each.starts), monthText(each.ended)] as const
        yield [...about, each.region, '110', each.benefit, ...months, monthly]
      }
      continue
    }
    const starts = otherPensionStart(county, standingOf(county, person.index))
    yield [...about, '990200', '110', 'OLD_AGE', monthText(starts), '', monthly]
  }
}

/** Only the account's own person says whose it is: an account has one row. */
function isOwnAccount(life: Life, account: string): boolean {
  return account.slice(8, 18) === String(life.person.number).padStart(10, '0')
}

export function* accountVerificationRows(county: County): Generator<Row> {
  for (const life of livesOf(county)) {
    const verifiedOn = county.asOfDay - 10 - (life.person.number % 60)
    for (const payee of life.payees) {
      if (!isOwnAccount(life, payee.account) || payee.holderKind === 'INSTITUTION') continue
      yield [
        payee.account,
        payee.verifiedAs?.name ?? payee.holderName,
        payee.verifiedAs?.idNumber ?? payee.holderIdNumber,
        payee.validTo === null ? 'NORMAL' : 'CLOSED',
        dayText(verifiedOn),
      ]
    }
  }
}
