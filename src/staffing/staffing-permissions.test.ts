import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { Answer } from '#records/answer.ts'
import { confirmationDigest } from '#records/confirmation.ts'
import { acceptedAnswer, codeOf } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'
import { people as kernelPeople, personNames } from '#records/test-people.ts'
import {
  actOn,
  addColleague,
  propose,
  type Scenario,
  scenarios,
  setUpStaffing,
  staff,
  staffingContext,
  staffNames,
} from './test-staffing.ts'

/**
 * Who may do what, written a second time from issue 4 point 3 and platform.md 6 and 7, and sharing nothing with the
 * decision: no catalogue, no function of access.
 */
interface Somebody {
  readonly name: string
  readonly place: 'county' | 'city' | 'beside'
  readonly duties: readonly string[]
}

const everybody: readonly Somebody[] = [
  ...staffNames.map((name): Somebody => {
    const given: { agency: string; roles?: readonly string[]; properties?: readonly string[] } = staff[name]
    const place = given.agency === 'A990101' ? 'county' : given.agency === 'A990100' ? 'city' : 'beside'
    return { name, place, duties: [...(given.roles ?? []), ...(given.properties ?? [])] }
  }),
  ...personNames
    .filter((name) => name !== 'gone' && name !== 'both')
    .map((name): Somebody => {
      return { name, place: name === 'outsider' ? 'beside' : 'county', duties: kernelPeople[name] }
    }),
]

const overseers = 'SYSTEM_ADMIN SECURITY_ADMIN AUDIT_ADMIN UNIT_HEAD DEPUTY_HEAD'.split(' ')
const forEverybody = ['ABSENCE', 'OVERTIME']

/** Who sees a record of the county: its officers and leaders, for leave and overtime everybody there. */
function sees({ place, duties }: Somebody, kind: string): boolean {
  if (place === 'beside') return false
  return forEverybody.includes(kind) || duties.some((duty) => overseers.includes(duty))
}

/** Who decides each step, and whether people of the agency above may. */
const deciders: Readonly<Record<string, { duties: string; above: boolean }>> = {
  'ACCOUNT propose': { duties: 'SYSTEM_ADMIN', above: true },
  'ACCOUNT accept': { duties: 'SECURITY_ADMIN', above: true },
  'SECOND_FACTOR_RESET propose': { duties: 'SYSTEM_ADMIN', above: true },
  'SECOND_FACTOR_RESET accept': { duties: 'SECURITY_ADMIN', above: true },
  'CREDENTIAL propose': { duties: 'SYSTEM_ADMIN', above: true },
  'CREDENTIAL accept': { duties: 'SECURITY_ADMIN', above: true },
  'COVER propose': { duties: 'SYSTEM_ADMIN', above: true },
  'COVER accept': { duties: 'SECURITY_ADMIN', above: true },
  'COVER confirm': { duties: 'UNIT_HEAD', above: true },
  'COVER end': { duties: 'SYSTEM_ADMIN SECURITY_ADMIN UNIT_HEAD', above: true },
  // Of the audit officer: the other two, and then the one of the two who did not propose.
  'OFFICER_REPLACEMENT propose': { duties: 'SYSTEM_ADMIN SECURITY_ADMIN', above: true },
  'OFFICER_REPLACEMENT accept': { duties: 'SECURITY_ADMIN', above: true },
  'OFFICER_REPLACEMENT confirm': { duties: 'UNIT_HEAD', above: true },
  'ABSENCE accept': { duties: 'UNIT_HEAD DEPUTY_HEAD', above: true },
  'ABSENCE end': { duties: 'UNIT_HEAD DEPUTY_HEAD', above: true },
  'OVERTIME accept': { duties: 'UNIT_HEAD DEPUTY_HEAD', above: true },
  'ORGANISATION propose': { duties: 'SYSTEM_ADMIN', above: true },
  'ORGANISATION accept': { duties: 'SECURITY_ADMIN', above: true },
  'RELATIVES accept': { duties: 'SECURITY_ADMIN', above: true },
}

function isExpected(somebody: Somebody, asked: string, tookPart: readonly string[]): boolean {
  const { place, duties, name } = somebody
  if (place === 'beside' || tookPart.includes(name)) return false
  // Leave and overtime are entered at home, by whoever works there.
  if (asked === 'ABSENCE propose' || asked === 'OVERTIME propose')
    return place === 'county' && duties.length > 0
  const { duties: able, above } = deciders[asked]!
  return duties.some((duty) => able.split(' ').includes(duty)) && (place === 'county' || above)
}

const database = await testDatabase()
const { db, owner } = database

beforeAll(() => setUpStaffing(database))

/** The act as this person would send it, without having been able to open the record. */
async function actBlind(
  name: string,
  given: { readonly kind: string; readonly recordId: string; readonly action: string },
): Promise<Answer> {
  const { kind, recordId, action } = given
  const row = await db
    .selectFrom('record')
    .select(['status', 'data', 'version'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  await sql`
    insert into app.record_view (entry_id, entry_hash, record_id, version, actor_id, at)
    values (${crypto.randomUUID()}, ${Buffer.alloc(32)}, ${recordId}, ${row.version}, ${name}, clock_timestamp())
  `.execute(owner)
  const input = action === 'end' ? { reason: '测试' } : {}
  const request = requestOf({ kind, action, recordId, version: row.version, input })
  const digest = confirmationDigest({ request, status: row.status, data: row.data })
  return act(staffingContext(db, name), {
    ...request,
    confirmation: { method: 'PASSWORD', digest, assertion: null },
  })
}

const stepsBefore: Readonly<Record<string, readonly string[]>> = {
  accept: [],
  confirm: ['accept'],
  end: ['accept', 'confirm'],
}

async function recordBefore(scenario: Scenario, action: string) {
  const { input, by = scenario.proposer, about } = await scenario.input(owner)
  const { recordId } = acceptedAnswer(await propose(staffingContext(db, by), scenario.kind, input))
  const tookPart = [by]
  for (const step of stepsBefore[action]!) {
    if (step === 'confirm' && scenario.head === undefined) continue
    const name = step === 'accept' ? scenario.accepter : scenario.head!
    acceptedAnswer(await actOn(staffingContext(db, name), { kind: scenario.kind, recordId, action: step }))
    tookPart.push(name)
  }
  return { recordId, about, tookPart }
}

/** Every act, on one record until somebody may do it. */
async function outcomes(scenario: Scenario, action: string) {
  let opened = await recordBefore(scenario, action)
  const wrong: string[] = []
  for (const somebody of everybody) {
    // Ending is another function or another round: whoever took part may do it.
    const before = action === 'end' ? [] : opened.tookPart
    const isAllowed = isExpected(somebody, `${scenario.kind} ${action}`, before)
    const code = codeOf(
      await actBlind(somebody.name, { kind: scenario.kind, recordId: opened.recordId, action }),
    )
    const expected = isAllowed ? 'accepted' : sees(somebody, scenario.kind) ? 'not_permitted' : 'not_found'
    if (code !== expected) wrong.push(`${somebody.name}: ${code} instead of ${expected}`)
    if (code === 'accepted') opened = await recordBefore(scenario, action)
  }
  const self = codeOf(
    await actBlind(opened.about, { kind: scenario.kind, recordId: opened.recordId, action }),
  )
  if (self === 'accepted') wrong.push('the person himself was accepted')
  return wrong
}

describe.for(scenarios)('of $kind', (scenario) => {
  const actions = ['accept', 'confirm', 'end'].filter((each) => `${scenario.kind} ${each}` in deciders)
  test.for(actions)(
    '%s is for those whom the papers name, and nobody else',
    { timeout: 120_000 },
    async (action) => {
      expect(await outcomes(scenario, action)).toEqual([])
    },
  )

  test('a proposal is for those whom the papers name, and nobody else', { timeout: 120_000 }, async () => {
    const wrong: string[] = []
    for (const somebody of everybody) {
      const { input, about } = await scenario.input(owner)
      const answer = await propose(staffingContext(db, somebody.name), scenario.kind, input)
      const isRelatives = scenario.kind === 'RELATIVES'
      const isAllowed = isRelatives ? false : isExpected(somebody, `${scenario.kind} propose`, [])
      if ((answer.outcome === 'accepted') !== isAllowed) {
        wrong.push(`${somebody.name} about ${about}: ${codeOf(answer)}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('of a removal', () => {
  test('one officer or the head of the county is enough, and nobody else', { timeout: 120_000 }, async () => {
    const wrong: string[] = []
    for (const somebody of everybody) {
      const staff_id = await addColleague(owner, { roles: ['ENTRY'] })
      const answer = await propose(staffingContext(db, somebody.name), 'ACCESS_REMOVAL', {
        staff_id,
        status: 'LEFT',
        reason: '离职',
      })
      const able = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'UNIT_HEAD']
      const isAllowed = somebody.place !== 'beside' && somebody.duties.some((duty) => able.includes(duty))
      if ((answer.outcome === 'accepted') !== isAllowed) wrong.push(`${somebody.name}: ${codeOf(answer)}`)
    }
    expect(wrong).toEqual([])
  })
})
