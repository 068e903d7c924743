import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { beijingDayOf } from '#access/moment.ts'
import { rotationsOf } from '#access/rotation.ts'
import { findActorFacts } from '#access/storing/actor-store.ts'
import { formatDay } from '#base/calendar-math.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { addColleague, addPost, assign, setUpStaffing } from '../test-staffing.ts'
import { rotationWarnings } from './rotation-warnings.ts'

const database = await testDatabase()
const { db, owner } = database

test('the list warns of whom the decision about one person warns, to the day', async () => {
  await setUpStaffing(database)
  const clerk = await addColleague(owner)
  for (const months of [1, 12, 36]) {
    const postId = `P-rotating-${months}`
    await addPost(owner, postId, { agency: 'A990101', roles: [], properties: [], isKey: true })
    await sql`update app.post set months_max = ${months} where post_id = ${postId}`.execute(owner)
  }
  await addPost(owner, 'P-ordinary', { agency: 'A990101', roles: [], properties: [], isKey: false })
  const at = fc.date({
    min: new Date('2026-01-01T00:00:00Z'),
    max: new Date('2028-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  const started = fc.date({
    min: new Date('2022-01-01T00:00:00Z'),
    max: new Date('2028-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  const post = fc.constantFrom('P-rotating-1', 'P-rotating-12', 'P-rotating-36', 'P-ordinary')
  await fc.assert(
    fc.asyncProperty(at, started, post, async (when, since, postId) => {
      await sql`delete from app.post_assignment where staff_id = ${clerk}`.execute(owner)
      await assign(owner, clerk, postId, formatDay(beijingDayOf(since)))
      const found = await db.transaction().execute(async (tx) => {
        const person = (await findActorFacts(tx, clerk, when))!
        const warned = (await rotationWarnings(tx, when)).filter((each) => each.staff_id === clerk)
        return { warned, expected: rotationsOf(person, beijingDayOf(when)) }
      })
      expect(found.warned.map((each) => [each.post_id, each.state])).toEqual(
        found.expected.map((each) => [each.post.postId, each.state]),
      )
    }),
    { numRuns: 200 },
  )
})
