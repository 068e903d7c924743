import fc from 'fast-check'
import { actionNames, type Command, fixed, movers } from './test-model.ts'

/** Mostly sensible, else nothing would ever get past the first step; and every kind of nonsense often enough. */
const rarely = fc.nat({ max: 11 }).map((dice) => dice === 0)

const acting: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('act' as const),
  person: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...movers) },
    { weight: 1, arbitrary: fc.constantFrom(...fixed) },
  ),
  action: fc.oneof(
    { weight: 3, arbitrary: fc.constant('enter' as const) },
    { weight: 3, arbitrary: fc.constant('review' as const) },
    { weight: 2, arbitrary: fc.constant('approve' as const) },
    { weight: 7, arbitrary: fc.constantFrom(...actionNames) },
  ),
  target: fc.nat({ max: 5 }),
  isLarge: fc.boolean(),
  isStale: rarely,
  isBadInput: rarely,
  confirmation: fc.oneof(
    { weight: 6, arbitrary: fc.constant('right' as const) },
    { weight: 1, arbitrary: fc.constantFrom('wrong' as const, 'none' as const) },
  ),
  hasBasis: fc.nat({ max: 2 }).map((dice) => dice === 0),
})

const viewing: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('view' as const),
  person: fc.constantFrom(...movers, ...movers, ...fixed),
  target: fc.nat({ max: 5 }),
})

const moving: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('move' as const),
  person: fc.constantFrom(...movers),
  role: fc.constantFrom('ENTRY' as const, 'REVIEW' as const, 'APPROVAL' as const),
})

const repeating: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('repeat' as const),
  target: fc.nat({ max: 30 }),
  isChanged: rarely,
})

const advancing: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('advance' as const),
  target: fc.nat({ max: 5 }),
})

export const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: acting },
    { weight: 4, arbitrary: viewing },
    { weight: 1, arbitrary: moving },
    { weight: 5, arbitrary: advancing },
    { weight: 1, arbitrary: repeating },
  ),
  { minLength: 1, maxLength: 30, size: 'max' },
)
