import { dayLessMonths, monthOfDay } from '#base/calendar-math.ts'
import type { Part, Stage } from '#simulator/casting.ts'
import { endForDeath, suspendForCertification } from '#simulator/lives/episodes.ts'
import type { Card, Certification } from '#simulator/lives/life.ts'
import { handledOrder, staffOfStep } from '#simulator/lives/orders.ts'
import { staffWithRole } from '#simulator/staff/staffing.ts'
import {
  expectAmount,
  expectNothing,
  expectPerson,
  expectSubject,
  fraud,
  lookalike,
} from '#simulator/stage.ts'
import { cardNumberOf } from '#simulator/texts.ts'
import { atTime, dayInMonth, firstDayOfMonth } from '#simulator/working-time.ts'

/** CER-03, CER-05, CER-06 and CRD-01 to CRD-03, and what only looks like them. */

type How = Omit<Certification, 'at' | 'result'> & { readonly result?: Certification['result'] }

function certify(stage: Stage, day: number, how: How): void {
  const { life } = stage
  life.certifications ??= []
  life.certifications.push({ result: 'PASS', at: atTime(day, 10 * 3600), ...how })
}

/**
 * The pension rested for a month and was paid back; the one who entered that had certified the person so many days
 * before. Gives what was paid back.
 */
function certifiedByWhoPaysBack(
  stage: Stage,
  days: number,
  who: 'operator' | 'reviewer',
  result: Certification['result'] = 'PASS',
): bigint {
  const { county, life } = stage
  suspendForCertification(life, county.lastMonth - 4 - (stage.group % 4), 1)
  const change = life.changes.find((each) => each.kind === 'BACK_PAY')!
  const handled = handledOrder(county, life, change.order!)
  const staffNumber = staffOfStep(handled, who === 'operator' ? 'ENTRY' : 'REVIEW')
  certify(stage, change.day - days, { channel: 'VISIT', result, [who]: staffNumber })
  if (result !== 'PASS') certify(stage, change.day - days + 1, { channel: 'FACE' })
  return change.after!
}

const payers03: readonly Part[] = [
  fraud('certifies_and_pays_back', {
    play: (stage) => {
      const who = stage.group % 2 === 0 ? 'operator' : 'reviewer'
      const amount = certifiedByWhoPaysBack(stage, [90, 0, 30][stage.group % 3]!, who)
      expectAmount(stage, 'CER-03', () => amount)
    },
  }),
  lookalike('certified_91_days_before', {
    play: (stage) => {
      certifiedByWhoPaysBack(stage, 91, 'operator')
      expectNothing(stage, 'CER-03')
    },
  }),
  lookalike('certification_did_not_pass', {
    play: (stage) => {
      certifiedByWhoPaysBack(stage, 20, 'operator', 'FAIL')
      expectNothing(stage, 'CER-03')
    },
  }),
]

/** Dead and stopped in time; somebody certified the person so many days after the death. */
function certifiedAfterDeath(stage: Stage, days: number, how: How): void {
  const month = stage.county.lastMonth - 3 - (stage.group % 5)
  const day = dayInMonth(month, 3 + (stage.group % 9))
  stage.life.deaths.push({ source: 'HEALTH', diedOn: day, reportedOn: day + 5, isRevoked: false })
  endForDeath(stage.life, { day, month }, day + 5)
  certify(stage, day + days, how)
}

const dead05: readonly Part[] = [
  fraud('certified_two_days_after_death', {
    play: (stage) => {
      certifiedAfterDeath(stage, 2 + (stage.group % 2) * 3, { channel: 'FACE' })
      expectPerson(stage, 'CER-05', () => false)
    },
  }),
  lookalike('certified_the_day_after_death', {
    play: (stage) => {
      certifiedAfterDeath(stage, 1, { channel: 'FACE' })
      expectNothing(stage, 'CER-05', 'DTH-01')
    },
  }),
  lookalike('data_matched_after_death', {
    play: (stage) => {
      certifiedAfterDeath(stage, 6, { channel: 'DATA_MATCH' })
      expectNothing(stage, 'CER-05', 'DTH-01')
    },
  }),
]

const certifier = (stage: Stage): number =>
  staffWithRole(stage.county, 'CERTIFICATION', stage.life.person.number)

/** At a collective day of the village, some weeks before the end. */
function certifyInVillage(stage: Stage, how: Partial<How>): void {
  const day = firstDayOfMonth(stage.county.lastMonth - 1 - (stage.group % 6)) + 7
  certify(stage, day, { channel: 'COMMUNITY', ...how })
}

function community(make: typeof fraud, name: string, how: (stage: Stage) => Partial<How>): Part {
  return make(name, {
    play: (stage) => {
      certifyInVillage(stage, how(stage))
      if (stage.isFraud) expectPerson(stage, 'CER-06', () => false)
      else expectNothing(stage, 'CER-06')
    },
  })
}

const village06: readonly Part[] = [
  community(fraud, 'village_certifies_without_reviewer', () => ({ reviewer: null })),
  community(fraud, 'village_reviews_itself', (stage) => ({ reviewer: certifier(stage) })),
  community(fraud, 'village_certifies_without_evidence', () => ({ hasEvidence: false })),
  community(lookalike, 'collective_village_day', () => ({})),
  community(lookalike, 'visit_without_reviewer', () => ({ channel: 'VISIT', reviewer: null })),
]

function holdCard(stage: Stage, card: Partial<Card>): void {
  const issuedOn = dayLessMonths(stage.county.asOfDay, 40)
  stage.life.card = {
    status: 'ACTIVE',
    location: 'HOLDER',
    madeOn: issuedOn - 20,
    issuedOn,
    activatedOn: issuedOn,
    isActivatedInPerson: true,
    recalledOn: null,
    ...card,
  }
}

const unissued = { issuedOn: null, activatedOn: null, isActivatedInPerson: null } as const

type CardRule = 'CRD-01' | 'CRD-02' | 'CRD-03'

function cardPart(
  make: typeof fraud,
  name: string,
  rule: CardRule,
  card: (stage: Stage) => Partial<Card>,
): Part {
  return make(name, {
    play: (stage) => {
      holdCard(stage, card(stage))
      expectSubject(stage, rule, { kind: 'card', id: cardNumberOf(stage.life.person.number) })
    },
  })
}

const sixMonthsAgo = (stage: Stage): number => dayLessMonths(stage.county.asOfDay, 6)

const unissued01: readonly Part[] = [
  cardPart(fraud, 'card_lies_at_service_point', 'CRD-01', (stage) => ({
    ...unissued,
    status: 'MADE',
    location: 'SERVICE_POINT',
    madeOn: sixMonthsAgo(stage) - 1,
  })),
  cardPart(fraud, 'card_in_transit_for_a_year', 'CRD-01', (stage) => ({
    ...unissued,
    status: 'IN_TRANSIT',
    location: stage.group % 2 === 0 ? 'IN_TRANSIT' : '',
    madeOn: sixMonthsAgo(stage) - 190,
  })),
  cardPart(lookalike, 'card_made_six_months_ago', 'CRD-01', (stage) => ({
    ...unissued,
    status: 'MADE',
    location: 'SERVICE_POINT',
    madeOn: sixMonthsAgo(stage),
  })),
  cardPart(lookalike, 'card_waits_in_the_vault', 'CRD-01', (stage) => ({
    ...unissued,
    status: 'MADE',
    location: 'VAULT',
    madeOn: sixMonthsAgo(stage) - 400,
  })),
]

/** Dead for so many days at the day of the run, and nothing paid since. */
function die(stage: Stage, days: number): void {
  const day = stage.county.asOfDay - days
  stage.life.deaths.push({ source: 'HEALTH', diedOn: day, reportedOn: day + 4, isRevoked: false })
  endForDeath(stage.life, { day, month: monthOfDay(day) }, day + 4)
}

const dead02: readonly Part[] = [
  cardPart(fraud, 'card_of_the_dead_in_use', 'CRD-02', (stage) => {
    die(stage, 61 + (stage.group % 3) * 40)
    return {}
  }),
  cardPart(lookalike, 'dead_for_sixty_days', 'CRD-02', (stage) => {
    die(stage, 60)
    return {}
  }),
  cardPart(lookalike, 'card_of_the_dead_reported_lost', 'CRD-02', (stage) => {
    die(stage, 120)
    return { status: 'LOST' }
  }),
]

const activated03: readonly Part[] = [
  cardPart(fraud, 'card_activated_by_somebody_else', 'CRD-03', () => ({ isActivatedInPerson: false })),
  cardPart(fraud, 'card_activated_but_never_issued', 'CRD-03', () => ({ issuedOn: null })),
  cardPart(fraud, 'card_activated_before_it_was_issued', 'CRD-03', (stage) => ({
    activatedOn: dayLessMonths(stage.county.asOfDay, 40) - 1,
  })),
  cardPart(lookalike, 'card_issued_and_not_activated', 'CRD-03', () => ({
    activatedOn: null,
    isActivatedInPerson: null,
  })),
]

export const certificationScenarios: readonly Part[] = [
  ...payers03,
  ...dead05,
  ...village06,
  ...unissued01,
  ...dead02,
  ...activated03,
]
