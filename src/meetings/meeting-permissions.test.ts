import { beforeAll, describe, expect, test } from 'vitest'
import { codeOf, people, setUpReports, takeStep } from '#periodic-reports/test-reports.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { leadingGroupKind } from './leading-group.ts'
import { meetingKind } from './meeting.ts'

/**
 * Who may what with meetings and leading groups, for everybody of the tests × every action × where the record lies: of
 * the county and of the city. Seen from the county the city is above, from the city the county is below, and the county
 * beside is elsewhere. Expectations are written from the papers, not from the catalogue.
 */
const database = await testDatabase()
beforeAll(() => setUpReports(database))

type Place = 'county' | 'city'
type Kind = 'MEETING' | 'LEADING_GROUP'

const call = (chair: string) => ({
  ...{ kind: 'JOINT', month: '2026-11', planned_on: '2026-11-20', place: '会议室', chair_staff_id: chair },
  agenda: [{ topic: '线索会商', content: '本季线索' }],
})
const minutes = {
  ...{ held_on: '2026-11-20', present: ['甲', '乙'], absent: [], minutes: '审议通过。' },
  decisions: [{ text: '移送', amount: null, responsible: '稽核岗', due_on: null, payment_files: [] }],
}
const group = {
  ...{ kind: 'RISK_CONTROL', title: '领导小组', document: '示例〔2026〕1号', head: '甲 局长', deputies: [] },
  members: [{ member: '丙', unit: '监督科', work: '牵头' }],
  ...{ office: '监督科', from: '2026-01-01', until: '2028-12-31' },
}
const chairs: Readonly<Record<Place, string>> = { county: 'head1', city: 'headCity' }
const makers: Readonly<Record<Kind, Readonly<Record<Place, string>>>> = {
  MEETING: { county: 'account1', city: 'accountCity' },
  LEADING_GROUP: { county: 'audit1', city: 'supervise1' },
}
const inputs: Readonly<Record<string, unknown>> = {
  ...{ minute: minutes, resubmit: group, propose: group },
  ...Object.fromEntries(['cancel', 'return', 'withdraw', 'end'].map((each) => [each, { reason: '说明' }])),
}
const inputOf = (action: string, place: Place): unknown =>
  action === 'call' ? call(chairs[place]) : (inputs[action] ?? {})

/** What is done before, by whoever may. */
const before: Readonly<Record<string, readonly string[]>> = {
  ...{
    'MEETING minute': [],
    'MEETING cancel': [],
    'MEETING approve': ['minute'],
    'MEETING return': ['minute'],
  },
  ...{ 'LEADING_GROUP approve': [], 'LEADING_GROUP return': [], 'LEADING_GROUP end': ['approve'] },
  ...{ 'LEADING_GROUP resubmit': ['return'], 'LEADING_GROUP withdraw': ['return'] },
}
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD']
const byLeaders = ['approve', 'return', 'end']
const opening: Readonly<Record<Kind, string>> = { MEETING: 'call', LEADING_GROUP: 'propose' }

const step = (by: string, kind: Kind, recordId: string | null, action: string, place: Place) =>
  takeStep(database, { by, kind, recordId, action, input: inputOf(action, place) })

async function recordFor(kind: Kind, action: string, place: Place): Promise<string> {
  const maker = makers[kind][place]
  const { recordId } = acceptedAnswer(await step(maker, kind, null, opening[kind], place))
  for (const each of before[`${kind} ${action}`]!) {
    const by = byLeaders.includes(each) ? chairs[place] : maker
    acceptedAnswer(await step(by, kind, recordId, each, place))
  }
  return recordId
}

function mayMake(kind: Kind, duty: string): boolean {
  const supervision = ['INTERNAL_AUDIT', 'SUPERVISION', 'POLICY']
  return supervision.includes(duty) || (kind === 'MEETING' && duty === 'ACCOUNTANT')
}

function expectedOf(person: string, kind: Kind, action: string, place: Place): string {
  const [own, duty] = people[person]!
  // Below and beside, and for officers, the record does not exist; from above one reads it.
  if (duty === 'SYSTEM_ADMIN' || (own !== place && own !== 'city')) return 'not_found'
  if (own !== place) return 'not_permitted'
  if (!byLeaders.includes(action)) return mayMake(kind, duty) ? 'accepted' : 'not_permitted'
  // Minutes are signed, and sent back, by whoever chaired; a group is decided by any leader of the unit.
  const isChairs = kind === 'MEETING'
  const may = isChairs ? person === chairs[place] : leaders.includes(duty)
  return may ? 'accepted' : 'not_permitted'
}

const kinds = { MEETING: meetingKind(), LEADING_GROUP: leadingGroupKind() }
const actions = (Object.keys(kinds) as Kind[]).flatMap((kind) =>
  Object.entries(kinds[kind].actions)
    .filter(([action, { by }]) => by === 'person' && action !== opening[kind])
    .map(([action]) => [kind, action] as const),
)
const matrix = actions.flatMap(([kind, action]) =>
  (['county', 'city'] as const).map((place) => [kind, action, place] as const),
)

describe('right region, above, below and elsewhere', () => {
  test('every action of a person is asked', () => {
    expect(matrix.map(([kind, action]) => `${kind} ${action}`).filter((each) => !(each in before))).toEqual(
      [],
    )
    expect(matrix).toHaveLength(18)
  })

  test.for(matrix)('%s %s, of the %s', { timeout: 120_000 }, async ([kind, action, place]) => {
    const wrong: string[] = []
    let recordId = await recordFor(kind, action, place)
    let accepted = 0
    for (const person of Object.keys(people)) {
      const code = codeOf(await step(person, kind, recordId, action, place))
      const expected = expectedOf(person, kind, action, place)
      if (code !== expected) wrong.push(`${person}: ${code} instead of ${expected}`)
      if (code !== 'accepted') continue
      accepted += 1
      recordId = await recordFor(kind, action, place)
    }
    expect(wrong).toEqual([])
    expect(accepted).toBeGreaterThan(0)
  })

  test.for(['MEETING', 'LEADING_GROUP'] as const)(
    'a new %s is of one’s own unit, for those who may',
    async (kind) => {
      const wrong: string[] = []
      for (const [person, [own, duty]] of Object.entries(people)) {
        const input =
          kind === 'MEETING' ? call({ county: 'head1', city: 'headCity', beside: 'headBeside' }[own]) : group
        const answer = await takeStep(database, {
          by: person,
          kind,
          recordId: null,
          action: opening[kind],
          input,
        })
        const code = codeOf(answer)
        const refused = duty === 'SYSTEM_ADMIN' ? 'not_found' : 'not_permitted'
        const expected = mayMake(kind, duty) ? 'accepted' : refused
        if (code !== expected) wrong.push(`${person}: ${code} instead of ${expected}`)
        if (answer.outcome !== 'accepted') continue
        const { regions } = await database.owner
          .selectFrom('record')
          .select('regions')
          .where('record_id', '=', answer.recordId)
          .executeTakeFirstOrThrow()
        const region = { county: '990101', city: '990100', beside: '990102' }[own]
        if (regions.join() !== region) wrong.push(`${person}: it lies in ${regions.join()}`)
      }
      expect(wrong).toEqual([])
    },
  )
})
