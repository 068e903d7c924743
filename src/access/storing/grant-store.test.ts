import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { subjectOf } from '#access/act-request.ts'
import { identityKey } from '#access/identity-key.ts'
import { mayAct } from '#access/may-act.ts'
import { momentOf } from '#access/moment.ts'
import { dayOf } from '#base/calendar-math.ts'
import { findActorFacts, loadColleagues, loadSubjectPlace } from './actor-store.ts'
import {
  endEmployment,
  endGrant,
  insertAbsence,
  insertCover,
  insertGrant,
  insertOvertimePermit,
  insertRelative,
  type NewGrant,
  setLimit,
} from './grant-store.ts'
import { calendar, now, refusalOf, testOrganisation } from './test-organisation.ts'

const { database, inTransaction } = await testOrganisation()

function newGrant(changes: Partial<NewGrant> & Pick<NewGrant, 'grantId' | 'staffId' | 'role'>): NewGrant {
  return {
    regions: ['990101'],
    schemes: null,
    from: new Date('2026-01-01T00:00:00+08:00'),
    to: null,
    coverId: null,
    origin: 'DEMONSTRATION',
    orderId: null,
    proposedBy: null,
    grantedBy: null,
    confirmedBy: null,
    ...changes,
  }
}

describe('the facts of a person', () => {
  test('come in one statement and let the person act', async () => {
    await inTransaction(async (tx) => {
      const actor = (await findActorFacts(tx, 'G00019', now))!
      expect(actor).toMatchObject({
        agencyId: 'A990101',
        agencyRegion: '990101',
        status: 'ON_POST',
        epoch: 2n,
      })
      expect(actor.grants.map(({ role }) => role)).toEqual(['ENTRY'])
      const place = await loadSubjectPlace(tx, { regions: ['990101003'], agencyId: 'A990101' })
      expect(place.regions).toEqual([['990000', '990100', '990101', '990101003']])
      expect(place.agency).toEqual({
        agencyId: 'A990101',
        superiors: ['A990000', 'A990100'],
        isReviewedBySuperior: false,
      })
      const request = {
        function: 'ACCOUNT_CHANGE',
        step: 'ENTRY',
        subject: subjectOf(place),
        history: [],
        round: 1,
        approvalLevel: 1,
        moment: momentOf(now, calendar),
      }
      expect(mayAct(actor, request)).toEqual({ allowed: true, duty: 'ENTRY', hours: 'WORKING' })
    })
  })

  test('of somebody or some place that does not exist are nothing at all', async () => {
    await inTransaction(async (tx) => {
      expect(await findActorFacts(tx, "G' or 1=1 --", now)).toBe(null)
      const place = await loadSubjectPlace(tx, { regions: ['110101', '990101'], agencyId: 'A0' })
      expect(place).toEqual({ regions: [[], ['990000', '990100', '990101']], agency: null })
    })
  })
})

describe('the facts of a person, later,', () => {
  test('hold grants, covers, absences, permits, relatives and limits, and leave out what has ended', async () => {
    await inTransaction(async (tx) => {
      const [from, to] = [new Date('2026-11-20T00:00:00+08:00'), new Date('2026-11-27T00:00:00+08:00')]
      await insertCover(tx, {
        coverId: 'C1',
        staffId: 'G00019',
        forStaffId: 'G00021',
        postId: 'P00021',
        from,
        to,
        orderId: null,
      })
      await insertGrant(
        tx,
        newGrant({
          grantId: 'n1',
          staffId: 'G00019',
          role: 'CERTIFICATION',
          coverId: 'C1',
          from,
          to,
          schemes: ['170'],
        }),
        null,
      )
      await insertGrant(tx, newGrant({ grantId: 'n2', staffId: 'G00019', role: 'ARCHIVE', to: now }), null)
      await insertAbsence(tx, {
        absenceId: 'a1',
        staffId: 'G00019',
        kind: 'ANNUAL',
        from: to,
        to: new Date('2026-12-01T00:00:00+08:00'),
      })
      await insertOvertimePermit(tx, {
        permitId: 'o1',
        staffId: 'G00019',
        from,
        to: now,
        approvedBy: 'G00033',
        orderId: null,
      })
      await insertRelative(tx, {
        staffId: 'G00019',
        idNumber: '99010119550315001x',
        relation: 'PARENT',
        name: '王玉兰',
        declaredOn: dayOf(2026, 1, 5),
      })
      await setLimit(tx, 'P00019', { function: null, level: 1, maxFen: 9_007_199_254_740_993n })
      const actor = (await findActorFacts(tx, 'G00019', now))!
      expect(actor.covers).toMatchObject([
        { coverId: 'C1', forStaffId: 'G00021', roles: ['CERTIFICATION'], from, to },
      ])
      expect(actor.grants.map(({ grantId }) => grantId)).toEqual(['demonstration-G00019-ENTRY', 'n1'])
      expect(actor.grants[1]).toMatchObject({ schemes: ['170'], from, to, coverId: 'C1' })
      expect(actor.absences).toEqual([{ from: to, to: new Date('2026-12-01T00:00:00+08:00') }])
      expect(actor.overtime).toEqual([{ from, to: now }])
      expect(actor.relativeKeys).toEqual([identityKey('99010119550315001X')])
      expect(actor.posts[0]!.limits).toEqual([{ function: null, level: 1, maxFen: 9_007_199_254_740_993n }])
      // One import, one role, and the seven changes above.
      expect(actor.epoch).toBe(9n)
    })
  })

  test('say of leavers that they are gone, and their colleagues’ lists leave them out', async () => {
    await inTransaction(async (tx) => {
      await endEmployment(tx, { staffId: 'G00019', leftOn: dayOf(2026, 11, 20), status: 'LEFT' })
      expect(await findActorFacts(tx, 'G00019', now)).toMatchObject({
        status: 'LEFT',
        leftOn: dayOf(2026, 11, 20),
      })
      const colleagues = await loadColleagues(tx, ['A990101', 'B990101'], now)
      expect(colleagues.length).toBe(35)
      expect((await refusalOf(endEmployment(tx, { staffId: 'G0', leftOn: 1, status: null }))).code).toBe(
        'not_found',
      )
    })
  })
})

describe('grants', () => {
  test('decided on older facts are refused', async () => {
    await inTransaction(async (tx) => {
      const { epoch } = (await findActorFacts(tx, 'G00019', now))!
      await insertGrant(tx, newGrant({ grantId: 'n1', staffId: 'G00019', role: 'ARCHIVE' }), epoch)
      const late = insertGrant(tx, newGrant({ grantId: 'n2', staffId: 'G00019', role: 'CASHIER' }), epoch)
      expect((await refusalOf(late)).code).toBe('stale_version')
    })
  })

  test('end once, and raise the epoch', async () => {
    await inTransaction(async (tx) => {
      const before = (await findActorFacts(tx, 'G00019', now))!
      const ending = { grantId: 'demonstration-G00019-ENTRY', at: now, endedBy: 'G00002' }
      await endGrant(tx, ending)
      const after = (await findActorFacts(tx, 'G00019', now))!
      expect(after.grants).toEqual([])
      expect(after.epoch).toBe(before.epoch + 1n)
      expect((await refusalOf(endGrant(tx, ending))).code).toBe('not_found')
    })
  })

  const byOrder = { origin: 'ORDER', orderId: 'R1', proposedBy: 'G00001', grantedBy: 'G00002' } as const
  const impossible: readonly (readonly [string, Partial<NewGrant>])[] = [
    ['proposed and granted by one person', { grantedBy: 'G00001' }],
    ['granted by the grantee', { staffId: 'G00002' }],
    ['proposed by the grantee', { staffId: 'G00001' }],
    ['confirmed by who granted', { confirmedBy: 'G00002' }],
    ['of an order without a second person', { grantedBy: null }],
    ['on no region', { regions: [] }],
  ]
  test.for(impossible)('%s cannot even be stored', async ([, changes]) => {
    const stored = inTransaction((tx) =>
      insertGrant(
        tx,
        newGrant({ grantId: 'n1', staffId: 'G00019', role: 'ARCHIVE', ...byOrder, ...changes }),
        null,
      ),
    )
    await expect(stored).rejects.toThrow(/check constraint/)
  })

  test('cannot be deleted or given to somebody else by the application', async () => {
    for (const statement of [
      sql`delete from app.role_grant`,
      sql`update app.role_grant set staff_id = 'G00001'`,
      sql`update app.role_grant set role = 'APPROVAL'`,
      sql`delete from app.relative`,
      sql`truncate app.authority_epoch`,
    ]) {
      await expect(inTransaction(async (tx) => void (await statement.execute(tx)))).rejects.toThrow(
        /permission denied/,
      )
    }
  })
})

test('the key of an id number is the same in SQL and in TypeScript', async () => {
  const numbers = [
    '11010519491231002X',
    '11010519491231002x',
    '110105491231002',
    '340403550315001',
    'P1234567',
    '',
  ]
  for (const number of numbers) {
    const { rows } = await sql<{ key: string }>`select app.identity_key(${number}) as key`.execute(
      database.db,
    )
    expect(rows[0]!.key).toBe(identityKey(number))
  }
})

describe('a cover', () => {
  const interval = { from: new Date('2026-11-20T00:00:00+08:00'), to: new Date('2026-11-27T00:00:00+08:00') }
  /** G00019 enters; of the posts of the first county P00018 reviews, P00021 certifies. */
  const cover = (postId: string) => ({
    coverId: `C-${postId}`,
    staffId: 'G00019',
    forStaffId: `G${postId.slice(1)}`,
    postId,
    ...interval,
    orderId: null,
  })

  test('of a post that must be apart from what the person holds is refused', async () => {
    await inTransaction(async (tx) => {
      await insertCover(tx, cover('P00021'))
      const refused = await refusalOf(insertCover(tx, cover('P00018')))
      expect(refused).toMatchObject({
        code: 'conflict',
        text: { en: expect.stringContaining('must not meet') },
      })
    })
  })

  test('is compared with the covers before it', async () => {
    await inTransaction(async (tx) => {
      const keeper = { ...cover('P00006'), staffId: 'G00036', coverId: 'C-1' }
      await insertCover(tx, keeper)
      const maker = { ...cover('P00005'), staffId: 'G00036', coverId: 'C-2' }
      const refused = await refusalOf(insertCover(tx, maker))
      expect(refused.text.en).toContain('must not meet')
      const later = { from: interval.to, to: new Date('2026-11-30T00:00:00+08:00') }
      await insertCover(tx, { ...maker, ...later })
    })
  })

  test('of somebody who does not exist is refused', async () => {
    await inTransaction(async (tx) => {
      const refused = await refusalOf(insertCover(tx, { ...cover('P00021'), staffId: 'G-none' }))
      expect(refused.code).toBe('not_found')
    })
  })
})
