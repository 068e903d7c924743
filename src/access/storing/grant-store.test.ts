import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { subjectOf } from '#access/act-request.ts'
import { identityKey } from '#access/identity-key.ts'
import { mayAct } from '#access/may-act.ts'
import { momentOf } from '#access/moment.ts'
import { dayOf } from '#base/calendar-math.ts'
import { findActorFacts, loadColleagues, loadSubjectPlace } from './actor-store.ts'
import { insertGrant, type NewGrant } from './grant-store.ts'
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
      const later = new Date('2026-12-01T00:00:00+08:00')
      const period = { valid_from: from, valid_to: to }
      const cover = {
        cover_id: 'C1',
        staff_id: 'G00019',
        for_staff_id: 'G00021',
        post_id: 'P00021',
        ...period,
      }
      await tx.insertInto('cover').values(cover).execute()
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
      const absence = {
        absence_id: 'a1',
        staff_id: 'G00019',
        kind: 'ANNUAL',
        valid_from: to,
        valid_to: later,
      }
      await tx.insertInto('absence').values(absence).execute()
      const permit = { permit_id: 'o1', staff_id: 'G00019', valid_from: from, valid_to: now }
      await tx
        .insertInto('overtime_permit')
        .values({ ...permit, approved_by: 'G00033' })
        .execute()
      const parent = { id_number: '99010119550315001X', relation: 'PARENT', name: '王玉兰' }
      await tx
        .insertInto('relative')
        .values({ staff_id: 'G00019', ...parent, declared_on: '2026-01-05' })
        .execute()
      const limit = { post_id: 'P00019', function: '*', level: 1, max_fen: 9_007_199_254_740_993n }
      await tx.insertInto('authority_limit').values(limit).execute()
      const actor = (await findActorFacts(tx, 'G00019', now))!
      expect(actor.covers).toMatchObject([
        { coverId: 'C1', forStaffId: 'G00021', roles: ['CERTIFICATION'], from, to },
      ])
      expect(actor.grants.map(({ grantId }) => grantId)).toEqual(['demonstration-G00019-ENTRY', 'n1'])
      expect(actor.grants[1]).toMatchObject({ schemes: ['170'], from, to, coverId: 'C1' })
      expect(actor.absences).toEqual([{ from: to, to: later }])
      expect(actor.overtime).toEqual([{ from, to: now }])
      expect(actor.relativeKeys).toEqual([identityKey('99010119550315001X')])
      expect(actor.posts[0]!.limits).toEqual([{ function: null, level: 1, maxFen: 9_007_199_254_740_993n }])
      // One import, one role, and the two grants above.
      expect(actor.epoch).toBe(4n)
    })
  })

  test('say of leavers that they are gone, and their colleagues’ lists leave them out', async () => {
    await inTransaction(async (tx) => {
      const gone = { left_on: '2026-11-20', status: 'LEFT' }
      await tx.updateTable('staff_member').set(gone).where('staff_id', '=', 'G00019').execute()
      expect(await findActorFacts(tx, 'G00019', now)).toMatchObject({
        status: 'LEFT',
        leftOn: dayOf(2026, 11, 20),
      })
      const colleagues = await loadColleagues(tx, ['A990101', 'B990101'], now)
      expect(colleagues.length).toBe(35)
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
