import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import { workingDaysOf } from '#records/deadlines/working-days.ts'
import { listToDos } from '#records/to-dos/list-to-dos.ts'
import { officeIn, probing, said } from '../test-probe.ts'
import {
  actOn,
  addColleague,
  addPost,
  assign,
  coverInput,
  inHours,
  newIdNumber,
  propose,
  setUpStaffing,
} from '../test-staffing.ts'

const database = await testDatabase()
const { db, owner } = database
const { as, proposed, accept } = officeIn(db)

beforeAll(() => setUpStaffing(database))

describe('overtime', () => {
  /** No day is worked: every hour is off-hours, whatever the clock says. */
  const nobodyWorks = workingDaysOf(
    Array.from({ length: 3653 }, (_, index) => ({ day: 18_262 + index, isWorking: false, workingNumber: 0 })),
  )
  const onHoliday = (staffId: string): ActContext => ({ ...as(staffId), workingDays: nobodyWorks })

  test('lets a high-risk act pass outside hours, for its person and for its time only', async () => {
    const clerk = await addColleague(owner, { roles: ['ENTRY'] })
    const other = await addColleague(owner, { roles: ['ENTRY'] })
    expect(said(await act(onHoliday(clerk), probing(null, 'risk')))).toContain('get an overtime permit')
    const input = { staff_id: clerk, from: inHours(-1), to: inHours(1), reason: '年终结算' }
    const recordId = await proposed(clerk, 'OVERTIME', input)
    expect(said(await act(onHoliday(clerk), probing(null, 'risk')))).toContain('get an overtime permit')
    expect(said(await accept('head1', 'OVERTIME', recordId))).toBe('DONE')
    expect(said(await act(onHoliday(clerk), probing(null, 'risk')))).toBe('ENTERED')
    expect(said(await act(onHoliday(other), probing(null, 'risk')))).toContain('get an overtime permit')
    // It ends by itself.
    await sql`update app.overtime_permit set valid_to = clock_timestamp() where permit_id = ${recordId}`.execute(
      owner,
    )
    await sql`update app.authority_epoch set epoch = epoch + 1 where staff_id = ${clerk}`.execute(owner)
    expect(said(await act(onHoliday(clerk), probing(null, 'risk')))).toContain('get an overtime permit')
  })

  test('is not permitted by oneself, not for three days and more, and not for what is over', async () => {
    const input = (hours: number, to: number) => ({
      staff_id: 'head1',
      from: inHours(hours),
      to: inHours(to),
      reason: '值班',
    })
    const own = await proposed('head1', 'OVERTIME', input(-1, 2))
    expect(said(await accept('head1', 'OVERTIME', own))).toContain('not_permitted')
    expect(said(await accept('deputy1', 'OVERTIME', own))).toBe('DONE')
    expect(said(await propose(as('head1'), 'OVERTIME', input(0, 73)))).toContain('at most 72 hours')
    expect(said(await propose(as('head1'), 'OVERTIME', input(-5, -1)))).toContain('is over')
    expect(said(await propose(as('head1'), 'OVERTIME', input(2, 1)))).toContain('must end after it begins')
  })
})

describe('absence', () => {
  test('stops the person from its beginning on, until a leader ends it', async () => {
    const clerk = await addColleague(owner, { roles: ['ENTRY'] })
    const times = { from: inHours(-1), to: inHours(100) }
    const input = { staff_id: clerk, kind: 'SICK', ...times, reason: '病假' }
    const recordId = await proposed(clerk, 'ABSENCE', input)
    expect(said(await accept('head1', 'ABSENCE', recordId))).toBe('DONE')
    expect(said(await act(as(clerk), probing(null)))).toContain('registered as absent')
    const ending = { kind: 'ABSENCE', recordId, action: 'end', input: { reason: '提前返岗' } }
    expect(said(await actOn(as('head1'), ending))).toBe('ENDED')
    expect(said(await act(as(clerk), probing(null)))).toBe('ENTERED')
  })

  test('that has run out is not ended once more', async () => {
    const clerk = await addColleague(owner, { roles: ['ENTRY'] })
    const times = { from: inHours(-3), to: inHours(100) }
    const recordId = await proposed(clerk, 'ABSENCE', {
      staff_id: clerk,
      kind: 'ANNUAL',
      ...times,
      reason: '年休',
    })
    expect(said(await accept('head1', 'ABSENCE', recordId))).toBe('DONE')
    await sql`update app.absence set valid_to = ${inHours(-1)} where absence_id = ${recordId}`.execute(owner)
    const ending = { kind: 'ABSENCE', recordId, action: 'end', input: { reason: '返岗' } }
    expect(said(await actOn(as('head1'), ending))).toBe(
      'conflict: that absence is over already; nothing is left to end.',
    )
  })
})

describe('somebody who has left', () => {
  test('asks for nothing more, and nobody asks for him', async () => {
    const leaver = await addColleague(owner, { roles: ['ENTRY'] })
    await sql`update app.staff_member set status = 'RETIRED' where staff_id = ${leaver}`.execute(owner)
    await sql`update app.authority_epoch set epoch = epoch + 1 where staff_id = ${leaver}`.execute(owner)
    const times = { from: inHours(1), to: inHours(2), reason: '测试' }
    const sentence = `conflict: ${leaver} is no longer on post, so this cannot be done.`
    expect(said(await propose(as('head1'), 'OVERTIME', { staff_id: leaver, ...times }))).toBe(sentence)
    const absence = { staff_id: leaver, kind: 'SICK', ...times }
    expect(said(await propose(as('head1'), 'ABSENCE', absence))).toBe(sentence)
    expect(
      said(await propose(as('head1'), 'ABSENCE', { ...absence, staff_id: 'archive1', to: times.from })),
    ).toContain('must end after it begins')
  })
})

describe('relatives', () => {
  test('declared and accepted, nobody handles them any more; withdrawn, it is as before', async () => {
    const clerk = await addColleague(owner, { roles: ['ENTRY'] })
    const id_number = newIdNumber()
    const { rows } = await sql<{ key: string }>`select app.identity_key(${id_number}) as key`.execute(db)
    const handling = () => act(as(clerk), probing(rows[0]!.key))
    expect(said(await handling())).toBe('ENTERED')
    const declared = [{ id_number, name: '示例配偶', relation: 'SPOUSE' }]
    const declaration = { staff_id: clerk, declared, mistaken: [] }
    const first = await proposed(clerk, 'RELATIVES', declaration)
    expect(said(await handling())).toBe('ENTERED')
    expect(said(await accept('security1', 'RELATIVES', first))).toBe('DONE')
    expect(said(await handling())).toContain('a relative you declared')
    const mistake = await proposed(clerk, 'RELATIVES', {
      staff_id: clerk,
      declared: [],
      mistaken: [id_number],
    })
    expect(said(await accept('security2', 'RELATIVES', mistake))).toBe('DONE')
    expect(said(await handling())).toBe('ENTERED')
    const again = await proposed(clerk, 'RELATIVES', declaration)
    expect(said(await accept('security1', 'RELATIVES', again))).toBe('DONE')
    expect(said(await handling())).toContain('a relative you declared')
  })

  test('are declared by oneself, somebody, once, and not oneself', async () => {
    const id_number = newIdNumber()
    const clerk = await addColleague(owner, { roles: ['ENTRY'], idNumber: id_number })
    const relative = { id_number: newIdNumber(), name: '示例', relation: 'CHILD' }
    const asked = (declared: unknown[], mistaken: unknown[] = [], staff_id: string = clerk) =>
      propose(as(clerk), 'RELATIVES', { staff_id, declared, mistaken })
    expect(said(await asked([relative], [], 'archive1'))).toContain('declared by oneself')
    expect(said(await asked([]))).toContain('at least one relative')
    expect(said(await asked([relative, relative]))).toContain('named twice')
    expect(said(await asked([{ ...relative, id_number }]))).toContain('relative of himself')
    expect(said(await asked([], [newIdNumber()]))).toContain('not among those you declared')
  })

  test('are not accepted by the relative, whoever that is', async () => {
    const idNumber = newIdNumber()
    const officer = await addColleague(owner, { roles: ['SECURITY_ADMIN'], idNumber })
    const clerk = await addColleague(owner, { roles: ['ENTRY'] })
    const declared = [{ id_number: idNumber, name: officer, relation: 'PARENT' }]
    const recordId = await proposed(clerk, 'RELATIVES', { staff_id: clerk, declared, mistaken: [] })
    expect(said(await accept(officer, 'RELATIVES', recordId))).toContain('concerns yourself')
  })
})

describe('cover', () => {
  const cover = async (given: {
    roles?: readonly string[]
    properties?: readonly string[]
    post: { roles?: readonly string[]; properties?: readonly string[]; isKey?: boolean }
  }) => {
    const [person, covered] = [await addColleague(owner, given), await addColleague(owner)]
    const postId = `P-of-${covered}`
    await addPost(owner, postId, {
      agency: 'A990101',
      roles: [],
      properties: [],
      isKey: false,
      ...given.post,
    })
    await assign(owner, covered, postId)
    return coverInput({ staff_id: person, for_staff_id: covered, post_id: postId }) as Record<string, string>
  }

  test('of a post whose duties must be apart from one’s own is refused', async () => {
    const byRole = await cover({ roles: ['ENTRY'], post: { roles: ['REVIEW'] } })
    expect(said(await propose(as('system1'), 'COVER', byRole))).toBe(
      'conflict: "review" must not meet "entry", which the person has; give it to somebody else.',
    )
    const byProperty = await cover({ properties: ['FINANCE_SEAL'], post: { properties: ['LEGAL_SEAL'] } })
    expect(said(await propose(as('system1'), 'COVER', byProperty))).toContain('must not meet')
    const harmless = await cover({ roles: ['ENTRY'], post: { roles: ['CERTIFICATION'] } })
    expect(said(await propose(as('system1'), 'COVER', harmless))).toBe('PROPOSED')
  })

  test('is judged anew when it is granted', async () => {
    const input = await cover({ post: { properties: ['LEGAL_SEAL'] } })
    const recordId = await proposed('system1', 'COVER', input)
    await assign(owner, input.staff_id!, 'P-seal')
    await sql`update app.authority_epoch set epoch = epoch + 1 where staff_id = ${input.staff_id!}`.execute(
      owner,
    )
    expect(said(await accept('security1', 'COVER', recordId))).toContain('must not meet')
  })

  test('of two posts that must be apart, granted at once, is granted once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const first = await cover({ post: { properties: ['FINANCE_SEAL'] } })
      const second = await cover({ post: { properties: ['LEGAL_SEAL'] } })
      const inputs = [first, { ...second, staff_id: first.staff_id }]
      const records = await Promise.all(inputs.map((input) => proposed('system1', 'COVER', input)))
      const answers = await Promise.all(
        records.map((recordId, index) => accept(`security${index + 1}`, 'COVER', recordId)),
      )
      expect(answers.map(said).sort()).toEqual(['DONE', expect.stringContaining('must not meet')])
    }
  })

  test('of a key post waits for the head, and brings its properties only then', async () => {
    const input = await cover({ post: { properties: ['POLICY'], isKey: true } })
    const recordId = await proposed('system1', 'COVER', input)
    expect(said(await accept('security1', 'COVER', recordId))).toBe('AWAITING_HEAD')
    const rowsOf = () => sql`select cover_id from app.cover where cover_id = ${recordId}`.execute(owner)
    expect((await rowsOf()).rows).toEqual([])
    const mine = await listToDos(as('head1'), { list: 'post', limit: 200 })
    expect(mine.map((each) => each.recordId)).toContain(recordId)
    expect(said(await actOn(as('head1'), { kind: 'COVER', recordId, action: 'confirm' }))).toBe('DONE')
    expect((await rowsOf()).rows).toHaveLength(1)
    const ending = { kind: 'COVER', recordId, action: 'end', input: { reason: '返岗' } }
    expect(said(await actOn(as('security1'), ending))).toBe('ENDED')
    const { rows } = await sql<{ isOver: boolean }>`
      select valid_to <= clock_timestamp() as "isOver" from app.cover where cover_id = ${recordId}
    `.execute(owner)
    expect(rows).toEqual([{ isOver: true }])
  })

  test('is of a colleague of the same agency, on a post that this one holds, for a while', async () => {
    const input = await cover({ post: { properties: ['POLICY'] } })
    const ask = async (changes: Record<string, string>) =>
      said(await propose(as('system1'), 'COVER', { ...input, ...changes }))
    expect(await ask({ for_staff_id: 'outsider' })).toContain('nobody with staff number')
    expect(await ask({ for_staff_id: 'G-none' })).toContain('nobody with staff number')
    expect(await ask({ for_staff_id: input.staff_id! })).toContain('nobody covers for himself')
    expect(await ask({ post_id: 'P-beside' })).toContain('no post')
    expect(await ask({ post_id: 'P-certify' })).toContain('does not hold')
    expect(await ask({ to: inHours(24 * 90) })).toContain('at most 90 days')
    expect(await ask({ from: inHours(-9), to: inHours(-8) })).toContain('is over')
    expect(await ask({ staff_id: 'outsider' })).toContain('not_found')
  })
})
