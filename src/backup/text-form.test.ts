import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Database } from '#platform/postgres/database.ts'
import { temporaryFolder } from '#trail/test-trail.ts'
import { canonicalDump, emptyTarget, openTestInstallation } from './test-backup.ts'
import { insertEdgeCases, makeEdgeTable, makeEdgeTrigger } from './test-edge-cases.ts'

async function nextNumber(db: Database): Promise<bigint> {
  const { rows } = await sql<{ number: bigint }>`select nextval('app.edge_number') as number`.execute(db)
  return rows[0]!.number
}

test('values of every type come back byte for byte, numbers go on, and no trigger changes a row', async () => {
  const seed = randomInt(2 ** 31)
  const installation = await openTestInstallation()
  const { owner, ownerUrl, url } = installation.trail.database
  await makeEdgeTable(owner)
  await insertEdgeCases(owner, seed)
  await makeEdgeTrigger(owner)
  await expect(installation.backUp({ url })).rejects.toThrow('may not read table app.edge_case')
  const { folder } = await installation.backUp({ url: ownerUrl })
  const target = await emptyTarget()
  await makeEdgeTable(target.owner)
  await makeEdgeTrigger(target.owner)
  await installation.restore(target, folder, { attachmentsFolder: temporaryFolder() })
  const [before, after] = [await canonicalDump(ownerUrl), await canonicalDump(target.ownerUrl)]
  expect(before.get('app.edge_case')!.split('\n').length).toBeGreaterThan(600)
  expect(after.get('app.edge_case'), `seed ${seed}`).toBe(before.get('app.edge_case'))
  expect(await nextNumber(target.owner)).toBe(await nextNumber(owner))
  // The trigger is there again, for those who work.
  await sql`insert into app.edge_case (words) values ('x')`.execute(target.owner)
  const { rows } = await sql`
    select words, words_length
    from app.edge_case
    order by id desc
    limit 1`.execute(target.owner)
  expect(rows).toEqual([{ words: 'the trigger was here', words_length: 20 }])
})
