import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer, codeOf } from '#records/test-acting.ts'
import { people as kernelPeople, personNames } from '#records/test-people.ts'
import type { InspectionStatus } from './inspection-codes.ts'
import {
  doStep,
  inspectionIn,
  planInput,
  setUpInspections,
  staff,
  staffNames,
  takeStep,
  thisYear,
} from './test-inspections.ts'

/**
 * Who may what with an inspection that the city makes at the first county: everybody × every action, by the papers
 * (issue 6, platform.md 14, 19, 25), sharing nothing with the decision: no catalogue, no function of access.
 */

const database = await testDatabase()

beforeAll(() => setUpInspections(database))

interface Somebody {
  readonly name: string
  readonly place: 'city' | 'county' | 'beside'
  readonly duties: readonly string[]
}

const placeOf = (agency: string): Somebody['place'] =>
  agency === 'A990100' ? 'city' : agency === 'A990101' ? 'county' : 'beside'
const everybody: readonly Somebody[] = [
  ...staffNames.map((name): Somebody => {
    const given: { agency: string; roles?: readonly string[]; properties?: readonly string[] } = staff[name]
    return {
      name,
      place: placeOf(given.agency),
      duties: [...(given.roles ?? []), ...(given.properties ?? [])],
    }
  }),
  ...personNames
    .filter((name) => name !== 'gone' && name !== 'both')
    .map((name): Somebody => {
      return { name, place: name === 'outsider' ? 'beside' : 'county', duties: kernelPeople[name] }
    }),
]

const inspectors = ['SUPERVISION', 'INTERNAL_AUDIT']
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD']
const has = ({ duties }: Somebody, wanted: readonly string[]): boolean =>
  duties.some((duty) => wanted.includes(duty))

/** Of the supervising agency; of the team; of the unit itself. */
const supervisors = (each: Somebody): boolean => each.place === 'city' && has(each, inspectors)
const signers = (each: Somebody): boolean => each.place === 'city' && has(each, leaders)
const team = ({ name }: Somebody): boolean => name === 'supervise1' || name === 'supervise2'
const unit = (each: Somebody): boolean => each.place === 'county' && has(each, [...leaders, 'INTERNAL_AUDIT'])

/** Beside there is no such record, for officers no business, and before its notice only the city knows of it. */
const isKnown = (each: Somebody, status: InspectionStatus): boolean =>
  each.place !== 'beside' &&
  !each.duties.includes('SYSTEM_ADMIN') &&
  (status !== 'PREPARED' || each.place === 'city')

interface Rule {
  readonly in: InspectionStatus
  readonly may: (each: Somebody) => boolean
  /** What has to be done first. */
  readonly after?: readonly string[]
}

const rules: Readonly<Record<string, Rule>> = {
  revise: { in: 'PREPARED', may: supervisors },
  cancel: { in: 'PREPARED', may: supervisors },
  issue: { in: 'PREPARED', may: signers },
  return: { in: 'PREPARED', may: signers },
  change_team: { in: 'NOTIFIED', may: signers },
  begin: { in: 'NOTIFIED', may: team },
  work: { in: 'UNDER_WAY', may: team },
  fact: { in: 'UNDER_WAY', may: team },
  withdraw_fact: { in: 'UNDER_WAY', may: team },
  ask_statement: { in: 'UNDER_WAY', may: team },
  answer: { in: 'AWAITING_STATEMENT', may: unit },
  waive: { in: 'AWAITING_STATEMENT', may: signers },
  resume: { in: 'AWAITING_STATEMENT', may: team },
  propose: { in: 'AWAITING_STATEMENT', may: team, after: ['answer'] },
  approve: { in: 'OPINION_PROPOSED', may: signers },
  return_opinion: { in: 'OPINION_PROPOSED', may: signers },
  rectify: { in: 'RECTIFYING', may: unit },
  verify: { in: 'RECTIFYING', may: team, after: ['rectify'] },
  send_back: { in: 'RECTIFYING', may: team, after: ['rectify'] },
  extend: { in: 'RECTIFYING', may: signers },
  close: { in: 'RECTIFYING', may: signers, after: ['rectify', 'verify'] },
}

async function inspectionFor({ in: status, after = [] }: Rule): Promise<string> {
  const recordId = await inspectionIn(database, status)
  for (const action of after) acceptedAnswer(await doStep(database, { recordId, action }))
  return recordId
}

test.for(Object.keys(rules))('%s is for those whom the papers name', { timeout: 180_000 }, async (action) => {
  const rule = rules[action]!
  let recordId = await inspectionFor(rule)
  const wrong: string[] = []
  for (const somebody of everybody) {
    const code = codeOf(await doStep(database, { recordId, action, by: somebody.name }))
    const expected = rule.may(somebody)
      ? 'accepted'
      : isKnown(somebody, rule.in)
        ? 'not_permitted'
        : 'not_found'
    if (code !== expected) wrong.push(`${somebody.name}: ${code} instead of ${expected}`)
    if (code === 'accepted') recordId = await inspectionFor(rule)
  }
  expect(wrong).toEqual([])
})

test('nobody files a document but the server', async () => {
  const recordId = await inspectionIn(database, 'NOTIFIED')
  for (const { name } of everybody) {
    const answer = await doStep(database, { recordId, action: 'file_notice', by: name })
    expect(answer.outcome).toBe('refused')
  }
})

describe('a plan of inspections', () => {
  const plan = (by: string, input: unknown) =>
    takeStep(database, { by, kind: 'INSPECTION_PLAN', recordId: null, action: 'propose', input })
  const step = (recordId: string, action: string, by: string, input: unknown = {}) =>
    takeStep(database, { by, kind: 'INSPECTION_PLAN', recordId, action, input })
  let year = thisYear()
  const nextYear = (): number => (year += 1)

  test('is proposed by the supervising agency’s inspectors, of the agencies below it', async () => {
    const wrong: string[] = []
    for (const somebody of everybody) {
      const answer = await plan(somebody.name, planInput({ year: nextYear() }))
      // Of a county below which nobody is, the plan is refused for that and not for who asks.
      const expected = supervisors(somebody)
        ? 'accepted'
        : has(somebody, inspectors)
          ? 'conflict'
          : has(somebody, ['SYSTEM_ADMIN'])
            ? 'not_found'
            : 'not_permitted'
      if (codeOf(answer) !== expected)
        wrong.push(`${somebody.name}: ${codeOf(answer)} instead of ${expected}`)
    }
    expect(wrong).toEqual([])
  })

  test('is decided by a leader of the same agency', async () => {
    const input = planInput({ year: nextYear() })
    let { recordId } = acceptedAnswer(await plan('supervise1', input))
    const wrong: string[] = []
    for (const somebody of everybody) {
      const code = codeOf(await step(recordId, 'approve', somebody.name))
      // Plans lie in the city's region: nobody of a county knows of them.
      const isThere = somebody.place === 'city'
      const expected = signers(somebody) ? 'accepted' : isThere ? 'not_permitted' : 'not_found'
      if (code !== expected) wrong.push(`${somebody.name}: ${code} instead of ${expected}`)
      if (code === 'accepted') {
        recordId = acceptedAnswer(await plan('supervise1', planInput({ year: nextYear() }))).recordId
      }
    }
    expect(wrong).toEqual([])
  })

  test('there is one a year, with at least a fifth on site, of agencies that are supervised', async () => {
    const input = planInput({ year: nextYear() })
    const first = acceptedAnswer(await plan('supervise1', input))
    expect(codeOf(await plan('supervise2', input))).toBe('conflict')
    acceptedAnswer(await step(first.recordId, 'withdraw', 'supervise1'))
    acceptedAnswer(await plan('supervise2', input))
    const item = { quarter: 1, kind: 'SPOT', focus: '发放' }
    const offSite = [{ ...item, agency_id: 'A990101', is_on_site: false }]
    expect(codeOf(await plan('supervise1', { year: nextYear(), items: offSite }))).toBe('invalid_input')
    const own = [{ ...item, agency_id: 'A990100', is_on_site: true }]
    expect(codeOf(await plan('supervise1', { year: nextYear(), items: own }))).toBe('invalid_input')
  })

  test('two at once are one plan', async () => {
    const input = planInput({ year: nextYear() })
    const answers = await Promise.all([plan('supervise1', input), plan('supervise2', input)])
    expect(answers.map(codeOf).sort()).toEqual(['accepted', 'conflict'])
  })

  test('is returned, corrected, revised, and closed when the fifth is reached', async () => {
    const { recordId } = acceptedAnswer(await plan('supervise1', planInput({ year: thisYear() })))
    const { items } = planInput() as { items: unknown[] }
    acceptedAnswer(await step(recordId, 'return', 'headCity', { reason: '补充重点' }))
    acceptedAnswer(await step(recordId, 'resubmit', 'supervise1', { items }))
    acceptedAnswer(await step(recordId, 'approve', 'headCity'))
    acceptedAnswer(await step(recordId, 'revise', 'supervise1', { items, reason: '调整季度' }))
    acceptedAnswer(await step(recordId, 'keep', 'headCity', { reason: '维持' }))
    acceptedAnswer(await step(recordId, 'revise', 'supervise1', { items, reason: '调整季度' }))
    acceptedAnswer(await step(recordId, 'approve', 'headCity'))
    // The inspections above have finished work at the county: one of two agencies is the fifth.
    const closed = await step(recordId, 'close', 'headCity', { reason: '年度结束' })
    expect(closed).toMatchObject({ status: 'CLOSED' })
  })
})
