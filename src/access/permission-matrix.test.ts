import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ActRequest } from './act-request.ts'
import type { ActorFacts } from './actor.ts'
import { allDuties, type Duty, isRole } from './duties.ts'
import { isConflict } from './duty-conflicts.ts'
import { accessFunctions } from './functions/catalogue.ts'
import { highRiskCodes } from './functions/high-risk-functions.ts'
import { mayAct } from './may-act.ts'
import {
  at,
  centre,
  countyPath,
  grant,
  moment,
  otherCountyPath,
  person,
  postHeld,
  request,
  townPath,
} from './test-people.ts'
import { areApart, type Case, isPermitted, type Place, places, steps } from './test-permission-oracle.ts'

const isDeep = process.env.FANGXIAN_DEPTH === 'deep'
/** A million decisions take seconds; a busy machine may need minutes. */
const slow = { timeout: 600_000 }

const agencyAt: Readonly<Record<Place, string>> = {
  own: centre.agencyId,
  'town-below': centre.agencyId,
  'other-agency': 'B990101',
  'agency-above': 'A990100',
  'agency-at-top': 'A990000',
  elsewhere: centre.agencyId,
}
const regionAt: Readonly<Record<Place, string>> = {
  own: '990101',
  'town-below': '990101',
  'other-agency': '990101',
  'agency-above': '990100',
  'agency-at-top': '990000',
  elsewhere: '990101',
}
const moments = {
  day: moment('2026-03-04 10:00:00'),
  night: moment('2026-03-04 22:00:00'),
  holiday: moment('2026-10-02 10:00:00'),
  permit: moment('2026-03-07 10:00:00'),
  unannounced: moment('2027-03-03 10:00:00'),
} as const
const overtime = [{ from: at('2026-03-07 08:00:00'), to: at('2026-03-07 12:00:00') }]
const limits = [{ function: null, level: 2, maxFen: 1_000n }]

const actors = new Map<string, ActorFacts>()

/** The same few hundred people over and over: made once. */
function actorOf({ duties, place, whose }: Case): ActorFacts {
  const key = `${duties.join(',')} ${place} ${whose}`
  const known = actors.get(key)
  if (known !== undefined) return known
  const region = regionAt[place]
  const actor = person('G1', {
    agencyId: agencyAt[place],
    agencyRegion: region,
    grants: duties.filter(isRole).map((role) => grant(role, { regions: [region] })),
    posts: [postHeld({ properties: duties.filter((duty) => !isRole(duty)) as never, limits })],
    relativeKeys: whose === 'relative' ? ['key-subject'] : [],
    ownKey: whose === 'self' ? 'key-subject' : 'key-G1',
    overtime,
  })
  actors.set(key, actor)
  return actor
}

function requestOf(given: Case): ActRequest {
  const path =
    given.place === 'elsewhere' ? otherCountyPath : given.place === 'town-below' ? townPath : countyPath
  const step = given.step as 'ENTRY'
  const amount = { within: 1_000n, above: 1_001n, unstated: null }[given.amount]
  return request(given.function, given.step, {
    moment: moments[given.hours],
    round: 2,
    history: {
      nothing: [{ step: 'ENTRY', staffId: 'G7', round: 2 } as const],
      entered: [{ step: 'ENTRY', staffId: 'G1', round: 1 } as const],
      'same-step': [{ step, staffId: 'G1', round: 2 }],
      'same-step-last-round': [{ step, staffId: 'G1', round: 1 }],
    }[given.past],
    subject: {
      regions: [path],
      agency: { ...centre, isReviewedBySuperior: given.isReviewedAbove },
      personKeys: ['key-subject'],
      amountFen: amount,
    },
  })
}

const hours = ['day', 'night', 'holiday', 'permit', 'unannounced'] as const
const persons = ['stranger', 'self', 'relative'] as const
const pasts = ['nothing', 'entered', 'same-step', 'same-step-last-round'] as const
const amounts = ['within', 'above', 'unstated'] as const

interface Tally {
  combinations: number
  permitted: number
  readonly unexpected: Case[]
}

function compare(tally: Tally, given: Case): void {
  const expected = isPermitted(given)
  tally.combinations += 1
  if (expected) tally.permitted += 1
  if (mayAct(actorOf(given), requestOf(given)).allowed !== expected) tally.unexpected.push(given)
}

const newTally = (): Tally => ({ combinations: 0, permitted: 0, unexpected: [] })

describe('the permission matrix against a predicate written from the papers', () => {
  test(
    'duty × step × place × review above × own, relative or stranger × hours: nothing unexpected',
    slow,
    () => {
      const tally = newTally()
      for (const duty of allDuties) {
        for (const step of steps) {
          for (const place of places) {
            for (const isReviewedAbove of [false, true]) {
              for (const whose of persons) {
                for (const hour of hours) {
                  const rest = {
                    isReviewedAbove,
                    whose,
                    hours: hour,
                    past: 'nothing',
                    amount: 'within',
                  } as const
                  compare(tally, { duties: [duty], ...step, place, ...rest })
                }
              }
            }
          }
        }
      }
      expect(tally.unexpected.slice(0, 5)).toEqual([])
      expect(tally.combinations).toBe(allDuties.length * steps.length * 6 * 2 * 3 * 5)
      expect(tally.permitted).toBeGreaterThan(5_000)
    },
  )

  test('duty × step × the person’s past in the record × amount: nothing unexpected', slow, () => {
    const tally = newTally()
    const usedPlaces = isDeep ? places : (['own', 'agency-above'] as const)
    const usedHours = isDeep ? hours : (['day'] as const)
    for (const duty of allDuties) {
      for (const step of steps) {
        for (const place of usedPlaces) {
          for (const hour of usedHours) {
            for (const past of pasts) {
              for (const amount of amounts) {
                for (const whose of persons) {
                  const rest = { isReviewedAbove: true, whose, hours: hour, past, amount } as const
                  compare(tally, { duties: [duty], ...step, place, ...rest })
                }
              }
            }
          }
        }
      }
    }
    expect(tally.unexpected.slice(0, 5)).toEqual([])
    expect(tally.combinations).toBe(
      allDuties.length * steps.length * usedPlaces.length * usedHours.length * 4 * 3 * 3,
    )
  })

  test('every two duties in one person × step: nothing unexpected', slow, () => {
    const tally = newTally()
    for (const a of allDuties) {
      for (const b of allDuties) {
        for (const step of steps) {
          const rest = { isReviewedAbove: false, whose: 'stranger', hours: 'day', past: 'nothing' } as const
          compare(tally, { duties: [a, b], ...step, place: 'own', ...rest, amount: 'within' })
        }
      }
    }
    expect(tally.unexpected.slice(0, 5)).toEqual([])
    expect(tally.combinations).toBe(allDuties.length ** 2 * steps.length)
  })

  test('the two agree on every pair of duties that must be apart', () => {
    const disagreed = allDuties.flatMap((a) =>
      allDuties.filter((b) => isConflict(a, b) !== areApart(a, b)).map((b) => `${a} ${b}`),
    )
    expect(disagreed).toEqual([])
  })

  test('walks every step of every function, the 22 high-risk ones among them', () => {
    const walked = steps.map((each) => `${each.function} ${each.step}`).sort()
    const all = [...accessFunctions.values()].flatMap((each) =>
      each.steps.map(({ step }) => `${each.code} ${step}`),
    )
    expect(walked).toEqual(all.sort())
    expect(highRiskCodes.filter((code) => accessFunctions.get(code)?.isHighRisk).length).toBe(22)
  })
})

describe('whatever people and requests there are', () => {
  const duty = fc.constantFrom(...allDuties)
  const anyCase: fc.Arbitrary<Case> = fc
    .record({
      duties: fc.uniqueArray(duty, { maxLength: 4 }),
      step: fc.constantFrom(...steps),
      place: fc.constantFrom(...places),
      isReviewedAbove: fc.boolean(),
      whose: fc.constantFrom(...persons),
      hours: fc.constantFrom(...hours),
      past: fc.constantFrom(...pasts),
      amount: fc.constantFrom(...amounts),
    })
    .map(({ step, ...rest }) => ({ ...rest, ...step }))
  const runs = { numRuns: isDeep ? 200_000 : 10_000 }

  test('with up to four duties decision and predicate agree', slow, () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        expect(mayAct(actorOf(given), requestOf(given)).allowed).toBe(isPermitted(given))
      }),
      runs,
    )
  })

  test('nobody with two conflicting duties is carried by either of them', slow, () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const decision = mayAct(actorOf(given), requestOf(given))
        if (!decision.allowed) return
        expect(given.duties.some((other) => isConflict(decision.duty, other as Duty))).toBe(false)
      }),
      runs,
    )
  })

  test('one person never decides two steps of a high-risk record, however the rounds go', slow, () => {
    const wide = person('G1', {
      grants: allDuties.filter(isRole).map((role) => grant(role)),
      posts: [postHeld({ limits: [{ function: null, level: 2, maxFen: 10n ** 15n }] })],
    })
    const history = fc.array(
      fc.record({
        step: fc.constantFrom('ENTRY', 'REVIEW', 'APPROVAL', 'PAYMENT'),
        staffId: fc.constantFrom('G1', 'G2'),
        round: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(history, fc.constantFrom(...allDuties.filter(isRole)), (earlier, role) => {
        const actor = { ...wide, grants: [grant(role)] }
        for (const { step } of accessFunctions.get('BACK_PAY')!.steps) {
          const asked = request('BACK_PAY', step, { history: earlier as never, subject: { amountFen: 1n } })
          const hasOther = earlier.some((each) => each.staffId === 'G1' && each.step !== step)
          if (hasOther) expect(mayAct(actor, asked).allowed).toBe(false)
        }
      }),
      runs,
    )
  })

  test('outside the scope the answer is the same as for what does not exist', slow, () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const outside = requestOf({ ...given, place: 'elsewhere' })
        const nowhere = { ...outside, subject: { ...outside.subject, regions: [] } }
        const actor = actorOf({ ...given, place: 'own' })
        expect(mayAct(actor, outside)).toEqual(mayAct(actor, nowhere))
      }),
      runs,
    )
  })
})
