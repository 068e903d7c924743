import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { testCatalogue, testChange } from '../test-change.ts'
import { plainCalendar } from '../test-kernel.ts'
import { factsOf, personActor, personNames, subjectIn } from '../test-people.ts'
import { type KindModel, type KindWorld, runKindModel } from './test-kind-model.ts'

function newWorld(): KindWorld {
  const versions = new Map<string, number>([['A0', 1]])
  return {
    find: ({ input }, record) => {
      const accountId = record?.subject.personId ?? (input as { accountId?: string }).accountId ?? ''
      const version = versions.get(accountId)
      const subject = version === undefined ? null : { ...subjectIn(), personId: accountId }
      return { subject, facts: version === undefined ? null : { version }, checked: null }
    },
    apply: (effects) => {
      for (const effect of effects) {
        if (effect.operation !== 'update') throw new Error('accounts are only updated')
        const accountId = String(effect.key.account_id)
        const version = versions.get(accountId)!
        if (version !== effect.expected.version) throw new Refusal('conflict', { zh: '', en: '' })
        versions.set(accountId, version + 1)
      }
    },
  }
}

const mostly = <Value>(fit: Value, unfit: Value): fc.Arbitrary<Value> =>
  fc.nat({ max: 9 }).map((dice) => (dice > 0 ? fit : unfit))

const nothing: fc.Arbitrary<unknown> = fc.constant({})
const reason = mostly({ reason: '与原件不符' }, { reason: '' })

const model: KindModel = {
  kind: testChange,
  catalogue: testCatalogue,
  workingDays: plainCalendar,
  at: new Date('2026-03-04T02:00:00Z'),
  people: [
    ...personNames.map((name) => ({ actor: personActor(name), facts: factsOf(name) })),
    { actor: { kind: 'system', job: 'housekeeping' }, facts: null },
  ],
  inputs: {
    enter: fc.record({
      accountId: mostly<string>('A0', 'A2'),
      holder: mostly('户主', ''),
      amountFen: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom('5000', '2000000') },
        { weight: 1, arbitrary: fc.constant('1.5') },
      ),
    }),
    correct: fc.record({ holder: mostly('更正', '') }),
    review: nothing,
    return: reason,
    approve: mostly({}, { unknown: 1 }),
    reject: reason,
    withdraw: nothing,
    note: fc.record({ text: mostly('已电话核实', '') }),
    lapse: nothing,
  },
  newWorld,
}

test('whatever anybody tries with a test change, the rules of every record hold', () => {
  const seen = runKindModel(model, { runs: 2_500 })
  for (const what of [
    'review DONE',
    'review REVIEWED',
    'approve DONE',
    'correct SUBMITTED',
    'lapse LAPSED',
  ]) {
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(3)
  }
  for (const code of [
    'conflict',
    'not_permitted',
    'stale_version',
    'action_not_available',
    'invalid_input',
  ]) {
    expect(seen.get(`refused ${code}`) ?? 0, code).toBeGreaterThan(3)
  }
}, 300_000)

test('a kind whose effect needs nobody else is found', () => {
  const { enter } = testChange.actions
  const effect = {
    operation: 'update',
    table: 'register.test_account',
    key: { account_id: 'A0' },
    values: { version: 2 },
    expected: { version: 1 },
  } as const
  const careless = {
    ...testChange,
    actions: {
      ...testChange.actions,
      enter: {
        ...enter!,
        decide: (...given: Parameters<NonNullable<typeof enter>['decide']>) => {
          const decision = enter!.decide(...given)
          return decision instanceof Refusal ? decision : { ...decision, effects: [effect] }
        },
      },
    },
  }
  const run = (): unknown => runKindModel({ ...model, kind: careless }, { runs: 200 })
  expect(run).toThrow(
    expect.objectContaining({
      cause: expect.objectContaining({ message: expect.stringContaining('an effect of one person') }),
    }),
  )
})
