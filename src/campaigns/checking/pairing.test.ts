import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { runningCampaign, setUpCampaigns, submitSelfCheck, takeCampaignStep } from '../test-campaigns.ts'

/** Who pairs the own unit with a self-check of elsewhere learns nothing of that one (platform.md 25). */

const database = await testDatabase()
let taskId: string

beforeAll(async () => {
  await setUpCampaigns(database)
  taskId = (await runningCampaign(database)).tasks.get('A990101')!
  await submitSelfCheck(database, taskId)
})

async function answerTo(by: string, task_id: string): Promise<object> {
  const input = { task_id, by_agency_id: 'A990102' }
  const answer = await takeCampaignStep(database, { kind: 'CAMPAIGN_CHECK', action: 'pair', by, input })
  // Ids of its own, and all that a page is given.
  return answer.outcome === 'accepted' ? { outcome: 'accepted' } : answer
}

test.for(['auditBeside', 'headBeside', 'enterBeside', 'audit1', 'head1', 'enter1', 'supervise1'])(
  '%s hears of a self-check there what is heard of none, or has it in the scope',
  async (by) => {
    const ofNone = await answerTo(by, randomUUID())
    expect(ofNone).toMatchObject({ code: 'not_found' })
    const said = await answerTo(by, taskId)
    if (by.endsWith('Beside')) expect(said).toEqual(ofNone)
    else expect(said).not.toEqual(ofNone)
  },
)

test('the trail says why', async () => {
  await answerTo('auditBeside', taskId)
  const { rows } = await sql<{ payload: string }>`
    select trail_payload.payload
    from app.trail_entry
    join app.trail_payload using (entry_id)
    where trail_entry.leaf::jsonb ->> 'actor' = 'auditBeside'
      and trail_entry.leaf::jsonb ->> 'outcome' = 'REFUSED'
    order by trail_entry.leaf::jsonb ->> 'at' desc
    limit 1
  `.execute(database.owner)
  expect(rows[0]?.payload).toContain('OUT_OF_SCOPE')
})
