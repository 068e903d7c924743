import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import type { Answer } from '#records/answer.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import {
  actOn,
  addColleague,
  newIdNumber,
  organisationInput,
  propose,
  setUpStaffing,
  staffingContext,
} from '../test-staffing.ts'

const database = await testDatabase()
const { db, owner } = database
const as = (staffId: string) => staffingContext(db, staffId)

beforeAll(() => setUpStaffing(database))

function said(answer: Answer): string {
  return answer.outcome === 'accepted' ? answer.status : `${answer.code}: ${answer.text.en}`
}
const ask = async (input: unknown, by: string = 'system1') =>
  said(await propose(as(by), 'ORGANISATION', input))

async function change(input: unknown, by: string = 'system1'): Promise<string> {
  const { recordId } = acceptedAnswer(await propose(as(by), 'ORGANISATION', input))
  return said(await actOn(as('security1'), { kind: 'ORGANISATION', recordId, action: 'accept' }))
}

const region = (code: string, parent: string) => ({
  code,
  name: `示例乡${code}`,
  level: 'TOWN',
  parent,
  validFrom: '2026-01-01',
  validTo: null,
})
const agency = (id: string, place: string, parent: string) => ({
  ...{ id, name: `示例所${id}`, kind: 'TOWN', region: place, parent, reviewedBySuperior: null },
})

describe('a change of the organisation', () => {
  test('writes regions, agencies, posts, limits, people and their posts, together and after two officers', async () => {
    const base = organisationInput()
    const [post, member] = [base.posts[0]!, base.staff[0]!]
    const limits = [
      { function: null, level: 1, maxYuan: '50000' },
      { function: 'REFUND', level: 2, maxYuan: '1000.50' },
    ]
    const input = {
      ...base,
      regions: [region('990101009', '990101')],
      agencies: [agency('A990101009', '990101009', 'A990101')],
      posts: [{ ...post, agency: 'A990101009', limits }],
      staff: [{ ...member, agency: 'A990101009' }],
    }
    const { recordId } = acceptedAnswer(await propose(as('system1'), 'ORGANISATION', input))
    const found = () =>
      sql`
      select
        (select path from app.region where region = '990101009') as region_path,
        (select path from app.agency where agency_id = 'A990101009') as agency_path,
        (select array_agg(max_fen order by level) from app.authority_limit where post_id = ${post.id as string}) as limits,
        (select agency_id from app.staff_member where staff_id = ${member.id as string}) as agency_id,
        (select post_id from app.post_assignment where staff_id = ${member.id as string}) as post_id,
        (select epoch from app.authority_epoch where staff_id = ${member.id as string}) as epoch
    `.execute(owner)
    expect((await found()).rows[0]).toMatchObject({ region_path: null, agency_id: null })
    const accepted = await actOn(as('security1'), { kind: 'ORGANISATION', recordId, action: 'accept' })
    expect(said(accepted)).toBe('DONE')
    expect((await found()).rows).toEqual([
      {
        region_path: ['990000', '990100', '990101', '990101009'],
        agency_path: ['A990100', 'A990101', 'A990101009'],
        limits: [5_000_000n, 100_050n],
        agency_id: 'A990101009',
        post_id: post.id,
        epoch: 1n,
      },
    ])
    expect(await ask(input)).toContain('nothing to change')
  })

  test('changes only what differs, and raises the epoch of whoever holds the post', async () => {
    const base = organisationInput()
    expect(await change(base)).toBe('DONE')
    const [post, member] = [base.posts[0]!, base.staff[0]!]
    expect(await change({ ...base, posts: [{ ...post, properties: ['TIP_HANDLING'] }], staff: [] })).toBe(
      'DONE',
    )
    const { rows } = await sql`
      select properties, epoch::int
      from app.post, app.authority_epoch
      where post_id = ${post.id as string} and staff_id = ${member.id as string}
    `.execute(owner)
    expect(rows).toEqual([{ properties: ['TIP_HANDLING'], epoch: 2 }])
  })

  test('is judged anew when it is granted', async () => {
    const base = organisationInput()
    const first = acceptedAnswer(await propose(as('system1'), 'ORGANISATION', base))
    expect(await change(base, 'system2')).toBe('DONE')
    const late = await actOn(as('security1'), {
      kind: 'ORGANISATION',
      recordId: first.recordId,
      action: 'accept',
    })
    expect(said(late)).toContain('nothing to change')
  })
})

describe('a change of the organisation is refused', () => {
  test('where duties that must be apart would meet in a person', async () => {
    const base = organisationInput()
    const both = { ...base.posts[0]!, properties: ['FINANCE_SEAL', 'LEGAL_SEAL'] }
    expect(await ask({ ...base, posts: [both] })).toContain('must be apart')
    const clerk = await addColleague(owner, { roles: ['ENTRY'], properties: ['TIP_HANDLING'] })
    const held = { ...base.posts[0]!, id: `P-${clerk}`, roles: [], properties: ['LEDGER'] }
    expect(await ask({ ...base, posts: [held], staff: [] })).toBe('PROPOSED')
    const worse = { ...held, properties: ['POLICY'] }
    expect(await ask({ ...base, posts: [worse], staff: [] })).toBe(
      `conflict: ${clerk} would unite "entry" and "policy parameters", which must be apart; change the post or end the role first.`,
    )
  })

  test('beyond the scope of the officer, in every field', async () => {
    const base = organisationInput()
    const beside = (changes: object) => ask({ ...base, ...changes })
    expect(await beside({ regions: [region('990102009', '990102')] })).toContain('outside the scope')
    expect(await beside({ agencies: [agency('A9', '990101', 'A990102')] })).toContain('outside the scope')
    expect(await beside({ agencies: [agency('A9', '990102', 'A990101')] })).toContain('outside the scope')
    expect(await beside({ posts: [{ ...base.posts[0]!, agency: 'A990102' }] })).toContain('outside the scope')
    expect(await beside({ posts: [{ ...base.posts[0]!, id: 'P-beside' }] })).toContain('outside the scope')
    expect(await beside({ staff: [{ ...base.staff[0]!, id: 'outsider' }] })).toContain('outside the scope')
    const there = [{ post: 'P-beside', startedOn: '2026-01-05', endedOn: null }]
    expect(await beside({ staff: [{ ...base.staff[0]!, posts: there }] })).toContain('outside the scope')
    expect(await beside({ regions: [region('880101009', '880101')] })).toContain('outside the scope')
  })

  test('about oneself or one’s own post', async () => {
    const officer = await addColleague(owner, { roles: ['SYSTEM_ADMIN'], properties: ['DATA_ANALYSIS'] })
    const base = organisationInput()
    const own = { ...base.posts[0]!, id: `P-${officer}`, roles: [], properties: [] }
    expect(await ask({ ...base, posts: [own], staff: [] }, officer)).toContain('concerns yourself')
    expect(await ask({ ...base, staff: [{ ...base.staff[0]!, id: officer }] }, officer)).toContain(
      'concerns yourself',
    )
  })

  test('that moves trees, lets people leave or takes one number for two', async () => {
    const base = { ...organisationInput(), posts: [], staff: [] }
    const known = newIdNumber()
    const clerk = await addColleague(owner, { roles: ['ENTRY'], idNumber: known })
    const member = { ...organisationInput().staff[0]!, posts: [] }
    const stored = { ...member, id: clerk, name: clerk, idNumber: known, joinedOn: null }
    expect(await ask({ ...base, staff: [{ ...stored, status: 'LEFT', leftOn: '2026-11-20' }] })).toContain(
      'leaves by a removal of access',
    )
    expect(await ask({ ...base, staff: [{ ...stored, leftOn: '2027-01-01' }] })).toContain(
      'removal of access',
    )
    expect(await ask({ ...base, staff: [{ ...member, idNumber: known }] })).toContain(
      'one person has one number',
    )
    const moved = { ...agency('A990101', '990101', 'A990100'), parent: null }
    expect(await ask({ ...base, agencies: [{ ...moved, kind: 'HANDLING' }] })).toContain('keeps its parent')
    const orphan = { ...organisationInput().posts[0]!, agency: 'A-none' }
    expect(await ask({ ...base, posts: [organisationInput().posts[0]!, orphan] })).toContain(
      'posts[1]: the agency A-none',
    )
  })
})
