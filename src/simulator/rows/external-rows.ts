import { monthOfDay } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { deathOf, reportedDayOf } from '#simulator/episodes.ts'
import type { Life } from '#simulator/life.ts'
import { lifeOf } from '#simulator/life-of.ts'
import { livesOf, personsOf } from '#simulator/people.ts'
import type { Person, Standing } from '#simulator/person.ts'
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
          person.idNumber,
          person.name,
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

/** Of those who draw no pension, one in a thousand was in prison at some time of the county's months. */
function isOtherPrisoner(county: County, standing: Standing): boolean {
  const random = randomOf(county.seed, 'work', standing.index + 5_000_000)
  return standing.starts === null && drawChance(random, 1_000)
}

function otherSentence(county: County, person: Person): Row {
  const random = randomOf(county.seed, 'work', person.index + 6_000_000)
  const startedOn = county.asOfDay - drawBelow(random, 700)
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

/** Some who draw nothing here draw a pension of another province. */
export function* otherRegionBenefitRows(county: County): Generator<Row> {
  for (const person of personsOf(county, (standing) => standing.scheme === null)) {
    const random = randomOf(county.seed, 'card', person.index + 9_000_000)
    const age = Math.floor(county.lastMonth / 12) - person.birthYear
    if (age < 61 || drawBelow(random, 3) > 0) continue
    const starts = monthOfDay(person.birthDay) + 720 + drawBelow(random, 12)
    if (starts > county.lastMonth) continue
    yield [
      person.idNumber,
      person.name,
      '990200',
      '110',
      'OLD_AGE',
      monthText(starts),
      '',
      yuanText(BigInt(180_000 + drawBelow(random, 200_000))),
    ]
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
        payee.holderName,
        payee.holderIdNumber,
        payee.validTo === null ? 'NORMAL' : 'CLOSED',
        dayText(verifiedOn),
      ]
    }
  }
}
