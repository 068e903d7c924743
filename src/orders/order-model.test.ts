import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ActorFacts } from '#access/actor.ts'
import { type Duty, isRole } from '#access/duties.ts'
import { grant, person, postHeld } from '#access/test-people.ts'
import { dayOf } from '#base/calendar-math.ts'
import { assert } from '#base/refusal.ts'
import { type KindModel, runKindModel } from '#records/modelling/test-kind-model.ts'
import { plainCalendar } from '#records/test-kernel.ts'
import { personActor, subjectIn } from '#records/test-people.ts'
import { type SampledCode, samples } from './functions/test-samples.ts'
import type { OrderCheck } from './order-data.ts'
import { orderKinds } from './order-functions.ts'
import { catalogueAtAnyHour } from './test-orders.ts'

/** platform.md 16: every function about a person, with people of all its posts who try whatever they like. */
const runs = process.env.FANGXIAN_DEPTH === 'deep' ? 10_000 : 300

const ownRows = ['register.business_order', 'register.business_step', 'register.operation']
const limits = [1, 2].map((level) => ({ function: null, level, maxFen: 10n ** 15n }))

function holding(staffId: string, duty: Duty): ActorFacts {
  const properties = isRole(duty) ? [] : [duty]
  return person(staffId, {
    grants: isRole(duty) ? [grant(duty, { from: new Date('2020-01-01T00:00:00Z') })] : [],
    posts: [postHeld({ properties, limits, startedOn: dayOf(2020, 1, 1) })],
  })
}

function peopleOf(code: string): KindModel['people'] {
  const listed = catalogueAtAnyHour.get(code)
  assert(listed !== undefined, `${code} is in the catalogue`)
  const duties = [...new Set(listed.steps.flatMap(({ duties: ofStep }) => ofStep))]
  const everybody = duties.flatMap((duty) => [`${duty}-1`, `${duty}-2`].map((name) => holding(name, duty)))
  return [
    ...everybody.map((facts) => ({ actor: personActor(facts.staffId), facts })),
    { actor: { kind: 'system', job: 'lapse' }, facts: null },
  ]
}

const hit: OrderCheck = {
  ruleCode: 'R-AMT-01',
  title: { zh: '测试规则', en: 'test rule' },
  outcome: 'HIT',
  isHardStop: false,
  reasons: [{ zh: '金额偏高', en: 'a high amount' }],
  findingIds: [],
  feeds: [],
  servedBy: [],
}

const mostly = <Value>(fit: Value, unfit: Value): fc.Arbitrary<Value> =>
  fc.nat({ max: 9 }).map((dice) => (dice > 0 ? fit : unfit))

function modelOf(code: SampledCode): KindModel {
  const kind = orderKinds('own').find((each) => each.kind === `ORDER_${code}`)
  assert(kind !== undefined, `${code} is an order`)
  const { input, facts } = samples[code]()
  const asked = mostly<unknown>(input, { ...input, unknown: '1' })
  const reason = mostly<unknown>({ reason: '与原件不符' }, { reason: '' })
  const inputs: Record<string, fc.Arbitrary<unknown>> = {
    ...{ enter: asked, resubmit: asked, withdraw: fc.constant({}), review: fc.constant({}), return: reason },
    ...{ refuse: reason, approve: reason, send_back: reason, disapprove: reason, lapse: fc.constant({}) },
    confirm: fc.constant({ delivery_id: 'D1' }),
  }
  return {
    kind,
    catalogue: catalogueAtAnyHour,
    workingDays: plainCalendar,
    at: new Date('2024-06-17T02:00:00Z'),
    people: peopleOf(code),
    inputs: Object.fromEntries(Object.keys(kind.actions).map((name) => [name, inputs[name]!])),
    // What an order that ended leaves about itself: also of one that its enterer withdrew.
    needsTwo: ({ table }) => !ownRows.includes(table),
    newWorld: () => {
      let asks = 0
      return {
        find: () => {
          asks += 1
          const results = asks % 3 === 0 ? [hit] : []
          return { subject: { ...subjectIn(), personId: 'P1' }, facts: null, checked: { facts, results } }
        },
        // Rows of the register are looked at by app.apply_effect: every-function.test.ts and the gate's parity.
        apply: () => undefined,
      }
    },
  }
}

describe.for(Object.keys(samples) as SampledCode[])('%s', (code) => {
  test('keeps the rules of every record, whoever tries what', () => {
    const seen = runKindModel(modelOf(code), { runs })
    const done = [...seen].filter(([what]) => / DONE$/.test(what)).reduce((sum, [, count]) => sum + count, 0)
    expect(done, 'orders that took effect').toBeGreaterThan(0)
    expect(seen.get('refused not_permitted') ?? 0).toBeGreaterThan(0)
  }, 300_000)
})
