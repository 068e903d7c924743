import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { runAccessCheck } from './access-check-store.ts'
import { findActorFacts, loadSubjectPlace } from './actor-store.ts'
import { importOrganisation } from './organisation-store.ts'
import { calendar, now, organisation, refusalOf, testOrganisation } from './test-organisation.ts'

const { database, inTransaction } = await testOrganisation()

describe('an import', () => {
  test('stores for every region and agency the path that the parents give', async () => {
    const { rows } = await sql`
      with recursive walked (code, path) as (
        select region.region, array[region.region]
        from app.region
        where region.parent is null
        union all
        select region.region, walked.path || region.region
        from walked
        join app.region on region.parent = walked.code
      )
      select region.region
      from app.region
      left join walked on walked.code = region.region
      where walked.path is distinct from region.path
      order by region.region
    `.execute(database.db)
    expect(rows).toEqual([])
    const moved = sql`update app.region set parent = '990200' where region = '990101'`
    await expect(inTransaction(async (tx) => void (await moved.execute(tx)))).rejects.toThrow(
      /check constraint/,
    )
  })

  test('again changes nothing but the epochs', async () => {
    await inTransaction(async (tx) => {
      const before = (await findActorFacts(tx, 'G00019', now))!
      await importOrganisation(tx, organisation, now)
      const after = (await findActorFacts(tx, 'G00019', now))!
      expect(after).toEqual({ ...before, epoch: before.epoch + 1n })
    })
  })

  test('that would bring together a role held and a post is refused whole', async () => {
    // G00019 enters; the policy post must not.
    const policy = organisation.posts.find(({ properties }) => properties.includes('POLICY'))!
    const staff = organisation.staff.map((each) =>
      each.id === 'G00019'
        ? { ...each, posts: [{ post: policy.id, startedOn: '2026-11-01', endedOn: null }] }
        : each,
    )
    await inTransaction(async (tx) => {
      const refused = await refusalOf(importOrganisation(tx, { ...organisation, staff }, now))
      expect(refused.code).toBe('conflict')
      expect(refused.text.zh).toContain('G00019')
    })
  })
})

test('one person cannot have two staff numbers', async () => {
  const [first] = organisation.staff
  const again = { ...first!, id: 'G99999', posts: [] }
  const twice = inTransaction((tx) =>
    importOrganisation(tx, { ...organisation, staff: [again] }, now).then(() => undefined),
  )
  await expect(twice).rejects.toThrow(/staff_member_by_person/)
})

/** A third of a second of work; a busy machine may take its time. */
describe('the check of the whole organisation', { timeout: 600_000 }, () => {
  test('finds the first county able to do all 22 functions, and small offices reviewed from above', async () => {
    await inTransaction(async (tx) => {
      const check = await runAccessCheck(tx, { at: now, calendar })
      expect(check).toMatchObject({ checked: 16 * 22, enoughToday: 352, enoughAlways: 234 })
      expect(check.gaps.filter((gap) => gap.missing.length > 0)).toEqual([])
      // Every step of a small office hangs on one person, of whom the check names each and proposes another.
      const merge = check.gaps.find((gap) => gap.agencyId === 'A990102' && gap.function === 'BATCH_IMPORT')
      expect([merge?.dependsOn.length, merge?.proposals.length]).toEqual([1, 1])
      const small = await loadSubjectPlace(tx, { regions: [], agencyId: 'A990102' })
      expect(small.agency?.isReviewedBySuperior).toBe(true)
    })
  })

  test('misses the review when both reviewers of benefits are on leave', async () => {
    await inTransaction(async (tx) => {
      const [from, to] = [new Date('2026-11-19T00:00:00+08:00'), new Date('2026-11-27T00:00:00+08:00')]
      for (const staffId of ['G00016', 'G00017']) {
        const absence = { absence_id: `a-${staffId}`, staff_id: staffId, kind: 'SICK' }
        await tx
          .insertInto('absence')
          .values({ ...absence, valid_from: from, valid_to: to })
          .execute()
      }
      const { gaps } = await runAccessCheck(tx, { at: now, calendar })
      const ofCounty = gaps.filter(({ agencyId, missing }) => agencyId === 'A990101' && missing.length > 0)
      expect(ofCounty.map((gap) => gap.function)).toEqual([
        'DETERMINATION',
        'FUNERAL',
        'RESEND',
        'PAYMENT_FILE',
      ])
    })
  })
})
